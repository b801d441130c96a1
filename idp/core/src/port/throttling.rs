//! Counting: guesses at a secret (durable), and how often something was asked (transient).

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use super::Answer;
use crate::audit::Event;
use crate::throttle::{BudgetKey, Rule};

/// Whether a try may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// It was counted: look at the secret.
    Allowed {
        /// The count, this one included.
        count: u32,
        /// Until when the budget is closed for the tries after this one, if this one closed it.
        closed_until: Option<Timestamp>,
    },
    /// The budget is closed until then: do not look, do not count.
    Spent {
        /// When the next try may be made.
        until: Timestamp,
    },
}

/// Guesses (durable).
#[async_trait]
pub trait GuessBudgets: Send + Sync {
    /// Counts a try before the secret is looked at, in one conditional statement.
    async fn count(&self, key: &BudgetKey, rule: &Rule, now: Timestamp) -> Answer<Counted>;

    /// Takes back a try that was counted at `at` and turned out to be none, with the `closed_until` that [`Self::count`] gave:
    /// the count is one lower, and the budget is open if it was that try that closed it, or if fewer are left than ever close
    /// it. Nothing happens if the tries were forgotten since.
    async fn give_back(
        &self,
        key: &BudgetKey,
        rule: &Rule,
        closed_until: Option<Timestamp>,
        at: Timestamp,
    ) -> Answer<()>;

    /// Whether the budget is closed, and until when. For pages; it decides nothing.
    async fn closed_until(&self, key: &BudgetKey, now: Timestamp) -> Answer<Option<Timestamp>>;

    /// Forgets the tries: only a full login does this.
    async fn reset(&self, keys: &[BudgetKey]) -> Answer<()>;

    /// Forgets the tries because the service desk says so, with its event.
    async fn unlock(&self, keys: &[BudgetKey], event: Event) -> Answer<()>;
}

/// Whether something may be done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hit {
    /// Yes; it was counted.
    Allowed,
    /// Not before then.
    Wait {
        /// When the window moves on.
        until: Timestamp,
    },
}

/// Counters in a window (transient).
#[async_trait]
pub trait Throttle: Send + Sync {
    /// Counts a hit of `key` if fewer than `limit` were counted since the window of the first one began.
    async fn hit(&self, key: &str, limit: u32, window: Duration, now: Timestamp) -> Answer<Hit>;
}
