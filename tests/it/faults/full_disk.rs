//! SQLite that cannot grow any more. The kernel refuses the writes of a real process beyond a size of its files (RLIMIT_FSIZE);
//! SQLite is told EFBIG then, where a full disk says ENOSPC: both are a write that fails.

use idp_core::port::Clock;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use tokio::process::Command;

use crate::support::program::Program;
use crate::support::protocol::{PLAIN, url};
use crate::support::tokens::Bench;
use crate::support::{PASSWORD, Person, Server};

async fn limit(program: &Program, bytes: &str) {
    let limit = format!("--fsize={bytes}:unlimited");
    let set = Command::new("prlimit").args(["--pid", &program.id().to_string(), &limit]).status().await;
    assert!(set.expect("prlimit").success());
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_full_and_there_is_room_again() {
    let mut bench = Bench::on(Server::on_sqlite().await).await;
    let els = Person::named("els").enrolled().add(bench.server.provider()).await;
    let tokens = bench.tokens("ververs", "openid").await;
    bench.server.stop_node(0).await;
    bench.server.clock.run();
    let program = bench.server.program_within_limits(0).await;
    let browser = bench.server.browser();
    let page = browser.open(&url(PLAIN, &[])).await;
    let page = browser.submit(&page, &[("username", "els")]).await;

    limit(&program, "4096").await;
    for _ in 0..2 {
        let landing = browser.submit(&page, &[("password", PASSWORD)]).await;
        assert_eq!(landing.status, 503, "{}", landing.body);
        landing.says("Wacht een minuut");
        assert_eq!(bench.refresh("ververs", &tokens["refresh_token"], &[]).await.0, 503);
    }
    assert_eq!(bench.userinfo(&tokens["access_token"]).await, 200, "what only reads goes on");

    limit(&program, "unlimited").await;
    let page = browser.submit(&page, &[("password", PASSWORD)]).await;
    assert_eq!(page.prompt(), "totp", "the same page still works");
    let code = els.secret.as_ref().expect("an app").code_at(bench.server.clock.now()).expect("a code");
    assert!(browser.submit(&page, &[("code", &code)]).await.answer().contains_key("code"));
    let (status, again) = bench.refresh("ververs", &tokens["refresh_token"], &[]).await;
    assert_eq!(status, 200, "what could not be written was not used: {again}");

    drop(program);
    bench.server.begin().await;
    let knife = bench.server.knife().await;
    let check = Statement::from_string(DbBackend::Sqlite, "PRAGMA integrity_check");
    let said = knife.query_one_raw(check).await.expect("an answer").expect("a row");
    assert_eq!(said.try_get_by_index::<String>(0).expect("a text"), "ok");
}
