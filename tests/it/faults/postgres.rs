//! A PostgreSQL that stops, falls over, freezes or is slow.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::people::another;
use crate::support::postgres::{Postgres, Stop};
use crate::support::protocol::{PLAIN, url};
use crate::support::tokens::{Bench, claims, text};
use crate::support::{Browser, Landing, PASSWORD, Person, Server};

/// Nobody waits longer for an answer, whatever it is.
const PATIENCE: Duration = Duration::from_secs(11);

/// One node on a PostgreSQL of its own.
async fn server() -> (Postgres, Bench) {
    let postgres = Postgres::start().await;
    let bench = Bench::on(Server::with_database(&postgres.url()).await).await;
    (postgres, bench)
}

/// Somebody who stands before a step of a login, and what they will answer there.
pub(super) struct Waiting {
    pub(super) browser: Browser,
    pub(super) page: Landing,
    pub(super) answer: BTreeMap<&'static str, String>,
}

impl Waiting {
    pub(super) async fn answers(&self) -> Landing {
        let started = Instant::now();
        let fields: Vec<_> = self.answer.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let landing = self.browser.submit(&self.page, &fields).await;
        assert!(started.elapsed() < PATIENCE, "{:?} at {}", started.elapsed(), self.page.url);
        landing
    }

    /// The same page is still theirs, and works as if nothing had been.
    pub(super) async fn goes_on(&self, to: &str) {
        let landing = self.answers().await;
        match to {
            "the application" => assert!(landing.answer().contains_key("code"), "{}", landing.url),
            prompt => assert_eq!(landing.prompt(), prompt, "{}", landing.body),
        }
    }
}

pub(super) fn polite(landing: &Landing) {
    assert_eq!(landing.status, 503, "{}", landing.url);
    assert!(landing.headers.contains_key("retry-after"));
    landing.says("Wacht een minuut");
}

/// People before each step that asks something of the database, and where each leads.
pub(super) async fn people_at_each_step(server: &Server) -> Vec<(Waiting, &'static str)> {
    let mut people = Vec::new();
    let mut at = |browser: &Browser, page: &Landing, answer: &[(&'static str, &str)], to| {
        let answer = answer.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        people.push((Waiting { browser: browser.clone(), page: page.clone(), answer }, to));
    };
    for name in ["wim", "wil"] {
        Person::named(name).phone("+31612345678").add(server.provider()).await;
    }
    let els = Person::named("els").enrolled().add(server.provider()).await;

    let browser = server.browser();
    let page = browser.open(&url(PLAIN, &[])).await;
    let page = browser.submit(&page, &[("username", "wim")]).await;
    at(&browser, &page, &[("password", PASSWORD)], "sms_code");

    let browser = server.browser();
    let page = browser.open(&url(PLAIN, &[])).await;
    let page = server.sign_in(&browser, &page, "wil").await;
    at(&browser, &page, &[("code", &server.sms.code(1).await)], "enrol_authenticator");

    let browser = server.browser();
    let page = browser.open(&url(PLAIN, &[])).await;
    let page = server.sign_in(&browser, &page, "els").await;
    at(&browser, &page, &[("code", &els.code(server.provider()))], "the application");
    people
}

#[tokio::test(flavor = "multi_thread")]
async fn it_stops_at_each_step_of_a_login_and_of_a_refresh() {
    let (postgres, bench) = server().await;
    let people = people_at_each_step(&bench.server).await;
    let tokens = bench.tokens("ververs", "openid").await;
    let code = bench.code("ververs", "openid", "").await;
    let ria = bench.server.browser();
    let before = bench.server.psql("SELECT count(*) FROM audit_events").await;

    postgres.stop(Stop::Immediate);
    let started = Instant::now();
    let (first, second, third, silent, refreshed, redeemed, userinfo) = tokio::join!(
        people[0].0.answers(),
        people[1].0.answers(),
        people[2].0.answers(),
        bench.browser.open("/logout"),
        bench.refresh("ververs", &tokens["refresh_token"], &[]),
        bench.redeem("ververs", &code, &[]),
        bench.userinfo(&tokens["access_token"]),
    );
    assert!(started.elapsed() < PATIENCE, "{:?}", started.elapsed());
    for page in [&first, &second, &third, &silent] {
        polite(page);
    }
    for (status, answer) in [refreshed, redeemed] {
        assert_eq!((status, &answer["error"]), (503, &"temporarily_unavailable".into()));
    }
    assert_eq!(userinfo, 503);
    assert_eq!(ria.open("/jwks").await.status, 200, "the public keys are told");

    postgres.begin();
    for (person, to) in &people {
        person.goes_on(to).await;
    }
    let (status, again) = bench.refresh("ververs", &tokens["refresh_token"], &[]).await;
    assert_eq!(status, 200, "{again}");
    assert_eq!(bench.redeem("ververs", &code, &[]).await.0, 200);
    let added: i64 =
        bench.server.psql(&format!("SELECT count(*) - {before} FROM audit_events")).await.parse().expect("a number");
    // A right password and the SMS; a right code of the SMS and the number it verified; a right code of the app, the session
    // and the grant; the refresh; the code, and the first refresh token that it gave.
    assert_eq!(added, 10, "what was refused left nothing, and what was done nothing double");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_restarts_under_load() {
    let (postgres, bench) = server().await;
    let (stop, done, refused) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
    let chain = async || {
        let first = bench.tokens("ververs", "openid").await;
        let mut token = first["refresh_token"].clone();
        while !stop.load(Ordering::SeqCst) {
            let started = Instant::now();
            let (status, tokens) = bench.refresh("ververs", &token, &[]).await;
            assert!(started.elapsed() < PATIENCE);
            match status {
                200 => {
                    token = tokens["refresh_token"].clone();
                    done.fetch_add(1, Ordering::SeqCst);
                }
                503 => {
                    refused.fetch_add(1, Ordering::SeqCst);
                    // As clients do, which also keeps the log of the test short.
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                other => panic!("{other}: {tokens}"),
            }
        }
        claims(&first["id_token"])["sid"].clone()
    };
    let (a, b, c, ()) = tokio::join!(chain(), chain(), chain(), async {
        for how in [Stop::Fast, Stop::Immediate] {
            tokio::time::sleep(Duration::from_millis(400)).await;
            postgres.stop(how);
            postgres.begin();
            // It is waited for, so after a moment all is as it was.
            let before = done.load(Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(1500)).await;
            assert!(done.load(Ordering::SeqCst) > before + 3, "it goes on by itself");
        }
        stop.store(true, Ordering::SeqCst);
    });
    assert!(a == b && b == c, "one session, which is there");
    assert!(refused.load(Ordering::SeqCst) < 50, "{refused:?}");
    for (what, wanted) in [
        (
            "SELECT count(*) FROM (SELECT grant_id FROM refresh_tokens GROUP BY grant_id \
             HAVING count(*) FILTER (WHERE rotated_at IS NULL) <> 1) AS broken",
            "0",
        ),
        ("SELECT count(*) FROM audit_events WHERE code = 'refresh_token.replayed'", "0"),
        (
            "SELECT count(*) FROM refresh_tokens WHERE rotated_at IS NOT NULL AND (SELECT count(*) FROM audit_events \
             WHERE code = 'refresh_token.rotated') < (SELECT count(*) FROM refresh_tokens WHERE rotated_at IS NOT NULL)",
            "0",
        ),
    ] {
        assert_eq!(bench.server.psql(what).await, wanted, "{what}");
    }
    let page = bench.browser.open(&url(PLAIN, &[])).await;
    assert!(page.answer().contains_key("code"), "the session is there");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_freezes() {
    let (postgres, bench) = server().await;
    let tokens = bench.tokens("ververs", "openid").await;
    postgres.freeze();
    let ask = async || {
        let started = Instant::now();
        let request = bench.browser.http.get(format!("{}/userinfo", bench.server.issuer));
        let answer = bench.browser.step(request.bearer_auth(text(&tokens["access_token"]))).await;
        let page = bench.browser.open("/logout").await;
        (answer.status.as_u16(), page, started.elapsed())
    };
    let (status, page, elapsed) = ask().await;
    postgres.thaw();
    assert_eq!(status, 503);
    polite(&page);
    assert!(elapsed < 2 * PATIENCE, "{elapsed:?}");
    assert_eq!(bench.userinfo(&tokens["access_token"]).await, 200, "it goes on by itself");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_slow() {
    let (_postgres, bench) = server().await;
    let slow = async |seconds: &str| {
        bench
            .server
            .psql(&format!(
                "CREATE OR REPLACE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN PERFORM pg_sleep({seconds}); RETURN NEW; END $$; \
                 CREATE OR REPLACE TRIGGER slow BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION slow()"
            ))
            .await;
    };
    let tokens = bench.tokens("ververs", "openid").await;
    let els = Person::named("els").enrolled().add(bench.server.provider()).await;
    let browser = bench.server.browser();
    let page = browser.open(&url(PLAIN, &[])).await;
    let page = bench.server.sign_in(&browser, &page, "els").await;

    slow("20").await;
    let right = els.code(bench.server.provider());
    let started = Instant::now();
    let wrong = another(&right);
    let code = [("code", wrong.as_str())];
    let ((status, answer), landing, others) = tokio::join!(
        bench.refresh("ververs", &tokens["refresh_token"], &[]),
        browser.submit(&page, &code),
        bench.userinfo(&tokens["access_token"]),
    );
    assert!(started.elapsed() < PATIENCE, "{:?}", started.elapsed());
    assert_eq!((status, &answer["error"]), (503, &Value::from("temporarily_unavailable")));
    polite(&landing);
    assert_eq!(others, 200, "what is not slow is served");

    slow("0.3").await;
    let (status, answer) = bench.refresh("ververs", &tokens["refresh_token"], &[]).await;
    assert_eq!(status, 200, "what was cut off was not half done: {answer}");
    assert!(browser.submit(&page, &[("code", &right)]).await.answer().contains_key("code"));
}
