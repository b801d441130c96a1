//! A large import while people log in: nobody waits for it, and it may be killed and run again.

use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::support::program::sluis;
use crate::support::protocol::url;
use crate::support::{PASSWORD, Person, Server};

/// How many people, and how much longer than in a quiet time an answer may take: some pieces of the import.
const PEOPLE: usize = 6_000;
const PATIENCE: Duration = Duration::from_secs(2);

/// The slowest answer to somebody who logs in again and again.
async fn logs_in(server: &Server, stop: &AtomicBool) -> (usize, Duration) {
    let (mut done, mut slowest) = (0, Duration::ZERO);
    while !stop.load(Ordering::SeqCst) {
        let browser = server.browser();
        let mut page =
            browser.open(&url("lezen", &[("code_challenge", CHALLENGE), ("code_challenge_method", "S256")])).await;
        for fields in [[("username", "ria")], [("password", PASSWORD)]] {
            let asked = Instant::now();
            page = browser.submit(&page, &fields).await;
            slowest = slowest.max(asked.elapsed());
        }
        assert!(page.answer().contains_key("code"), "{}", page.body);
        done += 1;
    }
    (done, slowest)
}

/// Of RFC 7636, appendix B.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

#[tokio::test(flavor = "multi_thread")]
async fn a_large_import_stalls_no_login_and_goes_on_where_it_was_killed() {
    let server = Server::on_sqlite().await;
    server.clock.run();
    Person::named("ria").add(server.provider()).await;
    let mut file = "username,email,phone_number,name,password_hash\n".to_owned();
    let hash = "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
    for number in 0..PEOPLE {
        file += &format!("p{number},p{number}@gemeente.nl,+316{:08},Mevrouw {number},{hash}\n", 10_000_000 + number);
    }
    server.write("people.csv", &file);
    let path = server.folder().join("people.csv").display().to_string();
    let (stop, quiet) = (AtomicBool::new(false), AtomicBool::new(false));
    let rest = async {
        tokio::time::sleep(Duration::from_secs(5)).await;
        quiet.store(true, Ordering::SeqCst);
    };
    let ((), (_, usual)) = tokio::join!(rest, logs_in(&server, &quiet));
    let import = async {
        let mut process = sluis();
        process.arg("--config").arg(server.folder().join("sluis.yaml")).args(["user", "import", &path]);
        let mut process = process.stdout(Stdio::null()).spawn().expect("sluis");
        let there = async || count(&server).await;
        let end = Instant::now() + Duration::from_secs(120);
        while there().await < 1_000 {
            assert!(Instant::now() < end, "it does not begin");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        process.kill().await.expect("killed");
        let after = there().await;
        assert!(after < PEOPLE, "it was killed in the middle: {after}");
        let begun = Instant::now();
        let output = server.command(&["user", "import", &path], "").await;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(said.trim(), format!("{} added, {} updated", PEOPLE + 1 - after, after - 1));
        stop.store(true, Ordering::SeqCst);
        begun.elapsed()
    };
    let (took, (done, slowest)) = tokio::join!(import, logs_in(&server, &stop));
    let told = format!("{done} logins in {took:?}, the slowest answer after {slowest:?}, in a quiet time {usual:?}");
    assert!(done > 3 && slowest < 3 * usual + PATIENCE, "{told}");
    assert_eq!(count(&server).await, PEOPLE + 1);
    let risen = "SELECT count(*) FROM accounts WHERE security_version <> 1";
    assert_eq!(number(&server, risen).await, 0, "who was there already is as they were");
}

async fn count(server: &Server) -> usize {
    number(server, "SELECT count(*) FROM accounts").await
}

async fn number(server: &Server, query: &str) -> usize {
    use sea_orm::{ConnectionTrait, DbBackend, Statement};
    let row = server.knife().await.query_one_raw(Statement::from_string(DbBackend::Sqlite, query)).await;
    let count: i64 = row.expect("it answers").expect("a row").try_get_by_index(0).expect("a number");
    usize::try_from(count).expect("a count")
}
