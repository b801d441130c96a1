//! Requests with something more, less or wrong.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use idp_core::oidc::authorization_response::ResponseMode;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::conformance::checks;
use crate::conformance::request::Request;
use crate::conformance::suite::{SUITE, Suite};

/// A login with one more parameter, which must not be in the way.
async fn succeeds_with(mode: ResponseMode, name: &'static str, value: &str) {
    let suite = Suite::new(mode).await;
    suite.log_in(&suite.request().with(name, value)).await;
}

pub(in crate::conformance) async fn oidcc_response_type_missing(mode: ResponseMode) {
    let suite = Suite::new(mode).await;
    let request = suite.request().without("response_type");
    let error = suite.error(&request, &suite.authorize(&request).await);
    assert!(["invalid_request", "unsupported_response_type"].contains(&error.as_str()), "{error}");
}

pub(in crate::conformance) async fn oidcc_ensure_request_without_nonce_succeeds_for_code_flow(mode: ResponseMode) {
    let suite = Suite::new(mode).await;
    suite.log_in(&suite.request().without("nonce")).await;
}

pub(in crate::conformance) async fn oidcc_display_page(mode: ResponseMode) {
    succeeds_with(mode, "display", "page").await;
}

pub(in crate::conformance) async fn oidcc_display_popup(mode: ResponseMode) {
    succeeds_with(mode, "display", "popup").await;
}

pub(in crate::conformance) async fn oidcc_ensure_request_with_unknown_parameter_succeeds(mode: ResponseMode) {
    succeeds_with(mode, "extra", "foobar").await;
}

pub(in crate::conformance) async fn oidcc_login_hint(mode: ResponseMode) {
    succeeds_with(mode, "login_hint", "buffy@localhost").await;
}

pub(in crate::conformance) async fn oidcc_ui_locales(mode: ResponseMode) {
    succeeds_with(mode, "ui_locales", "se").await;
}

pub(in crate::conformance) async fn oidcc_claims_locales(mode: ResponseMode) {
    succeeds_with(mode, "claims_locales", "se").await;
}

pub(in crate::conformance) async fn oidcc_ensure_request_with_acr_values_succeeds(mode: ResponseMode) {
    let suite = Suite::new(mode).await;
    let supported = checks::list(&suite.metadata["acr_values_supported"]);
    let login = suite.log_in(&suite.request().with("acr_values", &supported.join(" "))).await;
    assert!(supported.contains(&login.id_token["acr"].as_str().expect("an acr")), "{}", login.id_token["acr"]);
}

pub(in crate::conformance) async fn oidcc_ensure_registered_redirect_uri(mode: ResponseMode) {
    let suite = Suite::new(mode).await;
    let request = suite.request().with("redirect_uri", &format!("{SUITE}/callback/extra"));
    suite.shows(&suite.authorize(&request).await, StatusCode::BAD_REQUEST, "U kunt nu niet inloggen");
}

pub(in crate::conformance) async fn oidcc_ensure_post_request_succeeds(mode: ResponseMode) {
    let suite = Suite::new(mode).await;
    let request = suite.request();
    let post = suite.browser.http.post(suite.endpoint("authorization_endpoint"));
    // As a browser posts the form of another site.
    let post = post.header("sec-fetch-site", "cross-site").form(request.parameters());
    let next = suite.send(post).await.redirect().expect("a redirect");
    let page = suite.browser.open(next.as_str()).await;
    suite.finish(&request, &suite.answer_all(page).await).await;
}

/// A request object without a signature (OIDC Core 6.1).
fn unsigned(claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.", part(&json!({"alg": "none"})), part(claims))
}

fn all_of(request: &Request) -> Value {
    request.parameters().iter().map(|(name, value)| ((*name).to_owned(), Value::from(value.as_str()))).collect()
}

/// The suite skips the module where request objects are refused with their own error, as they are here.
pub(in crate::conformance) async fn oidcc_unsigned_request_object_supported_correctly_or_rejected_as_unsupported(
    mode: ResponseMode,
) {
    let suite = Suite::new(mode).await;
    assert_eq!(suite.metadata["request_parameter_supported"], false);
    let request = suite.request();
    let object = unsigned(&all_of(&request));
    let request = request.without("state").without("nonce").with("request", &object);
    assert_eq!(suite.error(&request, &suite.authorize(&request).await), "request_not_supported");
}

/// A redirect URI inside of the object is not read; the one outside is not registered, so nobody is sent there.
pub(in crate::conformance) async fn oidcc_ensure_request_object_with_redirect_uri(mode: ResponseMode) {
    let suite = Suite::new(mode).await;
    let request = suite.request();
    let object = unsigned(&all_of(&request));
    let request = request.with("redirect_uri", &format!("{SUITE}/callback/extra")).with("request", &object);
    suite.shows(&suite.authorize(&request).await, StatusCode::BAD_REQUEST, "U kunt nu niet inloggen");
}
