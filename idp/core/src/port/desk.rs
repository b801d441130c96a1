//! What the service desk asks the database.

use async_trait::async_trait;
use jiff::Timestamp;

use super::Answer;
use crate::account::{Account, SecurityVersion, Username};
use crate::audit::Event;
use crate::desk::reports::Group;
use crate::desk::{Request, Standing, Term};
use crate::id::{DeskRequestId, Subject};

/// Finding people without knowing their subject (durable).
#[async_trait]
pub trait Directory: Send + Sync {
    /// Those whom a term fits, in the order of their usernames, at most `limit`.
    async fn find(&self, term: &Term, limit: u64) -> Answer<Vec<Account>>;

    /// Makes people findable whom a version before this one wrote, at most `limit`; whether there may be more.
    async fn make_findable(&self, limit: u64) -> Answer<bool>;
}

/// Acts that wait for a second pair of eyes (durable). One that has expired is not there.
#[async_trait]
pub trait DeskRequests: Send + Sync {
    /// Has a request wait. False if the same act waits for this person already.
    async fn ask(&self, request: &Request, event: Event) -> Answer<bool>;

    /// Those that wait, the oldest first.
    async fn waiting(&self, limit: u64, now: Timestamp) -> Answer<Vec<Request>>;

    /// Those that wait for a person.
    async fn of_person(&self, subject: &Subject, now: Timestamp) -> Answer<Vec<Request>>;

    /// The one of this name.
    async fn find(&self, id: &DeskRequestId, now: Timestamp) -> Answer<Option<Request>>;

    /// Takes a request that somebody else than `by` asked, while the security version is the one of then: once.
    async fn take(
        &self,
        id: &DeskRequestId,
        by: &Subject,
        seen: SecurityVersion,
        now: Timestamp,
        event: Event,
    ) -> Answer<Option<Request>>;
}

/// Somebody who never finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnfinishedPerson {
    /// The name to log in with.
    pub username: Username,
    /// Where they stand.
    pub standing: Standing,
    /// When the account was made.
    pub added_at: Timestamp,
    /// When it last changed: since then they stand there.
    pub since: Timestamp,
}

/// Somebody who has not logged in for long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DormantPerson {
    /// The name to log in with.
    pub username: Username,
    /// When the account was made.
    pub added_at: Timestamp,
    /// When they last logged in, as far as the audit log still knows.
    pub last_login: Option<Timestamp>,
}

/// Somebody whose tries are spent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedPerson {
    /// The name to log in with.
    pub username: Username,
    /// Of what, by the word of the budget.
    pub of: String,
    /// Until when.
    pub until: Timestamp,
}

/// How many messages a gateway took over in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessagesOfMonth {
    /// `2026-11`, in UTC.
    pub month: String,
    /// `sms` or `email`.
    pub channel: String,
    /// The word for the gateway.
    pub gateway: String,
    /// How many.
    pub messages: u64,
}

/// What reports are made of (durable). Every list is bounded.
#[async_trait]
pub trait Reports: Send + Sync {
    /// How many people have what on record, and for how long.
    async fn enrolment(&self, now: Timestamp) -> Answer<Vec<Group>>;

    /// People without a second factor who are not disabled, by username, from after this one.
    async fn unfinished(&self, after: Option<&Username>, limit: u64) -> Answer<Vec<UnfinishedPerson>>;

    /// People with a second factor whose account is older than `before` and who have not logged in since, by username, from after
    /// this one. Who is disabled is not counted.
    async fn dormant(&self, before: Timestamp, after: Option<&Username>, limit: u64) -> Answer<Vec<DormantPerson>>;

    /// People whose tries are spent at `now`, who waits longest first.
    async fn locked(&self, now: Timestamp, limit: u64) -> Answer<Vec<LockedPerson>>;

    /// What was sent, the latest month first.
    async fn messages(&self, limit: u64) -> Answer<Vec<MessagesOfMonth>>;
}
