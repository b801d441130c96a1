//! What the audit log says to the person whom it is about.

use std::net::IpAddr;

use async_trait::async_trait;
use jiff::Timestamp;

use super::Answer;
use crate::client::ClientId;
use crate::id::Subject;

/// A login that was completed: a session that began or grew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastLogin {
    /// When.
    pub at: Timestamp,
    /// From which address.
    pub address: Option<IpAddr>,
    /// For which application; a page of ours where there is none.
    pub client: Option<ClientId>,
    /// The word of the level that it reached.
    pub level: Option<String>,
}

/// The audit log, as far as people read in it about themselves.
#[async_trait]
pub trait History: Send + Sync {
    /// The latest logins of a person, newest first, at most `limit`.
    async fn logins(&self, person: &Subject, limit: u64) -> Answer<Vec<PastLogin>>;
}
