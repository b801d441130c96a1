//! Mail and SMS: rendering, the outbox, delivery. No page ever waits on a mail server or a gateway.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use thiserror::Error;

use super::Answer;
use crate::audit::Event;
use crate::locale::Locale;
use crate::message::{Message, Outgoing, Rendered};

/// The words of messages, in the theme.
pub trait Messages: Send + Sync {
    /// Renders a message.
    fn render(&self, message: &Message, locale: Locale) -> Answer<Rendered>;
}

/// Messages on their way (durable, sealed).
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Queues a message. `Ok` means that it will be tried, also after a restart. What becomes of it can be asked of
    /// [`super::Deliveries`] when the event is about a person.
    async fn queue(&self, message: Outgoing, event: Event) -> Answer<()>;

    /// Takes up to `limit` messages that are due and keeps other workers off them for `lease`. Expired ones are removed.
    async fn lease(&self, limit: u64, lease: Duration, now: Timestamp) -> Answer<Vec<Leased>>;

    /// The message was accepted: it is removed.
    async fn accepted(&self, message: &Outgoing, by: &Accepted, now: Timestamp) -> Answer<()>;

    /// The message was not accepted: it is due again at that time. If it is worthless by then, it is given up.
    async fn again(&self, message: &Outgoing, at: Timestamp) -> Answer<()>;
}

/// A message that a worker holds.
#[derive(Debug, Clone)]
pub struct Leased {
    /// The message.
    pub message: Outgoing,
    /// How often it was tried before.
    pub tries: u32,
}

/// Who took a message over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The gateway: the word for it in the configuration.
    pub gateway: String,
    /// The gateway's own name for the message, if it gave one.
    pub provider_id: Option<String>,
}

impl Accepted {
    /// By a gateway that gives messages no name.
    pub fn by(gateway: &str) -> Self {
        Self { gateway: gateway.to_owned(), provider_id: None }
    }
}

/// A message was not accepted.
#[derive(Debug, Error)]
#[error("{reason}")]
pub struct DeliveryFailed {
    /// Why, for the log: never with the text, the number or the address in it.
    pub reason: String,
    /// Whether trying again can help.
    pub permanent: bool,
}

/// A channel to people: SMTP, an SMS gateway, the demo's outbox page.
#[async_trait]
pub trait Deliver: Send + Sync {
    /// Hands the message over. `Ok` means accepted, not delivered.
    async fn deliver(&self, message: &Outgoing) -> Result<Accepted, DeliveryFailed>;
}
