//! Every login after the first: the app's code, single sign-on, step-up, and logging in anew.

use std::time::Duration;

use demo::relying_party::Wishes;
use idp_core::account::Change;
use idp_core::audit::Code;

use crate::support::people::change;
use crate::support::protocol::log_in;
use crate::support::{Person, Server};

#[tokio::test]
async fn the_code_of_the_app_is_asked_and_no_sms_is_sent() {
    let server = Server::start().await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let browser = server.browser();
    let (page, pending) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, "ria").await;
    page.says("cijfercode").says("Geen toegang meer tot uw app?");
    let landing = browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
    let login = server.finish("drop", pending, &landing).await;
    assert_eq!(login.id_token["acr"], "urn:sluis:acr:mfa");
    assert!(server.sms.messages().is_empty());
}

/// RFC 6238, 5.2: one step of 30 seconds either way, for clocks that differ.
#[tokio::test]
async fn a_code_of_the_app_is_good_for_its_step_and_one_either_way() {
    let server = Server::start().await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    for (step, is_good) in [(-10, false), (-2, false), (2, false), (10, false), (-1, true), (0, true), (1, true)] {
        server.later(Duration::from_secs(10 * 60));
        let browser = server.browser();
        let (page, _) = server.go(&browser, "drop").await;
        let page = server.sign_in(&browser, &page, "ria").await;
        let landing = browser.submit(&page, &[("code", &ria.code_of_step(server.provider(), step))]).await;
        match is_good {
            true => assert!(landing.answer().contains_key("code"), "{step}"),
            false => assert_eq!(landing.prompt(), "totp", "{step}"),
        }
    }
}

#[tokio::test]
async fn one_session_serves_all_clients() {
    let server = Server::start().await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let browser = server.browser();
    let (page, pending) = server.go(&browser, "drop").await;
    let landing = log_in(&server, &browser, &page, &ria).await;
    let first = server.finish("drop", pending, &landing).await;
    server.later(Duration::from_secs(30));
    for application in ["drop", "lezen", "spa", "oud"] {
        let (landing, pending) = server.go(&browser, application).await;
        let login = server.finish(application, pending, &landing).await;
        assert_eq!(login.id_token["auth_time"], first.id_token["auth_time"], "nothing was proven anew");
        assert_eq!(login.id_token["acr"], "urn:sluis:acr:mfa", "acr says what was done");
    }
}

#[tokio::test]
async fn the_lower_level_needs_the_password_alone_and_step_up_only_what_is_missing() {
    let server = Server::start().await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let browser = server.browser();
    let (page, pending) = server.go(&browser, "lezen").await;
    let landing = server.sign_in(&browser, &page, "ria").await;
    let low = server.finish("lezen", pending, &landing).await;
    assert_eq!(low.id_token["acr"], "urn:sluis:acr:password");

    server.later(Duration::from_secs(30));
    let (page, pending) = server.go(&browser, "drop").await;
    assert_eq!(page.prompt(), "totp", "only what is missing");
    let landing = browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
    let high = server.finish("drop", pending, &landing).await;
    assert_eq!(high.id_token["acr"], "urn:sluis:acr:mfa");
    assert_eq!(high.id_token["auth_time"], low.id_token["auth_time"], "the password is the oldest it rests on");
    assert!(high.id_token["sid"].is_string());
    assert_eq!(high.id_token["sid"], low.id_token["sid"], "one session");
}

#[tokio::test]
async fn acr_values_raise_the_level_and_never_lower_it() {
    let server = Server::start().await;
    Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let browser = server.browser();
    let wishes = |acr: &str| Wishes { acr: Some(acr.to_owned()), ..Wishes::default() };
    let (page, _) = server.go_with(&browser, "lezen", wishes("urn:sluis:acr:mfa")).await;
    assert_eq!(server.sign_in(&browser, &page, "ria").await.prompt(), "totp");
    let stranger = server.browser();
    let (page, _) = server.go_with(&stranger, "drop", wishes("urn:sluis:acr:password")).await;
    assert_eq!(server.sign_in(&stranger, &page, "ria").await.prompt(), "totp");
}

#[tokio::test]
async fn step_up_of_somebody_without_an_app_asks_the_password_again() {
    let server = Server::start().await;
    Person::named("jan").phone("+31612345678").add(server.provider()).await;
    let browser = server.browser();
    let (page, pending) = server.go(&browser, "lezen").await;
    let landing = server.sign_in(&browser, &page, "jan").await;
    server.finish("lezen", pending, &landing).await;
    let (page, _) = server.go(&browser, "drop").await;
    assert_eq!(page.prompt(), "password", "nobody sets up an app of theirs at a screen that was left open");
    browser.open(page.url.as_str()).await;
    assert!(server.sms.messages().is_empty(), "a GET never sends");
    let page = browser.submit(&page, &[("password", crate::support::PASSWORD)]).await;
    assert_eq!(page.prompt(), "sms_code");
    let page = browser.submit(&page, &[("code", &server.sms.code(1).await)]).await;
    assert_eq!(page.prompt(), "enrol_authenticator");
}

#[tokio::test]
async fn prompt_login_and_max_age_ask_anew() {
    let server = Server::start().await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let browser = server.browser();
    let (page, pending) = server.go(&browser, "drop").await;
    let landing = log_in(&server, &browser, &page, &ria).await;
    let first = server.finish("drop", pending, &landing).await;
    server.later(Duration::from_secs(60));

    let anew = [
        Wishes { prompt: Some("login".into()), ..Wishes::default() },
        Wishes { max_age: Some(30), ..Wishes::default() },
        Wishes { max_age: Some(0), ..Wishes::default() },
    ];
    for wishes in anew {
        let (page, pending) = server.go_with(&browser, "drop", wishes).await;
        assert_eq!(page.prompt(), "password", "the name is known");
        page.says("ria");
        let page = browser.submit(&page, &[("password", crate::support::PASSWORD)]).await;
        assert_eq!(page.prompt(), "totp");
        let landing = browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
        let login = server.finish("drop", pending, &landing).await;
        assert!(login.id_token["auth_time"].as_i64() > first.id_token["auth_time"].as_i64());
        server.later(Duration::from_secs(60));
    }
    let (landing, pending) =
        server.go_with(&browser, "drop", Wishes { max_age: Some(10_000), ..Wishes::default() }).await;
    server.finish("drop", pending, &landing).await;
}

#[tokio::test]
async fn prompt_none_never_shows_a_page() {
    let server = Server::start().await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let browser = server.browser();
    let silent = || Wishes { prompt: Some("none".into()), ..Wishes::default() };
    let (landing, _) = server.go_with(&browser, "drop", silent()).await;
    assert_eq!(landing.answer()["error"], "login_required");

    // Half-way is not logged in, for any client.
    let (page, pending) = server.go(&browser, "drop").await;
    let half_way = server.sign_in(&browser, &page, "ria").await;
    for application in ["drop", "lezen"] {
        let (landing, _) = server.go_with(&browser, application, silent()).await;
        assert_eq!(landing.answer()["error"], "login_required", "{application}");
    }
    let landing = browser.submit(&half_way, &[("code", &ria.code(server.provider()))]).await;
    server.finish("drop", pending, &landing).await;
    let (landing, pending) = server.go_with(&browser, "drop", silent()).await;
    server.finish("drop", pending, &landing).await;
}

#[tokio::test]
async fn a_session_ends_when_it_is_idle_old_or_the_account_moved_on() {
    let server = Server::start().await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let silent = || Wishes { prompt: Some("none".into()), ..Wishes::default() };
    let browser = server.browser();
    let renew = async || {
        let (page, pending) =
            server.go_with(&browser, "drop", Wishes { prompt: Some("login".into()), ..Wishes::default() }).await;
        let page = if page.prompt() == "identify" { browser.submit(&page, &[("username", "ria")]).await } else { page };
        let page = browser.submit(&page, &[("password", crate::support::PASSWORD)]).await;
        let landing = browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
        server.finish("drop", pending, &landing).await;
    };
    renew().await;
    for _ in 0..15 {
        server.later(Duration::from_secs(50 * 60));
        let (landing, _) = server.go_with(&browser, "drop", silent()).await;
        if landing.answer().contains_key("error") {
            break;
        }
    }
    let (landing, _) = server.go_with(&browser, "drop", silent()).await;
    assert_eq!(landing.answer()["error"], "login_required", "twelve hours are the end, however busy");
    renew().await;
    server.later(Duration::from_secs(61 * 60));
    let (landing, _) = server.go_with(&browser, "drop", silent()).await;
    assert_eq!(landing.answer()["error"], "login_required", "an hour idle");
    renew().await;
    change(server.provider(), &ria.subject, Change::Disable, Code::AccountDisabled).await;
    change(server.provider(), &ria.subject, Change::Enable, Code::AccountEnabled).await;
    let (landing, _) = server.go_with(&browser, "drop", silent()).await;
    assert_eq!(landing.answer()["error"], "login_required", "disabled meanwhile");
}

#[tokio::test]
async fn a_step_of_the_app_is_accepted_once_anywhere() {
    let server = Server::start().await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let code = ria.code(server.provider());
    let mut pages = Vec::new();
    for _ in 0..6 {
        let browser = server.browser();
        let (page, _) = server.go(&browser, "drop").await;
        let page = server.sign_in(&browser, &page, "ria").await;
        pages.push((browser, page));
    }
    let mut tasks = tokio::task::JoinSet::new();
    for (browser, page) in pages {
        let code = code.clone();
        tasks.spawn(async move { browser.submit(&page, &[("code", &code)]).await.url.to_string() });
    }
    let landed = tasks.join_all().await;
    let through = landed.iter().filter(|url| url.contains("/drop/callback?code=")).count();
    assert_eq!(through, 1, "{landed:?}");
}
