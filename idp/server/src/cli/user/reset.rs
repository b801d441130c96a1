//! `sluis user reset-mfa`: taking the second factors away of who lost them, and the code that lets the person enrol anew.

use idp_core::account::{Account, Change};
use idp_core::audit::Code;

use super::super::failure::Failure;
use super::super::output::say;
use super::{Store, visit_code};

/// Resets, and prints the code.
pub(super) async fn factors(store: &Store, account: &Account) -> Result<(), Failure> {
    let (code, kept) = visit_code::draw(store, account).await?;
    store.change(account, Change::ResetFactors(kept), Code::FactorsReset).await?;
    say(&format!("{} has no second factor any more", account.username));
    visit_code::tell(&code);
    Ok(())
}
