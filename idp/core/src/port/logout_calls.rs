//! Back-channel logout calls: written in the transaction that ends a session, made by a worker.

use std::collections::BTreeMap;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use super::Answer;
use crate::audit::Event;
use crate::client::ClientId;
use crate::id::LogoutCallId;
use crate::oidc::backchannel_logout::LogoutCall;

/// Calls on their way (durable). [`super::Sessions`] writes them; none is ever forgotten without an event.
#[async_trait]
pub trait LogoutCalls: Send + Sync {
    /// Takes calls that are due, as many as there are hands for, and keeps other workers off them for `lease`. Whoever does
    /// not come back by then is taken to be gone, and the call is due again.
    async fn lease(&self, hands: &Hands, lease: Duration, now: Timestamp) -> Answer<Vec<LeasedCall>>;

    /// The call was taken, or is given up: it is removed, and the event says which. Doing it again changes nothing.
    async fn done(&self, id: &LogoutCallId, event: Event) -> Answer<()>;

    /// The call was not taken: it is due again at that time.
    async fn again(&self, id: &LogoutCallId, at: Timestamp) -> Answer<()>;
}

/// For what a worker has hands. No client gets them all, so that one which hangs delays its own calls and no others; and of
/// two for which there is work, the one that has fewer gets the next.
#[derive(Debug, Clone)]
pub struct Hands {
    /// Those that are free.
    pub free: u64,
    /// How many a client may have.
    pub per_client: u64,
    /// How many each has now.
    pub held: BTreeMap<ClientId, u64>,
}

/// A call that a worker holds.
#[derive(Debug, Clone)]
pub struct LeasedCall {
    /// The call.
    pub call: LogoutCall,
    /// How often it was tried before.
    pub tries: u32,
}
