//! The algorithms that we sign with: one row each.

use josekit::JoseError;
use josekit::jwk::Jwk;
use josekit::jws::{JwsSigner, JwsVerifier, RS256 as RSASSA_PKCS1_SHA256};

/// What there is to know of an algorithm (RFC 7518 3.1).
pub(super) struct Algorithm {
    /// The value of `alg`.
    pub(super) name: &'static str,
    /// The public members of its JWK, which are those of its thumbprint (RFC 7638 3.2).
    pub(super) public_members: &'static [&'static str],
    pub(super) generate: fn() -> Result<Jwk, JoseError>,
    pub(super) signer: fn(&Jwk) -> Result<Box<dyn JwsSigner>, JoseError>,
    pub(super) verifier: fn(&Jwk) -> Result<Box<dyn JwsVerifier>, JoseError>,
}

/// RSA, 2048 bits: strong enough until 2030 (NIST SP 800-57), and 3072 costs three times as much for each token.
pub(super) static RS256: Algorithm = Algorithm {
    name: "RS256",
    public_members: &["e", "kty", "n"],
    generate: || Jwk::generate_rsa_key(2048),
    signer: |jwk| Ok(Box::new(RSASSA_PKCS1_SHA256.signer_from_jwk(jwk)?)),
    verifier: |jwk| Ok(Box::new(RSASSA_PKCS1_SHA256.verifier_from_jwk(jwk)?)),
};

/// Every algorithm whose keys can be read.
static ALL: &[&Algorithm] = &[&RS256];

/// The algorithm of this name.
pub(super) fn named(name: &str) -> Option<&'static Algorithm> {
    ALL.iter().copied().find(|algorithm| algorithm.name == name)
}
