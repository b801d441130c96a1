//! `sluis user visit-code`: the code that a person owes before the bootstrap, given by word of mouth.

use idp_adapters::clock::SystemClock;
use idp_adapters::rng::SystemRng;
use idp_core::account::{Account, Change, OneTimeCode, VisitCode};
use idp_core::audit::Code;
use idp_core::lifetimes;
use idp_core::login::SecondFactors;
use idp_core::port::Clock;

use super::super::failure::Failure;
use super::super::output::say;
use super::Store;

/// Whether the next login of this person asks the code.
pub(super) fn is_owed(account: &Account) -> bool {
    account.guard.asks_visit_code(account.phone.is_some()) && !SecondFactors::of(account).stand()
}

/// Gives a code; the one before is worth nothing.
pub(super) async fn give(store: &Store, account: &Account) -> Result<(), Failure> {
    if !is_owed(account) {
        return Err(Failure::Failed(format!(
            "the next login of {} asks no code of the service desk",
            account.username
        )));
    }
    let (code, kept) = draw(store, account).await?;
    store.change(account, Change::GiveVisitCode(kept), Code::VisitCodeGiven).await?;
    tell(&code);
    Ok(())
}

/// A new code, and what is kept of it.
pub(super) async fn draw(store: &Store, account: &Account) -> Result<(OneTimeCode, VisitCode), Failure> {
    let code = OneTimeCode::generate(&SystemRng);
    let (now, hash) = (SystemClock.now(), store.database.data_key(SystemClock.now()).await?);
    let kept = VisitCode::new(&code, &account.subject, &hash, now);
    Ok((code, kept))
}

/// Prints it: for the person alone.
pub(super) fn tell(code: &OneTimeCode) {
    say(&format!(
        "tell the person this code, once you are sure who it is; the next login asks it within {} minutes: {}",
        lifetimes::VISIT_CODE.as_secs() / 60,
        code.reveal()
    ));
}
