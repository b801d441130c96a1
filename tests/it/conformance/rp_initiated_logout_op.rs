//! The plan RP-Initiated Logout OP (`oidcc-rp-initiated-logout-certification-test-plan`).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use idp_core::oidc::authorization_response::ResponseMode;
use josekit::jwk::Jwk;
use josekit::jws::{JwsHeader, RS256};
use reqwest::StatusCode;
use serde_json::json;

use super::config_op;
use super::request::random;
use super::suite::{Login, SUITE, Suite, text};
use crate::support::Landing;

const ASKS: &str = "Wilt u uitloggen?";
const LOGGED_OUT: &str = "U bent uitgelogd";
const CANNOT: &str = "post_logout_redirect_uri is not registered";

/// Where the browser goes after the logout.
fn uri() -> String {
    format!("{SUITE}/post_logout_redirect")
}

/// Somebody who is logged in, and the ID token that says so.
async fn logged_in() -> (Suite, Login) {
    let suite = Suite::new(ResponseMode::Query).await;
    let login = suite.log_in(&suite.request()).await;
    (suite, login)
}

/// The page that asks; the person says yes and is told that it was done.
async fn ends_after_a_question(suite: &Suite, page: &Landing) {
    suite.shows(page, StatusCode::OK, ASKS);
    let done = suite.browser.post(page, "/logout/confirm", &[]).await.redirect().expect("a redirect");
    suite.shows(&suite.browser.open(done.as_str()).await, StatusCode::OK, LOGGED_OUT);
    suite.nobody_is_logged_in().await;
}

#[tokio::test]
async fn oidcc_rp_initiated_logout_discovery_endpoint_verification() {
    let suite = Suite::new(ResponseMode::Query).await;
    assert!(suite.endpoint("end_session_endpoint").starts_with("https://"));
    config_op::verify(&suite.metadata, &suite.server.issuer);
}

#[tokio::test]
async fn oidcc_rp_initiated_logout() {
    let (suite, login) = logged_in().await;
    let (uri, state) = (uri(), format!("{}-._~", random(124)));
    let hint = text(&login.tokens["id_token"]);
    let parameters = [("id_token_hint", hint), ("post_logout_redirect_uri", &uri), ("state", &state)];
    let landing = suite.log_out(&parameters).await;
    assert!(landing.url.as_str().starts_with(&format!("{uri}?")), "{}", landing.url);
    assert_eq!(landing.answer(), [("state".to_owned(), state)].into(), "the state, and nothing else");
    suite.nobody_is_logged_in().await;
}

#[tokio::test]
async fn oidcc_rp_initiated_logout_bad_post_logout_redirect_uri() {
    let (suite, login) = logged_in().await;
    let uri = format!("{SUITE}/bad_post_logout_redirect");
    let hint = text(&login.tokens["id_token"]);
    let landing = suite.log_out(&[("id_token_hint", hint), ("post_logout_redirect_uri", &uri), ("state", "s")]).await;
    suite.shows(&landing, StatusCode::BAD_REQUEST, CANNOT);
}

#[tokio::test]
async fn oidcc_rp_initiated_logout_modified_id_token_hint() {
    let (suite, login) = logged_in().await;
    let payload = text(&login.tokens["id_token"]).split('.').nth(1).expect("a payload");
    let hint = format!("{}.{payload}.", URL_SAFE_NO_PAD.encode(json!({"alg": "none"}).to_string()));
    let uri = uri();
    let landing = suite.log_out(&[("id_token_hint", &hint), ("post_logout_redirect_uri", &uri), ("state", "s")]).await;
    suite.shows(&landing, StatusCode::OK, ASKS);
}

#[tokio::test]
async fn oidcc_rp_initiated_logout_no_id_token_hint() {
    let (suite, _) = logged_in().await;
    let landing = suite.log_out(&[("post_logout_redirect_uri", &uri()), ("state", "s")]).await;
    ends_after_a_question(&suite, &landing).await;
}

#[tokio::test]
async fn oidcc_rp_initiated_logout_no_params() {
    let (suite, _) = logged_in().await;
    let landing = suite.log_out(&[]).await;
    ends_after_a_question(&suite, &landing).await;
}

#[tokio::test]
async fn oidcc_rp_initiated_logout_no_post_logout_redirect_uri() {
    let (suite, login) = logged_in().await;
    let landing = suite.log_out(&[("id_token_hint", text(&login.tokens["id_token"])), ("state", "s")]).await;
    suite.shows(&landing, StatusCode::OK, LOGGED_OUT);
    suite.nobody_is_logged_in().await;
}

#[tokio::test]
async fn oidcc_rp_initiated_logout_no_state() {
    let (suite, login) = logged_in().await;
    let (uri, hint) = (uri(), text(&login.tokens["id_token"]));
    let landing = suite.log_out(&[("id_token_hint", hint), ("post_logout_redirect_uri", &uri)]).await;
    assert_eq!(landing.url.as_str(), uri, "without a state");
    suite.nobody_is_logged_in().await;
}

#[tokio::test]
async fn oidcc_rp_initiated_logout_only_state() {
    let (suite, _) = logged_in().await;
    let landing = suite.log_out(&[("state", "s")]).await;
    ends_after_a_question(&suite, &landing).await;
}

#[tokio::test]
async fn oidcc_rp_initiated_logout_query_added_to_post_logout_redirect_uri() {
    let (suite, login) = logged_in().await;
    let uri = format!("{}?foo=bar", uri());
    let hint = text(&login.tokens["id_token"]);
    let landing = suite.log_out(&[("id_token_hint", hint), ("post_logout_redirect_uri", &uri), ("state", "s")]).await;
    suite.shows(&landing, StatusCode::BAD_REQUEST, CANNOT);
}

/// Signed with a key of the suite, under the name of ours.
#[tokio::test]
async fn oidcc_rp_initiated_logout_bad_id_token_hint() {
    let (suite, login) = logged_in().await;
    let good = text(&login.tokens["id_token"]);
    let mut header = JwsHeader::new();
    header.set_key_id(josekit::jwt::decode_header(good).expect("a header").claim("kid").map(text).expect("a kid"));
    let key = Jwk::generate_rsa_key(2048).expect("a key");
    let signer = RS256.signer_from_jwk(&key).expect("a signer");
    let payload = login.id_token.to_string();
    let hint = josekit::jws::serialize_compact(payload.as_bytes(), &header, &signer).expect("a JWT");
    let uri = uri();
    let landing = suite.log_out(&[("id_token_hint", &hint), ("post_logout_redirect_uri", &uri), ("state", "s")]).await;
    suite.shows(&landing, StatusCode::OK, ASKS);
}
