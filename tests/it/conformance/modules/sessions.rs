//! Second logins in one browser: when one is asked for, and when not.

use idp_core::oidc::authorization_response::ResponseMode;
use reqwest::StatusCode;

use crate::conformance::request::Request;
use crate::conformance::suite::{Login, Suite, text};

/// The second request must ask for a login, in words, and its evidence must be newer.
async fn asks_again(suite: &Suite, first: &Login, request: &Request) {
    let page = suite.authorize(request).await;
    assert!(suite.callback(&page).is_none(), "no login was asked for");
    suite.shows(&page, StatusCode::OK, "Wachtwoord");
    let second = suite.finish(request, &suite.answer_all(page).await).await;
    assert!(auth_time(&second) > auth_time(first), "proven anew");
    assert!(suite.now() - auth_time(&second) < 60, "and just now");
}

/// The second request must pass, on the evidence of the first.
async fn passes(suite: &Suite, first: &Login, request: &Request) {
    let second = suite.pass(request).await;
    for claim in ["sub", "auth_time", "acr"] {
        assert_eq!(second.id_token[claim], first.id_token[claim], "{claim}");
    }
}

fn auth_time(login: &Login) -> i64 {
    login.id_token["auth_time"].as_i64().expect("a time")
}

pub(in crate::conformance) async fn oidcc_prompt_login(mode: ResponseMode) {
    let suite = Suite::new(mode).await;
    let first = suite.log_in(&suite.request()).await;
    suite.wait(2);
    asks_again(&suite, &first, &suite.request().with("prompt", "login")).await;
}

pub(in crate::conformance) async fn oidcc_prompt_none_not_logged_in(mode: ResponseMode) {
    let suite = Suite::new(mode).await;
    suite.nobody_is_logged_in().await;
}

pub(in crate::conformance) async fn oidcc_prompt_none_logged_in(mode: ResponseMode) {
    let suite = Suite::new(mode).await;
    let first = suite.log_in(&suite.request()).await;
    passes(&suite, &first, &suite.request().with("prompt", "none")).await;
}

pub(in crate::conformance) async fn oidcc_max_age_1(mode: ResponseMode) {
    let suite = Suite::new(mode).await;
    let first = suite.log_in(&suite.request()).await;
    suite.wait(2);
    asks_again(&suite, &first, &suite.request().with("max_age", "1")).await;
}

pub(in crate::conformance) async fn oidcc_max_age_10000(mode: ResponseMode) {
    let suite = Suite::new(mode).await;
    let first = suite.log_in(&suite.request().with("max_age", "15000")).await;
    passes(&suite, &first, &suite.request().with("max_age", "10000")).await;
}

pub(in crate::conformance) async fn oidcc_id_token_hint(mode: ResponseMode) {
    let suite = Suite::new(mode).await;
    let first = suite.log_in(&suite.request()).await;
    let hint = text(&first.tokens["id_token"]);
    passes(&suite, &first, &suite.request().with("prompt", "none").with("id_token_hint", hint)).await;
}
