//! Signing keys and the keyed hash.

use async_trait::async_trait;
use serde_json::{Map, Value};

use super::Answer;
use crate::oidc::{Algorithm, Document};

/// The `typ` of a JWT we sign, so that one kind is never taken for another (RFC 8725 3.11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenType {
    /// An ID token (OIDC Core 2).
    Id,
    /// An access token (RFC 9068 2.1).
    Access,
    /// A logout token (Back-Channel Logout 2.4).
    Logout,
}

impl TokenType {
    /// The header's value.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Id => "JWT",
            Self::Access => "at+jwt",
            Self::Logout => "logout+jwt",
        }
    }
}

/// The signing keys: made when they are needed, sealed at rest, replaced in time (see [`crate::key_life`]).
#[async_trait]
pub trait Keys: Send + Sync {
    /// Signs claims with the current key of an algorithm, as a compact JWS.
    async fn sign(&self, algorithm: Algorithm, typ: TokenType, claims: &Map<String, Value>) -> Answer<String>;

    /// The claims of a JWT of this type that one of our published keys signed, whatever its times say. `None` for anything else.
    async fn verify(&self, typ: TokenType, jwt: &str) -> Answer<Option<Map<String, Value>>>;

    /// The public keys (RFC 7517 5), as published.
    async fn public_set(&self) -> Answer<Document>;
}

/// A hash with a key that never leaves the adapter (HMAC-SHA-256), for what has too little entropy to be hashed plain: sent
/// codes, names, the CSRF token.
pub trait KeyedHash: Send + Sync {
    /// The hash of `data`; another `purpose` gives another hash.
    fn keyed_hash(&self, purpose: &str, data: &[u8]) -> [u8; 32];
}
