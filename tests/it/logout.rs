//! RP-initiated logout: at once with a valid hint, after a question otherwise, and on only to registered URIs.

use demo::relying_party::{LoggedIn, Wishes};

use reqwest::{StatusCode, Url};

use crate::support::people::Known;
use crate::support::{Browser, Person, Server};

async fn ria(server: &Server) -> Known {
    Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await
}

async fn logged_in(server: &Server) -> (Browser, LoggedIn) {
    log_in(server, &ria(server).await).await
}

async fn log_in(server: &Server, ria: &Known) -> (Browser, LoggedIn) {
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
    let on = posted_from_elsewhere(&server, &browser, &form).await.expect("a 303");
    assert_eq!((on.path(), on.query()), ("/logout/posted", None), "no ID token in a history or a log");
    assert!(is_logged_in(&server, &browser).await, "nobody is told of a logout that was none");
    // And then the browser follows the redirect: with its cookies.
    assert_eq!(browser.open(on.as_str()).await.url.as_str(), "http://localhost:9/?state=s");
    assert!(!is_logged_in(&server, &browser).await);

    assert_eq!(browser.open(on.as_str()).await.url.path(), "/logout/done", "it is brought once");
}

/// Posts a form as a browser posts one of another site: without our cookies. It keeps those of the answer.
async fn posted_from_elsewhere(server: &Server, browser: &Browser, form: &[(&str, &str)]) -> Result<Url, StatusCode> {
    let request = browser.http.post(format!("{}/logout", server.issuer)).header("cookie", "none=none").form(form);
    let answer = browser.step(request).await;
    answer.redirect().ok_or(answer.status)
}

#[tokio::test]
async fn what_no_browser_could_bring_back_is_refused() {
    let server = Server::start().await;
    let (browser, login) = logged_in(&server).await;
    let hint = login.hint.to_string();
    for length in [4_000, 60_000] {
        let state = "s".repeat(length);
        let form = [("id_token_hint", hint.as_str()), ("state", &state)];
        let refused = posted_from_elsewhere(&server, &browser, &form).await;
        assert_eq!(refused, Err(StatusCode::PAYLOAD_TOO_LARGE), "nothing was logged out, so nobody says it was");
    }
    let padding = "s".repeat(60_000);
    let form = [("id_token_hint", hint.as_str()), ("post_logout_redirect_uri", "http://localhost:9/"), ("x", &padding)];
    let on = posted_from_elsewhere(&server, &browser, &form).await.expect("what is not for us is not brought");
    assert_eq!(browser.open(on.as_str()).await.url.as_str(), "http://localhost:9/");
}

#[tokio::test]
async fn who_confirms_goes_on_to_the_application_that_asked() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    let (_, older) = log_in(&server, &ria).await;
    let hint = older.hint.to_string();
    let to = "http://localhost:9/";
    for posted in [false, true] {
        // No code of the authenticator serves twice.
        server.later(std::time::Duration::from_secs(60));
        let (browser, _) = log_in(&server, &ria).await;
        let page = if posted {
            let form = [("id_token_hint", hint.as_str()), ("post_logout_redirect_uri", to), ("state", "s&t")];
            let on = posted_from_elsewhere(&server, &browser, &form).await.expect("a 303");
            browser.open(on.as_str()).await
        } else {
            browser.open(&format!("/logout?id_token_hint={hint}&post_logout_redirect_uri={to}&state=s%26t")).await
        };
        assert!(is_logged_in(&server, &browser).await, "the hint is of an older session, so the person is asked");
        let policy = page.headers["content-security-policy"].to_str().expect("text");
        assert!(policy.contains("form-action 'self' http://localhost:9"), "the form may lead there: {policy}");
        let form = page.form().expect("a form");
        assert_eq!(form.action, "/logout/confirm");
        // What came with the page can be changed on the way back; then it is decided anew.
        let mut forged: Vec<_> = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        forged.retain(|(name, _)| *name != "post_logout_redirect_uri");
        forged.push(("post_logout_redirect_uri", "https://evil.example/"));
        assert_eq!(browser.post(&page, "/logout/confirm", &forged).await.status, 400);
        assert!(is_logged_in(&server, &browser).await);

        let fields: Vec<_> = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let on = browser.post(&page, "/logout/confirm", &fields).await.redirect().expect("a 303");
        assert_eq!(on.as_str(), "http://localhost:9/?state=s%26t");
        assert!(!is_logged_in(&server, &browser).await);
    }
}
