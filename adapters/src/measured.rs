//! What is measured of the world: how long stores take, how many passwords wait to be hashed, what becomes of messages.
//!
//! A measured port is the port in a thin wrapper, so an adapter does not know that it is measured. Labels are words from the
//! code: never who, to where, or what.

use prometheus_client::registry::Registry;

mod hashing;
mod latency;
mod messages;
mod transient;

pub use hashing::{Hashing, MeasuredPasswords};
pub use latency::{Latency, Store};
pub use messages::{MeasuredDelivery, MeasuredOutbox, Messages};
pub use transient::{MeasuredChallenges, MeasuredThrottle, MeasuredTransactions};

/// Everything that is measured here. Cloning clones handles.
#[derive(Clone, Default)]
pub struct Measures {
    /// How long stores take.
    pub latency: Latency,
    /// The hashing of passwords.
    pub hashing: Hashing,
    /// Messages to people.
    pub messages: Messages,
}

impl Measures {
    /// Gives everything its name.
    pub fn register(&self, registry: &mut Registry) {
        self.latency.register(registry);
        self.hashing.register(registry);
        self.messages.register(registry);
    }
}
