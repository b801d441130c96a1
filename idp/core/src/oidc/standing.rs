//! Whether what a login gave still counts. Asked at every use of a code, a refresh token or an access token, so that an end
//! that another process made is an end here too.

use jiff::Timestamp;

use super::grant::Grant;
use crate::account::Account;
use crate::port::Answer;
use crate::provider::Provider;

/// The account behind a grant, if it is what it was when it was granted: not disabled, its password and factors the same.
pub(super) async fn account(provider: &Provider, grant: &Grant) -> Answer<Option<Account>> {
    let account = provider.ports.accounts.by_subject(&grant.subject).await?;
    Ok(account.filter(|account| !account.disabled && account.security_version == grant.security_version))
}

/// Whether a grant can give new tokens: the account is what it was, and so is the session, unless offline access was granted
/// (OIDC Core 11). A session that ends revokes its grants, but not one that is issued in the same moment.
///
/// A session that nobody uses still counts, to its absolute end: the person may well be at work in the application.
pub(super) async fn still_stands(provider: &Provider, grant: &Grant, now: Timestamp) -> Answer<bool> {
    if grant.is_offline() {
        return Ok(account(provider, grant).await?.is_some());
    }
    login_stands(provider, grant, now).await
}

/// Whether the login itself still stands: the account and the session. A code is worth nothing without it, also one for
/// offline access, which begins with the first tokens.
pub(super) async fn login_stands(provider: &Provider, grant: &Grant, now: Timestamp) -> Answer<bool> {
    if account(provider, grant).await?.is_none() {
        return Ok(false);
    }
    let session = provider.ports.sessions.by_id(&grant.session).await?;
    Ok(session.is_some_and(|session| !session.is_over(now)))
}
