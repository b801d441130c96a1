//! Pairwise subjects (OIDC Core 8.1): each sector sees a person by a `sub` of its own.

use std::collections::BTreeSet;

use idp_core::id::Subject;
use serde_json::Value;

use crate::support::protocol::{PLAIN, payload, somebody_logged_in, tokens, url, userinfo};
use crate::support::{Browser, Server};

async fn log_in(server: &Server, browser: &Browser, client: &str) -> Value {
    let landing = browser.open(&url(client, &[])).await;
    tokens(server, browser, client, &landing).await
}

/// The `sub` that a client sees: the same wherever it looks.
async fn sub(server: &Server, browser: &Browser, client: &str) -> String {
    let tokens = log_in(server, browser, client).await;
    let sub = payload(&tokens, "id_token")["sub"].clone();
    assert_eq!(payload(&tokens, "access_token")["sub"], sub);
    assert_eq!(userinfo(server, browser, &tokens).await["sub"], sub);
    sub.as_str().expect("text").to_owned()
}

#[tokio::test]
async fn each_sector_has_its_own_and_keeps_it() {
    let mut server = Server::start().await;
    let (browser, ria) = somebody_logged_in(&server, "ria").await;
    let (paar, elders) = (sub(&server, &browser, "paar").await, sub(&server, &browser, "elders").await);
    assert_eq!(sub(&server, &browser, PLAIN).await, ria.subject.as_str());
    assert!(paar != elders && paar != ria.subject.as_str() && elders != ria.subject.as_str());
    assert!(Subject::parse(&paar).is_some(), "URL-safe: {paar}");
    let (other, _) = somebody_logged_in(&server, "els").await;
    assert_ne!(sub(&server, &other, "paar").await, paar);
    server.restart().await;
    assert_eq!(sub(&server, &browser, "paar").await, paar, "for ever");
}

/// The names by which a client knows the person and the session.
async fn names(server: &Server, browser: &Browser, client: &str) -> [String; 2] {
    let tokens = log_in(server, browser, client).await;
    ["sub", "sid"].map(|name| payload(&tokens, "id_token")[name].as_str().expect("text").to_owned())
}

#[tokio::test]
async fn nor_do_the_names_of_the_session_say_that_two_are_one() {
    let server = Server::start().await;
    let (browser, _) = somebody_logged_in(&server, "ria").await;
    let mut seen = BTreeSet::new();
    for client in [PLAIN, "paar", "elders"] {
        let [sub, sid] = names(&server, &browser, client).await;
        assert_eq!(names(&server, &browser, client).await, [sub.clone(), sid.clone()], "{client}: to its end");
        seen.extend([sub, sid]);
    }
    assert_eq!(seen.len(), 6, "nothing that two of them could compare");
}

#[tokio::test]
async fn the_logout_knows_the_person_by_it() {
    let server = Server::start().await;
    let (browser, _) = somebody_logged_in(&server, "ria").await;
    let (other, _) = somebody_logged_in(&server, "els").await;
    let hint = log_in(&server, &browser, "paar").await["id_token"].as_str().expect("an ID token").to_owned();
    let logout = format!("/logout?id_token_hint={hint}");
    assert_eq!(other.open(&logout).await.url.path(), "/logout", "another person is asked");
    assert_eq!(browser.open(&logout).await.url.path(), "/logout/done", "this one is logged out at once");
}
