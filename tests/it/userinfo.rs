//! The userinfo endpoint: claims by scope, for tokens whose grant still stands.

use std::time::Duration;

use idp_core::account::Change;
use idp_core::audit::Code;
use serde_json::Value;

use crate::support::people::{Known, change};
use crate::support::protocol::log_in;
use crate::support::server::{APPLICATIONS, SECRET};
use crate::support::{Browser, Landing, Person, Server};

async fn token(server: &Server, browser: &Browser, scope: &str) -> String {
    let uri = format!("{APPLICATIONS}/oud/callback");
    let url = format!("/authorize?client_id=oud&redirect_uri={uri}&response_type=code&scope={scope}");
    let code = browser.open(&url).await.answer()["code"].clone();
    let form = [("grant_type", "authorization_code"), ("code", code.as_str()), ("redirect_uri", uri.as_str())];
    let request = browser.http.post(format!("{}/token", server.issuer)).basic_auth("oud", Some(SECRET)).form(&form);
    let tokens: Value = serde_json::from_str(&browser.step(request).await.body).expect("JSON");
    tokens["access_token"].as_str().expect("a token").to_owned()
}

async fn userinfo(server: &Server, browser: &Browser, token: &str) -> Landing {
    browser.step(browser.http.get(format!("{}/userinfo", server.issuer)).bearer_auth(token)).await
}

async fn logged_in(server: &Server) -> (Browser, Known) {
    let ria = Person::named("ria").phone("+31612345678").email("ria@x.nl").enrolled().add(server.provider()).await;
    let browser = server.browser();
    let (page, pending) = server.go(&browser, "drop").await;
    let landing = log_in(server, &browser, &page, &ria).await;
    server.finish("drop", pending, &landing).await;
    (browser, ria)
}

#[tokio::test]
async fn claims_follow_the_scope() {
    let server = Server::start().await;
    let (browser, ria) = logged_in(&server).await;
    for (scope, expected) in [
        ("openid", vec!["sub"]),
        ("openid+email", vec!["email", "email_verified", "sub"]),
        ("openid+phone", vec!["phone_number", "phone_number_verified", "sub"]),
        ("openid+profile", vec!["name", "preferred_username", "sub", "updated_at"]),
        ("openid+address+unknown", vec!["sub"]),
    ] {
        let token = token(&server, &browser, scope).await;
        let answer = userinfo(&server, &browser, &token).await;
        assert_eq!(answer.headers["content-type"], "application/json");
        let claims: Value = serde_json::from_str(&answer.body).expect("JSON");
        let mut names: Vec<&str> = claims.as_object().expect("claims").keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, expected, "{scope}");
        assert_eq!(claims["sub"], ria.subject.as_str());
        if scope.contains("email") {
            assert_eq!(claims["email_verified"], false, "on record is not verified");
        }
    }
}

#[tokio::test]
async fn what_is_not_a_good_token_is_refused() {
    let server = Server::start().await;
    let (browser, _) = logged_in(&server).await;
    let good = token(&server, &browser, "openid").await;
    assert_eq!(userinfo(&server, &browser, &good).await.status, 200);
    let post = browser.http.post(format!("{}/userinfo", server.issuer)).bearer_auth(&good);
    assert_eq!(browser.step(post).await.status, 200, "POST with the header (OIDC Core 5.3.1)");
    let form = [("access_token", good.as_str())];
    let in_form = browser.http.post(format!("{}/userinfo", server.issuer)).form(&form);
    assert_eq!(browser.step(in_form).await.status, 200, "POST with the form (RFC 6750 2.2)");
    let twice = browser.http.post(format!("{}/userinfo", server.issuer)).bearer_auth(&good).form(&form);
    assert_eq!(browser.step(twice).await.status, 400, "not both");
    let mut altered = good.clone();
    let at = good.len() - 4;
    altered.replace_range(at..=at, if &good[at..=at] == "A" { "B" } else { "A" });
    let (head, rest) = good.split_once('.').expect("a JWT");
    let none = format!("eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.{}.", rest.split_once('.').expect("a JWT").0);
    let (page, pending) = server.go(&browser, "drop").await;
    let id_token = server.finish("drop", pending, &page).await.hint.to_string();
    for (case, token) in [
        ("altered", altered),
        ("cut off", good[..good.len() - 1].to_owned()),
        ("longer", format!("{good}A")),
        ("alg none", none),
        ("an ID token", id_token),
        ("no JWT", "x".to_owned()),
        ("the header alone", head.to_owned()),
    ] {
        let answer = userinfo(&server, &browser, &token).await;
        assert_eq!(answer.status, 401, "{case}");
        assert!(answer.headers["www-authenticate"].to_str().expect("text").contains("invalid_token"), "{case}");
    }
    let nothing = browser.step(browser.http.get(format!("{}/userinfo", server.issuer))).await;
    assert_eq!((nothing.status.as_u16(), nothing.headers["www-authenticate"].to_str().ok()), (401, Some("Bearer")));
    let in_query = browser.http.get(format!("{}/userinfo?access_token={good}", server.issuer));
    assert_eq!(browser.step(in_query).await.status, 401, "never in the query");
    server.later(Duration::from_secs(601));
    assert_eq!(userinfo(&server, &browser, &good).await.status, 401, "expired");
}

#[tokio::test]
async fn a_token_dies_with_the_account_or_the_session_behind_it() {
    let server = Server::start().await;
    let (browser, ria) = logged_in(&server).await;
    let one = token(&server, &browser, "openid").await;
    let page = browser.open("/logout").await;
    browser.post(&page, "/logout/confirm", &[]).await;
    assert_eq!(userinfo(&server, &browser, &one).await.status, 401, "logged out");

    let again = server.browser();
    server.later(Duration::from_secs(60));
    let (page, _) = server.go(&again, "drop").await;
    log_in(&server, &again, &page, &ria).await;
    let two = token(&server, &again, "openid").await;
    assert_eq!(userinfo(&server, &again, &two).await.status, 200);
    change(server.provider(), &ria.subject, Change::Disable, Code::AccountDisabled).await;
    assert_eq!(userinfo(&server, &again, &two).await.status, 401, "disabled");
}
