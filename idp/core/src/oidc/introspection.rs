//! Token introspection (RFC 7662): whether a token is alive, and what it says, for whom it concerns.
//!
//! It concerns the client to which it was issued, and of access tokens also the resource that they are for. Everybody else
//! learns what they would learn of a token that never was: that it is not active, and not a member more.

use serde_json::{Map, Value, json};

use super::access_token::AccessToken;
use super::error::Failure;
use super::{Error, ErrorCode, Parameters, standing, subject};
use crate::client::{Client, Resource};
use crate::id::RefreshToken;
use crate::port::{Answer, StoredRefreshToken};
use crate::provider::Provider;

/// What an access token has in it that is told (RFC 7662 2.2, RFC 9068 2.2).
const MEMBERS: [&str; 10] = ["scope", "client_id", "sub", "exp", "iat", "iss", "aud", "acr", "auth_time", "jti"];

/// Answers the introspection request of an authenticated client.
pub async fn introspect(
    provider: &Provider,
    client: &Client,
    form: &Parameters,
) -> Result<Map<String, Value>, Failure> {
    form.refuse_repeated()?;
    // RFC 7662 2.1: against fishing for tokens. A name alone proves nothing.
    if client.is_public() {
        return Err(Error::new(ErrorCode::InvalidClient, "a public client cannot introspect tokens").into());
    }
    let token = form.require("token")?;
    // What the token is shows by itself; `token_type_hint` could only be wrong (RFC 7662 2.1 lets us ignore it).
    let members = match RefreshToken::parse(token) {
        Some(token) => refresh_token(provider, client, &token).await?,
        None => access_token(provider, client, token).await?,
    };
    let mut answer = members.unwrap_or_default();
    answer.insert("active".into(), json!(!answer.is_empty()));
    Ok(answer)
}

async fn access_token(provider: &Provider, client: &Client, jwt: &str) -> Answer<Option<Map<String, Value>>> {
    let token = AccessToken::read(provider, jwt).await?;
    let token = token.filter(|token| concerns(token, client) && token.is_strong_enough(provider));
    Ok(token.map(|token| {
        let mut members: Map<_, _> =
            token.claims.into_iter().filter(|(name, _)| MEMBERS.contains(&name.as_str())).collect();
        members.insert("token_type".into(), json!("Bearer"));
        members
    }))
}

fn concerns(token: &AccessToken, client: &Client) -> bool {
    let resource = client.tokens.protected_resource.as_ref().map(Resource::as_str);
    token.text("client_id") == Some(client.id.as_str()) || (resource.is_some() && token.text("aud") == resource)
}

/// A refresh token has no `token_type` of RFC 6749 7.1: nobody takes it but us, so that we are its audience.
async fn refresh_token(
    provider: &Provider,
    client: &Client,
    token: &RefreshToken,
) -> Answer<Option<Map<String, Value>>> {
    let ports = &provider.ports;
    let now = ports.clock.now();
    let found = ports.refresh_tokens.find(&token.digest()).await?;
    let found = found.filter(|found| found.grant.client == client.id && !found.rotated && now < found.expires_at);
    let Some(StoredRefreshToken { grant, issued_at, expires_at, .. }) = found else { return Ok(None) };
    if standing::account(provider, &grant, now).await?.is_none() || !grant.meets_minimum_of(client) {
        return Ok(None);
    }
    let issuer = provider.settings.issuer.as_str();
    let members = json!({
        "scope": grant.scope.within(&client.scope),
        "client_id": grant.client,
        "sub": subject::for_client(ports.keyed_hash.as_ref(), client, &grant.subject),
        "exp": expires_at.as_second(),
        "iat": issued_at.as_second(),
        "iss": issuer,
        "aud": issuer,
        "acr": provider.settings.acr_names.of(grant.assurance.level).as_str(),
        "auth_time": grant.assurance.auth_time.as_second(),
    });
    Ok(members.as_object().cloned())
}
