//! Whom the application means: `id_token_hint`, `sub` in the `claims` parameter, `prompt=select_account`; and what is only a
//! wish.

use std::time::Duration;

use serde_json::json;

use crate::support::protocol::{PLAIN, error, log_in, payload, somebody_logged_in, tokens, url};
use crate::support::{Browser, Person, Server};

/// The ID token that the application has of the person of this browser.
async fn hint(server: &Server, browser: &Browser, client: &str) -> String {
    let landing = browser.open(&url(client, &[])).await;
    tokens(server, browser, client, &landing).await["id_token"].as_str().expect("an ID token").to_owned()
}

#[tokio::test]
async fn a_hint_about_the_person_of_the_session_is_silent() {
    let server = Server::start().await;
    let (browser, ria) = somebody_logged_in(&server, "ria").await;
    for client in [PLAIN, "paar"] {
        let hint = hint(&server, &browser, client).await;
        // Expired: an ID token lives five minutes.
        server.later(Duration::from_secs(600));
        let landing = browser.open(&url(client, &[("prompt", "none"), ("id_token_hint", &hint)])).await;
        let again = payload(&tokens(&server, &browser, client, &landing).await, "id_token");
        assert_eq!(again["sub"] == ria.subject.as_str(), client == PLAIN);
        let stranger = server.browser();
        let landing = stranger.open(&url(client, &[("prompt", "none"), ("id_token_hint", &hint)])).await;
        assert_eq!(error(&landing), "login_required", "nobody is there");
    }
}

#[tokio::test]
async fn a_hint_about_another_person_never_gives_a_code_for_this_one() {
    let server = Server::start().await;
    let (els_browser, els) = somebody_logged_in(&server, "els").await;
    let (browser, ria) = somebody_logged_in(&server, "ria").await;
    for client in [PLAIN, "paar"] {
        let hint = hint(&server, &els_browser, client).await;
        let silent = browser.open(&url(client, &[("prompt", "none"), ("id_token_hint", &hint)])).await;
        assert_eq!(error(&silent), "login_required");

        // Whoever is there is asked who they are, and stopped after the password if they are not the one.
        let page = browser.open(&url(client, &[("id_token_hint", &hint)])).await;
        assert_eq!(page.prompt(), "identify");
        let stopped = browser.submit(&page, &[("username", "ria")]).await;
        assert_eq!(stopped.status, 403, "a session of hers does not help");
        stopped.says("ander account");
        let back = browser.post(&stopped, &format!("/login/{}/cancel", page.transaction()), &[]).await;
        let location = back.redirect().expect("a 303");
        assert!(location.query().is_some_and(|query| query.contains("error=login_required")), "{location}");

        let fresh = server.browser();
        let page = fresh.open(&url(client, &[("id_token_hint", &hint)])).await;
        let stopped = server.sign_in(&fresh, &page, "ria").await;
        assert_eq!(stopped.status, 403, "nor does her password");

        let page = fresh.open(&url(client, &[("id_token_hint", &hint)])).await;
        let landing = log_in(&server, &fresh, &page, &els).await;
        assert!(landing.answer().contains_key("code"), "the one who is meant");
        server.later(Duration::from_secs(90));
    }
    drop(ria);
}

#[tokio::test]
async fn what_is_no_id_token_for_this_client_is_refused() {
    let server = Server::start().await;
    let (browser, _) = somebody_logged_in(&server, "ria").await;
    let good = hint(&server, &browser, PLAIN).await;
    let landing = browser.open(&url(PLAIN, &[])).await;
    let access_token = tokens(&server, &browser, PLAIN, &landing).await["access_token"].as_str().map(str::to_owned);
    let others = hint(&server, &browser, "paar").await;
    let (before, after) = (&good[..good.len() - 10], &good[good.len() - 9..]);
    let altered = format!("{before}{}{after}", if good[before.len()..].starts_with('A') { 'B' } else { 'A' });
    let (head, _) = good.rsplit_once('.').expect("a JWT");
    for (case, bad) in [
        ("altered", altered.as_str()),
        ("no signature", &format!("{head}.")),
        ("an access token", &access_token.expect("a token")),
        ("another client's", &others),
        ("nonsense", "x"),
    ] {
        let landing = browser.open(&url(PLAIN, &[("id_token_hint", bad)])).await;
        assert_eq!(error(&landing), "invalid_request", "{case}");
    }
}

#[tokio::test]
async fn a_sub_that_is_asked_for_must_be_the_persons() {
    let server = Server::start().await;
    let (browser, ria) = somebody_logged_in(&server, "ria").await;
    let ask = |sub: &str, member: &str| json!({member: {"sub": {"value": sub}}}).to_string();
    for member in ["id_token", "userinfo"] {
        let claims = ask(ria.subject.as_str(), member);
        let landing = browser.open(&url(PLAIN, &[("prompt", "none"), ("claims", &claims)])).await;
        assert!(landing.answer().contains_key("code"), "{member}");
        let landing = browser.open(&url(PLAIN, &[("prompt", "none"), ("claims", &ask("another", member))])).await;
        assert_eq!(error(&landing), "login_required", "{member}");
    }
    let page = browser.open(&url(PLAIN, &[("claims", &ask("another", "id_token"))])).await;
    assert_eq!(page.prompt(), "identify");
    let hint = hint(&server, &browser, PLAIN).await;
    let claims = ask("another", "id_token");
    let landing = browser.open(&url(PLAIN, &[("claims", &claims), ("id_token_hint", &hint)])).await;
    assert_eq!(error(&landing), "invalid_request", "two people at once");
}

#[tokio::test]
async fn select_account_always_asks_the_name() {
    let server = Server::start().await;
    let (browser, ria) = somebody_logged_in(&server, "ria").await;
    let els = Person::named("els").enrolled().add(server.provider()).await;
    let page = browser.open(&url(PLAIN, &[("prompt", "select_account")])).await;
    assert_eq!(page.prompt(), "identify");
    let landing = browser.submit(&page, &[("username", "ria")]).await;
    assert!(landing.answer().contains_key("code"), "the same person: the session counts");
    let page = browser.open(&url(PLAIN, &[("prompt", "select_account")])).await;
    let landing = log_in(&server, &browser, &page, &els).await;
    let sub = payload(&tokens(&server, &browser, PLAIN, &landing).await, "id_token")["sub"].clone();
    assert_eq!(sub, els.subject.as_str());
    assert_ne!(sub, ria.subject.as_str());
}

#[tokio::test]
async fn wishes_are_never_an_error() {
    let server = Server::start().await;
    let (browser, _) = somebody_logged_in(&server, "ria").await;
    let long = "x".repeat(5000);
    for (name, value) in [
        ("display", "popup"),
        ("display", "hologram"),
        ("claims_locales", "fr-CA"),
        ("claims_locales", "not a tag"),
        ("login_hint", "somebody else"),
        ("login_hint", &long),
        ("ui_locales", &long),
        ("prompt", "consent"),
        ("acr_values", "0"),
        ("unheard_of", "x"),
    ] {
        let landing = browser.open(&url(PLAIN, &[(name, value)])).await;
        assert!(landing.answer().contains_key("code"), "{name}");
    }
}
