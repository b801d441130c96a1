//! The plan Config OP (`oidcc-config-certification-test-plan`): the metadata alone.

use idp_core::oidc::authorization_response::ResponseMode;
use serde_json::Value;

use super::checks::{json, list};
use super::suite::{Suite, text};

/// The members that the suite knows: those of the registry of authorization server metadata (RFC 8414 7.1) that we may come to
/// have. A name outside of it is a warning.
const KNOWN: [&str; 52] = [
    "issuer",
    "authorization_endpoint",
    "token_endpoint",
    "userinfo_endpoint",
    "jwks_uri",
    "registration_endpoint",
    "scopes_supported",
    "response_types_supported",
    "response_modes_supported",
    "grant_types_supported",
    "acr_values_supported",
    "subject_types_supported",
    "id_token_signing_alg_values_supported",
    "userinfo_signing_alg_values_supported",
    "request_object_signing_alg_values_supported",
    "token_endpoint_auth_methods_supported",
    "token_endpoint_auth_signing_alg_values_supported",
    "display_values_supported",
    "claim_types_supported",
    "claims_supported",
    "service_documentation",
    "claims_locales_supported",
    "ui_locales_supported",
    "claims_parameter_supported",
    "request_parameter_supported",
    "request_uri_parameter_supported",
    "require_request_uri_registration",
    "op_policy_uri",
    "op_tos_uri",
    "prompt_values_supported",
    "code_challenge_methods_supported",
    "introspection_endpoint",
    "introspection_endpoint_auth_methods_supported",
    "introspection_endpoint_auth_signing_alg_values_supported",
    "revocation_endpoint",
    "revocation_endpoint_auth_methods_supported",
    "revocation_endpoint_auth_signing_alg_values_supported",
    "end_session_endpoint",
    "check_session_iframe",
    "frontchannel_logout_supported",
    "frontchannel_logout_session_supported",
    "backchannel_logout_supported",
    "backchannel_logout_session_supported",
    "authorization_response_iss_parameter_supported",
    "pushed_authorization_request_endpoint",
    "require_pushed_authorization_requests",
    "require_signed_request_object",
    "authorization_signing_alg_values_supported",
    "dpop_signing_alg_values_supported",
    "tls_client_certificate_bound_access_tokens",
    "mtls_endpoint_aliases",
    "device_authorization_endpoint",
];

#[tokio::test]
async fn oidcc_discovery_endpoint_verification() {
    let suite = Suite::new(ResponseMode::Query).await;
    let url = format!("{}/.well-known/openid-configuration", suite.server.issuer);
    assert!(url.starts_with("https://"), "{url}");
    verify(&json(&suite.get(&url).await, 200), &suite.server.issuer);
}

/// The checks of the plan, which the logout plans make too.
pub(super) fn verify(metadata: &Value, issuer: &str) {
    assert_eq!(metadata["issuer"], issuer);
    for (name, value) in metadata.as_object().expect("an object") {
        assert!(KNOWN.contains(&name.as_str()), "{name} is no registered name, or is missing in the list of this test");
        if name.ends_with("_endpoint") || name == "jwks_uri" {
            assert!(text(value).starts_with("https://"), "{name}: {value}");
        }
        if name.ends_with("_supported") && !value.is_boolean() {
            assert!(!list(value).is_empty(), "{name} is empty");
        }
    }
    let has = |name: &str, value: &str| assert!(list(&metadata[name]).contains(&value), "{name} without {value}");
    has("response_types_supported", "code");
    has("subject_types_supported", "public");
    has("id_token_signing_alg_values_supported", "RS256");
    has("grant_types_supported", "authorization_code");
    has("scopes_supported", "openid");
    has("claims_supported", "sub");
    has("code_challenge_methods_supported", "S256");
    if !metadata["request_object_signing_alg_values_supported"].is_null() {
        has("request_object_signing_alg_values_supported", "RS256");
    }
    for scope in list(&metadata["scopes_supported"]) {
        // RFC 6749 3.3.
        assert!(scope.bytes().all(|byte| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e)), "{scope}");
    }
    for locale in list(&metadata["ui_locales_supported"]) {
        let (language, region) = locale.split_once('-').unwrap_or((locale, "NL"));
        assert!(language.len() == 2 && language.bytes().all(|byte| byte.is_ascii_lowercase()), "{locale}");
        assert!(region.len() == 2 && region.bytes().all(|byte| byte.is_ascii_uppercase()), "{locale}");
    }
}
