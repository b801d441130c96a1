//! A new master key while people log in: the command is killed again and again, nodes learn the key before anything is sealed
//! with it, nobody notices; and nothing starts without a key that it needs.

use std::fs;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use idp_adapters::rng::SystemRng;
use idp_adapters::sealing::MasterKeys;
use idp_core::audit::Code;

use crate::support::program::sluis;
use crate::support::protocol::{PLAIN, url};
use crate::support::{Person, Server};

const FILE: &str = "secrets/master.key";

/// Many who do nothing, so that there is something to be killed in.
async fn fill(server: &Server, people: usize) {
    let mut file = "username,email,phone_number\n".to_owned();
    for number in 0..people {
        file += &format!("p{number},p{number}@gemeente.nl,+31612{number:06}\n");
    }
    server.write("people.csv", &file);
    let path = server.folder().join("people.csv").display().to_string();
    let imported = server.command(&["user", "import", &path], "").await;
    assert!(imported.status.success(), "{imported:?}");
}

/// Begins a login again and again, up to what needs something that is sealed: a code that is sent, to a number on record.
async fn logs_in_again_and_again(server: &Server, name: &str, stop: &AtomicBool, done: &AtomicUsize) {
    while !stop.load(Ordering::SeqCst) {
        let browser = server.browser();
        let page = browser.open(&url(PLAIN, &[])).await;
        let page = server.sign_in(&browser, &page, name).await;
        // The budgets of messages are not what this is about.
        assert!(matches!(page.status.as_u16(), 200 | 403 | 429), "{}: {}", page.status, page.body);
        done.fetch_add(1, Ordering::SeqCst);
    }
}

async fn run(server: &Server, arguments: &[&str]) -> (i32, String) {
    let output = server.command(arguments, "").await;
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    (output.status.code().expect("an exit code"), said)
}

fn keys(server: &Server) -> MasterKeys {
    MasterKeys::parse(&fs::read_to_string(server.folder().join(FILE)).expect("a file")).expect("keys")
}

async fn a_rotation_that_is_killed_again_and_again(mut server: Server) {
    server.clock.run();
    fill(&server, 3000).await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    Person::named("jan").phone("+31612345679").add(server.provider()).await;
    let old = keys(&server).seals().to_owned();
    let (stop, done) = (AtomicBool::new(false), AtomicUsize::new(0));
    let rotate = async || {
        let mut killed = 0;
        for millis in (0..).map(|n: u64| 20 + n * 60) {
            let mut process = sluis();
            process.arg("--config").arg(server.folder().join("sluis.yaml")).args(["keys", "master", "rotate"]);
            let mut process = process.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("sluis");
            let ended = tokio::time::timeout(Duration::from_millis(millis), process.wait()).await;
            match ended {
                Ok(status) => {
                    assert!(status.expect("a process").success());
                    break;
                }
                Err(_) => {
                    process.kill().await.expect("killed");
                    killed += 1;
                }
            }
        }
        stop.store(true, Ordering::SeqCst);
        killed
    };
    let (killed, (), ()) = tokio::join!(
        rotate(),
        logs_in_again_and_again(&server, "ria", &stop, &done),
        logs_in_again_and_again(&server, "jan", &stop, &done)
    );
    assert!(killed > 5, "it was killed {killed} times");
    assert!(done.load(Ordering::SeqCst) > 5, "{done:?}");
    let ring: Vec<_> = keys(&server).ids().map(str::to_owned).collect();
    assert_eq!(ring.len(), 2, "however often it was begun, there is one new key: {ring:?}");
    let (status, listed) = run(&server, &["keys", "master", "list"]).await;
    assert_eq!(status, 0, "{listed}");
    let row =
        |id: &str| listed.lines().find(|line| line.starts_with(id)).expect(id).split_whitespace().collect::<Vec<_>>();
    assert_eq!((row(&ring[0])[1], row(&old)[1], row(&old)[3]), ("in", "superseded", "0"), "{listed}");
    assert_eq!(server.events(Code::MasterKeyInForce).await, 1);
    assert_eq!(server.events(Code::MasterKeyResealed).await, 1);

    let (status, said) = run(&server, &["keys", "master", "retire", &old]).await;
    assert!(status == 1 && said.contains("what lies in Redis may need it for two hours"), "{said}");
    assert_eq!(keys(&server).ids().count(), 2, "its line is there");
    let (status, said) = run(&server, &["verify"]).await;
    assert!(status == 0 && said.contains("everything sealed opens"), "{said}");

    // Everybody is as they were, after a restart too.
    server.restart().await;
    let browser = server.browser();
    let page = browser.open(&url(PLAIN, &[])).await;
    let page = server.sign_in(&browser, &page, "ria").await;
    assert!(browser.submit(&page, &[("code", &ria.code(server.provider()))]).await.answer().contains_key("code"));
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_again_and_again_on_sqlite() {
    a_rotation_that_is_killed_again_and_again(Server::on_sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_again_and_again_on_postgresql_with_two_nodes() {
    a_rotation_that_is_killed_again_and_again(Server::of_two_nodes(Duration::ZERO).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sealed_with_a_key_before_every_node_has_it() {
    let mut server = Server::of_two_nodes(Duration::ZERO).await;
    server.clock.run();
    // The second node has a file of its own, as on another machine.
    let first = fs::read_to_string(server.folder().join(FILE)).expect("a file");
    server.write("secrets/second.key", &first);
    let second = fs::read_to_string(server.folder().join("second.yaml")).expect("a file");
    server.write("second.yaml", &second.replace(FILE, "secrets/second.key"));
    server.restart_node(1).await;
    Person::named("jan").phone("+31612345678").add(server.provider()).await;

    let rotating = run(&server, &["keys", "master", "rotate"]);
    let brought = async {
        soon(async || server.psql("SELECT count(*) FROM master_keys").await == "2").await;
        tokio::time::sleep(Duration::from_secs(5)).await;
        let in_force = "SELECT count(*) FROM master_keys WHERE in_force_at IS NOT NULL";
        assert_eq!(server.psql(in_force).await, "1", "the second node does not have it");
        // In the middle of a login, which either node serves.
        let browser = server.browser();
        let page = browser.open(&url(PLAIN, &[])).await;
        let page = server.sign_in(&browser, &page, "jan").await;
        server.write("secrets/second.key", &fs::read_to_string(server.folder().join(FILE)).expect("a file"));
        (browser, page)
    };
    let ((status, said), (browser, page)) = tokio::join!(rotating, brought);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("everything in the database is sealed with"), "{said}");
    let code = server.sms.code(1).await;
    assert_eq!(browser.submit(&page, &[("code", &code)]).await.prompt(), "enrol_authenticator", "the login goes on");

    // Two hours later nothing needs the old one, whose line goes from both files.
    let old = MasterKeys::parse(&first).expect("keys").seals().to_owned();
    server.psql("UPDATE master_keys SET in_force_at = in_force_at - 10800000").await;
    let (status, said) = run(&server, &["keys", "master", "retire", &old]).await;
    assert!(status == 0 && said.contains("is retired"), "{said}");
    let left = keys(&server);
    assert!(left.ids().all(|id| id != old));
    server.write("secrets/second.key", &fs::read_to_string(server.folder().join(FILE)).expect("a file"));
    server.restart().await;
    let (page, _) = server.go(&server.browser(), "drop").await;
    assert_eq!(page.prompt(), "identify");

    // A running node whose file loses what it needs keeps it and serves, but says that it should get no more requests.
    server.write("secrets/second.key", &MasterKeys::generate(&SystemRng));
    let proxy = server.proxy.as_ref().expect("two nodes");
    proxy.only(Some(1));
    soon(async || server.browser().open("/readyz").await.body.contains("master keys")).await;
    // For longer than it takes to look again.
    tokio::time::sleep(Duration::from_secs(5)).await;
    server.browser().open("/readyz").await.says("master keys");
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    assert_eq!(server.sign_in(&browser, &page, "jan").await.prompt(), "sms_code");
    server.write("secrets/second.key", &fs::read_to_string(server.folder().join(FILE)).expect("a file"));
    soon(async || server.browser().open("/readyz").await.status == 200).await;
}

async fn soon(mut holds: impl AsyncFnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(30);
    while !holds().await {
        assert!(Instant::now() < end, "it does not come");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn a_master_key_that_is_lost_or_wrong_is_a_clear_refusal_to_start() {
    let mut server = Server::on_sqlite().await;
    Person::named("jan").phone("+31612345678").add(server.provider()).await;
    let first = fs::read_to_string(server.folder().join(FILE)).expect("a file");
    let id = keys(&server).seals().to_owned();
    server.stop().await;
    let stranger = MasterKeys::generate(&SystemRng).to_string();
    let other_id = MasterKeys::parse(&stranger).expect("keys").seals().to_owned();
    for (file, words) in [
        (stranger.clone(), format!("does not have {id}, with which values of this database are sealed")),
        (stranger.replace(&other_id, &id), format!("{id} in the master key file is not the key of that name")),
    ] {
        server.write(FILE, &file);
        let refused = server.try_to_begin(0).await.err().expect("it does not start").to_string();
        assert!(refused.contains(&words) && refused.contains("put the line of that key back"), "{refused}");
        for command in [&["serve"][..], &["user", "list"], &["keys", "master", "rotate"]] {
            let (status, said) = run(&server, command).await;
            assert!(status == 1 && said.contains(&words), "{command:?}: {said}");
        }
    }
    // Begun with a new key, and the old line is taken out too early: some values need it.
    server.write(FILE, &first);
    let (status, said) = run(&server, &["keys", "master", "rotate"]).await;
    assert_eq!(status, 0, "{said}");
    let both = fs::read_to_string(server.folder().join(FILE)).expect("a file");
    server.write(
        FILE,
        &both.lines().filter(|line| !line.starts_with(&id)).map(|line| format!("{line}\n")).collect::<String>(),
    );
    let refused = server.try_to_begin(0).await.err().expect("it does not start").to_string();
    assert!(refused.contains(&format!("does not have {id}")), "{refused}");
    server.write(FILE, &both);
    server.begin().await;
    let (page, _) = server.go(&server.browser(), "drop").await;
    assert_eq!(page.prompt(), "identify");
}
