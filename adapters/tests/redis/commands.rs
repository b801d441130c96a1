//! Redis 6.2 is enough: every command that we give is one that it has. What the server counted while the contracts were kept
//! is compared with what the server itself says of each command: since when there is one.

use std::collections::BTreeSet;

use idp_adapters::rng::SystemRng;
use idp_core::contract::transient;
use idp_core::port::Answer;

use crate::server::Server;
use crate::{node, now};

/// What the test itself says, with `redis-cli`.
const OURS: [&str; 4] = ["ping", "info", "command|docs", "config|resetstat"];

#[tokio::test(flavor = "multi_thread")]
async fn every_command_is_one_of_redis_6_2() -> Answer<()> {
    let server = Server::start(&[]).await;
    let node = node(&server.options());
    node.ping().await?;
    transient::transactions(node.clone(), &SystemRng, now()).await?;
    transient::challenges(node.clone(), &SystemRng, now()).await?;
    transient::throttle(node, &SystemRng, now()).await?;
    let stats = server.cli(&["INFO", "commandstats"]).await;
    let given: BTreeSet<_> =
        stats.lines().filter_map(|line| line.strip_prefix("cmdstat_")?.split(':').next()).collect();
    let given: Vec<_> = given.into_iter().filter(|command| !OURS.contains(command)).collect();
    assert!(given.contains(&"evalsha") && given.contains(&"hset"), "{given:?}");
    for command in given {
        let docs = server.cli(&["COMMAND", "DOCS", command]).await;
        let mut lines = docs.lines().map(str::trim);
        let since = lines.by_ref().find(|line| *line == "since").and_then(|_| lines.next()).expect(command);
        let mut numbers = since.split('.').map(|number| number.parse::<u32>().expect(since));
        let version = (numbers.next(), numbers.next());
        assert!(version <= (Some(6), Some(2)), "{command} is there since {since}");
    }
    Ok(())
}
