//! One key, parsed: its signer, its verifier and what is published of it.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use idp_core::port::{Answer, Unavailable};
use jiff::Timestamp;
use josekit::jwk::Jwk;
use josekit::jws::{JwsSigner, JwsVerifier};
use serde_json::Value;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::algorithm::{self, Algorithm};
use crate::database::signing_keys::StoredKey;

pub(super) struct SigningKey {
    kid: String,
    signer: Box<dyn JwsSigner>,
    verifier: Box<dyn JwsVerifier>,
    public: Value,
}

impl SigningKey {
    /// Makes a key. Takes a quarter of a second: not for an async thread.
    pub(super) fn generate(algorithm: &Algorithm, now: Timestamp) -> Answer<StoredKey> {
        let jwk = (algorithm.generate)().map_err(|error| Unavailable::new("make a signing key", error))?;
        let json = serde_json::to_vec(jwk.as_ref()).map_err(|error| Unavailable::new("write a signing key", error))?;
        Ok(StoredKey {
            kid: thumbprint(&jwk, algorithm)?,
            algorithm: algorithm.name.to_owned(),
            jwk: Zeroizing::new(json),
            created_at: now,
        })
    }

    /// Reads a key. The causes of a failure are left out: they could quote the key.
    pub(super) fn parse(stored: &StoredKey) -> Answer<Self> {
        let algorithm =
            algorithm::named(&stored.algorithm).ok_or_else(|| unreadable(&stored.kid, "its algorithm is not known"))?;
        let mut jwk = Jwk::from_bytes(stored.jwk.as_slice()).map_err(|_| unreadable(&stored.kid, "it is no JWK"))?;
        jwk.set_key_id(&stored.kid);
        jwk.set_key_use("sig");
        jwk.set_algorithm(algorithm.name);
        Ok(Self {
            kid: stored.kid.clone(),
            signer: (algorithm.signer)(&jwk).map_err(|_| unreadable(&stored.kid, "it cannot sign"))?,
            verifier: (algorithm.verifier)(&jwk).map_err(|_| unreadable(&stored.kid, "it cannot verify"))?,
            public: public(&jwk, algorithm),
        })
    }

    pub(super) fn kid(&self) -> &str {
        &self.kid
    }

    pub(super) fn signer(&self) -> &dyn JwsSigner {
        self.signer.as_ref()
    }

    pub(super) fn verifier(&self) -> &dyn JwsVerifier {
        self.verifier.as_ref()
    }

    /// The key as published (RFC 7517 4).
    pub(super) fn public(&self) -> &Value {
        &self.public
    }
}

fn unreadable(kid: &str, why: &str) -> Unavailable {
    Unavailable::new("read the signing keys", format!("key {kid}: {why}"))
}

/// Named members only, so that a private one can never slip out.
fn public(jwk: &Jwk, algorithm: &Algorithm) -> Value {
    let members = algorithm.public_members.iter().chain(&["use", "alg", "kid"]);
    members.filter_map(|name| Some(((*name).to_owned(), jwk.as_ref().get(*name)?.clone()))).collect()
}

/// The `kid`: the same key has the same name everywhere (RFC 7638 3).
fn thumbprint(jwk: &Jwk, algorithm: &Algorithm) -> Answer<String> {
    // A BTreeMap writes its members in the order that the RFC asks for.
    let members: BTreeMap<_, _> = algorithm.public_members.iter().map(|name| (name, jwk.as_ref().get(*name))).collect();
    let canonical = serde_json::to_vec(&members).map_err(|error| Unavailable::new("name a signing key", error))?;
    Ok(URL_SAFE_NO_PAD.encode(Sha256::digest(canonical)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn rfc_7638_3_1() {
        let jwk = br#"{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}"#;
        let jwk = Jwk::from_bytes(jwk).expect("the RFC's key");
        let thumbprint = thumbprint(&jwk, &algorithm::RS256).expect("a thumbprint");
        assert_eq!(thumbprint, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }

    #[test]
    fn what_is_published_has_nothing_private() {
        let stored = SigningKey::generate(&algorithm::RS256, Timestamp::UNIX_EPOCH).expect("a key");
        let key = SigningKey::parse(&stored).expect("our own key");
        let members: BTreeSet<_> = key.public().as_object().expect("an object").keys().map(String::as_str).collect();
        assert_eq!(members, ["alg", "e", "kid", "kty", "n", "use"].into());
    }
}
