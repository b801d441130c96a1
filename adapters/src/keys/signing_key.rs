//! One key, parsed: its signer, its verifier and what is published of it.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use idp_core::oidc::Algorithm;
use idp_core::port::{Answer, Unavailable};
use josekit::jwk::Jwk;
use josekit::jws::{JwsSigner, JwsVerifier};
use serde_json::Value;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::algorithm::{Scheme, scheme};
use crate::database::signing_keys::StoredKey;

/// A key that was made, before it has a place in time.
pub(super) struct NewKey {
    pub(super) kid: String,
    pub(super) jwk: Zeroizing<Vec<u8>>,
}

impl NewKey {
    /// Makes a key. For RSA this takes a quarter of a second: not for an async thread.
    pub(super) fn generate(algorithm: Algorithm) -> Answer<Self> {
        let scheme = scheme(algorithm);
        let jwk = (scheme.generate)().map_err(|error| Unavailable::new("make a signing key", error))?;
        let json = serde_json::to_vec(jwk.as_ref()).map_err(|error| Unavailable::new("write a signing key", error))?;
        Ok(Self { kid: thumbprint(&jwk, scheme)?, jwk: Zeroizing::new(json) })
    }
}

pub(super) struct SigningKey {
    signer: Box<dyn JwsSigner>,
    verifier: Box<dyn JwsVerifier>,
    public: Value,
}

impl SigningKey {
    /// Reads a key. The causes of a failure are left out: they could quote the key.
    pub(super) fn parse(stored: &StoredKey) -> Answer<Self> {
        let (kid, algorithm) = (&stored.life.kid, stored.life.algorithm);
        let scheme = scheme(algorithm);
        let mut jwk = Jwk::from_bytes(stored.jwk.as_slice()).map_err(|_| unreadable(kid, "it is no JWK"))?;
        jwk.set_key_id(kid);
        jwk.set_key_use("sig");
        jwk.set_algorithm(algorithm.as_str());
        Ok(Self {
            signer: (scheme.signer)(&jwk).map_err(|_| unreadable(kid, "it cannot sign"))?,
            verifier: (scheme.verifier)(&jwk).map_err(|_| unreadable(kid, "it cannot verify"))?,
            public: public(&jwk, scheme),
        })
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
fn public(jwk: &Jwk, scheme: &Scheme) -> Value {
    let members = scheme.public_members.iter().chain(&["use", "alg", "kid"]);
    members.filter_map(|name| Some(((*name).to_owned(), jwk.as_ref().get(*name)?.clone()))).collect()
}

/// The `kid`: the same key has the same name everywhere (RFC 7638 3).
fn thumbprint(jwk: &Jwk, scheme: &Scheme) -> Answer<String> {
    // A BTreeMap writes its members in the order that the RFC asks for.
    let members: BTreeMap<_, _> = scheme.public_members.iter().map(|name| (name, jwk.as_ref().get(*name))).collect();
    let canonical = serde_json::to_vec(&members).map_err(|error| Unavailable::new("name a signing key", error))?;
    Ok(URL_SAFE_NO_PAD.encode(Sha256::digest(canonical)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use idp_core::key_life::KeyLife;
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn rfc_7638_3_1() {
        let jwk = br#"{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}"#;
        let jwk = Jwk::from_bytes(jwk).expect("the RFC's key");
        let thumbprint = thumbprint(&jwk, scheme(Algorithm::Rs256)).expect("a thumbprint");
        assert_eq!(thumbprint, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }

    #[test]
    fn rfc_8037_a_3() {
        let jwk = br#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
        let jwk = Jwk::from_bytes(jwk).expect("the RFC's key");
        let thumbprint = thumbprint(&jwk, scheme(Algorithm::EdDsa)).expect("a thumbprint");
        assert_eq!(thumbprint, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    #[test]
    fn what_is_published_has_nothing_private() {
        for (algorithm, expected) in [
            (Algorithm::Rs256, vec!["alg", "e", "kid", "kty", "n", "use"]),
            (Algorithm::Ps256, vec!["alg", "e", "kid", "kty", "n", "use"]),
            (Algorithm::Es256, vec!["alg", "crv", "kid", "kty", "use", "x", "y"]),
            (Algorithm::EdDsa, vec!["alg", "crv", "kid", "kty", "use", "x"]),
        ] {
            let NewKey { kid, jwk } = NewKey::generate(algorithm).expect("a key");
            let (now, generation) = (Timestamp::UNIX_EPOCH, 1);
            let life = KeyLife { kid, algorithm, generation, created_at: now, signs_at: now, revoked_at: None };
            let key = SigningKey::parse(&StoredKey { life, jwk }).expect("our own key");
            let members = key.public().as_object().expect("an object").keys().map(String::as_str);
            assert_eq!(members.collect::<BTreeSet<_>>(), expected.into_iter().collect(), "{algorithm}");
            assert_eq!(key.public()["alg"], algorithm.as_str());
        }
    }
}
