//! The signing keys: made on first start, kept sealed in the database, parsed once and held in memory.
//!
//! Every key that is stored is published and can verify; the youngest signs.

use async_trait::async_trait;
use idp_core::audit::{Code, Event, Origin};
use idp_core::port::{Answer, Clock, Keys, TokenType, Unavailable};
use josekit::jws::{self, JwsHeader};
use serde_json::{Map, Value, json};

use crate::database::Database;

mod algorithm;
mod signing_key;

use signing_key::SigningKey;

/// What the first key of a new installation is: the one that every relying party can verify (OIDC Core 15.1).
const FIRST: &algorithm::Algorithm = &algorithm::RS256;

/// The keys as [`Keys`].
pub struct SigningKeys {
    current: SigningKey,
    older: Vec<SigningKey>,
    published: Value,
}

impl SigningKeys {
    /// Reads the keys, and makes the first where there is none. Of two nodes that start at once, one makes it and the other
    /// reads it.
    pub async fn open(database: &Database, clock: &dyn Clock) -> Answer<Self> {
        let mut stored = database.signing_keys().await?;
        if stored.is_empty() {
            let now = clock.now();
            let made = tokio::task::spawn_blocking(move || SigningKey::generate(FIRST, now))
                .await
                .map_err(|error| Unavailable::new("make a signing key", error))??;
            let event = Event::new(Code::KeyCreated, &Origin::system(), now).with("kid", made.kid.clone());
            database.add_first_signing_key(made, event).await?;
            stored = database.signing_keys().await?;
        }
        // The oldest comes first.
        let mut keys = stored.iter().map(SigningKey::parse).collect::<Answer<Vec<_>>>()?;
        let published = json!({ "keys": keys.iter().rev().map(SigningKey::public).collect::<Vec<_>>() });
        let current = keys.pop().ok_or_else(|| Unavailable::new("read the signing keys", "there is none"))?;
        Ok(Self { current, older: keys, published })
    }

    fn by_kid(&self, kid: &str) -> Option<&SigningKey> {
        std::iter::once(&self.current).chain(&self.older).find(|key| key.kid() == kid)
    }

    /// Nothing about a JWT is believed but the name of our key; that key says which algorithm it must be.
    fn check(&self, typ: TokenType, jwt: &str) -> Option<Map<String, Value>> {
        let chosen =
            |header: &JwsHeader| Ok(header.key_id().and_then(|kid| self.by_kid(kid)).map(SigningKey::verifier));
        let (payload, header) = jws::deserialize_compact_with_selector(jwt, chosen).ok()?;
        // We sign none with `crit`, and the library overlooks one that is malformed.
        let ours = header.token_type() == Some(typ.as_str()) && header.claim("crit").is_none();
        ours.then(|| serde_json::from_slice(&payload).ok()).flatten()
    }
}

/// Signing takes a third of a millisecond: less than handing it to another thread is worth.
#[async_trait]
impl Keys for SigningKeys {
    async fn sign(&self, typ: TokenType, claims: &Map<String, Value>) -> Answer<String> {
        let mut header = JwsHeader::new();
        header.set_token_type(typ.as_str());
        let payload = serde_json::to_vec(claims).map_err(|error| Unavailable::new("write a token", error))?;
        // The signer adds its own `alg` and `kid`.
        jws::serialize_compact(&payload, &header, self.current.signer())
            .map_err(|error| Unavailable::new("sign a token", error))
    }

    async fn verify(&self, typ: TokenType, jwt: &str) -> Answer<Option<Map<String, Value>>> {
        Ok(self.check(typ, jwt))
    }

    async fn public_set(&self) -> Answer<Value> {
        Ok(self.published.clone())
    }
}
