//! The provider's metadata (OpenID Connect Discovery 3): what works, and no more.

use serde_json::json;

use super::authorization_response::ResponseMode;
use super::{Algorithm, Document, client_authentication, scope};
use crate::assurance::Level;
use crate::claims;
use crate::client::{Clients, GrantType};
use crate::locale::Locale;
use crate::provider::Issuer;

/// The paths of the protocol endpoints, below the issuer.
pub mod path {
    /// OpenID Connect Discovery 4.
    pub const CONFIGURATION: &str = "/.well-known/openid-configuration";
    /// RFC 8414 3: the same document, for clients that speak OAuth 2.0 alone.
    pub const OAUTH_METADATA: &str = "/.well-known/oauth-authorization-server";
    /// RFC 7517 5.
    pub const JWKS: &str = "/jwks";
    /// RFC 6749 3.1.
    pub const AUTHORIZE: &str = "/authorize";
    /// RFC 6749 3.2.
    pub const TOKEN: &str = "/token";
    /// RFC 7662 2.
    pub const INTROSPECT: &str = "/introspect";
    /// RFC 7009 2.
    pub const REVOKE: &str = "/revoke";
    /// OIDC Core 5.3.
    pub const USERINFO: &str = "/userinfo";
    /// RP-Initiated Logout 2.
    pub const LOGOUT: &str = "/logout";
}

/// The document at [`path::CONFIGURATION`] and [`path::OAUTH_METADATA`].
pub fn metadata(issuer: &Issuer, clients: &Clients) -> Document {
    let acr_values: Vec<_> = Level::ALL.iter().map(|level| level.acr()).collect();
    let algorithms: Vec<_> = clients.algorithms().into_iter().map(Algorithm::as_str).collect();
    let locales: Vec<_> = Locale::ALL.iter().map(|locale| locale.tag()).collect();
    let claims: Vec<_> =
        claims::supported().chain(["iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "sid"]).collect();
    let confidential: Vec<_> = client_authentication::METHODS.into_iter().filter(|method| *method != "none").collect();
    Document::of(&json!({
        "issuer": issuer.as_str(),
        "authorization_endpoint": issuer.url(path::AUTHORIZE),
        "token_endpoint": issuer.url(path::TOKEN),
        "userinfo_endpoint": issuer.url(path::USERINFO),
        "introspection_endpoint": issuer.url(path::INTROSPECT),
        "revocation_endpoint": issuer.url(path::REVOKE),
        "jwks_uri": issuer.url(path::JWKS),
        "end_session_endpoint": issuer.url(path::LOGOUT),
        "scopes_supported": scope::KNOWN,
        "claims_supported": claims,
        "response_types_supported": ["code"],
        "response_modes_supported": ResponseMode::ALL.map(ResponseMode::as_str),
        "grant_types_supported": GrantType::ALL.map(GrantType::as_str),
        "subject_types_supported": ["public", "pairwise"],
        "prompt_values_supported": ["none", "login", "select_account"],
        "id_token_signing_alg_values_supported": algorithms,
        "token_endpoint_auth_methods_supported": client_authentication::METHODS,
        "token_endpoint_auth_signing_alg_values_supported": Algorithm::ALL.map(Algorithm::as_str),
        "introspection_endpoint_auth_methods_supported": confidential,
        "introspection_endpoint_auth_signing_alg_values_supported": Algorithm::ALL.map(Algorithm::as_str),
        "revocation_endpoint_auth_methods_supported": client_authentication::METHODS,
        "revocation_endpoint_auth_signing_alg_values_supported": Algorithm::ALL.map(Algorithm::as_str),
        "code_challenge_methods_supported": ["S256"],
        "acr_values_supported": acr_values,
        "ui_locales_supported": locales,
        "claims_parameter_supported": true,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "authorization_response_iss_parameter_supported": true,
    }))
}
