//! Proof Key for Code Exchange (RFC 7636), with S256 alone: `plain` is refused.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Error, ErrorCode};

/// A `code_challenge` of the method S256 (RFC 7636 4.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CodeChallenge(String);

impl CodeChallenge {
    /// Reads `code_challenge` and `code_challenge_method` of an authorization request.
    pub fn parse(challenge: Option<&str>, method: Option<&str>) -> Result<Option<Self>, Error> {
        let invalid = |description: &str| Err(Error::new(ErrorCode::InvalidRequest, description));
        match (challenge, method) {
            (None, None) => Ok(None),
            (None, Some(_)) => invalid("code_challenge_method was sent without code_challenge"),
            (Some(_), method) if method != Some("S256") => invalid("code_challenge_method must be S256"),
            (Some(challenge), _) => match URL_SAFE_NO_PAD.decode(challenge) {
                Ok(hash) if hash.len() == 32 => Ok(Some(Self(challenge.to_owned()))),
                _ => invalid("code_challenge is not the base64url of a SHA-256 hash"),
            },
        }
    }

    /// The challenge that a `code_verifier` answers. A verifier of the wrong length or alphabet answers none.
    pub fn of_verifier(verifier: &str) -> Option<Self> {
        let unreserved = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
        ((43..=128).contains(&verifier.len()) && verifier.bytes().all(unreserved))
            .then(|| Self(URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))))
    }

    /// The challenge as a store writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The challenge as a store reads it back.
    pub fn from_store(text: String) -> Self {
        Self(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_7636_appendix_b() {
        let challenge = CodeChallenge::of_verifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(challenge.map(|c| c.0), Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".into()));
    }

    #[test]
    fn only_s256_of_the_right_shape() {
        let good = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert!(CodeChallenge::parse(Some(good), Some("S256")).is_ok_and(|c| c.is_some()));
        assert!(CodeChallenge::parse(None, None).is_ok_and(|c| c.is_none()));
        for (challenge, method) in [
            (Some(good), None),
            (Some(good), Some("plain")),
            (Some(good), Some("s256")),
            (None, Some("S256")),
            (Some("abc"), Some("S256")),
            (Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM"), Some("S256")),
        ] {
            assert!(CodeChallenge::parse(challenge, method).is_err(), "{challenge:?} {method:?}");
        }
        for bad in ["", "short", &"a".repeat(129), &"é".repeat(30)] {
            assert!(CodeChallenge::of_verifier(bad).is_none());
        }
    }
}
