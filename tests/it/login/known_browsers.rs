//! A browser that the person logged in with before has tries of its own, and no authority.

use std::time::Duration;

use idp_core::throttle::{BudgetKey, Network, PASSWORDS_OF_AN_ADDRESS};
use reqwest::header::SET_COOKIE;

use crate::support::people::Known;
use crate::support::protocol::log_in;
use crate::support::{Browser, Landing, PASSWORD, Person, Server};

async fn password_page(server: &Server, browser: &Browser, name: &str) -> Landing {
    let (page, _) = server.go(browser, "lezen").await;
    browser.submit(&page, &[("username", name)]).await
}

async fn spend(browser: &Browser, page: &Landing) {
    for _ in 0..5 {
        browser.submit(page, &[("password", "wrong")]).await.prompt();
    }
    browser.submit(page, &[("password", PASSWORD)]).await.says("te vaak niet");
}

async fn logged_in_before(server: &Server) -> (Known, Browser) {
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let own = server.browser();
    let (page, _) = server.go(&own, "drop").await;
    assert!(log_in(server, &own, &page, &ria).await.answer().contains_key("code"));
    // The session is over; the browser is still the one of before.
    server.later(Duration::from_secs(13 * 60 * 60));
    (ria, own)
}

#[tokio::test]
async fn a_stranger_who_spends_the_tries_keeps_nobody_out_of_their_own_browser() {
    let server = Server::start().await;
    let (_, own) = logged_in_before(&server).await;
    let stranger = server.browser();
    let page = password_page(&server, &stranger, "ria").await;
    spend(&stranger, &page).await;

    let page = password_page(&server, &own, "ria").await;
    assert!(own.submit(&page, &[("password", PASSWORD)]).await.answer().contains_key("code"));
}

#[tokio::test]
async fn a_login_at_their_own_desk_gives_a_stranger_no_tries_back() {
    let server = Server::start().await;
    let (_, own) = logged_in_before(&server).await;
    let stranger = server.browser();
    let page = password_page(&server, &stranger, "ria").await;
    for _ in 0..4 {
        stranger.submit(&page, &[("password", "wrong")]).await.prompt();
    }
    let at_home = password_page(&server, &own, "ria").await;
    own.submit(&at_home, &[("password", "mistyped")]).await.prompt();
    assert!(own.submit(&at_home, &[("password", PASSWORD)]).await.answer().contains_key("code"));
    stranger.submit(&page, &[("password", "wrong")]).await.says("30 seconden");
}

#[tokio::test]
async fn the_tries_of_a_known_browser_are_bounded_too_and_nobody_elses() {
    let server = Server::start().await;
    let (_, own) = logged_in_before(&server).await;
    let page = password_page(&server, &own, "ria").await;
    spend(&own, &page).await;
    let another = server.browser();
    let page = password_page(&server, &another, "ria").await;
    assert!(another.submit(&page, &[("password", PASSWORD)]).await.answer().contains_key("code"));
    // A browser knows whom it knows: for others it is a stranger.
    Person::named("els").add(server.provider()).await;
    let stranger = server.browser();
    let page = password_page(&server, &stranger, "els").await;
    spend(&stranger, &page).await;
    let page = password_page(&server, &own, "els").await;
    own.submit(&page, &[("password", PASSWORD)]).await.says("te vaak niet");
}

#[tokio::test]
async fn a_new_password_or_a_reset_ends_it() {
    let server = Server::start().await;
    let (_, own) = logged_in_before(&server).await;
    assert!(server.command(&["user", "reset-mfa", "ria"], "").await.status.success());
    let stranger = server.browser();
    let page = password_page(&server, &stranger, "ria").await;
    spend(&stranger, &page).await;
    let page = password_page(&server, &own, "ria").await;
    own.submit(&page, &[("password", PASSWORD)]).await.says("te vaak niet");
}

#[tokio::test]
async fn its_cookie_comes_with_the_login_and_gives_nothing_else() {
    let server = Server::start().await;
    Person::named("ria").add(server.provider()).await;
    let browser = server.browser();
    let page = password_page(&server, &browser, "ria").await;
    let wrong = browser.post(&page, page.url.as_str(), &[("password", "wrong")]).await;
    assert!(known_cookie(&wrong).is_none(), "only a login gives it");
    let right = browser.post(&page, page.url.as_str(), &[("password", PASSWORD)]).await;
    let cookie = known_cookie(&right).expect("a cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    assert!(cookie.contains("Max-Age=15552000"), "{cookie}");

    // With this cookie alone nobody is logged in.
    let thief = server.browser();
    let value = cookie.split(';').next().expect("a value");
    let page = thief.step(thief.http.get(page.url.clone()).header("cookie", value)).await;
    assert_eq!(page.status, 404, "nor can they go on with a login of that browser");
}

fn known_cookie(landing: &Landing) -> Option<String> {
    let cookies = landing.headers.get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.into_iter().find(|cookie| cookie.contains("sluis-known=")).map(str::to_owned)
}

#[tokio::test]
async fn wrong_passwords_from_one_address_are_bounded_over_all_names_and_known_browsers_go_on() {
    let server = Server::start().await;
    let (_, own) = logged_in_before(&server).await;
    let ports = &server.provider().ports;
    let here = Network::of("127.0.0.1".parse().expect("an address"));
    let key = BudgetKey::of_network(&here, ports.keyed_hash.as_ref());
    for _ in 0..299 {
        let counted = ports.guess_budgets.count(&key, &PASSWORDS_OF_AN_ADDRESS, ports.clock.now()).await;
        counted.expect("a store");
    }
    // Right ones do not count, however many log in.
    for _ in 0..3 {
        let browser = server.browser();
        let page = password_page(&server, &browser, "ria").await;
        assert!(browser.submit(&page, &[("password", PASSWORD)]).await.answer().contains_key("code"));
    }
    let stranger = server.browser();
    let page = password_page(&server, &stranger, "niemand").await;
    stranger.submit(&page, &[("password", "wrong")]).await.says("te vaak niet");
    let newcomer = server.browser();
    let page = password_page(&server, &newcomer, "ria").await;
    newcomer.submit(&page, &[("password", PASSWORD)]).await.says("te vaak niet");
    let page = password_page(&server, &own, "ria").await;
    assert!(own.submit(&page, &[("password", PASSWORD)]).await.answer().contains_key("code"), "at their own desk");
    server.later(Duration::from_secs(60 * 60));
    let page = password_page(&server, &newcomer, "ria").await;
    assert!(newcomer.submit(&page, &[("password", PASSWORD)]).await.answer().contains_key("code"), "for an hour");
}
