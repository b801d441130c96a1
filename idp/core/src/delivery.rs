//! What became of a message: for the person at the service desk who is asked "I got no code".
//!
//! It helps to advise and to watch, and proves nothing: that a gateway says "delivered" never verifies a number.

use jiff::Timestamp;

use crate::id::MessageId;

/// A message and what is known of it. Never what it said, and never the whole number or address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The message.
    pub message: MessageId,
    /// `sms` or `email`.
    pub channel: String,
    /// The masked number or address.
    pub to: String,
    /// When it was put into the outbox.
    pub queued_at: Timestamp,
    /// The gateway that took it.
    pub gateway: Option<String>,
    /// The gateway's own name for the message.
    pub provider_id: Option<String>,
    /// How far it came.
    pub stage: Stage,
}

/// How far a message came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// It waits for a gateway.
    Queued,
    /// Nobody took it while it was of use.
    GivenUp,
    /// A gateway took it; more is not known.
    Accepted {
        /// When.
        at: Timestamp,
    },
    /// The gateway says that the phone has it.
    Delivered {
        /// When it said so.
        at: Timestamp,
    },
    /// The gateway says that the phone will not get it.
    Failed {
        /// When it said so.
        at: Timestamp,
        /// The gateway's word for why.
        reason: Option<String>,
    },
}

/// What a gateway says of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Which message.
    pub about: About,
    /// What became of it.
    pub outcome: Outcome,
}

/// How a gateway names a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// By the reference that we gave.
    Reference(MessageId),
    /// By its own name.
    ProviderId(String),
}

/// What became of a message, in the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The phone has it.
    Delivered,
    /// The phone will not get it; with the gateway's word for why.
    Failed(Option<String>),
}

impl Outcome {
    /// The word for it, in the store and in the log.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Failed(_) => "failed",
        }
    }
}
