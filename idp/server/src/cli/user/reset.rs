//! `sluis user reset-mfa`: taking the second factors away of who lost them, and the code that lets the person enrol anew.

use idp_adapters::clock::SystemClock;
use idp_adapters::rng::SystemRng;
use idp_core::account::{Account, Change, OneTimeCode, VisitCode};
use idp_core::audit::Code;
use idp_core::lifetimes;
use idp_core::port::Clock;

use super::super::failure::Failure;
use super::super::output::say;
use super::Store;

/// Resets, and prints the code: for the person alone, by word of mouth.
pub(super) async fn factors(store: &Store, account: &Account) -> Result<(), Failure> {
    let code = OneTimeCode::generate(&SystemRng);
    let (now, hash) = (SystemClock.now(), store.database.data_key(SystemClock.now()).await?);
    let kept = VisitCode::new(&code, &account.subject, &hash, now);
    store.change(account, Change::ResetFactors(kept), Code::FactorsReset).await?;
    say(&format!("{} has no second factor any more", account.username));
    say(&format!(
        "tell the person this code, once you are sure who it is; the next login asks it within {} minutes: {}",
        lifetimes::VISIT_CODE.as_secs() / 60,
        code.reveal()
    ));
    Ok(())
}
