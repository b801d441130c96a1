//! Two nodes on PostgreSQL and Redis, each request to the other one than the request before: what a deployment, a clock
//! that is behind and a Redis that goes away do to people who are logging in.
//!
//! `SLUIS_TEST_NODES=2` passes every other test of this suite on two nodes as well.

use std::time::{Duration, Instant};

use idp_core::account::TotpSecret;
use idp_core::audit::Code;

use crate::support::people::another;
use crate::support::tokens::Bench;
use crate::support::{Browser, Landing, Person, Server};

/// How far the clock of the second node is behind.
const BEHIND: Duration = Duration::from_secs(3);

async fn two_nodes() -> Server {
    Server::of_two_nodes(BEHIND).await
}

async fn begin(server: &Server, name: &str) -> (Browser, Landing) {
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, name).await;
    (browser, page)
}

/// The person's app confirms the key that the page shows.
async fn enrol(server: &Server, browser: &Browser, page: &Landing) -> Landing {
    assert_eq!(page.prompt(), "enrol_authenticator");
    let key = page.between("secret=", "&").expect("a key in the link for the app");
    let key: TotpSecret = serde_json::from_value(key.into()).expect("base32");
    let code = key.code_at(server.provider().ports.clock.now()).expect("a code");
    browser.submit(page, &[("code", &code)]).await
}

/// The page that says that there is no such login any more, and how to begin again.
fn says_begin_again(page: &Landing) {
    assert_eq!(page.status, 404, "{}", page.body);
    page.says("opnieuw");
}

#[tokio::test]
async fn a_deployment_in_the_middle_of_a_first_login_loses_nothing() {
    let mut server = two_nodes().await;
    Person::named("jan").phone("+31612345678").email("jan@gemeente.nl").add(server.provider()).await;
    let browser = server.browser();
    let (page, pending) = server.go(&browser, "drop").await;
    server.restart().await;
    let page = server.sign_in(&browser, &page, "jan").await;
    let code = server.sms.code(1).await;
    server.restart_node(1).await;
    let page = browser.submit(&page, &[("code", &another(&code))]).await;
    server.restart_node(0).await;
    let page = browser.submit(&page, &[("code", &code)]).await;
    server.restart().await;
    let page = enrol(&server, &browser, &page).await;
    server.restart().await;
    let landing = browser.submit(&page, &[]).await;
    server.restart().await;
    let login = server.finish("drop", pending, &landing).await;
    assert_eq!(login.id_token["acr"], "urn:sluis:acr:mfa");
    assert_eq!(server.sms.messages().len(), 1, "one code was enough");

    let sets = [server.browser().open("/jwks").await.body, server.browser().open("/jwks").await.body];
    assert_eq!(sets[0], sets[1], "both nodes publish the same keys");
    let url = server.application("drop").logout(&login).await.expect("a URL");
    browser.open(&url).await;
    for _ in 0..2 {
        let (page, _) = server.go(&browser, "drop").await;
        assert_eq!(page.prompt(), "identify", "whom one node logged out is logged out");
    }
}

#[tokio::test]
async fn guesses_are_counted_over_both_nodes() {
    let server = two_nodes().await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let mut stopped = 0;
    for _ in 0..2 {
        let (browser, page) = begin(&server, "ria").await;
        for _ in 0..5 {
            let code = another(&ria.code(server.provider()));
            stopped += u32::from(browser.submit(&page, &[("code", &code)]).await.status == 403);
        }
    }
    assert_eq!(stopped, 1, "the tenth stops the login");
}

#[tokio::test]
async fn redis_goes_away_and_comes_back_empty() {
    let server = two_nodes().await;
    let mut bench = Bench::on(server).await;
    let tokens = bench.tokens("ververs", "openid").await;
    bench.server.later(Duration::from_secs(60));
    let (browser, page) = begin(&bench.server, "ria").await;
    let mut redis = bench.server.redis.take().expect("Redis");

    redis.kill().await;
    let asked = Instant::now();
    for page in [
        browser.open(page.url.as_str()).await,
        browser.submit(&page, &[("code", &bench.ria.code(bench.server.provider()))]).await,
        server_begins(&bench.server).await,
    ] {
        assert_eq!(page.status, 503);
        page.says("Wacht een minuut");
    }
    assert!(asked.elapsed() < Duration::from_secs(3), "nobody waits for long: {:?}", asked.elapsed());
    let (status, refreshed) = bench.refresh("ververs", &tokens["refresh_token"], &[]).await;
    assert_eq!(status, 200, "what is granted does not need it: {refreshed}");
    assert_eq!(bench.userinfo(&refreshed["access_token"]).await, 200);
    let refused = bench.server.try_to_begin(1).await.err().expect("a node does not start without it");
    assert!(refused.to_string().contains("Redis"), "{refused}");

    redis.begin().await;
    let back = Instant::now();
    says_begin_again(&browser.open(page.url.as_str()).await);
    says_begin_again(&browser.submit(&page, &[("code", "123456")]).await);
    let (browser, page) = begin(&bench.server, "ria").await;
    let landing = browser.submit(&page, &[("code", &bench.ria.code(bench.server.provider()))]).await;
    assert!(landing.answer().contains_key("code"));
    assert!(back.elapsed() < Duration::from_secs(2), "it came back by itself: {:?}", back.elapsed());
}

async fn server_begins(server: &Server) -> Landing {
    server.go(&server.browser(), "drop").await.0
}

#[tokio::test]
async fn redis_forgets_everything_and_the_counters_stay_in_force() {
    let server = two_nodes().await;
    let redis = server.redis.as_ref().expect("Redis");
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let (browser, page) = begin(&server, "ria").await;
    let used = ria.code(server.provider());
    assert!(browser.submit(&page, &[("code", &used)]).await.answer().contains_key("code"));

    let (browser, page) = begin(&server, "ria").await;
    assert_eq!(redis.command(&["FLUSHALL"]).await, "OK");
    says_begin_again(&browser.submit(&page, &[("code", &used)]).await);

    let (browser, page) = begin(&server, "ria").await;
    let page = browser.submit(&page, &[("code", &used)]).await;
    assert_eq!(page.prompt(), "totp", "a code of the app that was used stays used");
    for _ in 0..8 {
        browser.submit(&page, &[("code", &another(&used))]).await;
    }
    redis.command(&["FLUSHALL"]).await;
    let (browser, page) = begin(&server, "ria").await;
    let page = browser.submit(&page, &[("code", &another(&used))]).await;
    assert_eq!(page.status, 403, "the tenth wrong code of the day, whatever Redis knows");
    assert_eq!(server.events(Code::BudgetSpent).await, 1);
}

#[tokio::test]
async fn redis_comes_back_as_it_was_and_nothing_that_was_used_comes_back() {
    let mut server = two_nodes().await;
    let mut redis = server.redis.take().expect("Redis");
    Person::named("jan").phone("+31612345678").add(server.provider()).await;
    let (browser, asked) = begin(&server, "jan").await;
    let code = server.sms.code(1).await;
    redis.command(&["SAVE"]).await;
    assert_eq!(browser.submit(&asked, &[("code", &code)]).await.prompt(), "enrol_authenticator");
    redis.kill().await;
    redis.begin().await;
    let again = browser.submit(&asked, &[("code", &code)]).await;
    assert_eq!(again.prompt(), "sms_code", "a code that was used stays used");
    again.says("niet meer geldig");

    server.later(Duration::from_secs(61));
    let asked = browser.submit(&again, &[("action", "start")]).await;
    let page = browser.submit(&asked, &[("code", &server.sms.code(2).await)]).await;
    let done = enrol(&server, &browser, &page).await;
    assert_eq!(done.prompt(), "enrolment_done");
    redis.command(&["SAVE"]).await;
    assert!(browser.submit(&done, &[]).await.answer().contains_key("code"));
    redis.kill().await;
    redis.begin().await;
    says_begin_again(&browser.submit(&done, &[]).await);
    assert_eq!(server.events(Code::GrantIssued).await, 1, "a login that was completed stays completed");
}

#[tokio::test]
async fn at_rest_redis_holds_nothing_that_names_a_person() {
    let server = two_nodes().await;
    let redis = server.redis.as_ref().expect("Redis");
    Person::named("els").email("els@provincie.nl").add(server.provider()).await;
    let (browser, page) = begin(&server, "els").await;
    let page = browser.submit(&page, &[("code", &server.mail.code(1).await)]).await;
    let page = browser.submit(&page, &[("phone", "0687654321")]).await;
    assert_eq!(page.prompt(), "sms_code");
    let keys = redis.command(&["KEYS", "*"]).await;
    assert!(keys.lines().count() >= 4, "{keys}");
    for key in keys.lines() {
        let value = redis.command(&["--no-raw", "HGETALL", key]).await;
        for open in ["687654321", "provincie"] {
            assert!(!format!("{key}{value}").contains(open), "{key}: {value}");
        }
    }
}
