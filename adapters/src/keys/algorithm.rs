//! How each algorithm is done: one row each.

use idp_core::oidc::Algorithm;
use josekit::JoseError;
use josekit::jwk::Jwk;
use josekit::jwk::alg::ec::EcCurve;
use josekit::jwk::alg::ed::EdCurve;
use josekit::jws::{self, JwsSigner, JwsVerifier};

/// What josekit needs to be told.
pub(super) struct Scheme {
    /// The public members of its JWK, which are those of its thumbprint (RFC 7638 3.2, RFC 8037 2).
    pub(super) public_members: &'static [&'static str],
    pub(super) generate: fn() -> Result<Jwk, JoseError>,
    pub(super) signer: fn(&Jwk) -> Result<Box<dyn JwsSigner>, JoseError>,
    pub(super) verifier: fn(&Jwk) -> Result<Box<dyn JwsVerifier>, JoseError>,
}

/// How this algorithm is done.
pub(super) fn scheme(algorithm: Algorithm) -> &'static Scheme {
    match algorithm {
        Algorithm::Rs256 => &RS256,
        Algorithm::Ps256 => &PS256,
        Algorithm::Es256 => &ES256,
        Algorithm::EdDsa => &ED_DSA,
    }
}

const RSA: &[&str] = &["e", "kty", "n"];

/// 2048 bits: strong enough until 2030 (NIST SP 800-57), and 3072 costs three times as much for each token.
fn generate_rsa() -> Result<Jwk, JoseError> {
    Jwk::generate_rsa_key(2048)
}

static RS256: Scheme = Scheme {
    public_members: RSA,
    generate: generate_rsa,
    signer: |jwk| Ok(Box::new(jws::RS256.signer_from_jwk(jwk)?)),
    verifier: |jwk| Ok(Box::new(jws::RS256.verifier_from_jwk(jwk)?)),
};

static PS256: Scheme = Scheme {
    public_members: RSA,
    generate: generate_rsa,
    signer: |jwk| Ok(Box::new(jws::PS256.signer_from_jwk(jwk)?)),
    verifier: |jwk| Ok(Box::new(jws::PS256.verifier_from_jwk(jwk)?)),
};

static ES256: Scheme = Scheme {
    public_members: &["crv", "kty", "x", "y"],
    generate: || Jwk::generate_ec_key(EcCurve::P256),
    signer: |jwk| Ok(Box::new(jws::ES256.signer_from_jwk(jwk)?)),
    verifier: |jwk| Ok(Box::new(jws::ES256.verifier_from_jwk(jwk)?)),
};

static ED_DSA: Scheme = Scheme {
    public_members: &["crv", "kty", "x"],
    generate: || Jwk::generate_ed_key(EdCurve::Ed25519),
    signer: |jwk| Ok(Box::new(jws::EdDSA.signer_from_jwk(jwk)?)),
    verifier: |jwk| Ok(Box::new(jws::EdDSA.verifier_from_jwk(jwk)?)),
};
