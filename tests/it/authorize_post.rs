//! An authorization request by POST (OIDC Core 3.1.2.1): it goes on with a GET, because the cookies do not come along.

use std::time::Duration;

use crate::support::protocol::{PLAIN, error, log_in, parameters, payload, somebody_logged_in, tokens};
use crate::support::{Browser, Landing, Person, Server};

/// Posts from another site, as a browser does: without the cookies that it has.
async fn post(server: &Server, more: &[(&str, &str)]) -> Landing {
    let stranger = server.browser();
    let request = stranger.http.post(format!("{}/authorize", server.issuer)).header("sec-fetch-site", "cross-site");
    stranger.step(request.form(&parameters(PLAIN, more))).await
}

/// Posts, and goes on as the browser.
async fn ask(server: &Server, browser: &Browser, more: &[(&str, &str)]) -> Landing {
    let posted = post(server, more).await;
    assert!(posted.headers.get("set-cookie").is_none(), "a cookie would replace the one that the browser kept back");
    let next = posted.redirect().expect("a 303");
    browser.open(next.as_str()).await
}

#[tokio::test]
async fn a_posted_request_sees_the_session() {
    let server = Server::start().await;
    let (browser, ria) = somebody_logged_in(&server, "ria").await;
    let landing = ask(&server, &browser, &[("nonce", "n-1")]).await;
    assert_eq!(landing.answer()["state"], "s");
    let id_token = payload(&tokens(&server, &browser, PLAIN, &landing).await, "id_token");
    assert_eq!((&id_token["sub"], &id_token["nonce"]), (&ria.subject.as_str().into(), &"n-1".into()));
    let silent = ask(&server, &browser, &[("prompt", "none")]).await;
    assert!(silent.answer().contains_key("code"), "prompt=none");
}

#[tokio::test]
async fn without_a_session_it_is_a_login_like_any_other() {
    let server = Server::start().await;
    let ria = Person::named("ria").enrolled().add(server.provider()).await;
    let browser = server.browser();
    assert_eq!(error(&ask(&server, &browser, &[("prompt", "none")]).await), "login_required");
    let page = ask(&server, &browser, &[("login_hint", "ria")]).await;
    assert_eq!(page.prompt(), "identify");
    page.says("value=\"ria\"");
    let landing = log_in(&server, &browser, &page, &ria).await;
    assert!(landing.answer().contains_key("code"));
}

#[tokio::test]
async fn a_posted_request_is_taken_up_once_and_is_no_login_before() {
    let server = Server::start().await;
    let (browser, _) = somebody_logged_in(&server, "ria").await;
    let next = post(&server, &[]).await.redirect().expect("a 303");
    let id = next.path().rsplit('/').next().expect("an id").to_owned();
    for path in [format!("/login/{id}"), format!("/login/{id}/identify"), format!("/login/{id}/password")] {
        assert_eq!(browser.open(&path).await.status, 404, "{path}");
    }
    assert!(browser.open(next.as_str()).await.answer().contains_key("code"));
    assert_eq!(browser.open(next.as_str()).await.status, 404, "once");
    let next = post(&server, &[]).await.redirect().expect("a 303");
    server.later(Duration::from_secs(3601));
    assert_eq!(browser.open(next.as_str()).await.status, 404, "too late");
    assert_eq!(browser.open("/authorize/unknown").await.status, 404);
    assert_eq!(browser.open("/authorize/%00").await.status, 404);
}

#[tokio::test]
async fn what_is_wrong_is_said_at_once() {
    let server = Server::start().await;
    let page = post(&server, &[("redirect_uri", "https://evil.example/")]).await;
    assert_eq!(page.status, 400);
    assert!(page.headers.get("location").is_none());
    let answer = post(&server, &[("response_type", "token")]).await;
    let location = answer.redirect().expect("a 303");
    assert!(location.query().is_some_and(|query| query.contains("error=unsupported_response_type")));
    // What stands in the URL of a POST is no part of the request.
    let browser = server.browser();
    let url = format!("{}/authorize?{}", server.issuer, "client_id=oud");
    assert_eq!(browser.step(browser.http.post(url)).await.status, 400);
}
