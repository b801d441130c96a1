//! The `claims` parameter (OIDC Core 5.5), from the request to userinfo and the ID token.

use serde_json::{Value, json};

use crate::support::protocol::{PLAIN, error, log_in, payload, somebody_logged_in, tokens, url, userinfo};
use crate::support::{Browser, Person, Server};

const PASSWORD: &str = "urn:sluis:acr:password";
const MFA: &str = "urn:sluis:acr:mfa";

/// The names of the claims about the person in the ID token, and all of userinfo.
async fn told(server: &Server, browser: &Browser, scope: &str, claims: &Value) -> (Vec<String>, Value) {
    let landing = browser.open(&url(PLAIN, &[("scope", scope), ("claims", &claims.to_string())])).await;
    let tokens = tokens(server, browser, PLAIN, &landing).await;
    let id_token = payload(&tokens, "id_token");
    let usual = ["iss", "sub", "aud", "iat", "exp", "jti", "auth_time", "acr", "sid", "at_hash"];
    for name in usual {
        assert!(!id_token[name].is_null(), "{name}");
    }
    let names = id_token.as_object().expect("claims").keys();
    let mut names: Vec<_> = names.filter(|name| !usual.contains(&name.as_str())).cloned().collect();
    names.sort_unstable();
    (names, userinfo(server, browser, &tokens).await)
}

fn names(claims: &Value) -> Vec<String> {
    let mut names: Vec<_> = claims.as_object().expect("claims").keys().cloned().collect();
    names.sort_unstable();
    names
}

#[tokio::test]
async fn claims_by_name_go_where_they_were_asked_for() {
    let server = Server::start().await;
    let (browser, ria) = somebody_logged_in(&server, "ria").await;
    let asked = json!({
        "userinfo": {"email": {"essential": true}, "given_name": null, "roles": null},
        "id_token": {"name": null, "email_verified": {"value": true}, "auth_time": {"essential": true}},
    });
    let (id_token, userinfo) = told(&server, &browser, "openid", &asked).await;
    assert_eq!(id_token, ["email_verified", "name"], "only then are they in the ID token");
    let expected = json!({"sub": ria.subject.as_str(), "email": "iemand@example.nl"});
    assert_eq!(userinfo, expected, "what is not known is absent; what is asked for the ID token is not here");

    let (id_token, userinfo) = told(&server, &browser, "openid phone", &json!({"userinfo": {"email": null}})).await;
    assert!(id_token.is_empty(), "a scope gives nothing in the ID token");
    assert_eq!(
        names(&userinfo),
        ["email", "phone_number", "phone_number_verified", "sub"],
        "beside those of the scope"
    );
    assert_eq!(userinfo["phone_number_verified"], false, "a boolean");
}

#[tokio::test]
async fn a_client_gets_no_claim_of_a_scope_that_is_not_registered_for_it() {
    let server = Server::start().await;
    let (browser, _) = somebody_logged_in(&server, "ria").await;
    let claims = json!({"userinfo": {"phone_number": null, "email": null}}).to_string();
    let landing = browser.open(&url("paar", &[("claims", &claims)])).await;
    let tokens = tokens(&server, &browser, "paar", &landing).await;
    let userinfo = userinfo(&server, &browser, &tokens).await;
    assert_eq!(names(&userinfo), ["email", "sub"]);
}

#[tokio::test]
async fn what_is_not_json_is_refused() {
    let server = Server::start().await;
    for bad in ["{", "[]", r#"{"id_token": []}"#, r#"{"userinfo": {"email": true}}"#, &"x".repeat(9000)] {
        let landing = server.browser().open(&url(PLAIN, &[("claims", bad)])).await;
        assert_eq!(error(&landing), "invalid_request", "{bad}");
    }
}

#[tokio::test]
async fn an_essential_acr_is_reached_or_the_request_fails() {
    let server = Server::start().await;
    let ria = Person::named("ria").enrolled().add(server.provider()).await;
    let browser = server.browser();
    let essential = |values: Value| json!({"id_token": {"acr": {"essential": true, "values": values}}}).to_string();
    let lezen = |claims: String| {
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        url("lezen", &[("claims", &claims), ("code_challenge", challenge), ("code_challenge_method", "S256")])
    };
    let unknown = browser.open(&lezen(essential(json!(["1", "urn:other"])))).await;
    assert_eq!(error(&unknown), "unmet_authentication_requirements");
    let voluntary = json!({"id_token": {"acr": {"values": ["1"]}}}).to_string();
    assert_eq!(browser.open(&lezen(voluntary)).await.prompt(), "identify", "never fails");
    let any = json!({"id_token": {"acr": {"essential": true}}}).to_string();
    assert_eq!(browser.open(&lezen(any)).await.prompt(), "identify", "any value: there is always one");

    let page = browser.open(&lezen(essential(json!(["1", MFA])))).await;
    let landing = log_in(&server, &browser, &page, &ria).await;
    assert!(landing.answer().contains_key("code"), "raised to the authenticator");
}

#[tokio::test]
async fn the_acr_that_is_stated_is_one_of_those_that_were_essential() {
    let server = Server::start().await;
    let (browser, _) = somebody_logged_in(&server, "ria").await;
    for (acr, stated) in [
        (json!({"essential": true, "value": MFA}), MFA),
        (json!({"essential": true, "values": ["1", PASSWORD]}), PASSWORD),
        (json!({"values": [PASSWORD]}), MFA),
        (json!(null), MFA),
    ] {
        let claims = json!({"id_token": {"acr": acr}}).to_string();
        let landing = browser.open(&url(PLAIN, &[("claims", &claims)])).await;
        let id_token = payload(&tokens(&server, &browser, PLAIN, &landing).await, "id_token");
        assert_eq!(id_token["acr"], stated, "{claims}");
    }
}
