//! The `id_token_hint` (OIDC Core 3.1.2.1, RP-Initiated Logout 2): an ID token of ours that says whom a client means.

use serde_json::Value;

use super::subject;
use crate::client::{ClientId, Clients};
use crate::id::{SessionId, Subject};
use crate::port::{Answer, KeyedHash, TokenType};
use crate::provider::Provider;

/// Whom an ID token is about, and for which client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdTokenHint {
    /// To whom it was issued.
    pub client: ClientId,
    /// The person, as that client sees them.
    pub sub: Subject,
    /// The session it was issued in, as that client sees it.
    pub session: Option<SessionId>,
}

impl IdTokenHint {
    /// Reads an ID token that we signed, expired or not. `None` for anything else.
    pub async fn read(provider: &Provider, jwt: &str) -> Answer<Option<Self>> {
        let Some(claims) = provider.ports.keys.verify(TokenType::Id, jwt).await? else { return Ok(None) };
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        if text("iss") != Some(provider.settings.issuer.as_str()) {
            return Ok(None);
        }
        Ok(match (text("aud").and_then(ClientId::parse), text("sub").and_then(Subject::parse)) {
            (Some(client), Some(sub)) => Some(Self { client, sub, session: text("sid").and_then(SessionId::parse) }),
            _ => None,
        })
    }

    /// Whether it is about this person. A pairwise `sub` is not mapped back: it is computed anew for the person.
    pub fn is_about(&self, person: &Subject, clients: &Clients, keyed_hash: &dyn KeyedHash) -> bool {
        clients.get(&self.client).is_some_and(|client| subject::for_client(keyed_hash, client, person) == self.sub)
    }

    /// Whether it was issued in this session, which is computed anew likewise; one without `sid` may be of any.
    pub fn is_of(&self, session: &SessionId, clients: &Clients, keyed_hash: &dyn KeyedHash) -> bool {
        let Some(sid) = &self.session else { return true };
        clients.get(&self.client).is_some_and(|client| subject::session_for_client(keyed_hash, client, session) == *sid)
    }
}
