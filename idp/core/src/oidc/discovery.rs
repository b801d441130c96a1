//! The provider's metadata (OpenID Connect Discovery 3): what works, and no more.

use serde_json::{Value, json};

use super::scope;
use crate::assurance::Level;
use crate::claims;
use crate::locale::Locale;
use crate::provider::Issuer;

/// The paths of the protocol endpoints, below the issuer.
pub mod path {
    /// OpenID Connect Discovery 4.
    pub const CONFIGURATION: &str = "/.well-known/openid-configuration";
    /// RFC 7517 5.
    pub const JWKS: &str = "/jwks";
    /// RFC 6749 3.1.
    pub const AUTHORIZE: &str = "/authorize";
    /// RFC 6749 3.2.
    pub const TOKEN: &str = "/token";
    /// OIDC Core 5.3.
    pub const USERINFO: &str = "/userinfo";
    /// RP-Initiated Logout 2.
    pub const LOGOUT: &str = "/logout";
}

/// The document at [`path::CONFIGURATION`].
pub fn metadata(issuer: &Issuer) -> Value {
    let acr_values: Vec<_> = Level::ALL.iter().map(|level| level.acr()).collect();
    let locales: Vec<_> = Locale::ALL.iter().map(|locale| locale.tag()).collect();
    let claims: Vec<_> =
        claims::supported().chain(["iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "sid"]).collect();
    json!({
        "issuer": issuer.as_str(),
        "authorization_endpoint": issuer.url(path::AUTHORIZE),
        "token_endpoint": issuer.url(path::TOKEN),
        "userinfo_endpoint": issuer.url(path::USERINFO),
        "jwks_uri": issuer.url(path::JWKS),
        "end_session_endpoint": issuer.url(path::LOGOUT),
        "scopes_supported": scope::KNOWN,
        "claims_supported": claims,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "none"],
        "code_challenge_methods_supported": ["S256"],
        "acr_values_supported": acr_values,
        "ui_locales_supported": locales,
        "claims_parameter_supported": false,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "authorization_response_iss_parameter_supported": true,
    })
}
