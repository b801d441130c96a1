//! People and strangers who leave the path: other tabs, other browsers, typed URLs, old pages.

use std::time::Duration;

use idp_core::account::{Change, PhoneNumber, Profile};
use idp_core::audit::Code;
use idp_core::login::pipeline::ORDER;

use crate::support::people::{change, reset};
use crate::support::{PASSWORD, Person, Server};

#[tokio::test]
async fn a_typed_url_leads_to_the_current_prompt_and_nothing_else() {
    let server = Server::start().await;
    Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let transaction = page.transaction();
    for current in ["identify", "password", "totp"] {
        let shown = browser.open(&format!("/login/{transaction}")).await;
        assert_eq!(shown.prompt(), current);
        for prompt in ORDER.map(idp_core::login::Prompt::kind) {
            let url = format!("/login/{transaction}/{prompt}");
            assert_eq!(browser.open(&url).await.prompt(), current, "typed {prompt} while {current} is owed");
            if prompt != current {
                let fields = [("code", "123456"), ("phone", "0612345678"), ("username", "x"), ("password", PASSWORD)];
                for action in ["", "start", "withdraw"] {
                    let fields: Vec<_> = fields.into_iter().chain([("action", action)]).collect();
                    let answered = browser.post(&shown, &url, &fields).await;
                    let url = answered.redirect().expect("a 303");
                    assert!(url.path().ends_with(current), "posted {prompt} while {current} is owed: {url}");
                }
            }
        }
        let shown = browser.open(&format!("/login/{transaction}")).await;
        assert_eq!(shown.prompt(), current, "nothing moved");
        match current {
            "identify" => drop(browser.submit(&shown, &[("username", "ria")]).await),
            "password" => drop(browser.submit(&shown, &[("password", PASSWORD)]).await),
            _ => {}
        }
    }
    assert!(server.sms.messages().is_empty());
    assert_eq!(browser.open(&format!("/login/{transaction}/enrol")).await.status, 404);
}

#[tokio::test]
async fn with_an_authenticator_or_a_code_owed_no_page_shows_a_key() {
    let server = Server::start().await;
    Person::named("jan").phone("+31612345678").add(server.provider()).await;
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, "jan").await;
    assert_eq!(page.prompt(), "sms_code");
    let enrol = format!("/login/{}/enrol_authenticator", page.transaction());
    let shown = browser.open(&enrol).await;
    assert_eq!(shown.prompt(), "sms_code");
    shown.does_not_say("otpauth");
    let posted = browser.post(&page, &enrol, &[("action", "start")]).await;
    assert!(posted.redirect().expect("a 303").path().ends_with("sms_code"));
    browser.open(&enrol).await.does_not_say("otpauth");
}

#[tokio::test]
async fn another_browser_cannot_go_on() {
    let server = Server::start().await;
    Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let (browser, other) = (server.browser(), server.browser());
    let (page, _) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, "ria").await;
    for stranger in [other.open(page.url.as_str()).await, {
        let (own, _) = server.go(&other, "drop").await;
        other.post(&own, page.url.as_str(), &[("code", "123456")]).await
    }] {
        assert_eq!(stranger.status, 404);
        stranger.does_not_say(">ria<");
    }
    assert_eq!(browser.open(page.url.as_str()).await.prompt(), "totp", "unharmed");
}

#[tokio::test]
async fn a_second_tab_shows_the_same_codes_page_and_sends_nothing() {
    let server = Server::start().await;
    Person::named("jan").phone("+31612345678").add(server.provider()).await;
    let browser = server.browser();
    let (one, _) = server.go(&browser, "drop").await;
    let one = server.sign_in(&browser, &one, "jan").await;
    let (two, _) = server.go(&browser, "drop").await;
    let two = server.sign_in(&browser, &two, "jan").await;
    assert_eq!((one.prompt(), two.prompt()), ("sms_code", "sms_code"));
    two.says("one-time-code");
    for _ in 0..3 {
        browser.open(one.url.as_str()).await;
    }
    let code = server.sms.code(1).await;
    assert_eq!(server.sms.messages().len(), 1);
    let two = browser.submit(&two, &[("code", &code)]).await;
    assert_eq!(two.prompt(), "enrol_authenticator", "the first tab's code serves in the second");
    let one = browser.submit(&one, &[("code", &code)]).await;
    assert_eq!(one.prompt(), "sms_code", "once");
}

#[tokio::test]
async fn the_back_button_loses_nothing_and_another_name_clears_everything() {
    let server = Server::start().await;
    Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    Person::named("jan").phone("+31687654321").add(server.provider()).await;
    let browser = server.browser();
    let (identify, _) = server.go(&browser, "drop").await;
    let password = browser.submit(&identify, &[("username", "ria")]).await;
    let totp = browser.submit(&password, &[("password", PASSWORD)]).await;
    let again = browser.submit(&password, &[("password", "wrong")]).await;
    assert_eq!(again.prompt(), "totp", "an old page changes nothing");
    let again = browser.submit(&identify, &[("username", "jan")]).await;
    assert_eq!(again.prompt(), "totp");
    drop(totp);

    let (identify, _) = server.go(&browser, "drop").await;
    let password = browser.submit(&identify, &[("username", "ria")]).await;
    let back = browser.submit(&password, &[("action", "withdraw")]).await;
    assert_eq!(back.prompt(), "identify");
    let password = browser.submit(&back, &[("username", "jan")]).await;
    password.says("jan");
    assert_eq!(browser.submit(&password, &[("password", PASSWORD)]).await.prompt(), "sms_code");
}

#[tokio::test]
async fn a_new_code_kills_the_old_and_comes_once_a_minute() {
    let server = Server::start().await;
    Person::named("jan").phone("+31612345678").add(server.provider()).await;
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, "jan").await;
    let first = server.sms.code(1).await;
    let soon = browser.submit(&page, &[("action", "start")]).await;
    soon.says("role=\"alert\"");
    assert_eq!(server.sms.messages().len(), 1);
    // A fresh cookie and a fresh login do not help.
    let stranger = server.browser();
    let (other, _) = server.go(&stranger, "drop").await;
    let other = server.sign_in(&stranger, &other, "jan").await;
    stranger.submit(&other, &[("action", "start")]).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(server.sms.messages().len(), 1);

    server.later(Duration::from_secs(61));
    let page = browser.submit(&page, &[("action", "start")]).await;
    page.says("role=\"status\"");
    let second = server.sms.code(2).await;
    if first != second {
        let page = browser.submit(&page, &[("code", &first)]).await;
        assert_eq!(page.prompt(), "sms_code");
    }
    assert_eq!(browser.submit(&page, &[("code", &second)]).await.prompt(), "enrol_authenticator");
}

#[tokio::test]
async fn a_code_lives_fifteen_minutes_and_a_login_an_hour() {
    let server = Server::start().await;
    Person::named("jan").phone("+31612345678").add(server.provider()).await;
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, "jan").await;
    let code = server.sms.code(1).await;
    server.later(Duration::from_secs(15 * 60 + 1));
    let page = browser.submit(&page, &[("code", &code)]).await;
    assert_eq!(page.prompt(), "sms_code");
    server.later(Duration::from_secs(45 * 60));
    assert_eq!(browser.open(page.url.as_str()).await.status, 404);
}

#[tokio::test]
async fn a_waiting_login_dies_with_the_credential_it_proved() {
    let server = Server::start().await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let browser = server.browser();
    let hash = server.provider().ports.passwords.hash("another long password".into()).await.expect("a hash");
    for (what, code) in
        [(Change::SetPassword(hash), Code::PasswordSet), (reset(server.provider(), &ria.subject), Code::FactorsReset)]
    {
        let (page, _) = server.go(&browser, "drop").await;
        let page = browser.submit(&page, &[("username", "ria")]).await;
        let password = if matches!(what, Change::SetPassword(_)) { PASSWORD } else { "another long password" };
        let page = browser.submit(&page, &[("password", password)]).await;
        assert_eq!(page.prompt(), "totp");
        change(server.provider(), &ria.subject, what, code).await;
        let stopped = browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
        assert_eq!(stopped.status, 403);
        assert!(!stopped.body.is_empty());
    }
}

#[tokio::test]
async fn a_post_must_come_from_our_own_page() {
    let server = Server::start().await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = browser.submit(&page, &[("username", "ria")]).await;
    let token = page.token();
    let post = |token: &str| browser.http.post(page.url.clone()).form(&[("password", PASSWORD), ("csrf", token)]);
    for (case, request) in [
        ("no token", post("").header("sec-fetch-site", "same-origin")),
        ("another token", post(&"A".repeat(43)).header("sec-fetch-site", "same-origin")),
        ("cross-site", post(&token).header("sec-fetch-site", "cross-site")),
        ("same site is not same origin", post(&token).header("sec-fetch-site", "same-site")),
        ("another origin", post(&token).header("origin", "https://evil.example")),
        ("Origin: null and no token", post("").header("origin", "null")),
    ] {
        let answer = browser.step(request).await;
        assert_eq!(answer.status, 403, "{case}");
        assert!(answer.headers.get("set-cookie").is_none(), "{case}");
        assert_eq!(server.events(Code::PasswordProven).await, 0, "{case}: the password was not looked at");
    }
    // Under no-referrer some browsers say `null` of our own pages: the token decides.
    let answer = browser.step(post(&token).header("origin", "null")).await;
    assert!(answer.redirect().expect("a 303").path().ends_with("totp"));
    drop(ria);
}

#[tokio::test]
async fn a_number_that_changes_hands_ends_what_the_old_one_proved() {
    let server = Server::start().await;
    let jan = Person::named("jan").phone("+31612345678").add(server.provider()).await;
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, "jan").await;
    let page = browser.submit(&page, &[("code", &server.sms.code(1).await)]).await;
    assert_eq!(page.prompt(), "enrol_authenticator", "a thief with the password and the phone");
    let other = Profile { phone: Some(PhoneNumber::from_store("+31687654321".into())), ..Profile::default() };
    change(server.provider(), &jan.subject, Change::SetProfile(Box::new(other)), Code::AccountUpdated).await;
    let stopped = browser.submit(&page, &[("code", "123456")]).await;
    assert_eq!(stopped.status, 403);
    assert!(!jan.account(server.provider()).await.has_authenticator());
}
