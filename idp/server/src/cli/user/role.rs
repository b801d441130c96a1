//! `sluis user role`: what a person may do at the service desk. Here alone somebody becomes an administrator.

use idp_core::account::{Account, Change, Role};
use idp_core::audit::Code;
use idp_core::message::Message;
use idp_core::port::{Accounts, Changed};

use super::super::failure::Failure;
use super::super::output::say;
use super::telling::Words;
use super::{Store, changed_meanwhile};

/// Reads a role.
pub(super) fn parse(word: &str) -> Result<Role, String> {
    Role::named(word).ok_or_else(|| "is no role; there are desk, administrator and none".to_owned())
}

/// Assigns it, and tells the person.
pub(super) async fn assign(store: &Store, account: &Account, role: Role, words: &Words) -> Result<(), Failure> {
    let name = &account.username;
    if account.role == role {
        say(&format!("{name} has the role {} already", role.as_str()));
        return Ok(());
    }
    let event = store.event(Code::RoleAssigned).about(&account.subject).with("role", role.as_str());
    let (seen, change) = (account.security_version, Change::SetRole(role));
    match store.database.change(&account.subject, seen, change, &store.called, event).await? {
        Changed::Done(_) => {}
        Changed::Stale => return Err(changed_meanwhile(account)),
    }
    store.tell(account, words, &Message::RoleChanged { role }).await?;
    say(&format!("{name} has the role {} at the service desk", role.as_str()));
    Ok(())
}
