//! A set of public keys (RFC 7517 5), and the one key in it that a message names.

use std::collections::BTreeSet;

use idp_core::oidc::Algorithm;
use josekit::JoseError;
use josekit::jwk::Jwk;
use josekit::jws::{ES256, EdDSA, JwsVerifier, PS256, RS256};
use serde_json::{Map, Value};
use thiserror::Error;

/// The members of a JWK that only its owner may know (RFC 7518 6).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// Why a set cannot be registered.
#[derive(Debug, PartialEq, Eq, Error)]
pub enum InvalidKeySet {
    /// There is no list of keys.
    #[error("has no list `keys` with at least one key in it")]
    Empty,
    /// Something that must never be in a configuration.
    #[error("keys[{0}] has private members: register the public key alone, and replace this one")]
    Private(usize),
    /// Nobody could say which is meant.
    #[error("keys[{0}] needs a `kid` that no other key has")]
    Nameless(usize),
    /// Nothing in it verifies what the client will send.
    #[error("has no key for {0}")]
    Unusable(Algorithm),
}

/// Checks a set that somebody wrote into a client's file.
pub fn check(set: &Value, algorithm: Algorithm) -> Result<(), InvalidKeySet> {
    let keys = members(set).filter(|keys| !keys.is_empty()).ok_or(InvalidKeySet::Empty)?;
    let mut names = BTreeSet::new();
    for (n, key) in keys.iter().enumerate() {
        if is_private(key) {
            return Err(InvalidKeySet::Private(n));
        }
        let name = key.get("kid").and_then(Value::as_str);
        if (keys.len() > 1 && name.is_none()) || !names.insert(name) {
            return Err(InvalidKeySet::Nameless(n));
        }
    }
    let usable = keys.iter().any(|key| verifier(key, algorithm).is_some());
    if usable { Ok(()) } else { Err(InvalidKeySet::Unusable(algorithm)) }
}

/// A set whose private and symmetric keys were left out.
pub(super) struct JwkSet(Vec<Value>);

impl JwkSet {
    pub(super) fn parse(set: &Value) -> Option<Self> {
        Some(Self(members(set)?.iter().filter(|key| !is_private(key)).cloned().collect()))
    }

    /// The one key with this name that is for this algorithm. A message without a name finds the only one there is (OIDC Core
    /// 10.1).
    pub(super) fn verifier(&self, kid: Option<&str>, algorithm: Algorithm) -> Option<Box<dyn JwsVerifier>> {
        let named = self.0.iter().filter(|key| kid.is_none() || key.get("kid").and_then(Value::as_str) == kid);
        let mut found = named.filter_map(|key| verifier(key, algorithm));
        let only = found.next()?;
        found.next().is_none().then_some(only)
    }
}

fn members(set: &Value) -> Option<&Vec<Value>> {
    set.get("keys")?.as_array()
}

fn is_private(key: &Value) -> bool {
    PRIVATE.iter().any(|member| key.get(member).is_some())
}

/// The verifier of a key, if the key is for this algorithm: by its type, curve, `use`, `key_ops` and `alg`, and of 2048 bits
/// at least where it is RSA, all of which the library sees to.
fn verifier(key: &Value, algorithm: Algorithm) -> Option<Box<dyn JwsVerifier>> {
    let mut members: Map<String, Value> = key.as_object()?.clone();
    // Which key is meant was decided by then; the library would demand the name of a message without one.
    members.remove("kid");
    let jwk = Jwk::from_map(members).ok()?;
    let made: Result<Box<dyn JwsVerifier>, JoseError> = match algorithm {
        Algorithm::Rs256 => RS256.verifier_from_jwk(&jwk).map(|verifier| Box::new(verifier) as _),
        Algorithm::Ps256 => PS256.verifier_from_jwk(&jwk).map(|verifier| Box::new(verifier) as _),
        Algorithm::Es256 => ES256.verifier_from_jwk(&jwk).map(|verifier| Box::new(verifier) as _),
        // RFC 8037 has Ed448 as well; nobody here uses it.
        Algorithm::EdDsa if jwk.curve() != Some("Ed25519") => return None,
        Algorithm::EdDsa => EdDSA.verifier_from_jwk(&jwk).map(|verifier| Box::new(verifier) as _),
    };
    made.ok()
}
