//! Removing what is over, so that a store holds what lives and little more.

use async_trait::async_trait;
use jiff::Timestamp;

use super::Answer;

/// What went in one sweep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// How many rows, of every kind together.
    pub rows: u64,
    /// Whether more of some kind may be over: as many went as were asked for.
    pub more: bool,
}

/// The durable stores, cleaned. What goes is over by [`crate::lifetimes`] and could change no answer any more: whether
/// something still counts is tested at its use and never left to this. So any number of nodes may sweep at once, or none.
#[async_trait]
pub trait Housekeeping: Send + Sync {
    /// Removes what is over at `now`, at most `limit` of each kind, in short statements of their own that wait for no other
    /// node:
    ///
    /// - sessions, [`SESSION_KEPT`](crate::lifetimes::SESSION_KEPT) after they began;
    /// - grants with all their refresh tokens, [`GRANT`](crate::lifetimes::GRANT) after they were made. Until then a code or a
    ///   refresh token that comes twice is recognised, and a session that ends knows which clients saw it;
    /// - guess budgets, [`GUESS_BUDGET`](crate::lifetimes::GUESS_BUDGET) after the first try, unless they are closed;
    /// - what could be used once and has expired, links to choose a password among it;
    /// - what became of messages, after [`DELIVERIES`](crate::lifetimes::DELIVERIES).
    async fn sweep(&self, limit: u64, now: Timestamp) -> Answer<Swept>;
}
