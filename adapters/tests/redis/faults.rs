//! Redis goes away, comes back, hangs, is full, or was never there.

use std::error::Error;
use std::time::{Duration, Instant};

use idp_core::port::{Answer, Hit, Throttle};
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio::task::JoinSet;

use crate::server::{PASSWORD, Server};
use crate::{node, now, one};

const WINDOW: Duration = Duration::from_secs(900);

#[tokio::test]
async fn after_a_restart_the_first_question_is_answered() -> Answer<()> {
    let mut server = Server::start(&[]).await;
    let node = node(&server.options());
    assert_eq!(node.hit("a", 1, WINDOW, now()).await?, Hit::Allowed);
    server.kill().await;
    let asked = Instant::now();
    assert!(node.hit("a", 1, WINDOW, now()).await.is_err(), "nothing is allowed while nobody counts");
    assert!(asked.elapsed() < Duration::from_millis(500), "and nobody waits for long");
    server.begin().await;
    assert_eq!(node.hit("a", 1, WINDOW, now()).await?, Hit::Allowed, "empty, and without a start of ours");
    server.kill().await;
    server.begin().await;
    assert_eq!(node.hit("a", 1, WINDOW, now()).await?, Hit::Allowed, "also if nobody noticed that it was away");
    Ok(())
}

#[tokio::test]
async fn scripts_that_redis_forgot_are_sent_again() -> Answer<()> {
    let server = Server::start(&[]).await;
    let node = node(&server.options());
    assert_eq!(node.hit("a", 2, WINDOW, now()).await?, Hit::Allowed);
    assert_eq!(server.cli(&["SCRIPT", "FLUSH"]).await, "OK");
    assert_eq!(node.hit("a", 2, WINDOW, now()).await?, Hit::Allowed);
    assert!(matches!(node.hit("a", 2, WINDOW, now()).await?, Hit::Wait { .. }));
    Ok(())
}

#[tokio::test]
async fn one_that_hangs_is_left_after_a_second() -> Answer<()> {
    let server = Server::start(&[]).await;
    let node = node(&server.options());
    node.ping().await?;
    let mut sleeping = Command::new("sh");
    let pid = server.pid();
    sleeping.args(["-c", &format!("kill -STOP {pid}; sleep 1.5; kill -CONT {pid}")]);
    let mut sleeping = sleeping.spawn().expect("a shell");
    tokio::time::sleep(Duration::from_millis(100)).await;
    let asked = Instant::now();
    assert!(node.ping().await.is_err());
    assert!((0.9..1.3).contains(&asked.elapsed().as_secs_f32()), "{:?}", asked.elapsed());
    sleeping.wait().await.expect("woken");
    node.ping().await
}

/// As behind a network that swallows everything: nobody waits for the failures of those before.
#[tokio::test]
async fn one_that_never_says_anything_costs_each_a_second() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("redis://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        let mut taken = Vec::new();
        while let Ok(connection) = listener.accept().await {
            taken.push(connection);
        }
    });
    let node = node(&one(&url, None, PASSWORD));
    let mut asking = JoinSet::new();
    for number in 0..60 {
        let node = node.clone();
        asking.spawn(async move {
            tokio::time::sleep(Duration::from_millis(50 * number)).await;
            let asked = Instant::now();
            assert!(node.ping().await.is_err());
            asked.elapsed()
        });
    }
    for waited in asking.join_all().await {
        assert!(waited < Duration::from_millis(1400), "{waited:?}");
    }
}

#[tokio::test]
async fn one_that_is_full_refuses_and_throws_nobody_out() -> Answer<()> {
    let server = Server::start(&["--maxmemory-policy", "noeviction"]).await;
    let node = node(&server.options());
    assert_eq!(node.hit("a", 1, WINDOW, now()).await?, Hit::Allowed);
    server.cli(&["CONFIG", "SET", "maxmemory", "1"]).await;
    assert!(node.hit("b", 1, WINDOW, now()).await.is_err());
    server.cli(&["CONFIG", "SET", "maxmemory", "0"]).await;
    assert!(matches!(node.hit("a", 1, WINDOW, now()).await?, Hit::Wait { .. }));
    Ok(())
}

#[tokio::test]
async fn one_that_refuses_is_told_without_the_password() {
    let server = Server::start(&[]).await;
    let nobody = one("unix:///nowhere/redis.sock", None, PASSWORD);
    let mut stranger = server.options();
    stranger.password = Some("een ander wachtwoord".into());
    for options in [nobody, stranger] {
        let error = node(&options).ping().await.expect_err("refused");
        let said = format!("{error} {error:?} {:?} {options:?}", error.source());
        assert!(!said.contains("wachtwoord"), "{said}");
    }
    let replica = Server::start(&["--replicaof", "127.0.0.1 1"]).await;
    assert!(node(&replica.options()).ping().await.is_err(), "a replica takes no writes");
}
