//! How many calls to each client are being made at the moment.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use idp_core::client::ClientId;
use tokio::sync::Notify;

type Held = BTreeMap<ClientId, u64>;

/// The places that are taken. Cloning clones handles.
#[derive(Clone)]
pub(super) struct Places {
    held: Arc<Mutex<Held>>,
    freed: Arc<Notify>,
}

impl Places {
    /// Nobody has one yet. `freed` is told of each that becomes free: more calls may wait for it than for a look of the worker.
    pub(super) fn new(freed: Arc<Notify>) -> Self {
        Self { held: Arc::default(), freed }
    }

    /// How many each client has.
    pub(super) fn held(&self) -> Held {
        self.lock().clone()
    }

    /// A place for a call to this client, until it is dropped.
    pub(super) fn take(&self, client: &ClientId) -> Place {
        *self.lock().entry(client.clone()).or_default() += 1;
        Place { client: client.clone(), of: self.clone() }
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        // A count is whole whoever panicked beside it.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place that is taken.
pub(super) struct Place {
    client: ClientId,
    of: Places,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self.of.lock();
        if let Some(count) = held.get_mut(&self.client) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.client);
            }
        }
        drop(held);
        self.of.freed.notify_one();
    }
}
