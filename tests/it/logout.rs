//! RP-initiated logout: at once with a valid hint, after a question otherwise, and on only to registered URIs.

use demo::relying_party::{LoggedIn, Wishes};

use crate::support::{Browser, Person, Server};

async fn logged_in(server: &Server) -> (Browser, LoggedIn) {
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let browser = server.browser();
    let (page, pending) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, "ria").await;
    let landing = browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
    let login = server.finish("drop", pending, &landing).await;
    (browser, login)
}

async fn is_logged_in(server: &Server, browser: &Browser) -> bool {
    let silent = Wishes { prompt: Some("none".into()), ..Wishes::default() };
    server.go_with(browser, "drop", silent).await.0.answer().contains_key("code")
}

#[tokio::test]
async fn with_a_valid_hint_and_a_registered_uri() {
    let server = Server::start().await;
    let (browser, login) = logged_in(&server).await;
    assert!(is_logged_in(&server, &browser).await);
    let url = server.application("drop").logout(&login).await.expect("a URL");
    server.later(std::time::Duration::from_secs(600));
    let landing = browser.open(&format!("{url}&state=s-._~1")).await;
    assert_eq!(landing.url.as_str(), "http://localhost:9/?state=s-._%7E1", "an expired hint serves");
    assert!(!is_logged_in(&server, &browser).await);
    let landing = browser.open(&url).await;
    assert_eq!(landing.url.as_str(), "http://localhost:9/", "once more does no harm, and without state there is none");
}

#[tokio::test]
async fn anything_else_asks_and_sends_nobody_on() {
    let server = Server::start().await;
    let (browser, login) = logged_in(&server).await;
    let hint = login.hint.to_string();
    let forged = {
        let (_, rest) = hint.split_once('.').expect("a JWT");
        format!("eyJhbGciOiJub25lIn0.{}.", rest.split_once('.').expect("a JWT").0)
    };
    let uri = "post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A9%2F";
    for query in [
        String::new(),
        uri.to_owned(),
        "state=x".to_owned(),
        format!("{uri}&client_id=drop"),
        format!("{uri}&id_token_hint={forged}"),
        format!("{uri}&id_token_hint=nonsense"),
        format!("{uri}&id_token_hint={hint}&client_id=lezen"),
    ] {
        let page = browser.open(&format!("/logout?{query}")).await;
        assert_eq!((page.status.as_u16(), page.url.path()), (200, "/logout"), "{query}");
        assert!(is_logged_in(&server, &browser).await, "{query}");
    }
    for bad in
        ["https%3A%2F%2Fevil.example%2F", "http%3A%2F%2Flocalhost%3A9%2F%3Ffoo%3Dbar", "http%3A%2F%2Flocalhost%3A9"]
    {
        let page = browser.open(&format!("/logout?id_token_hint={hint}&post_logout_redirect_uri={bad}")).await;
        assert_eq!(page.status, 400, "{bad}");
        page.does_not_say("evil");
        assert!(is_logged_in(&server, &browser).await, "{bad}");
    }
    let page = browser.open("/logout").await;
    let stranger = browser.http.post(format!("{}/logout/confirm", server.issuer)).form(&[("csrf", "x")]);
    assert_eq!(browser.step(stranger).await.status, 403);
    let done = browser.post(&page, "/logout/confirm", &[]).await.redirect().expect("a 303");
    assert_eq!(browser.open(done.as_str()).await.status, 200);
    assert!(!is_logged_in(&server, &browser).await);
}

#[tokio::test]
async fn the_old_cookie_is_dead_and_a_post_serves_too() {
    let server = Server::start().await;
    let (browser, login) = logged_in(&server).await;
    let thief = browser.clone();
    let hint = login.hint.to_string();
    let request = browser.http.post(format!("{}/logout", server.issuer)).form(&[("id_token_hint", hint.as_str())]);
    let done = browser.step(request).await.redirect().expect("a 303");
    assert_eq!(done.path(), "/logout/done");
    assert!(!is_logged_in(&server, &thief).await);
}

#[tokio::test]
async fn a_post_from_another_site_ends_the_session_and_not_only_says_so() {
    let server = Server::start().await;
    let (browser, login) = logged_in(&server).await;
    let hint = login.hint.to_string();
    let form = [("id_token_hint", hint.as_str()), ("post_logout_redirect_uri", "http://localhost:9/"), ("state", "s")];
    // As a browser posts a form of another site: without our cookies.
    let stranger = server.browser();
    let answer = stranger.step(stranger.http.post(format!("{}/logout", server.issuer)).form(&form)).await;
    let on = answer.redirect().expect("a 303");
    assert_eq!(on.path(), "/logout", "nobody is told of a logout that was none");
    assert!(is_logged_in(&server, &browser).await);
    // And then follows the redirect: with them.
    assert_eq!(browser.open(on.as_str()).await.url.as_str(), "http://localhost:9/?state=s");
    assert!(!is_logged_in(&server, &browser).await);
}
