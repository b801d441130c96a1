//! Whether what a login gave still counts. Asked at every use of a code, a refresh token or an access token, so that an end
//! that another process made is an end here too, and what a client's file no longer allows is over.

use jiff::Timestamp;

use super::consent::Consent;
use super::grant::Grant;
use super::scope::OFFLINE_ACCESS;
use crate::account::Account;
use crate::client::Client;
use crate::port::Answer;
use crate::provider::Provider;

/// The account behind a grant, if everything that the grant rests on stands: the account is what it was, the person still
/// agrees where they are asked, and the session is not over, unless offline access was granted (OIDC Core 11) and the client
/// may still have it. A session that ends revokes its grants, but not one that is issued in the same moment.
///
/// A session that nobody uses still counts, to its absolute end: the person may well be at work in the application.
pub(super) async fn account(provider: &Provider, grant: &Grant, now: Timestamp) -> Answer<Option<Account>> {
    let Some(client) = provider.clients.get(&grant.client) else { return Ok(None) };
    let is_offline = grant.is_offline() && client.scope.contains(OFFLINE_ACCESS);
    if !is_offline && !session_stands(provider, grant, now).await? {
        return Ok(None);
    }
    agreed_account(provider, client, grant).await
}

/// Whether the login itself still stands: the account, the consent and the session. A code is worth nothing without it, also
/// one for offline access, which begins with the first tokens.
pub(super) async fn login_stands(provider: &Provider, grant: &Grant, now: Timestamp) -> Answer<bool> {
    let Some(client) = provider.clients.get(&grant.client) else { return Ok(false) };
    Ok(session_stands(provider, grant, now).await? && agreed_account(provider, client, grant).await?.is_some())
}

async fn session_stands(provider: &Provider, grant: &Grant, now: Timestamp) -> Answer<bool> {
    let session = provider.ports.sessions.by_id(&grant.session).await?;
    Ok(session.is_some_and(|session| !session.is_over(now)))
}

/// The account, if it is what it was when it was granted (not disabled, its password and factors the same) and its person
/// agrees to what was granted. A consent that is taken back revokes the grants, but not one that is issued in the same moment.
async fn agreed_account(provider: &Provider, client: &Client, grant: &Grant) -> Answer<Option<Account>> {
    let ports = &provider.ports;
    let account = ports.accounts.by_subject(&grant.subject).await?;
    let account = account.filter(|account| !account.disabled && account.security_version == grant.security_version);
    if account.is_none() || !client.require_consent {
        return Ok(account);
    }
    let given = ports.consents.given(&grant.subject, &client.id).await?;
    Ok(account.filter(|_| given.covers(&Consent::to(&grant.scope, &grant.claims))))
}
