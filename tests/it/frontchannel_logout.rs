//! Front-Channel Logout 1.0: what applications want loaded is loaded in frames, and then the browser goes on.

use std::time::{Duration, Instant};

use crate::support::chromium::Chromium;
use crate::support::people::Known as Somebody;
use crate::support::protocol::somebody_logged_in;
use crate::support::receiver::{Answer, Known, Receiver, authorize, framed_at, known};
use crate::support::{Browser, Landing, PASSWORD, Person, Server};

async fn prepared(receiver: &Receiver) -> Server {
    let mut server = Server::prepare("sqlite:data/sluis.db").await;
    receiver.register(&server, "een", &(framed_at(&receiver.base, "een") + "subject_type: pairwise\n"));
    receiver.register(&server, "twee", &framed_at(&receiver.base, "twee"));
    receiver.register(&server, "stil", "");
    server.begin().await;
    server
}

async fn log_in(server: &Server, browser: &Browser, base: &str, id: &str) -> Known {
    let landing = browser.open(&authorize(base, id, "")).await;
    known(server, browser, base, id, &landing).await
}

fn logout(base: &str, login: &Known) -> String {
    format!("/logout?id_token_hint={}&post_logout_redirect_uri={base}/&state=s", login.id_token)
}

#[tokio::test]
async fn a_frame_for_each_application_that_saw_the_session_and_wants_one() {
    let receiver = Receiver::start().await;
    let server = prepared(&receiver).await;
    let base = &receiver.base;
    let (browser, _) = somebody_logged_in(&server, "ria").await;
    let een = log_in(&server, &browser, base, "een").await;
    log_in(&server, &browser, base, "stil").await;
    let page = browser.open(&logout(base, &een)).await;
    assert_eq!((page.status.as_u16(), page.url.path()), (200, "/logout"));
    page.says("<h1>U wordt uitgelogd</h1>").says("title=\"Uitloggen bij Applicatie een\"");
    assert_eq!(page.body.matches("<iframe ").count(), 1, "of the two that saw it one wants it");
    let frame = unescape(&page.between("<iframe src=\"", "\"").expect("a frame"));
    let (issuer, sid) = (server.issuer.replace(':', "%3A").replace('/', "%2F"), een.claims["sid"].as_str());
    assert_eq!(frame, format!("{base}/een/frontchannel?keep=1&iss={issuer}&sid={}", sid.expect("a sid")));
    assert_eq!(unescape(&page.between("id=\"on\" href=\"", "\"").expect("a link")), format!("{base}/?state=s"));

    page.says(" sandbox=\"allow-same-origin allow-scripts\" referrerpolicy=\"no-referrer\" hidden></iframe>");

    let policy = page.headers["content-security-policy"].to_str().expect("text");
    assert!(policy.contains(&format!("frame-src {base}")) && policy.ends_with(base.as_str()), "{policy}");
    assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'sha256-"), "{policy}");
    assert!(!policy.contains("unsafe") && !policy.contains("script-src 'self'"), "{policy}");
    assert_eq!(page.headers["x-frame-options"], "DENY", "nobody frames us");
    assert_eq!(page.headers["cache-control"], "no-store");
    assert!(browser.open(&authorize(base, "een", "&prompt=none")).await.answer().contains_key("error"), "it is over");
    assert_eq!(browser.open(&logout(base, &een)).await.url.as_str(), format!("{base}/?state=s"), "once more: at once");
}

#[tokio::test]
async fn nobody_waits_where_no_application_wants_a_frame_and_the_question_leads_there_too() {
    let receiver = Receiver::start().await;
    let server = prepared(&receiver).await;
    let base = &receiver.base;
    let (browser, _) = somebody_logged_in(&server, "ria").await;
    let stil = log_in(&server, &browser, base, "stil").await;
    let landing = browser.open(&logout(base, &stil)).await;
    assert_eq!(landing.url.as_str(), format!("{base}/?state=s"));

    let (browser, _) = somebody_logged_in(&server, "els").await;
    log_in(&server, &browser, base, "een").await;
    log_in(&server, &browser, base, "twee").await;
    let question = browser.open("/logout").await;
    let page = browser.post(&question, "/logout/confirm", &[]).await;
    assert_eq!(page.body.matches("<iframe ").count(), 2);
    assert_eq!(unescape(&page.between("id=\"on\" href=\"", "\"").expect("a link")), "/logout/done");
}

fn unescape(html: &str) -> String {
    html.replace("&#x2f;", "/").replace("&amp;", "&")
}

/// Logs in at an application in a real browser, and gives its ID token.
async fn in_chromium(chromium: &Chromium, server: &Server, base: &str, id: &str, ria: &Somebody) -> Known {
    chromium.driver.goto(format!("{}{}", server.issuer, authorize(base, id, ""))).await.expect("a page");
    if chromium.driver.current_url().await.expect("a URL").path().starts_with("/login/") {
        chromium.at("identify").await;
        chromium.fill("username", ria.name.as_str()).await;
        chromium.at("password").await;
        chromium.fill("password", PASSWORD).await;
        chromium.at("totp").await;
        chromium.fill("code", &ria.code(server.provider())).await;
    }
    chromium.find("#in").await;
    let url = chromium.driver.current_url().await.expect("a URL");
    let landing = Landing { url, status: reqwest::StatusCode::OK, headers: Default::default(), body: String::new() };
    known(server, &server.browser(), base, id, &landing).await
}

async fn frames_are_loaded_and_the_browser_goes_on(scripts: bool) {
    let chromium = Chromium::start(scripts).await;
    let receiver = Receiver::start().await;
    let server = prepared(&receiver).await;
    let base = &receiver.base;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let een = in_chromium(&chromium, &server, base, "een", &ria).await;
    let twee = in_chromium(&chromium, &server, base, "twee", &ria).await;
    chromium.driver.goto(format!("{}{}", server.issuer, logout(base, &een))).await.expect("a page");
    for login in [&een, &twee] {
        let frames = receiver.framed(&login.id, 1).await;
        let query = |name: &str| frames[0].get(name).map(String::as_str);
        assert_eq!((query("iss"), query("sid")), (Some(server.issuer.as_str()), login.claims["sid"].as_str()));
        assert_eq!((query("keep"), frames.len()), (Some("1"), 1));
    }
    if !scripts {
        chromium.click("#on").await;
    }
    chromium.find("#out").await;
    assert_eq!(chromium.driver.current_url().await.expect("a URL").as_str(), format!("{base}/?state=s"));
    chromium.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_scripts_the_browser_goes_on_by_itself() {
    frames_are_loaded_and_the_browser_goes_on(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_the_link_leads_on() {
    frames_are_loaded_and_the_browser_goes_on(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_that_hangs_keeps_the_browser_for_five_seconds_and_no_longer() {
    let chromium = Chromium::start(true).await;
    let receiver = Receiver::start().await;
    let server = prepared(&receiver).await;
    let base = &receiver.base;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let een = in_chromium(&chromium, &server, base, "een", &ria).await;
    receiver.answers("een", [Answer::Hang]);
    let began = Instant::now();
    // The driver waits for the load of the page, which is what hangs: so the page goes there by itself.
    let go = format!("location.href = '{}{}'", server.issuer, logout(base, &een));
    chromium.driver.execute(&go, vec![]).await.expect("on its way");
    receiver.framed("een", 1).await;
    while chromium.driver.current_url().await.expect("a URL").as_str() != format!("{base}/?state=s") {
        assert!(began.elapsed() < Duration::from_secs(15), "it never goes on");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(began.elapsed() >= Duration::from_secs(5), "the others had their time: {:?}", began.elapsed());
    chromium.stop().await;
}
