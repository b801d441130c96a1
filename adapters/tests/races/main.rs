//! Races for whatever counts once or so many times, over two nodes on one store. A program of its own, and one race after the
//! other: what they take of the machine would make the time-outs of other tests run out.

#![allow(clippy::expect_used, clippy::panic, reason = "the helpers of tests fail as tests do")]

#[path = "../database/stores.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod stores;

use std::sync::Arc;

use idp_adapters::memory::{MemoryChallenges, MemoryThrottle, MemoryTransactions};
use idp_adapters::redis::{Redis, RedisOptions, Servers};
use idp_adapters::rng::SystemRng;
use idp_adapters::sealing::{DataKey, MasterKeys, Sealer};
use idp_core::contract::races;
use idp_core::port::{Answer, Challenges, Throttle, Transactions};
use stores::{Store, now};
use tokio::sync::Mutex;

static ONE_AFTER_THE_OTHER: Mutex<()> = Mutex::const_new(());

async fn durable(store: Store) -> Answer<()> {
    let _turn = ONE_AFTER_THE_OTHER.lock().await;
    let nodes = [Arc::new(store.node().await), Arc::new(store.node().await)];
    let hash = nodes[0].data_key(now()).await?;
    races::durable(&nodes, &hash, store.rng.as_ref(), now()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite() -> Answer<()> {
    durable(Store::sqlite()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres() -> Answer<()> {
    durable(Store::postgres("races").await).await
}

#[tokio::test(flavor = "multi_thread")]
async fn on_redis() -> Answer<()> {
    let _turn = ONE_AFTER_THE_OTHER.lock().await;
    let server =
        std::env::var("SLUIS_TEST_REDIS").unwrap_or_else(|_| panic!("no Redis: run tests/run, which starts it"));
    let options = RedisOptions {
        servers: Servers::One(server),
        username: Some("sluis".to_owned()),
        password: Some("geheim".into()),
        root_certificate: None,
    };
    let (master, data) = (MasterKeys::generate(&SystemRng), DataKey::draw(&SystemRng));
    let nodes = [(); 2].map(|()| {
        let sealer = Sealer::new(MasterKeys::parse(&master).expect("keys"));
        let key = DataKey::from_store(data.as_ref()).expect("a key");
        Arc::new(Redis::new(&options, Arc::new(sealer), Arc::new(key), Arc::new(SystemRng)).expect("options"))
    });
    let transactions = nodes.clone().map(|node| node as Arc<dyn Transactions>);
    let challenges = nodes.clone().map(|node| node as Arc<dyn Challenges>);
    let throttles = nodes.map(|node| node as Arc<dyn Throttle>);
    races::transient(&transactions, &challenges, &throttles, &SystemRng, now()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn in_memory() -> Answer<()> {
    let _turn = ONE_AFTER_THE_OTHER.lock().await;
    let transactions: [Arc<dyn Transactions>; 1] = [Arc::new(MemoryTransactions::default())];
    let challenges: [Arc<dyn Challenges>; 1] = [Arc::new(MemoryChallenges::default())];
    let throttles: [Arc<dyn Throttle>; 1] = [Arc::new(MemoryThrottle::default())];
    races::transient(&transactions, &challenges, &throttles, &SystemRng, now()).await
}
