//! What became of messages, and what gateways tell of it.

use async_trait::async_trait;
use jiff::Timestamp;
use thiserror::Error;

use super::Answer;
use crate::delivery::{Delivery, Report};
use crate::id::Subject;

/// What became of messages (durable; kept for [`crate::lifetimes::DELIVERIES`]). The [`super::Outbox`] begins each one.
#[async_trait]
pub trait Deliveries: Send + Sync {
    /// Notes what this gateway says. False where nothing changes: it names no message that the gateway was given, or one of
    /// which more is known already. "Delivered" is final; "failed" gives way to it alone.
    async fn reported(&self, gateway: &str, report: &Report, now: Timestamp) -> Answer<bool>;

    /// The latest messages to a person, newest first.
    async fn latest(&self, subject: &Subject, limit: u64, now: Timestamp) -> Answer<Vec<Delivery>>;
}

/// A request that says it comes from a gateway, as it arrived.
pub struct CallBack<'a> {
    /// The word for the gateway, from the path.
    pub gateway: &'a str,
    /// The URL as the gateway knows it, with its query.
    pub url: &'a str,
    /// A header, by its name.
    pub header: &'a (dyn Fn(&str) -> Option<&'a str> + Sync),
    /// The body.
    pub body: &'a [u8],
}

/// A call-back that did not come from the gateway, as far as it shows, or that is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Forged {
    /// No gateway of this name reports here.
    #[error("no gateway of this name reports here")]
    Unknown,
    /// It does not show the secret or the signature of the gateway.
    #[error("it does not show that it comes from the gateway")]
    Unproven,
    /// It is not in the gateway's form.
    #[error("it is no report of this gateway")]
    Malformed,
}

/// Reads what SMS gateways tell, each in its own form.
pub trait SmsReports: Send + Sync {
    /// The report in a call-back, once it is proven. `None`: what it tells is not the end of a message.
    fn read(&self, call: &CallBack<'_>, now: Timestamp) -> Result<Option<Report>, Forged>;
}
