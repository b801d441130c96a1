//! What may be lost at the price of starting a login again: transactions and sent codes.
//!
//! An adapter that writes outside of the process seals what it writes: a transaction may hold an authenticator's key
//! that is not yet confirmed, or a phone number that was just typed.

use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Answer;
use crate::id::TransactionId;
use crate::login::Transaction;

/// A value with the version under which it was read.
#[derive(Debug, Clone)]
pub struct Stored<T> {
    /// The value.
    pub value: T,
    /// Its version: a write with another one loses.
    pub version: u64,
}

/// Login attempts (transient).
#[async_trait]
pub trait Transactions: Send + Sync {
    /// Stores a new transaction until it expires.
    async fn create(&self, transaction: &Transaction) -> Answer<()>;

    /// The transaction, unless it is unknown, over or expired.
    async fn load(&self, id: &TransactionId, now: Timestamp) -> Answer<Option<Stored<Transaction>>>;

    /// Replaces the transaction if its version is still that one.
    async fn replace(&self, transaction: &Transaction, version: u64) -> Answer<bool>;

    /// Ends the transaction if its version is still that one: of two that finish at once, one does.
    async fn end(&self, id: &TransactionId, version: u64) -> Answer<bool>;
}

/// The key of a sent code: a keyed hash over account, browser, purpose, destination and security version. A second tab
/// of the browser finds the same code; a new number, another browser or a reset does not.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SentCodeKey(pub String);

/// A code that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentCode {
    /// The keyed hash of the code.
    pub hash: [u8; 32],
    /// Wrong tries that are left before the code is dead.
    pub tries_left: u8,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// When it is worth nothing any more.
    pub expires_at: Timestamp,
}

/// What came of trying a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Right, and used up by this.
    Right,
    /// Wrong; so many tries are left.
    Wrong {
        /// Before the code is dead.
        tries_left: u8,
    },
    /// No code was sent, it has expired, was used, or had too many wrong tries.
    Dead,
}

/// Sent codes (transient).
#[async_trait]
pub trait Challenges: Send + Sync {
    /// Stores a code; one that was there before is dead.
    async fn put(&self, key: &SentCodeKey, code: SentCode) -> Answer<()>;

    /// The code, if it can still be answered. For pages; it decides nothing.
    async fn peek(&self, key: &SentCodeKey, now: Timestamp) -> Answer<Option<SentCode>>;

    /// Counts a try, compares and, if right, takes the code, all in one step: of fifty right answers at once one is.
    async fn answer(&self, key: &SentCodeKey, hash: &[u8; 32], now: Timestamp) -> Answer<Verdict>;
}
