//! The token endpoint (RFC 6749 3.2, OIDC Core 3.1.3): one file here for each grant type, and one for what a token says.

use jiff::Timestamp;
use serde::Serialize;

use super::error::Failure;
use super::scope::Scope;
use super::{Error, ErrorCode, Parameters};
use crate::audit::{Code, Event, Origin};
use crate::client::{Client, GrantType, Resource};
use crate::id::RefreshToken;
use crate::lifetimes;
use crate::provider::Provider;

mod authorization_code;
mod claims;
mod client_credentials;
mod issue;
mod refresh_token;

pub use claims::GRANT_CLAIM;

/// The successful answer (RFC 6749 5.1, OIDC Core 3.1.3.3), whatever the grant type.
#[derive(Debug, Serialize)]
pub struct TokenResponse {
    access_token: String,
    token_type: &'static str,
    expires_in: u64,
    #[serde(skip_serializing_if = "String::is_empty")]
    scope: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
}

impl TokenResponse {
    /// An access token alone.
    fn bearer(access_token: String, scope: &Scope) -> Self {
        Self {
            access_token,
            token_type: "Bearer",
            expires_in: lifetimes::ACCESS_TOKEN.as_secs(),
            scope: scope.to_string(),
            id_token: None,
            refresh_token: None,
        }
    }

    fn with_refresh_token(self, token: &RefreshToken) -> Self {
        Self { refresh_token: Some(token.reveal()), ..self }
    }
}

/// A token request of a client that has proven who it is.
struct TokenRequest<'a> {
    provider: &'a Provider,
    client: &'a Client,
    form: &'a Parameters,
    origin: &'a Origin,
    now: Timestamp,
}

/// Answers the token request of an authenticated client.
pub async fn exchange(
    provider: &Provider,
    client: &Client,
    form: &Parameters,
    origin: &Origin,
) -> Result<TokenResponse, Failure> {
    form.refuse_repeated()?;
    let grant_type = GrantType::parse(form.require("grant_type")?);
    let grant_type = grant_type
        .ok_or_else(|| Error::new(ErrorCode::UnsupportedGrantType, "this grant_type is not supported here"))?;
    if !client.tokens.allows(grant_type) {
        let description = "this grant_type is not registered for this client";
        return Err(Error::new(ErrorCode::UnauthorizedClient, description).into());
    }
    let request = TokenRequest { provider, client, form, origin, now: provider.ports.clock.now() };
    match grant_type {
        GrantType::AuthorizationCode => request.authorization_code().await,
        GrantType::RefreshToken => request.refresh_token().await,
        GrantType::ClientCredentials => request.client_credentials().await,
    }
}

impl TokenRequest<'_> {
    fn event(&self, code: Code) -> Event {
        Event::new(code, self.origin, self.now).for_client(self.client.id.as_str())
    }

    /// The resource that the token is asked for (RFC 8707 2.2): one of the client's, and the one of the authorization request
    /// if that named one. `None`: the issuer itself, whose resource is userinfo.
    fn resource(&self, authorized: Option<&Resource>) -> Result<Option<Resource>, Error> {
        let asked = self.client.tokens.resource(self.form)?;
        match (asked, authorized) {
            (Some(asked), Some(authorized)) if asked != *authorized => {
                Err(Error::new(ErrorCode::InvalidTarget, "the resource is not the one of the authorization request"))
            }
            (Some(asked), _) => Ok(Some(asked)),
            // The client's file may have changed since.
            (None, Some(authorized)) => self.client.tokens.registered(authorized.as_str()).map(Some),
            (None, None) => Ok(None),
        }
    }
}
