//! The public keys of clients, and what they signed. Keys stand in the client's file or are fetched from it; nothing is ever
//! taken from the message that is to be verified.

use std::sync::Arc;

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use idp_core::client::KeySource;
use idp_core::oidc::Algorithm;
use idp_core::port::{Answer, ClientKeys, Clock};
use josekit::jws;
use serde::Deserialize;
use serde_json::{Map, Value};

mod fetched;
mod jwk_set;

pub use jwk_set::{InvalidKeySet, check};

use crate::outbound::Outbound;
use fetched::FetchedSets;
use jwk_set::JwkSet;

/// The keys as [`ClientKeys`].
pub struct RegisteredKeys {
    fetched: FetchedSets,
}

impl RegisteredKeys {
    /// Fetches nothing until it is needed.
    pub fn new(outbound: Outbound, clock: Arc<dyn Clock>) -> Self {
        Self { fetched: FetchedSets::new(outbound, clock) }
    }
}

#[async_trait]
impl ClientKeys for RegisteredKeys {
    async fn verify(&self, keys: &KeySource, algorithm: Algorithm, jwt: &str) -> Answer<Option<Map<String, Value>>> {
        let Some(header) = Header::read(jwt, algorithm) else { return Ok(None) };
        let verifier = |set: &JwkSet| set.verifier(header.kid.as_deref(), algorithm);
        let verifier = match keys {
            KeySource::Inline(set) => JwkSet::parse(set).as_ref().and_then(verifier),
            KeySource::Remote(url) => verifier(&*self.fetched.get(url, |set| verifier(set).is_some()).await?),
        };
        let verified = verifier.and_then(|verifier| jws::deserialize_compact(jwt, verifier.as_ref()).ok());
        Ok(verified.and_then(|(payload, _)| serde_json::from_slice(&payload).ok()))
    }
}

/// What is read of a header before its signature is verified.
#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    #[serde(flatten)]
    others: Map<String, Value>,
}

impl Header {
    /// Members that would bring a key along, or change what is signed (RFC 7515 4.1).
    const FORBIDDEN: [&str; 6] = ["jwk", "jku", "x5u", "x5c", "crit", "b64"];

    fn read(jwt: &str, algorithm: Algorithm) -> Option<Self> {
        let header: Self = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(jwt.split('.').next()?).ok()?).ok()?;
        let clean = !Self::FORBIDDEN.iter().any(|member| header.others.contains_key(*member));
        (clean && header.alg == algorithm.as_str()).then_some(header)
    }
}
