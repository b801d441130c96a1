//! The userinfo endpoint (OIDC Core 5.3): the claims of the person whose access token this is.

use serde_json::{Map, Value};

use super::error::Failure;
use super::token::GRANT_CLAIM;
use super::{Error, ErrorCode};
use crate::claims;
use crate::id::GrantId;
use crate::port::TokenType;
use crate::provider::Provider;

/// The claims that the token's scope gives. A token is worth nothing once its grant is revoked, its account disabled or
/// changed, or its session ended, however long it would still live.
pub async fn claims(provider: &Provider, access_token: &str) -> Result<Map<String, Value>, Failure> {
    let invalid = || Error::new(ErrorCode::InvalidToken, "the access token is unknown, expired or revoked");
    let issuer = provider.settings.issuer.as_str();
    let token = provider.ports.keys.verify(TokenType::Access, access_token).await?.ok_or_else(invalid)?;
    let text = |name: &str| token.get(name).and_then(Value::as_str);
    let expires = token.get("exp").and_then(Value::as_i64).ok_or_else(invalid)?;
    if text("iss") != Some(issuer) || text("aud") != Some(issuer) || provider.ports.clock.now().as_second() >= expires {
        return Err(invalid().into());
    }
    let grant = text(GRANT_CLAIM).and_then(GrantId::parse).ok_or_else(invalid)?;
    let grant = provider.ports.grants.live(&grant).await?.ok_or_else(invalid)?;
    let account = provider.ports.accounts.by_subject(&grant.subject).await?.ok_or_else(invalid)?;
    if account.disabled || account.security_version != grant.security_version {
        return Err(invalid().into());
    }
    if !grant.scope.contains("openid") {
        return Err(Error::new(ErrorCode::InsufficientScope, "the access token is not for userinfo").into());
    }
    Ok(claims::of(&account, &grant.scope))
}
