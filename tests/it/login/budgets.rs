//! Guessing is bounded for the account: over all sessions, browsers, clients and resends.

use std::time::Duration;

use idp_core::audit::Code;

use crate::support::people::another;
use crate::support::protocol::log_in;
use crate::support::{PASSWORD, Person, Server};

#[tokio::test]
async fn five_wrong_tries_kill_a_sent_code() {
    let server = Server::start().await;
    Person::named("jan").phone("+31612345678").add(server.provider()).await;
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, "jan").await;
    let code = server.sms.code(1).await;
    for _ in 0..5 {
        assert_eq!(browser.submit(&page, &[("code", &another(&code))]).await.prompt(), "sms_code");
    }
    assert_eq!(browser.submit(&page, &[("code", &code)]).await.prompt(), "sms_code", "the right one is dead too");
}

#[tokio::test]
async fn ten_wrong_sent_codes_in_a_day_stop_the_step_and_the_person_is_told() {
    let server = Server::start().await;
    Person::named("jan").phone("+31612345678").email("jan@gemeente.nl").add(server.provider()).await;
    let mut sent = 0;
    let mut last = None;
    for _ in 0..3 {
        let browser = server.browser();
        let (page, _) = server.go(&browser, "drop").await;
        let page = server.sign_in(&browser, &page, "jan").await;
        sent += 1;
        let code = server.sms.code(sent).await;
        let mut now = page.clone();
        for _ in 0..4 {
            now = browser.submit(&page, &[("code", &another(&code))]).await;
        }
        last = Some((browser, now, code));
        server.later(Duration::from_secs(61));
    }
    let (browser, stopped, code) = last.expect("the third login");
    assert_eq!(stopped.status, 403, "the tenth wrong code stops the login");
    stopped.says("servicedesk.publicatie@logius.nl");
    assert_eq!(browser.open(&format!("{}/sms_code", stopped.url)).await.status, 403, "and it stays stopped");
    assert!(server.mail.mail(1).await["subject"].is_string());
    assert_eq!(server.events(Code::BudgetSpent).await, 1);

    // Another browser, another client: the account's budget is spent, and no further SMS goes out.
    let browser = server.browser();
    let (page, _) = server.go(&browser, "spa").await;
    let page = server.sign_in(&browser, &page, "jan").await;
    assert_eq!(page.status, 403);
    assert_eq!(server.sms.messages().len(), 3);
    drop(code);

    server.later(Duration::from_secs(24 * 60 * 60));
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    assert_eq!(server.sign_in(&browser, &page, "jan").await.prompt(), "sms_code", "the window has moved on");
}

#[tokio::test]
async fn ten_wrong_codes_of_the_app_stop_the_step_and_the_right_one_is_refused_too() {
    let server = Server::start().await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let alive = server.browser();
    let (page, pending) = server.go(&alive, "drop").await;
    let landing = log_in(&server, &alive, &page, &ria).await;
    server.finish("drop", pending, &landing).await;
    server.later(Duration::from_secs(60));

    let wrong = another(&ria.code(server.provider()));
    for n in 1..=10 {
        let browser = server.browser();
        let (page, _) = server.go(&browser, if n % 2 == 0 { "drop" } else { "spa" }).await;
        let page = server.sign_in(&browser, &page, "ria").await;
        let page = browser.submit(&page, &[("code", &wrong)]).await;
        assert_eq!(page.status, if n == 10 { 403 } else { 200 }, "try {n}");
        server.later(Duration::from_secs(1));
    }
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = log_in(&server, &browser, &page, &ria).await;
    assert_eq!(page.status, 403, "the right code past the budget");

    let (landing, pending) = server.go(&alive, "drop").await;
    server.finish("drop", pending, &landing).await;
    let (landing, _) = server.go(&alive, "lezen").await;
    assert!(landing.answer().contains_key("code"), "a session that lives is not touched");
}

#[tokio::test]
async fn wrong_passwords_slow_down_for_known_and_unknown_names_alike() {
    let server = Server::start().await;
    Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    for name in ["ria", "niemand"] {
        let browser = server.browser();
        let (page, _) = server.go(&browser, "drop").await;
        let mut page = browser.submit(&page, &[("username", name)]).await;
        for _ in 0..5 {
            page = browser.submit(&page, &[("password", "wrong")]).await;
            assert_eq!(page.prompt(), "password");
        }
        page.says("30 seconden");
        page = browser.submit(&page, &[("password", PASSWORD)]).await;
        assert_eq!(page.prompt(), "password", "{name}: the right one must wait too");
        server.later(Duration::from_secs(31));
        page = browser.submit(&page, &[("password", "wrong")]).await;
        page.says("1 minuut");
    }
    server.later(Duration::from_secs(61));
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    assert_eq!(server.sign_in(&browser, &page, "ria").await.prompt(), "totp", "never locked for ever");
}

#[tokio::test]
async fn the_right_password_of_who_stops_at_the_code_costs_no_try() {
    let server = Server::start().await;
    Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let wrong = async |times: usize| {
        let browser = server.browser();
        let (page, _) = server.go(&browser, "drop").await;
        let page = browser.submit(&page, &[("username", "ria")]).await;
        let mut last = page.clone();
        for _ in 0..times {
            last = browser.submit(&page, &[("password", "wrong")]).await;
        }
        last
    };
    wrong(4).await;
    for _ in 0..12 {
        let browser = server.browser();
        let (page, _) = server.go(&browser, "drop").await;
        assert_eq!(server.sign_in(&browser, &page, "ria").await.prompt(), "totp");
    }
    wrong(1).await.says("30 seconden");
}

#[tokio::test]
async fn the_person_hears_once_that_their_password_is_guessed_at() {
    let server = Server::start().await;
    Person::named("ria").email("ria@gemeente.nl").enrolled().add(server.provider()).await;
    for name in ["ria", "niemand"] {
        let browser = server.browser();
        let (page, _) = server.go(&browser, "drop").await;
        let mut page = browser.submit(&page, &[("username", name)]).await;
        for n in 1..=14 {
            browser.submit(&page, &[("password", "wrong")]).await.prompt();
            server.later(Duration::from_secs(901));
            // A login lasts an hour.
            if n % 3 == 0 {
                let (begun, _) = server.go(&browser, "drop").await;
                page = browser.submit(&begun, &[("username", name)]).await;
            }
        }
    }
    assert!(server.mail.mail(1).await["subject"].as_str().is_some_and(|subject| subject.contains("te vaak")));
    assert_eq!(server.events(Code::MessageQueued).await, 1, "at the tenth, and not at the others");
    assert_eq!(server.events(Code::BudgetSpent).await, 2, "it is written down for either name");
}

#[tokio::test]
async fn a_hundred_passwords_at_once_evaluate_no_more_than_the_budget() {
    let server = Server::start().await;
    Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let mut tasks = tokio::task::JoinSet::new();
    let mut pages = Vec::new();
    for _ in 0..20 {
        let browser = server.browser();
        let (page, _) = server.go(&browser, "drop").await;
        pages.push((browser.clone(), browser.submit(&page, &[("username", "RIA")]).await));
    }
    for n in 0..100 {
        let (browser, page) = pages[n % 20].clone();
        tasks.spawn(async move { browser.post(&page, page.url.as_str(), &[("password", "wrong")]).await.status });
    }
    tasks.join_all().await;
    assert_eq!(server.events(Code::PasswordRefused).await, 5, "what was looked at");
}

#[tokio::test]
async fn only_a_full_login_resets_the_counters() {
    let server = Server::start().await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let wrong = another(&ria.code(server.provider()));
    let guess = async |times: usize| {
        for _ in 0..times {
            let browser = server.browser();
            let (page, _) = server.go(&browser, "drop").await;
            let page = server.sign_in(&browser, &page, "ria").await;
            browser.submit(&page, &[("code", &wrong)]).await;
        }
    };
    let full_login = async || {
        server.later(Duration::from_secs(60));
        let browser = server.browser();
        let (page, _) = server.go(&browser, "drop").await;
        log_in(&server, &browser, &page, &ria).await
    };
    // The password alone, at the lower level, resets only its own counter.
    guess(4).await;
    let low = server.browser();
    let (page, _) = server.go(&low, "lezen").await;
    assert!(server.sign_in(&low, &page, "ria").await.answer().contains_key("code"));
    guess(4).await;
    let low = server.browser();
    let (page, _) = server.go(&low, "lezen").await;
    assert!(server.sign_in(&low, &page, "ria").await.answer().contains_key("code"));
    // Eight wrong ones are counted; the ninth try is right and forgets them.
    assert!(full_login().await.answer().contains_key("code"));
    guess(4).await;
    assert!(full_login().await.answer().contains_key("code"));
}
