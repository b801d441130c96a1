//! What stands where no gateway is configured: every message fails, and the log says what to configure.

use async_trait::async_trait;
use idp_core::message::Outgoing;
use idp_core::port::{Accepted, Deliver, DeliveryFailed};

/// Delivers nothing.
pub(super) struct Undeliverable {
    reason: &'static str,
}

impl Undeliverable {
    pub(super) fn because(reason: &'static str) -> Self {
        Self { reason }
    }
}

#[async_trait]
impl Deliver for Undeliverable {
    async fn deliver(&self, _message: &Outgoing) -> Result<Accepted, DeliveryFailed> {
        Err(DeliveryFailed { reason: self.reason.to_owned(), permanent: true })
    }
}
