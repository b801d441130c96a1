//! The refresh token grant (RFC 6749 6, RFC 9700 4.14, OIDC Core 12): each refresh token is used once, and gives the next.
//!
//! Whoever presents one that was used before holds a stolen one, or somebody else does: all tokens of the grant die. Only the
//! one that was used last gives its successor again for a moment, for the answer may have been lost on its way. It is the same
//! successor, which nobody keeps: it follows from the token that is presented, by a keyed hash.

use super::claims::after;
use super::{TokenRequest, TokenResponse};
use crate::audit::Code;
use crate::client::Resource;
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
        let found = found.filter(|found| found.grant.client == self.client.id).ok_or_else(invalid)?;
        let grant = &found.grant;
        if standing::account(self.provider, grant, self.now).await?.is_none() {
            ports.grants.revoke(&grant.id, self.event(Code::GrantRevoked)).await?;
            return Err(invalid().into());
        }
        // What the client's own developer or administrator can mend is told before a living token is spent. About one that
        // was used or has expired nothing else is told: first it must ring the alarm.
        let asked = self.asked(grant);
        let is_alive = !found.rotated && self.now < found.expires_at;
        let asked = if is_alive { Ok(asked?) } else { asked };
        let next = self.rotate(&presented, grant).await?;
        let (scope, resource) = asked?;
        // OIDC Core 12.2: the person did not log in again, so there is no nonce to hand back, and the rest is what it was.
        let tokens = self.tokens(grant, &scope, resource.as_ref(), None).await?;
        Ok(tokens.with_refresh_token(&next))
    }

    /// What the tokens are wanted for. The client's file may allow less than it did, or demand more: a value of the scope that
    /// was taken from it is left out, and a login that was too weak for what it demands now gives nothing, without an end to
    /// the grant.
    fn asked(&self, grant: &Grant) -> Result<(Scope, Option<Resource>), Error> {
        if !grant.meets_minimum_of(self.client) {
            return Err(invalid());
        }
        let scope = self.narrowed(&grant.scope.within(&self.client.scope))?;
        Ok((scope, self.resource(grant.resource.as_ref())?))
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
