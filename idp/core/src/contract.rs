//! What every adapter of a port must do, as suites that its tests run: one file a kind of store.
//!
//! A promise that stands in the documentation of a port is tested here, once, for all adapters.

use async_trait::async_trait;

use crate::id::Subject;
use crate::port::Answer;

pub mod accounts;
pub mod consents;
pub mod deliveries;
pub mod desk;
pub mod grants;
pub mod guess_budgets;
pub mod housekeeping;
pub mod logout_calls;
pub mod outbox;
pub mod own;
pub mod passkeys;
pub mod password_links;
mod race;
pub mod races;
pub mod recovery;
pub mod refresh_tokens;
mod samples;
pub mod seen_ids;
pub mod sessions;
pub mod transient;

/// The audit log of the adapter under test, read back: a change and its event are written together or not at all.
#[async_trait]
pub trait Log: Send + Sync {
    /// The words of the events about a person, oldest first.
    async fn about(&self, subject: &Subject) -> Answer<Vec<String>>;
}
