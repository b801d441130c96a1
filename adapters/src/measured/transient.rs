//! The transient ports, measured.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use idp_core::id::TransactionId;
use idp_core::login::Transaction;
use idp_core::port::{Answer, Challenges, Hit, SentCode, SentCodeKey, Stored, Throttle, Transactions, Verdict};
use jiff::Timestamp;

use super::{Latency, Store};

/// [`Transactions`], measured.
pub struct MeasuredTransactions(pub Arc<dyn Transactions>, pub Latency);

/// [`Challenges`], measured.
pub struct MeasuredChallenges(pub Arc<dyn Challenges>, pub Latency);

/// [`Throttle`], measured.
pub struct MeasuredThrottle(pub Arc<dyn Throttle>, pub Latency);

#[async_trait]
impl Transactions for MeasuredTransactions {
    async fn create(&self, transaction: &Transaction) -> Answer<()> {
        self.1.of(Store::Transient, "store a login", self.0.create(transaction)).await
    }

    async fn load(&self, id: &TransactionId, now: Timestamp) -> Answer<Option<Stored<Transaction>>> {
        self.1.of(Store::Transient, "load a login", self.0.load(id, now)).await
    }

    async fn replace(&self, transaction: &Transaction, version: u64) -> Answer<bool> {
        self.1.of(Store::Transient, "replace a login", self.0.replace(transaction, version)).await
    }

    async fn end(&self, id: &TransactionId, version: u64) -> Answer<bool> {
        self.1.of(Store::Transient, "end a login", self.0.end(id, version)).await
    }
}

#[async_trait]
impl Challenges for MeasuredChallenges {
    async fn put(&self, key: &SentCodeKey, code: SentCode) -> Answer<()> {
        self.1.of(Store::Transient, "store a code", self.0.put(key, code)).await
    }

    async fn peek(&self, key: &SentCodeKey, now: Timestamp) -> Answer<Option<SentCode>> {
        self.1.of(Store::Transient, "look at a code", self.0.peek(key, now)).await
    }

    async fn answer(&self, key: &SentCodeKey, hash: &[u8; 32], now: Timestamp) -> Answer<Verdict> {
        self.1.of(Store::Transient, "try a code", self.0.answer(key, hash, now)).await
    }
}

#[async_trait]
impl Throttle for MeasuredThrottle {
    async fn hit(&self, key: &str, limit: u32, window: Duration, now: Timestamp) -> Answer<Hit> {
        self.1.of(Store::Transient, "count a message", self.0.hit(key, limit, window, now)).await
    }
}
