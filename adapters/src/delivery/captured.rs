//! The demo's outbox: messages that go nowhere and are shown instead.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use idp_core::message::Outgoing;
use idp_core::port::{Accepted, Clock, Deliver, DeliveryFailed};
use jiff::Timestamp;
use serde::Serialize;

/// A message that was kept.
#[derive(Clone, Serialize)]
pub struct CapturedMessage {
    /// When it was handed over.
    pub time: Timestamp,
    /// `sms` or `email`.
    pub channel: &'static str,
    /// The number or address.
    pub to: String,
    /// The words; of a mail, its plain text.
    pub text: String,
}

/// Keeps messages in memory instead of sending them. Who can read them can log in as anybody: never beside real people.
pub struct CapturedMessages {
    messages: Mutex<Vec<CapturedMessage>>,
    clock: Arc<dyn Clock>,
}

impl CapturedMessages {
    /// Nothing yet.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { messages: Mutex::default(), clock }
    }

    /// All messages, the first one first.
    pub fn messages(&self) -> Vec<CapturedMessage> {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl Deliver for CapturedMessages {
    async fn deliver(&self, message: &Outgoing) -> Result<Accepted, DeliveryFailed> {
        let captured = CapturedMessage {
            time: self.clock.now(),
            channel: message.to.channel(),
            to: message.to.reveal().to_owned(),
            text: message.rendered.text.clone(),
        };
        self.messages.lock().unwrap_or_else(PoisonError::into_inner).push(captured);
        Ok(Accepted::by("captured"))
    }
}
