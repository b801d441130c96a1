//! Token revocation (RFC 7009): a client that needs its tokens no more. Any of them stands for its grant, with which all of
//! them die (RFC 7009 2.1).

use super::access_token::AccessToken;
use super::error::Failure;
use super::{Error, ErrorCode, Parameters};
use crate::audit::{Code, Event, Origin};
use crate::client::{Client, ClientId};
use crate::id::{GrantId, RefreshToken};
use crate::provider::Provider;

/// Answers the revocation request of an authenticated client. A token that is dead, or that never was, is as good as revoked
/// (RFC 7009 2.2).
pub async fn revoke(provider: &Provider, client: &Client, form: &Parameters, origin: &Origin) -> Result<(), Failure> {
    form.refuse_repeated()?;
    let token = form.require("token")?;
    // What the token is shows by itself; RFC 7009 2.1 lets us ignore `token_type_hint`.
    let found = match RefreshToken::parse(token) {
        Some(token) => of_refresh_token(provider, &token).await?,
        None => of_access_token(provider, token).await?,
    };
    let Some((owner, grant)) = found else { return Ok(()) };
    // RFC 7009 2.1: a token of another client is refused, and stays.
    if owner != client.id {
        return Err(Error::new(ErrorCode::InvalidGrant, "the token was issued to another client").into());
    }
    // RFC 7009 2.2.1: a token that a client got for itself belongs to no grant, and nothing is kept of it.
    let Some(grant) = grant else {
        let description = "an access token of the client itself cannot be revoked; it lives for minutes only";
        return Err(Error::new(ErrorCode::UnsupportedTokenType, description).into());
    };
    let event = Event::new(Code::GrantRevoked, origin, provider.ports.clock.now()).for_client(client.id.as_str());
    Ok(provider.ports.grants.revoke(&grant, event).await?)
}

/// To whom a token was issued, and its grant if it has one.
type Issued = (ClientId, Option<GrantId>);

async fn of_refresh_token(provider: &Provider, token: &RefreshToken) -> Result<Option<Issued>, Failure> {
    let found = provider.ports.refresh_tokens.find(&token.digest()).await?;
    Ok(found.map(|found| (found.grant.client, Some(found.grant.id))))
}

async fn of_access_token(provider: &Provider, jwt: &str) -> Result<Option<Issued>, Failure> {
    let Some(token) = AccessToken::read(provider, jwt).await? else { return Ok(None) };
    let owner = token.text("client_id").and_then(ClientId::parse);
    Ok(owner.map(|owner| (owner, token.grant_id())))
}
