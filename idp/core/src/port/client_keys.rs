//! The keys of clients, and what was used once.

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::{Answer, Ceremony};
use crate::client::{ClientId, KeySource};
use crate::id::TransactionId;
use crate::oidc::Algorithm;

/// The public keys of clients, in their files or fetched from them.
#[async_trait]
pub trait ClientKeys: Send + Sync {
    /// The claims of a JWT that one of these keys signed with this very algorithm, whatever they say. `None` for anything
    /// else: no key and no algorithm is ever taken from the JWT itself.
    async fn verify(&self, keys: &KeySource, algorithm: Algorithm, jwt: &str) -> Answer<Option<Map<String, Value>>>;
}

/// What may be used once, as it is remembered: hashed, so that no stranger decides what the store holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenId(String);

impl SeenId {
    /// The `jti` of a client's assertion.
    pub fn of_assertion(client: &ClientId, jti: &str) -> Self {
        // A client id has no NUL in it, so no two pairs give the same text.
        Self(URL_SAFE_NO_PAD.encode(Sha256::digest(format!("assertion\0{client}\0{jti}"))))
    }

    /// A login that was completed.
    pub fn of_login(id: &TransactionId) -> Self {
        Self(URL_SAFE_NO_PAD.encode(Sha256::digest(format!("login\0{id}"))))
    }

    /// A sent code that was right, by its keyed hash.
    pub fn of_sent_code(hash: &[u8; 32]) -> Self {
        Self(URL_SAFE_NO_PAD.encode(Sha256::digest([&b"sent code\0"[..], hash].concat())))
    }

    /// A question to an authenticator that was answered.
    pub fn of_ceremony(ceremony: &Ceremony) -> Self {
        Self(URL_SAFE_NO_PAD.encode(Sha256::digest(format!("ceremony\0{}", ceremony.state))))
    }

    /// As it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Identifiers that count once (durable).
#[async_trait]
pub trait SeenIds: Send + Sync {
    /// Remembers an identifier until then, in one conditional statement; false if it is remembered already. One that
    /// has expired is new again.
    async fn remember(&self, id: &SeenId, until: Timestamp, now: Timestamp) -> Answer<bool>;
}
