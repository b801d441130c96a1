//! The transient ports on Redis: the contracts on one server, on Sentinel and on a Cluster, what lies there, and what
//! happens when it goes away and comes back.

#![allow(clippy::expect_used, clippy::panic, reason = "the helpers of tests fail as tests do")]

mod commands;
mod contracts;
mod failover;
mod faults;
mod sealed;
mod server;
mod tls;

use std::sync::Arc;

use idp_adapters::redis::{Redis, RedisOptions, Servers};
use idp_adapters::rng::SystemRng;
use idp_adapters::sealing::{DataKey, MasterKeys, Sealer};
use jiff::Timestamp;

/// A node on these servers, with keys of its own.
fn node(options: &RedisOptions) -> Arc<Redis> {
    let sealer = Sealer::new(MasterKeys::parse(&MasterKeys::generate(&SystemRng)).expect("keys"));
    let key = DataKey::from_store(DataKey::draw(&SystemRng).as_ref()).expect("a key");
    Arc::new(Redis::new(options, Arc::new(sealer), Arc::new(key), Arc::new(SystemRng)).expect("options"))
}

/// One server, of which only the test knows the password.
fn one(url: &str, username: Option<&str>, password: &str) -> RedisOptions {
    RedisOptions {
        servers: Servers::One(url.to_owned()),
        username: username.map(ToOwned::to_owned),
        password: Some(password.into()),
        root_certificate: None,
    }
}

/// Another time than that of the server, which must not matter.
fn now() -> Timestamp {
    Timestamp::from_second(1_800_000_000).expect("a time")
}

/// What `tests/services.sh` says.
fn service(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run tests/run, which starts Redis"))
}
