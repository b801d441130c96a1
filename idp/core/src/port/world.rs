//! Time, chance and the audit log.

use async_trait::async_trait;
use jiff::Timestamp;

use super::Answer;
use crate::audit::Event;

/// What time it is. The only place it is asked.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Chance, good enough for secrets. The only place it is drawn.
pub trait Rng: Send + Sync {
    /// Fills the slice with random bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// The audit log, for events that go with no other durable change.
#[async_trait]
pub trait Audit: Send + Sync {
    /// Appends an event.
    async fn record(&self, event: Event) -> Answer<()>;
}
