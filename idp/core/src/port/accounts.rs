//! People.

use std::collections::BTreeSet;

use async_trait::async_trait;
use jiff::Timestamp;

use super::Answer;
use crate::account::{
    Account, Change, CredentialDigest, NewAccount, PasswordHash, RecoveryDigest, SecurityVersion, Username,
};
use crate::audit::Event;
use crate::client::ClientId;
use crate::id::{AuthenticatorId, PasskeyId, Subject};

/// What came of a change.
#[derive(Debug)]
pub enum Changed {
    /// It happened; this is the account now.
    Done(Box<Account>),
    /// The account is not what the caller saw: its security version moved, or (for an authenticator) one is there
    /// already. Nothing was changed.
    Stale,
}

/// What came of using a passkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyUse {
    /// It counts.
    Counted,
    /// It signed no more often than it had before: there may be two of it (WebAuthn 6.1.1). Nothing was changed.
    Behind,
    /// It is not there any more.
    Gone,
}

/// What came of an import, which is all or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// People who are new.
    pub added: usize,
    /// People who were there; their profile was written.
    pub updated: usize,
}

/// People (durable). Whatever makes the security version of an account rise ends all sessions of the person in the same
/// transaction, as [`super::Sessions`] does, each with an event of its own; `called` are the clients that want to be called
/// then (see [`super::Ending`]).
#[async_trait]
pub trait Accounts: Send + Sync {
    /// The account with this name.
    async fn by_username(&self, username: &Username) -> Answer<Option<Account>>;

    /// The account with this `sub`.
    async fn by_subject(&self, subject: &Subject) -> Answer<Option<Account>>;

    /// Whose this passkey is.
    async fn by_passkey(&self, passkey: &CredentialDigest) -> Answer<Option<Account>>;

    /// Accounts in the order of their names, at most `limit`, from after the name given.
    async fn list(&self, after: Option<&Username>, limit: u64) -> Answer<Vec<Account>>;

    /// Adds an account; false if the name is taken.
    async fn add(&self, account: NewAccount, event: Event) -> Answer<bool>;

    /// Adds or updates people by their names, all or none. `subject` of those who are there already is kept. The event
    /// is written for each person, about that person.
    async fn import(&self, people: Vec<NewAccount>, called: &BTreeSet<ClientId>, event: Event) -> Answer<Imported>;

    /// Changes an account if its security version is still `seen`; where [`Change::ends_sessions`] it rises in the
    /// same statement. A phone number or address that differs from the one on record becomes unverified.
    async fn change(
        &self,
        subject: &Subject,
        seen: SecurityVersion,
        change: Change,
        called: &BTreeSet<ClientId>,
        event: Event,
    ) -> Answer<Changed>;

    /// Deletes an account if its security version is still `seen`, with everything that is kept about the person; false if it is
    /// not. Its subject is drawn at random and so is never another person's. What happened stays in the audit log.
    async fn delete(
        &self,
        subject: &Subject,
        seen: SecurityVersion,
        called: &BTreeSet<ClientId>,
        event: Event,
    ) -> Answer<bool>;

    /// Puts another hash of the same password in the place of `old`, if that is still the one on record. Nothing else of the
    /// account changes, its security version included.
    async fn renew_password_hash(
        &self,
        subject: &Subject,
        old: &PasswordHash,
        new: &PasswordHash,
        event: Event,
    ) -> Answer<bool>;

    /// Uses a recovery code of this person, if it is one that was not used: once.
    async fn use_recovery_code(&self, subject: &Subject, code: &RecoveryDigest, event: Event) -> Answer<bool>;

    /// Takes the service desk's code of this person, if its hash is this one and it has not expired at `now`: once. What it
    /// guards stays guarded until an authenticator is confirmed.
    async fn take_visit_code(&self, subject: &Subject, hash: &str, now: Timestamp, event: Event) -> Answer<bool>;

    /// Accepts a time step of an authenticator if it is later than every one accepted before: once, anywhere.
    async fn accept_step(&self, authenticator: &AuthenticatorId, step: u64, event: Event) -> Answer<bool>;

    /// Uses a passkey that says that it signed so often, if that is more often than before, or if it never counts: in one
    /// conditional statement.
    async fn use_passkey(&self, passkey: &PasskeyId, signatures: u32, event: Event) -> Answer<PasskeyUse>;
}
