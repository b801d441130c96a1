//! The refresh token grant (RFC 6749 6, RFC 9700 4.14, OIDC Core 12): each refresh token is used once, and gives the next.
//!
//! Whoever presents one that was used before holds a stolen one, or somebody else does: all tokens of the grant die. Only the
//! one that was used last gives its successor again for a moment, for the answer may have been lost on its way. It is the same
//! successor, which nobody keeps: it follows from the token that is presented, by a keyed hash.

use super::claims::after;
use super::{TokenRequest, TokenResponse};
use crate::audit::Code;
use crate::id::RefreshToken;
use crate::oidc::error::Failure;
use crate::oidc::grant::Grant;
use crate::oidc::scope::Scope;
use crate::oidc::{Error, ErrorCode, standing};
use crate::port::{Rotated, Rotation};

impl TokenRequest<'_> {
    pub(super) async fn refresh_token(&self) -> Result<TokenResponse, Failure> {
        let ports = &self.provider.ports;
        // Whatever cannot be right is answered like whatever is not.
        let presented = RefreshToken::parse(self.form.require("refresh_token")?).ok_or_else(invalid)?;
        let found = ports.refresh_tokens.find(&presented.digest()).await?;
        let grant =
            found.map(|found| found.grant).filter(|grant| grant.client == self.client.id).ok_or_else(invalid)?;
        // Whatever the client's own developer can mend is told before the token is spent.
        // And the client's file may allow less than it did.
        let scope = self.narrowed(&grant.scope.within(&self.client.scope))?;
        let resource = self.resource(grant.resource.as_ref())?;
        if !standing::still_stands(self.provider, &grant, self.now).await? {
            ports.grants.revoke(&grant.id, self.event(Code::GrantRevoked)).await?;
            return Err(invalid().into());
        }
        let next = self.rotate(&presented, &grant).await?;
        // OIDC Core 12.2: the person did not log in again, so there is no nonce to hand back, and the rest is what it was.
        let tokens = self.tokens(&grant, &scope, resource.as_ref(), None).await?;
        Ok(tokens.with_refresh_token(&next))
    }

    async fn rotate(&self, presented: &RefreshToken, grant: &Grant) -> Result<RefreshToken, Failure> {
        let ports = &self.provider.ports;
        let life = &self.client.tokens.refresh_tokens;
        let next = presented.successor(ports.keyed_hash.as_ref());
        let rotation = Rotation {
            presented: presented.digest(),
            client: self.client.id.clone(),
            successor: next.digest(),
            successor_expires_at: after(self.now, life.idle).min(after(grant.issued_at, life.absolute)),
            grace: life.grace,
            now: self.now,
        };
        let event = self.event(Code::RefreshTokenRotated).about(&grant.subject);
        match ports.refresh_tokens.rotate(&rotation, event).await? {
            Rotated::Next | Rotated::SameNext => return Ok(next),
            Rotated::Reused => ports.grants.revoke(&grant.id, self.event(Code::RefreshTokenReplayed)).await?,
            Rotated::Unknown => {}
        }
        Err(invalid().into())
    }

    /// The scope that the client asks for this time: what was granted, or less (RFC 6749 6). The next time it can ask for all
    /// of it again.
    fn narrowed(&self, granted: &Scope) -> Result<Scope, Error> {
        let Some(asked) = self.form.get("scope")?.map(Scope::from) else { return Ok(granted.clone()) };
        if asked.is_within(granted) {
            Ok(asked)
        } else {
            Err(Error::new(ErrorCode::InvalidScope, "the scope has a value in it that was not granted"))
        }
    }
}

/// The answer to anything wrong with a refresh token: always the same, so that it tells a stranger nothing.
fn invalid() -> Error {
    let description = "the refresh token is unknown, expired, used, revoked, or was issued to another client";
    Error::new(ErrorCode::InvalidGrant, description)
}
