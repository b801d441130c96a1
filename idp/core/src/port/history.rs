//! What the audit log says to the person whom it is about, and to the service desk that helps them.

use std::collections::BTreeMap;
use std::net::IpAddr;

use async_trait::async_trait;
use jiff::Timestamp;

use super::Answer;
use crate::audit::{Actor, Code};
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

/// An event about a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastEvent {
    /// Its number.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// What happened.
    pub code: Code,
    /// Who did it.
    pub actor: Actor,
    /// For which application.
    pub client: Option<ClientId>,
    /// What else is known: short words by name.
    pub detail: BTreeMap<String, String>,
}

/// The audit log, as far as people read in it about one person.
#[async_trait]
pub trait History: Send + Sync {
    /// The latest logins of a person, newest first, at most `limit`.
    async fn logins(&self, person: &Subject, limit: u64) -> Answer<Vec<PastLogin>>;

    /// The latest events about a person that have one of these codes, newest first, from before the one of this number.
    async fn events(&self, person: &Subject, codes: &[Code], before: Option<i64>, limit: u64)
    -> Answer<Vec<PastEvent>>;
}
