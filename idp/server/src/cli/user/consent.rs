//! `sluis user revoke-consent`: what a person agreed to share with applications is taken back.

use idp_core::account::Account;
use idp_core::audit::Code;
use idp_core::client::ClientId;
use idp_core::port::Consents;

use super::super::failure::Failure;
use super::super::output::say;
use super::Store;

/// Takes back the consent for one application, whether it is still registered or not, or for all of them.
pub(super) async fn revoke(store: &Store, account: &Account, client: Option<&str>) -> Result<(), Failure> {
    let nothing =
        |whom: &str| Failure::Failed(format!("{} never agreed to share anything with {whom}", account.username));
    let clients = match client {
        Some(id) => vec![ClientId::parse(id).ok_or_else(|| nothing(&format!("{id:?}")))?],
        None => store.database.all_of(&account.subject).await?.into_keys().collect(),
    };
    let mut done = Vec::new();
    for client in clients {
        let event = store.event(Code::ConsentRevoked).about(&account.subject).for_client(client.as_str());
        if store.database.revoke(&account.subject, &client, event).await? {
            done.push(client.to_string());
        }
    }
    if done.is_empty() {
        return Err(nothing(client.unwrap_or("any application")));
    }
    say(&format!("{} no longer agrees to share anything with {}", account.username, done.join(", ")));
    Ok(())
}
