//! The authorization code grant (RFC 6749 4.1.3, OIDC Core 3.1.3.1): a code becomes tokens, once.

use super::claims::after;
use super::{TokenRequest, TokenResponse};
use crate::audit::Code;
use crate::client::{GrantType, RedirectUri};
use crate::id::{AuthorizationCode, RefreshToken};
use crate::oidc::Error;
use crate::oidc::error::Failure;
use crate::oidc::grant::Grant;
use crate::oidc::pkce::CodeChallenge;
use crate::oidc::standing;
use crate::port::{Answer, Redeemed};

impl TokenRequest<'_> {
    pub(super) async fn authorization_code(&self) -> Result<TokenResponse, Failure> {
        // Whatever the client's own developer can mend is told before the code is spent.
        self.resource(None)?;
        let grant = self.redeem().await?;
        let scope = grant.scope.within(&self.client.scope);
        let resource = self.resource(grant.resource.as_ref())?;
        let tokens = self.tokens(&grant, &scope, resource.as_ref(), grant.nonce.as_deref()).await?;
        if !self.client.tokens.allows(GrantType::RefreshToken) {
            return Ok(tokens);
        }
        Ok(tokens.with_refresh_token(&self.first_refresh_token(&grant).await?))
    }

    /// Redeems the code, and checks that the login behind it still stands.
    async fn redeem(&self) -> Result<Grant, Failure> {
        let code = self.form.require("code")?;
        let redirect_uri = self.form.require("redirect_uri")?;
        let verifier = self.form.get("code_verifier")?;
        // Whatever cannot be right is answered like whatever is not.
        let code = AuthorizationCode::parse(code).ok_or_else(Error::invalid_grant)?;
        let redirect_uri = RedirectUri::register(redirect_uri).map_err(|_| Error::invalid_grant())?;
        let challenge = verifier.map(|v| CodeChallenge::of_verifier(v).ok_or_else(Error::invalid_grant)).transpose()?;

        let grants = &self.provider.ports.grants;
        let client = &self.client.id;
        let event = self.event(Code::GrantRedeemed);
        let redeemed =
            grants.redeem(&code.digest(), client, &redirect_uri, challenge.as_ref(), self.now, event).await?;
        match redeemed {
            Redeemed::Fresh(grant) => {
                // The client's file may demand more than it did when the person logged in.
                let is_enough = grant.meets_minimum_of(self.client);
                if is_enough && standing::login_stands(self.provider, &grant, self.now).await? {
                    return Ok(*grant);
                }
                grants.revoke(&grant.id, self.event(Code::GrantRevoked)).await?;
            }
            // RFC 6749 4.1.2: the code may have been stolen; what was issued from it dies. Only the client that it was
            // issued to, with the right verifier, gets this far, so a stranger revokes nothing.
            Redeemed::Spent(grant) => grants.revoke(&grant, self.event(Code::CodeReplayed)).await?,
            Redeemed::Unknown => {}
        }
        Err(Error::invalid_grant().into())
    }

    /// The first of the grant's refresh tokens. If the code is used again meanwhile it is born dead, as it dies with the grant.
    async fn first_refresh_token(&self, grant: &Grant) -> Answer<RefreshToken> {
        let token = RefreshToken::generate(self.provider.ports.rng.as_ref());
        let event = self.event(Code::RefreshTokenIssued).about(&grant.subject);
        let life = &self.client.tokens.refresh_tokens;
        let expires_at = after(self.now, life.idle).min(after(grant.issued_at, life.absolute));
        let store = &self.provider.ports.refresh_tokens;
        store.issue(&token.digest(), &grant.id, self.now, expires_at, event).await?;
        Ok(token)
    }
}
