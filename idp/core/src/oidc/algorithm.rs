//! The algorithms that tokens are signed with, and what depends on them.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256, Sha512};

/// A signature algorithm (RFC 7518 3.1, RFC 8037 3.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256: the one that every relying party can verify (OIDC Core 15.1).
    #[default]
    Rs256,
    /// RSASSA-PSS with SHA-256.
    Ps256,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// Ed25519.
    EdDsa,
}

impl Algorithm {
    /// Every algorithm.
    pub const ALL: [Self; 4] = [Self::Rs256, Self::Ps256, Self::Es256, Self::EdDsa];

    /// The value of `alg`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Ps256 => "PS256",
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
        }
    }

    /// The algorithm of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == name)
    }

    /// `at_hash` and its like (OIDC Core 3.1.3.6): the left half of the hash that the algorithm itself uses, which is
    /// SHA-512 for Ed25519 (RFC 8032 5.1).
    pub fn left_half_of_hash(self, text: &str) -> String {
        let hash = match self {
            Self::Rs256 | Self::Ps256 | Self::Es256 => Sha256::digest(text).to_vec(),
            Self::EdDsa => Sha512::digest(text).to_vec(),
        };
        URL_SAFE_NO_PAD.encode(hash.get(..hash.len() / 2).unwrap_or_default())
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_back() {
        for algorithm in Algorithm::ALL {
            assert_eq!(Algorithm::named(algorithm.as_str()), Some(algorithm));
        }
        for not_ours in ["none", "HS256", "rs256", "RS512", ""] {
            assert_eq!(Algorithm::named(not_ours), None, "{not_ours}");
        }
    }

    /// The example of OIDC Core A.4: the access token and its `at_hash`.
    #[test]
    fn at_hash_has_half_the_bytes_of_the_algorithms_hash() {
        let token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        for algorithm in [Algorithm::Rs256, Algorithm::Ps256, Algorithm::Es256] {
            assert_eq!(algorithm.left_half_of_hash(token), "77QmUPtjPfzWtF2AnpK9RQ", "{algorithm}");
        }
        let sha512 = URL_SAFE_NO_PAD.decode(Algorithm::EdDsa.left_half_of_hash(token)).expect("base64url");
        assert_eq!(sha512, Sha512::digest(token)[..32]);
    }
}
