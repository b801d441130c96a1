//! An outbox that wakes the worker, so that a code leaves at once and not at the next look.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use idp_core::audit::Event;
use idp_core::message::Outgoing;
use idp_core::port::{Accepted, Answer, Leased, Outbox};
use jiff::Timestamp;
use tokio::sync::Notify;

/// Passes everything on and notifies after each message that was queued.
pub struct Waking {
    outbox: Arc<dyn Outbox>,
    wake: Arc<Notify>,
}

impl Waking {
    /// Wraps an outbox; `wake` is the one that [`super::run`] waits for.
    pub fn new(outbox: Arc<dyn Outbox>, wake: Arc<Notify>) -> Self {
        Self { outbox, wake }
    }
}

#[async_trait]
impl Outbox for Waking {
    async fn queue(&self, message: Outgoing, event: Event) -> Answer<()> {
        self.outbox.queue(message, event).await?;
        self.wake.notify_one();
        Ok(())
    }

    async fn lease(&self, limit: u64, lease: Duration, now: Timestamp) -> Answer<Vec<Leased>> {
        self.outbox.lease(limit, lease, now).await
    }

    async fn accepted(&self, message: &Outgoing, by: &Accepted, now: Timestamp) -> Answer<()> {
        self.outbox.accepted(message, by, now).await
    }

    async fn again(&self, message: &Outgoing, at: Timestamp) -> Answer<()> {
        self.outbox.again(message, at).await
    }
}
