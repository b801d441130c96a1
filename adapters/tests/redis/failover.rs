//! The master of a Sentinel's group is lost, or a node of a Cluster: what was kept is there after the fail-over, and nobody
//! has to start us again.

use std::process::Stdio;
use std::time::{Duration, Instant};

use idp_adapters::redis::{Redis, RedisOptions, Servers};
use idp_adapters::rng::SystemRng;
use idp_core::contract::transient;
use idp_core::port::{Answer, Hit, Throttle, Transactions};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::process::{Child, Command};

use crate::{node, now, one};

const PASSWORD: &str = "een wachtwoord";
/// How long a server is not heard of before others act, in milliseconds.
const LOST: &str = "1000";
const WINDOW: Duration = Duration::from_secs(900);

/// Servers on ports of their own, in one folder.
struct Group {
    folder: TempDir,
    servers: Vec<(u16, Child)>,
}

impl Group {
    fn new() -> Self {
        Self { folder: TempDir::new().expect("a folder"), servers: Vec::new() }
    }

    /// Starts one more, and waits until it answers.
    async fn add(&mut self, port: u16, more: &[&str]) {
        let mut command = Command::new("redis-server");
        // A Sentinel's file comes first.
        let (file, more) = more.split_at(usize::from(more.first().is_some_and(|word| word.ends_with(".conf"))));
        command.args(file).args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", ""]).args(more);
        command.current_dir(self.folder.path()).stdout(Stdio::null()).kill_on_drop(true);
        self.servers.push((port, command.spawn().expect("redis-server is there: run tests/run, which installs it")));
        soon("a server answers", async || cli(port, &["PING"]).await == "PONG").await;
    }

    /// As `kill -9` does.
    async fn kill(&mut self, port: u16) {
        let (_, process) = self.servers.iter_mut().find(|(other, _)| *other == port).expect("one of ours");
        process.kill().await.expect("killed");
    }
}

async fn cli(port: u16, words: &[&str]) -> String {
    let mut command = Command::new("redis-cli");
    command.args(["-p", &port.to_string()]).args(words).env("REDISCLI_AUTH", PASSWORD);
    let said = command.stderr(Stdio::null()).output().await;
    String::from_utf8_lossy(&said.expect("redis-cli").stdout).trim().to_owned()
}

async fn soon(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    while !holds().await {
        assert!(Instant::now() < end, "never: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// So many ports that nobody listens at, below those that connections take; those of the bus of a Cluster lie 10000 higher.
async fn ports<const N: usize>() -> [u16; N] {
    let first = 4_000 + (std::process::id() % 500) as u16 * 10;
    for start in (first..9_900).step_by(10) {
        let candidates: [u16; N] = std::array::from_fn(|n| start + u16::try_from(n).expect("few"));
        let mut free = true;
        for port in candidates.into_iter().flat_map(|port| [port, port + 10_000]) {
            free &= TcpListener::bind(("127.0.0.1", port)).await.is_ok();
        }
        if free {
            return candidates;
        }
    }
    panic!("no ports are free");
}

/// Something that was kept, and a count that is spent.
async fn keep(node: &Redis) -> Answer<Vec<idp_core::login::Transaction>> {
    let mut kept = Vec::new();
    for number in 0..12 {
        let transaction = transient::full_transaction(&SystemRng, now());
        node.create(&transaction).await?;
        assert_eq!(node.hit(&format!("k{number}"), 1, WINDOW, now()).await?, Hit::Allowed);
        kept.push(transaction);
    }
    Ok(kept)
}

/// All of it is there again by itself, and while it is not, nothing is allowed and nobody waits.
async fn comes_back(node: &Redis, kept: &[idp_core::login::Transaction]) {
    soon("everything is there", async || {
        let mut there = 0;
        for (number, transaction) in kept.iter().enumerate() {
            let asked = Instant::now();
            let loaded = node.load(&transaction.id, now()).await;
            let counted = node.hit(&format!("k{number}"), 1, WINDOW, now()).await;
            assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
            assert!(!matches!(counted, Ok(Hit::Allowed)), "what was spent is not allowed again");
            there += u32::from(matches!(loaded, Ok(Some(_))) && matches!(counted, Ok(Hit::Wait { .. })));
        }
        there == 12
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_master_of_a_sentinel_is_lost() -> Answer<()> {
    let [master, replica, sentinel] = ports().await;
    let mut group = Group::new();
    let auth = ["--requirepass", PASSWORD, "--masterauth", PASSWORD];
    group.add(master, &auth).await;
    group.add(replica, &[&auth[..], &["--replicaof", &format!("127.0.0.1 {master}")]].concat()).await;
    let config = format!(
        "sentinel monitor sluis 127.0.0.1 {master} 1\nsentinel auth-pass sluis \"{PASSWORD}\"\n\
         sentinel down-after-milliseconds sluis {LOST}\nsentinel failover-timeout sluis 5000\n"
    );
    std::fs::write(group.folder.path().join("sentinel.conf"), config).expect("written");
    group.add(sentinel, &["sentinel.conf", "--sentinel"]).await;
    let urls = vec![format!("redis://127.0.0.1:{sentinel}")];
    let servers = Servers::Sentinel { master: "sluis".to_owned(), urls, password: None };
    let node = node(&RedisOptions { servers, ..one("", None, PASSWORD) });
    let kept = keep(&node).await?;
    soon("the replica has it", async || cli(master, &["WAIT", "1", "1000"]).await == "1").await;
    soon("the Sentinel knows the replica", async || {
        cli(sentinel, &["SENTINEL", "REPLICAS", "sluis"]).await.contains(&replica.to_string())
    })
    .await;
    group.kill(master).await;
    assert!(node.ping().await.is_err(), "it is noticed");
    comes_back(&node, &kept).await;
    assert_eq!(cli(replica, &["ROLE"]).await.lines().next(), Some("master"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_of_a_cluster_is_lost() -> Answer<()> {
    let all: [u16; 6] = ports().await;
    let mut group = Group::new();
    for port in all {
        let file = format!("nodes-{port}.conf");
        let cluster = ["--cluster-enabled", "yes", "--cluster-config-file", &file, "--cluster-node-timeout", LOST];
        group.add(port, &[&cluster[..], &["--requirepass", PASSWORD, "--masterauth", PASSWORD]].concat()).await;
    }
    let addresses: Vec<_> = all.iter().map(|port| format!("127.0.0.1:{port}")).collect();
    let mut create = Command::new("redis-cli");
    create.args(["--cluster", "create"]).args(&addresses).args(["--cluster-replicas", "1", "--cluster-yes"]);
    let made = create.env("REDISCLI_AUTH", PASSWORD).output().await.expect("redis-cli");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stdout));
    soon("the Cluster stands", async || {
        let mut stands = 0;
        for port in all {
            stands += u32::from(cli(port, &["CLUSTER", "INFO"]).await.contains("cluster_state:ok"));
        }
        stands == 6
    })
    .await;
    let urls = addresses.iter().map(|address| format!("redis://{address}")).collect();
    let node = node(&RedisOptions { servers: Servers::Cluster(urls), ..one("", None, PASSWORD) });
    let kept = keep(&node).await?;
    for port in &all[..3] {
        soon("the replica has it", async || cli(*port, &["WAIT", "1", "1000"]).await == "1").await;
    }
    group.kill(all[0]).await;
    comes_back(&node, &kept).await;
    Ok(())
}
