//! Back-Channel Logout 1.0: what a client is told about a session that ended. The calls are written by the statement that ends
//! the session and made by a worker; the token is made anew for each try, because it lives shorter than the tries take.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::subject;
use crate::client::{Client, ClientId};
use crate::id::{Id, LogoutCallId, SessionId, Subject, of};
use crate::lifetimes;
use crate::port::{Answer, TokenType};
use crate::provider::{Issuer, Provider};

/// The member of `events` that makes a JWT a logout token (Back-Channel Logout 2.4).
pub const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// One client that is to be told of the end of one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogoutCall {
    /// Its name.
    pub id: LogoutCallId,
    /// The session that ended.
    pub session: SessionId,
    /// Whose it was.
    pub subject: Subject,
    /// Who is told.
    pub client: ClientId,
    /// No try begins after then.
    pub expires_at: Timestamp,
}

impl LogoutCall {
    /// A logout token for this call (Back-Channel Logout 2.4), signed as the client's ID tokens are.
    pub async fn token(&self, provider: &Provider, client: &Client, now: Timestamp) -> Answer<String> {
        let ports = &provider.ports;
        let sub = subject::for_client(ports.keyed_hash.as_ref(), client, &self.subject);
        let sid = subject::session_for_client(ports.keyed_hash.as_ref(), client, &self.session);
        let claims = self.claims(&provider.settings.issuer, &sub, &sid, &Id::generate(ports.rng.as_ref()), now);
        ports.keys.sign(client.id_token_algorithm, TokenType::Logout, &claims).await
    }

    /// Person and session as the client's ID tokens name them. Never a `nonce`: nobody may take it for an ID token.
    fn claims(
        &self,
        issuer: &Issuer,
        sub: &Subject,
        sid: &SessionId,
        jti: &Id<of::Token>,
        now: Timestamp,
    ) -> Map<String, Value> {
        let claims = json!({
            "iss": issuer.as_str(),
            "aud": self.client,
            "sub": sub,
            "sid": sid,
            "iat": now.as_second(),
            "exp": now.checked_add(lifetimes::LOGOUT_TOKEN).unwrap_or(Timestamp::MAX).as_second(),
            "jti": jti,
            "events": { EVENT: {} },
        });
        match claims {
            Value::Object(claims) => claims,
            _ => Map::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id<K>(text: &str) -> Id<K> {
        Id::parse(text).expect("an id")
    }

    #[test]
    fn a_logout_token_says_who_what_and_when_and_is_no_id_token() {
        let now = Timestamp::from_second(1_800_000_000).expect("a time");
        let call = LogoutCall {
            id: id("call"),
            session: id("session"),
            subject: id("subject"),
            client: ClientId::parse("drop").expect("a client id"),
            expires_at: now,
        };
        let issuer = Issuer::parse("https://login.example.nl").expect("an issuer");
        let claims = call.claims(&issuer, &id("pairwise"), &id("theirs"), &id("jti"), now);
        let expected = json!({
            "iss": "https://login.example.nl",
            "aud": "drop",
            "sub": "pairwise",
            "sid": "theirs",
            "iat": 1_800_000_000,
            "exp": 1_800_000_120,
            "jti": "jti",
            "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
        });
        assert_eq!(Value::Object(claims), expected, "these, and no nonce");
    }
}
