//! The userinfo endpoint (OIDC Core 5.3): the claims of the person whose access token this is.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::access_token::{AccessToken, Person};
use super::error::Failure;
use super::{Error, ErrorCode, subject};
use crate::claims;
use crate::provider::Provider;

/// The claims that the token's scope gives, and those that were asked for by name. A token is worth nothing once its grant
/// is revoked, its account disabled or changed, or its session ended, however long it would still live.
pub async fn claims(provider: &Provider, access_token: &str) -> Result<Map<String, Value>, Failure> {
    let invalid = || Error::new(ErrorCode::InvalidToken, "the access token is unknown, expired or revoked");
    let token = AccessToken::read(provider, access_token).await?;
    let token = token.filter(|token| token.is_strong_enough(provider)).ok_or_else(invalid)?;
    // RFC 9068 4: a token for another resource is none of ours, nor is one that nobody logged in for.
    let scope = token.scope();
    if token.text("aud") != Some(provider.settings.issuer.as_str()) {
        return Err(invalid().into());
    }
    let Person { grant, account } = token.person.ok_or_else(invalid)?;
    if !scope.contains("openid") {
        return Err(Error::new(ErrorCode::InsufficientScope, "the access token is not for userinfo").into());
    }
    let client = provider.clients.get(&grant.client).ok_or_else(invalid)?;
    // Claims that were asked for by name belong to the whole grant: a token of a narrower scope does not give them.
    let named = if scope == grant.scope.within(&client.scope) {
        grant.claims.within(&client.scope).userinfo
    } else {
        BTreeSet::new()
    };
    let mut claims = claims::of(&account, &scope, &named);
    let sub = subject::for_client(provider.ports.keyed_hash.as_ref(), client, &account.subject);
    claims.insert("sub".into(), json!(sub));
    Ok(claims)
}
