//! The client credentials grant (RFC 6749 4.4): an application that acts for itself, without a person.
//!
//! It gets an access token and nothing else: nobody logged in, so there is no ID token and nothing at userinfo; and it can
//! always ask again, so there is no refresh token.

use super::{TokenRequest, TokenResponse};
use crate::audit::Code;
use crate::oidc::error::Failure;
use crate::oidc::scope::Scope;
use crate::oidc::{Error, ErrorCode};
use crate::port::TokenType;

impl TokenRequest<'_> {
    pub(super) async fn client_credentials(&self) -> Result<TokenResponse, Failure> {
        // RFC 6749 4.4.2. The configuration registers it for no public client; this is the last door.
        if self.client.is_public() {
            return Err(Error::new(ErrorCode::UnauthorizedClient, "a public client has no credentials").into());
        }
        let scope = self.own_scope()?;
        let resource = self.resource(None)?;
        let ports = &self.provider.ports;
        ports.audit.record(self.event(Code::ClientTokenIssued).with("scope", scope.to_string())).await?;
        let claims = self.own_access_token_claims(&scope, resource.as_ref());
        let token = ports.keys.sign(self.client.access_token_algorithm, TokenType::Access, &claims).await?;
        Ok(TokenResponse::bearer(token, &scope))
    }

    /// What the client asks, of what it may have for itself: everything in its file that is not about a person.
    fn own_scope(&self) -> Result<Scope, Error> {
        let own = self.client.scope.without_people();
        let Some(asked) = self.form.get("scope")?.map(Scope::from) else { return Ok(own) };
        if asked.is_within(&own) {
            Ok(asked)
        } else {
            let description = "the scope has a value in it that this client cannot have for itself";
            Err(Error::new(ErrorCode::InvalidScope, description))
        }
    }
}
