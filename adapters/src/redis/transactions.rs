//! Login attempts, in Redis.

use async_trait::async_trait;
use idp_core::id::TransactionId;
use idp_core::login::Transaction;
use idp_core::port::{Answer, Stored, Transactions, Unavailable};
use jiff::Timestamp;
use redis::Script;
use zeroize::Zeroizing;

use super::{Redis, lifetime};
use crate::sealing::Place;

/// `ARGV`: the sealed transaction, its lifetime.
const CREATE: &str = "
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'version', 1, 'sealed', ARGV[1])
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
";

const LOAD: &str = "return redis.call('HMGET', KEYS[1], 'version', 'sealed')";

/// `ARGV`: the version that was read, the sealed transaction. The lifetime stays.
const REPLACE: &str = "
if redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[1] + 1, 'sealed', ARGV[2])
return 1
";

/// `ARGV`: the version that was read.
const END: &str = "
if redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
";

#[async_trait]
impl Transactions for Redis {
    async fn create(&self, transaction: &Transaction) -> Answer<()> {
        let what = "begin a login";
        let sealed = self.seal(what, transaction)?;
        let life = lifetime(transaction.started_at, transaction.expires_at());
        let script = Script::new(CREATE);
        self.run::<i64>(what, script.key(key(&transaction.id)).arg(sealed).arg(life)).await.map(drop)
    }

    async fn load(&self, id: &TransactionId, now: Timestamp) -> Answer<Option<Stored<Transaction>>> {
        let what = "read a login";
        let script = Script::new(LOAD);
        let found: (Option<u64>, Option<String>) = self.run(what, &script.key(key(id))).await?;
        let (Some(version), Some(sealed)) = found else { return Ok(None) };
        let value = self.open(what, id, &sealed)?;
        Ok((now < value.expires_at()).then_some(Stored { value, version }))
    }

    async fn replace(&self, transaction: &Transaction, version: u64) -> Answer<bool> {
        let what = "save a login";
        let sealed = self.seal(what, transaction)?;
        let script = Script::new(REPLACE);
        self.run(what, script.key(key(&transaction.id)).arg(version).arg(sealed)).await
    }

    async fn end(&self, id: &TransactionId, version: u64) -> Answer<bool> {
        let script = Script::new(END);
        self.run("end a login", script.key(key(id)).arg(version)).await
    }
}

/// A transaction holds a phone number and the key of an authenticator, so Redis sees it sealed.
impl Redis {
    fn seal(&self, what: &'static str, transaction: &Transaction) -> Answer<String> {
        let json = serde_json::to_vec(transaction).map_err(|error| Unavailable::new(what, error))?;
        let sealed = self.sealer.seal(place(&transaction.id), &Zeroizing::new(json), self.rng.as_ref());
        sealed.map_err(|error| Unavailable::new(what, error))
    }

    fn open(&self, what: &'static str, id: &TransactionId, sealed: &str) -> Answer<Transaction> {
        let json = self.sealer.open(place(id), sealed).map_err(|error| Unavailable::new(what, error))?;
        // The words of the error could quote the value.
        serde_json::from_slice(&json).map_err(|_| Unavailable::new(what, "it is not one that this version wrote"))
    }
}

fn place(id: &TransactionId) -> Place<'_> {
    Place { table: "redis", row: id.as_str(), column: "transaction" }
}

fn key(id: &TransactionId) -> String {
    format!("sluis:transaction:{id}")
}
