//! Access tokens that come back to us (RFC 9068 4): at userinfo, for introspection, for revocation.

use serde_json::{Map, Value, json};

use super::grant::Grant;
use super::scope::Scope;
use super::standing;
use super::token::GRANT_CLAIM;
use crate::account::Account;
use crate::id::GrantId;
use crate::port::{Answer, TokenType};
use crate::provider::Provider;

/// An access token that we issued and that is worth something now.
pub(super) struct AccessToken {
    /// What it says.
    pub(super) claims: Map<String, Value>,
    /// Whose it is; nobody's where a client got it for itself.
    pub(super) person: Option<Person>,
}

/// The person behind an access token.
pub(super) struct Person {
    /// What they granted.
    pub(super) grant: Grant,
    /// Their account.
    pub(super) account: Account,
}

impl AccessToken {
    /// The token, if it is ours and alive. It is worth nothing once its grant is revoked, its account disabled or changed,
    /// its session over, or its client gone, however long it would still live.
    pub(super) async fn read(provider: &Provider, jwt: &str) -> Answer<Option<Self>> {
        let claims = provider.ports.keys.verify(TokenType::Access, jwt).await?;
        let issuer = provider.settings.issuer.as_str();
        let now = provider.ports.clock.now();
        let token = claims.map(|claims| Self { claims, person: None });
        let token = token.filter(|token| token.text("iss") == Some(issuer) && token.expires() > Some(now.as_second()));
        let Some(mut token) = token else { return Ok(None) };
        let Some(client) = token.text("client_id").and_then(|id| provider.clients.find(id)) else { return Ok(None) };
        // What the client's file no longer has is no longer in it.
        let scope = Scope::from(token.text("scope").unwrap_or_default()).within(&client.scope);
        token.claims.insert("scope".to_owned(), json!(scope));
        let Some(id) = token.grant_id() else {
            return Ok((!token.claims.contains_key(GRANT_CLAIM)).then_some(token));
        };
        let Some(grant) = provider.ports.grants.live(&id).await? else { return Ok(None) };
        let account = standing::account(provider, &grant, now).await?;
        Ok(account.map(|account| Self { person: Some(Person { grant, account }), ..token }))
    }

    /// Whether the login behind it is as strong as the client's file demands today.
    pub(super) fn is_strong_enough(&self, provider: &Provider) -> bool {
        self.person.as_ref().is_none_or(|person| {
            let client = provider.clients.get(&person.grant.client);
            client.is_some_and(|client| person.grant.meets_minimum_of(client))
        })
    }

    fn expires(&self) -> Option<i64> {
        self.claims.get("exp").and_then(Value::as_i64)
    }

    /// The grant that it dies with.
    pub(super) fn grant_id(&self) -> Option<GrantId> {
        self.text(GRANT_CLAIM).and_then(GrantId::parse)
    }

    /// A claim that is text.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.claims.get(name).and_then(Value::as_str)
    }

    /// What it may be used for, which can be less than what was granted.
    pub(super) fn scope(&self) -> Scope {
        self.text("scope").unwrap_or_default().into()
    }
}
