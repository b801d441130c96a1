//! Step-up by a resource (RFC 9470): a resource server of the tests wants more than the token says, the application reads
//! its challenge and asks us for it, and the person is asked only what is missing.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::protocol::{PLAIN, log_in, parameters, payload, tokens, url};
use crate::support::resource_server::{Checks, Demand, ResourceServer};
use crate::support::tokens::API;
use crate::support::{Browser, Landing, PASSWORD, Person, Server};

/// An application at which a password is enough, and that gets tokens for [`API`].
const COUNTER: &str = "balie";
const LOW: &str = "urn:sluis:acr:password";
const HIGH: &str = "urn:sluis:acr:mfa";

async fn with_the_counter() -> Server {
    let mut server = Server::start().await;
    server.register(COUNTER, &format!("require_pkce: false\nminimum_acr: {LOW}\nresources: ['{API}']"));
    server.restart().await;
    server
}

/// The application goes to the login for a token for the resource, with what a challenge asks besides.
async fn ask_for_a_token(browser: &Browser, challenge: &[(String, String)]) -> Landing {
    let more = challenge.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let more: Vec<_> = [("resource", API)].into_iter().chain(more).collect();
    browser.open(&url(COUNTER, &more)).await
}

/// What a challenge asks of the login: its parameters, as those of an authorization request (RFC 9470 4).
fn asked(challenge: &str) -> Vec<(String, String)> {
    let parameters = challenge.strip_prefix("Bearer ").expect("the scheme of RFC 6750");
    let (mut asked, mut error) = (Vec::new(), None);
    for parameter in parameters.split(", ") {
        let (name, value) = parameter.split_once('=').expect("a name and a value");
        let value = value.trim_matches('"').to_owned();
        match name {
            "error" => error = Some(value),
            "acr_values" | "max_age" => asked.push((name.to_owned(), value)),
            other => panic!("unknown in a challenge: {other}"),
        }
    }
    assert_eq!(error.as_deref(), Some("insufficient_user_authentication"));
    asked
}

fn access_token(tokens: &Value) -> &str {
    tokens["access_token"].as_str().expect("an access token")
}

async fn the_stronger_login_that_a_resource_asks_for(checks: Checks) {
    let server = with_the_counter().await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let resource = ResourceServer::start(&server, checks, Demand { acr_values: vec![HIGH], ..Demand::default() }).await;
    assert_eq!(resource.ask("nonsense").await, (401, Some("Bearer error=\"invalid_token\"".into())));
    let browser = server.browser();
    let page = ask_for_a_token(&browser, &[]).await;
    let landing = server.sign_in(&browser, &page, "ria").await;
    let low = tokens(&server, &browser, COUNTER, &landing).await;
    assert_eq!(payload(&low, "access_token")["acr"], LOW);

    let (status, challenge) = resource.ask(access_token(&low)).await;
    assert_eq!(status, 401);
    let asked = asked(&challenge.expect("a challenge"));
    assert_eq!(asked, [("acr_values".to_owned(), HIGH.to_owned())]);

    server.later(Duration::from_secs(30));
    let page = ask_for_a_token(&browser, &asked).await;
    assert_eq!(page.prompt(), "totp", "only what is missing");
    let landing = browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
    let high = tokens(&server, &browser, COUNTER, &landing).await;
    let (before, after) = (payload(&low, "access_token"), payload(&high, "access_token"));
    assert_eq!((&after["acr"], &after["aud"]), (&json!(HIGH), &json!(API)));
    assert_eq!(after["auth_time"], before["auth_time"], "the password is the oldest that it rests on");
    assert_eq!(after["sub"], before["sub"]);
    assert_eq!(resource.ask(access_token(&high)).await, (200, None));
    assert_eq!(resource.ask(access_token(&low)).await.0, 401, "the first token says what it said");
    // The session grew, so the next application needs nothing more.
    assert!(browser.open(&url(PLAIN, &[("prompt", "none")])).await.answer().contains_key("code"));
}

#[tokio::test]
async fn a_resource_that_reads_the_token_gets_the_stronger_login() {
    the_stronger_login_that_a_resource_asks_for(Checks::Signature).await;
}

#[tokio::test]
async fn a_resource_that_introspects_the_token_gets_the_stronger_login() {
    the_stronger_login_that_a_resource_asks_for(Checks::Introspection).await;
}

#[tokio::test]
async fn a_resource_that_asks_for_a_fresher_login_gets_fresh_evidence() {
    for checks in [Checks::Signature, Checks::Introspection] {
        let server = with_the_counter().await;
        let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
        let demand = Demand { acr_values: vec![HIGH], max_age: Some(60) };
        let resource = ResourceServer::start(&server, checks, demand).await;
        let browser = server.browser();
        let high = [("acr_values".to_owned(), HIGH.to_owned())];
        let page = ask_for_a_token(&browser, &high).await;
        let landing = log_in(&server, &browser, &page, &ria).await;
        let old = tokens(&server, &browser, COUNTER, &landing).await;
        assert_eq!(resource.ask(access_token(&old)).await, (200, None), "fresh enough as yet");

        server.later(Duration::from_secs(120));
        let (status, challenge) = resource.ask(access_token(&old)).await;
        assert_eq!(status, 401);
        let asked = asked(&challenge.expect("a challenge"));
        assert_eq!(asked, [("max_age".to_owned(), "60".to_owned())]);
        // A new token of the same session is no fresher: only new evidence is.
        let same = tokens(&server, &browser, COUNTER, &ask_for_a_token(&browser, &high).await).await;
        assert_eq!(resource.ask(access_token(&same)).await.0, 401);

        let wanted = [asked, high.to_vec()].concat();
        let page = ask_for_a_token(&browser, &wanted).await;
        assert_eq!(page.prompt(), "password", "all of it, for it all rests on the same moment; the name is known");
        let page = browser.submit(&page, &[("password", PASSWORD)]).await;
        assert_eq!(page.prompt(), "totp");
        let landing = browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
        let fresh = tokens(&server, &browser, COUNTER, &landing).await;
        let time = |tokens: &Value| payload(tokens, "access_token")["auth_time"].as_i64().expect("a time");
        assert_eq!(time(&fresh) - time(&old), 120);
        assert_eq!(resource.ask(access_token(&fresh)).await, (200, None), "{checks:?}");
    }
}

#[tokio::test]
async fn a_token_for_something_else_opens_nothing() {
    let server = with_the_counter().await;
    Person::named("ria").enrolled().add(server.provider()).await;
    let browser = server.browser();
    let page = browser.open(&url(COUNTER, &[])).await;
    let landing = server.sign_in(&browser, &page, "ria").await;
    let tokens = tokens(&server, &browser, COUNTER, &landing).await;
    for checks in [Checks::Signature, Checks::Introspection] {
        let resource = ResourceServer::start(&server, checks, Demand::default()).await;
        for token in [access_token(&tokens), tokens["id_token"].as_str().expect("an ID token")] {
            assert_eq!(resource.ask(token).await, (401, Some("Bearer error=\"invalid_token\"".into())), "{checks:?}");
        }
    }
}

#[tokio::test]
async fn the_browser_never_lowers_what_the_client_demands() {
    let server = Server::start().await;
    Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    // A session of the lower level, so that nothing but the level is owed.
    let browser = server.browser();
    let (page, pending) = server.go(&browser, "lezen").await;
    let landing = server.sign_in(&browser, &page, "ria").await;
    server.finish("lezen", pending, &landing).await;
    let claims = |acr: Value| json!({"id_token": {"acr": acr}}).to_string();
    for (name, value) in [
        ("acr_values", LOW.to_owned()),
        ("acr_values", format!("{LOW} {HIGH}")),
        ("claims", claims(json!({"value": LOW}))),
        ("claims", claims(json!({"values": [LOW, HIGH]}))),
        ("claims", claims(json!({"essential": true, "value": LOW}))),
        ("claims", claims(json!({"essential": true, "values": [LOW, "urn:other"]}))),
        ("max_age", "3600".to_owned()),
        ("prompt", "consent".to_owned()),
    ] {
        let more = [(name, value.as_str())];
        assert_eq!(browser.open(&url(PLAIN, &more)).await.prompt(), "totp", "GET with {name}={value}");
        let silent = [more[0], ("prompt", "none")];
        if name != "prompt" {
            let landing = browser.open(&url(PLAIN, &silent)).await;
            assert_eq!(landing.answer()["error"], "login_required", "GET without a page, with {name}={value}");
        }
        let request = browser.http.post(format!("{}/authorize", server.issuer)).form(&parameters(PLAIN, &more));
        let next = browser.step(request).await.redirect().expect("a 303");
        assert_eq!(browser.open(next.as_str()).await.prompt(), "totp", "POST with {name}={value}");
    }
}
