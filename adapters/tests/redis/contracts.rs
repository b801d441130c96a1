//! The contracts of the transient ports, on each kind of Redis, by a user who may do what `docs/operate/production.md` lists
//! and nothing else.

use idp_adapters::redis::{RedisOptions, Servers};
use idp_adapters::rng::SystemRng;
use idp_core::contract::transient;
use idp_core::port::Answer;

use crate::{node, now, one, service};

async fn all(options: RedisOptions) -> Answer<()> {
    let node = node(&options);
    node.ping().await?;
    transient::transactions(node.clone(), &SystemRng, now()).await?;
    transient::challenges(node.clone(), &SystemRng, now()).await?;
    transient::throttle(node, &SystemRng, now()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn on_one_server() -> Answer<()> {
    all(one(&service("SLUIS_TEST_REDIS"), Some("sluis"), "geheim")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_cluster() -> Answer<()> {
    let urls = service("SLUIS_TEST_REDIS_CLUSTER").split(',').map(ToOwned::to_owned).collect();
    all(RedisOptions { servers: Servers::Cluster(urls), ..one("", Some("sluis"), "geheim") }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_sentinel() -> Answer<()> {
    let urls = service("SLUIS_TEST_REDIS_SENTINEL").split(',').map(ToOwned::to_owned).collect();
    let servers = Servers::Sentinel { master: "sluis".to_owned(), urls, password: None };
    all(RedisOptions { servers, ..one("", Some("sluis"), "geheim") }).await
}
