//! `sluis user unlock`: forgetting the wrong tries that were counted for a person.

use idp_core::account::Account;
use idp_core::audit::Code;
use idp_core::port::GuessBudgets;
use idp_core::throttle::{BudgetKey, Guess};

use super::super::failure::Failure;
use super::super::output::say;
use super::Store;

/// Forgets them all.
pub(super) async fn all(store: &Store, account: &Account) -> Result<(), Failure> {
    let keys: Vec<_> = BudgetKey::all_of(&account.subject).into_iter().map(|(_, key)| key).collect();
    forget(store, account, &keys).await?;
    say(&format!("{} can try again at once", account.username));
    Ok(())
}

/// Forgets those that would keep a person from enrolling anew.
pub(super) async fn second_factors(store: &Store, account: &Account) -> Result<(), Failure> {
    let codes = Guess::ALL.into_iter().filter(|guess| *guess != Guess::Password);
    let keys: Vec<_> = codes.map(|guess| BudgetKey::of_subject(&account.subject, guess)).collect();
    forget(store, account, &keys).await
}

async fn forget(store: &Store, account: &Account, keys: &[BudgetKey]) -> Result<(), Failure> {
    Ok(store.database.unlock(keys, store.event(Code::AccountUnlocked).about(&account.subject)).await?)
}
