//! The transient ports on Redis 6.2 or later (Valkey is the same), for several nodes: one server, Sentinel or a Cluster.
//!
//! Four rules hold in every file:
//!
//! - Each verb is one script on one key. So it is one step to everybody else, and touches one slot of a Cluster.
//! - Keys read `sluis:<kind>:<name>`. Each has a lifetime.
//! - The value says itself when it is over, by the clock of the nodes that is passed in; [`lifetime`] only lets Redis sweep
//!   what is over already.
//! - What Redis answers twice or forgets can only refuse. What must be known for ever is in the database: Redis may come
//!   back empty, or as it was some time ago.

use std::sync::Arc;

use idp_core::port::{Answer, KeyedHash, Rng, Unavailable};
use jiff::Timestamp;
use redis::{FromRedisValue, Script, ScriptInvocation};

use crate::sealing::Sealer;

mod challenges;
mod connect;
mod link;
mod throttle;
mod transactions;

pub use connect::{InvalidRedis, RedisOptions, Servers};

use link::Link;

/// The transient ports on Redis. Cloning clones handles.
#[derive(Clone)]
pub struct Redis {
    link: Arc<Link>,
    sealer: Arc<Sealer>,
    keyed_hash: Arc<dyn KeyedHash>,
    rng: Arc<dyn Rng>,
}

/// Asked for at the start: a replica that only reads, or a user who may not write, is of no use.
const PING: &str = "redis.call('SET', KEYS[1], 1, 'PX', 1000) return 1";

impl Redis {
    /// Reaches nobody yet. Whether anybody is there says [`Self::ping`].
    pub fn new(
        options: &RedisOptions,
        sealer: Arc<Sealer>,
        keyed_hash: Arc<dyn KeyedHash>,
        rng: Arc<dyn Rng>,
    ) -> Result<Self, InvalidRedis> {
        Ok(Self { link: Arc::new(Link::new(connect::Way::new(options)?)), sealer, keyed_hash, rng })
    }

    /// Whether Redis answers and takes writes.
    pub async fn ping(&self) -> Answer<()> {
        let script = Script::new(PING);
        self.run::<i64>("reach Redis", &script.key("sluis:ping")).await.map(drop)
    }

    /// Runs a script, and names what was asked for whatever goes wrong on the way. Of the fault only its words are kept.
    async fn run<T: FromRedisValue>(&self, what: &'static str, script: &ScriptInvocation<'_>) -> Answer<T> {
        self.link.ask(script).await.map_err(|fault| Unavailable::new(what, fault))
    }
}

/// A time as scripts compare it: milliseconds, which a number of Lua holds exactly.
fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// The time that a script gave.
fn instant(what: &'static str, millis: i64) -> Answer<Timestamp> {
    Timestamp::from_millisecond(millis).map_err(|error| Unavailable::new(what, error))
}

/// For how many milliseconds Redis keeps what lives from `now` to `end`. A minute longer: a node whose clock is behind
/// still finds it for its whole life.
fn lifetime(now: Timestamp, end: Timestamp) -> i64 {
    const SPARE: i64 = 60_000;
    (millis(end) - millis(now)).max(0).saturating_add(SPARE)
}
