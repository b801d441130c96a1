//! OAuth 2.0 Form Post Response Mode: the answer in a form that sends itself.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

use crate::support::chromium::Chromium;
use crate::support::protocol::{PLAIN, somebody_logged_in, url};
use crate::support::server::APPLICATIONS;
use crate::support::{Landing, Server};

/// The fields of the form, as a browser reads them.
fn fields(page: &Landing) -> BTreeMap<String, String> {
    page.form().expect("a form").fields
}

fn form_post<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [&[("response_mode", "form_post")], more].concat()
}

#[tokio::test]
async fn the_code_travels_in_a_form() {
    let server = Server::start().await;
    let (browser, _) = somebody_logged_in(&server, "ria").await;
    let page = browser.open(&url(PLAIN, &form_post(&[("state", "af0ifjsldkj")]))).await;
    assert_eq!(page.status, 200);
    let answer = fields(&page);
    assert_eq!(answer.keys().collect::<Vec<_>>(), ["code", "iss", "state"], "and nothing of ours");
    assert_eq!((answer["state"].as_str(), &answer["iss"]), ("af0ifjsldkj", &server.issuer));
    assert_eq!(page.form().expect("a form").action, format!("{APPLICATIONS}/{PLAIN}/callback"));
    page.does_not_say("csrf").does_not_say("ui_locales").says("<button");
    assert_eq!(page.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn one_script_may_run_and_it_is_the_one_on_the_page() {
    let server = Server::start().await;
    let page = server.browser().open(&url(PLAIN, &form_post(&[("prompt", "none")]))).await;
    let script = page.between("<script>", "</script>").expect("a script");
    let hash = STANDARD.encode(Sha256::digest(&script));
    let policy = page.headers["content-security-policy"].to_str().expect("text").to_owned();
    assert!(policy.contains(&format!("script-src 'sha256-{hash}'")), "{policy}");
    assert!(policy.contains(&format!("form-action 'self' {APPLICATIONS}")), "{policy}");
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(page.body.matches("<script").count(), 1);
    let login = server.browser().open(&url(PLAIN, &form_post(&[]))).await;
    let policy = login.headers["content-security-policy"].to_str().expect("text");
    let (_, source) = policy.split_once("; script-src ").expect("the script of the passkeys");
    let source = source.split(';').next().unwrap_or_default();
    let loaded = login.between("<script src=\"", "\"").expect("a script").replace("&#x2f;", "/");
    assert_eq!(source, format!("{}{loaded}", server.issuer), "that one file, and nothing that stands in a page");
    assert_eq!(login.body.matches("<script").count(), 1);
}

#[tokio::test]
async fn errors_travel_in_a_form_too() {
    let server = Server::start().await;
    let browser = server.browser();
    for (more, error) in [
        (("prompt", "none"), "login_required"),
        (("response_type", "token"), "unsupported_response_type"),
        (("scope", "email"), "invalid_scope"),
        (("max_age", "x"), "invalid_request"),
    ] {
        let page = browser.open(&url(PLAIN, &form_post(&[more]))).await;
        let answer = fields(&page);
        assert_eq!((answer["error"].as_str(), answer["state"].as_str()), (error, "s"));
        assert_eq!(answer["iss"], server.issuer);
    }
    let page = browser.open(&url(PLAIN, &form_post(&[]))).await;
    let cancel = format!("/login/{}/cancel", page.transaction());
    let answer = fields(&browser.post(&page, &cancel, &[]).await);
    assert_eq!(answer["error"], "access_denied", "in the answer to a POST as well");
    let unknown = browser.open(&url(PLAIN, &[("response_mode", "fragment")])).await.answer();
    assert_eq!(unknown["error"], "invalid_request", "a mode that we do not know: in the query");
}

#[tokio::test]
async fn any_state_comes_back_untouched() {
    let server = Server::start().await;
    let browser = server.browser();
    let legal: String = (0x20_u8..0x7f).map(char::from).collect();
    let long = legal.repeat(44)[..4096].to_owned();
    for state in ["-._~", "\"><script>alert(1)</script>", "a&amp;b&lt;", "{{ 1 + 1 }}", "é☎\u{1f6aa}", &legal, &long]
    {
        let page = browser.open(&url(PLAIN, &form_post(&[("prompt", "none"), ("state", state)]))).await;
        assert_eq!(fields(&page)["state"], state);
        assert_eq!(page.body.matches("<script").count(), 1);
    }
    for state in ["a\r\nb", "a\nb", "\0", &format!("{long}x")] {
        let page = browser.open(&url(PLAIN, &form_post(&[("prompt", "none"), ("state", state)]))).await;
        let answer = fields(&page);
        assert_eq!((answer["error"].as_str(), answer.get("state")), ("invalid_request", None), "{state:?}");
    }
}

/// In a real browser, under the real policy.
async fn in_chromium(scripts: bool) {
    let chromium = Chromium::start(scripts).await;
    let (issuer, base) = (chromium.demo.issuer.clone(), chromium.demo.base.clone());
    let callback = format!("{base}/drop/callback");
    let challenge = ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    let more = [("redirect_uri", callback.as_str()), ("prompt", "none"), challenge, ("code_challenge_method", "S256")];
    chromium.driver.goto(format!("{issuer}{}", url("drop", &form_post(&more)))).await.expect("a page");
    if !scripts {
        chromium.click("main form button").await;
    }
    chromium.wait(|url| url.as_str() == callback, "the application").await;
    chromium.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_scripts_the_form_sends_itself() {
    in_chromium(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_the_button_sends_it() {
    in_chromium(false).await;
}
