//! A Redis that is killed at each step of a login, or restarted under load. What it means for what was used is in `nodes.rs`.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::postgres::{people_at_each_step, polite};
use crate::support::protocol::url;
use crate::support::redis::Redis;
use crate::support::tokens::Bench;
use crate::support::{Browser, Landing, PASSWORD, Person, Server};

/// Nobody waits longer for an answer, whatever it is.
const PATIENCE: Duration = Duration::from_secs(4);

async fn two_nodes() -> (Redis, Bench) {
    let mut bench = Bench::on(Server::of_two_nodes(Duration::ZERO).await).await;
    let redis = bench.server.redis.take().expect("Redis");
    (redis, bench)
}

/// Killed at each step of a login and of a refresh: with what it knew, people go on on the same page.
#[tokio::test(flavor = "multi_thread")]
async fn killed_at_each_step_of_a_login_and_of_a_refresh_and_back_as_it_was() {
    let (mut redis, bench) = two_nodes().await;
    let people = people_at_each_step(&bench.server).await;
    let given = bench.tokens("ververs", "openid").await;
    let code = bench.code("ververs", "openid", "").await;
    redis.command(&["SAVE"]).await;
    redis.kill().await;
    let asked = Instant::now();
    let (first, second, third, begun) =
        tokio::join!(people[0].0.answers(), people[1].0.answers(), people[2].0.answers(), begins(&bench.server));
    for page in [first, second, third, begun] {
        polite(&page);
    }
    assert!(asked.elapsed() < PATIENCE, "{:?}", asked.elapsed());
    let (status, refreshed) = bench.refresh("ververs", &given["refresh_token"], &[]).await;
    assert_eq!(status, 200, "what is granted does not need it: {refreshed}");
    assert_eq!(bench.redeem("ververs", &code, &[]).await.0, 200);
    redis.begin().await;
    for (person, to) in &people {
        person.goes_on(to).await;
    }
}

/// Without what it knew, they begin again, and everything that counts is as it was.
#[tokio::test(flavor = "multi_thread")]
async fn killed_at_each_step_of_a_login_and_back_empty() {
    let (mut redis, bench) = two_nodes().await;
    let people = people_at_each_step(&bench.server).await;
    let counted = "SELECT (SELECT count(*) FROM accounts) || ' ' || (SELECT count(*) FROM authenticators) || ' ' || \
                   (SELECT count(*) FROM sessions) || ' ' || (SELECT count(*) FROM grants)";
    let before = bench.server.psql(counted).await;
    redis.kill().await;
    redis.begin().await;
    for (person, _) in &people {
        let page = person.answers().await;
        assert_eq!(page.status, 404, "{}", page.body);
        page.says("opnieuw");
    }
    assert_eq!(bench.server.psql(counted).await, before, "nothing came of it, and nothing is lost");
    let (login, to) = people_at_the_password(&bench.server).await;
    assert!(login.submit(&to, &[("password", PASSWORD)]).await.answer().contains_key("code"));
}

async fn begins(server: &Server) -> Landing {
    server.go(&server.browser(), "drop").await.0
}

async fn people_at_the_password(server: &Server) -> (Browser, Landing) {
    Person::named("lia").phone("+31612345678").add(server.provider()).await;
    let browser = server.browser();
    let page = browser.open(&url("lezen", &[("code_challenge", CHALLENGE), ("code_challenge_method", "S256")])).await;
    let page = browser.submit(&page, &[("username", "lia")]).await;
    (browser, page)
}

/// What became of logins under load.
#[derive(Default)]
struct Became {
    done: AtomicUsize,
    begun_again: AtomicUsize,
}

/// Logs in again and again, as a person does: who is told to wait or to begin again does so.
async fn logs_in(server: &Server, name: &str, stop: &AtomicBool, became: &Became) {
    while !stop.load(Ordering::SeqCst) {
        let browser = server.browser();
        let mut page =
            browser.open(&url("drop", &[("code_challenge", CHALLENGE), ("code_challenge_method", "S256")])).await;
        for fields in [[("username", name)], [("password", PASSWORD)]] {
            if page.status == 200 {
                page = browser.submit(&page, &fields).await;
            }
        }
        match page.status.as_u16() {
            200 => {
                assert_eq!(page.prompt(), "totp");
                became.done.fetch_add(1, Ordering::SeqCst);
            }
            404 | 503 => {
                became.begun_again.fetch_add(1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            other => panic!("{other}: {}", page.body),
        }
    }
}

/// Of RFC 7636, appendix B.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

#[tokio::test(flavor = "multi_thread")]
async fn it_restarts_under_load() {
    let (mut redis, bench) = two_nodes().await;
    for name in ["a1", "a2", "a3"] {
        Person::named(name).enrolled().add(bench.server.provider()).await;
    }
    let (stop, became) = (AtomicBool::new(false), Became::default());
    let server = &bench.server;
    let load = |name: &'static str| logs_in(server, name, &stop, &became);
    tokio::join!(load("a1"), load("a2"), load("a3"), async {
        for saved in [true, false, true] {
            tokio::time::sleep(Duration::from_millis(700)).await;
            if saved {
                redis.command(&["SAVE"]).await;
            }
            redis.kill().await;
            tokio::time::sleep(Duration::from_millis(200)).await;
            redis.begin().await;
            // It comes back by itself: more logins than could have been under way.
            let (before, end) = (became.done.load(Ordering::SeqCst), Instant::now() + Duration::from_secs(30));
            while became.done.load(Ordering::SeqCst) < before + 4 {
                assert!(Instant::now() < end, "logins do not go on");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
        stop.store(true, Ordering::SeqCst);
    });
    assert!(became.begun_again.load(Ordering::SeqCst) > 0, "somebody noticed, or it was no fault");
    // Sessions and grants go on.
    let code = bench.code("ververs", "openid", "").await;
    assert_eq!(bench.redeem("ververs", &code, &[]).await.0, 200);
}
