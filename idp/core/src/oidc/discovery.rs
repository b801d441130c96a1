//! The provider's metadata (OpenID Connect Discovery 3): what works, and no more. What only works for clients that are
//! registered for it is told only where there is such a client.

use std::collections::BTreeSet;

use serde_json::json;

use super::authorization_response::ResponseMode;
use super::{Algorithm, Document, scope};
use crate::claims;
use crate::client::{Client, ClientAuthentication, Clients, GrantType};
use crate::locale::Locale;
use crate::provider::Settings;

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
pub fn metadata(settings: &Settings, clients: &Clients) -> Document {
    let issuer = &settings.issuer;
    let acr_values: Vec<_> = settings.acr_names.iter().collect();
    let algorithms: Vec<_> = clients.id_token_algorithms().into_iter().map(Algorithm::as_str).collect();
    let locales: Vec<_> = Locale::ALL.iter().map(|locale| locale.tag()).collect();
    let any = |has: &dyn Fn(&Client) -> bool| clients.iter().any(has);
    let scopes: Vec<_> = scope::KNOWN
        .into_iter()
        .filter(|value| *value == "openid" || any(&|client| client.scope.contains(value)))
        .collect();
    let is_told = |name: &&str| claims::scope_of(name).is_none_or(|scope| scopes.contains(&scope));
    let claims: Vec<_> = claims::supported()
        .filter(is_told)
        .chain(["iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "sid"])
        .collect();
    let is_granted = |grant| grant == GrantType::AuthorizationCode || any(&|client| client.tokens.allows(grant));
    let grant_types: Vec<_> =
        GrantType::ALL.into_iter().filter(|grant| is_granted(*grant)).map(GrantType::as_str).collect();
    let methods: BTreeSet<_> = clients.iter().map(|client| client.authentication.method()).collect();
    let confidential: Vec<_> = methods.iter().filter(|method| **method != "none").collect();
    let assertions: BTreeSet<_> =
        clients.iter().filter_map(|client| assertion_algorithm(&client.authentication)).collect();
    let assertions: Vec<_> = assertions.into_iter().map(Algorithm::as_str).collect();
    let consent = any(&|client| client.require_consent).then_some("consent");
    let prompts: Vec<_> = ["none", "login", "select_account"].into_iter().chain(consent).collect();
    let mut metadata = json!({
        "issuer": issuer.as_str(),
        "authorization_endpoint": issuer.url(path::AUTHORIZE),
        "token_endpoint": issuer.url(path::TOKEN),
        "userinfo_endpoint": issuer.url(path::USERINFO),
        "introspection_endpoint": issuer.url(path::INTROSPECT),
        "revocation_endpoint": issuer.url(path::REVOKE),
        "jwks_uri": issuer.url(path::JWKS),
        "end_session_endpoint": issuer.url(path::LOGOUT),
        "backchannel_logout_supported": true,
        "backchannel_logout_session_supported": true,
        "frontchannel_logout_supported": true,
        "frontchannel_logout_session_supported": true,
        "scopes_supported": scopes,
        "claims_supported": claims,
        "response_types_supported": ["code"],
        "response_modes_supported": ResponseMode::ALL.map(ResponseMode::as_str),
        "grant_types_supported": grant_types,
        "subject_types_supported": ["public", "pairwise"],
        "prompt_values_supported": prompts,
        "id_token_signing_alg_values_supported": algorithms,
        "token_endpoint_auth_methods_supported": methods,
        "token_endpoint_auth_signing_alg_values_supported": assertions,
        "introspection_endpoint_auth_methods_supported": confidential,
        "introspection_endpoint_auth_signing_alg_values_supported": assertions,
        "revocation_endpoint_auth_methods_supported": methods,
        "revocation_endpoint_auth_signing_alg_values_supported": assertions,
        "code_challenge_methods_supported": ["S256"],
        "acr_values_supported": acr_values,
        "ui_locales_supported": locales,
        "claims_parameter_supported": true,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "authorization_response_iss_parameter_supported": true,
    });
    // RFC 8414 3.2: what has no elements is left out.
    if let Some(members) = metadata.as_object_mut() {
        members.retain(|_, value| value.as_array().is_none_or(|list| !list.is_empty()));
    }
    Document::of(&metadata)
}

fn assertion_algorithm(authentication: &ClientAuthentication) -> Option<Algorithm> {
    match authentication {
        ClientAuthentication::PrivateKeyJwt { algorithm, .. } => Some(*algorithm),
        _ => None,
    }
}
