//! The tokens that a grant gives, at the exchange of its code and at each refresh alike.

use serde_json::{Map, Value};

use super::{TokenRequest, TokenResponse};
use crate::claims;
use crate::client::Resource;
use crate::oidc::error::Failure;
use crate::oidc::grant::Grant;
use crate::oidc::scope::Scope;
use crate::port::{Answer, TokenType};

impl TokenRequest<'_> {
    /// An access token, and an ID token unless the client narrowed `openid` away.
    pub(super) async fn tokens(
        &self,
        grant: &Grant,
        scope: &Scope,
        resource: Option<&Resource>,
        nonce: Option<&str>,
    ) -> Result<TokenResponse, Failure> {
        let keys = &self.provider.ports.keys;
        let claims = self.access_token_claims(grant, scope, resource);
        let access_token = keys.sign(self.client.access_token_algorithm, TokenType::Access, &claims).await?;
        let response = TokenResponse::bearer(access_token, scope);
        if !scope.contains("openid") {
            return Ok(response);
        }
        let algorithm = self.client.id_token_algorithm;
        let mut claims = self.person_claims(grant).await?;
        claims.extend(self.id_token_claims(grant, nonce, &response.access_token, algorithm));
        let id_token = keys.sign(algorithm, TokenType::Id, &claims).await?;
        Ok(TokenResponse { id_token: Some(id_token), ..response })
    }

    /// The claims about the person that were asked for in the ID token by name (OIDC Core 5.5). All others are at userinfo.
    async fn person_claims(&self, grant: &Grant) -> Answer<Map<String, Value>> {
        let named = grant.claims.within(&self.client.scope).id_token;
        if named.is_empty() {
            return Ok(Map::new());
        }
        let account = self.provider.ports.accounts.by_subject(&grant.subject).await?;
        Ok(account.map(|account| claims::of(&account, &Scope::default(), &named)).unwrap_or_default())
    }
}
