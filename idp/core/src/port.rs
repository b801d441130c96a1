//! Everything outside: the traits through which the rules reach stores, keys, messages, time and chance.
//!
//! *Durable* ports are a database: what must never be forgotten (consumed, revoked, locked, counted) lives there.
//! *Transient* ports hold only what may be lost at the price of starting a login again. Verbs say the intent; each
//! single use or count is one conditional statement in the adapter, never a read, a check and a write. Every durable
//! verb that changes something takes the audit event and writes both in one database transaction.
//!
//! An adapter proves itself with the suites of [`crate::contract`].

use std::sync::Arc;

use thiserror::Error;

mod accounts;
mod client_keys;
mod consents;
mod deliveries;
mod desk;
mod grants;
mod history;
mod housekeeping;
mod keys;
mod logout_calls;
mod messages;
mod passkeys;
mod password_links;
mod passwords;
mod refresh_tokens;
mod sessions;
mod throttling;
mod transient;
mod world;

pub use accounts::{Accounts, Changed, Imported, PasskeyUse};
pub use client_keys::{ClientKeys, SeenId, SeenIds};
pub use consents::Consents;
pub use deliveries::{CallBack, Deliveries, Forged, SmsReports};
pub use desk::{DeskRequests, Directory, DormantPerson, LockedPerson, MessagesOfMonth, Reports, UnfinishedPerson};
pub use grants::{CodeDigest, Grants, Redeemed};
pub use history::{History, PastEvent, PastLogin};
pub use housekeeping::{Housekeeping, Swept};
pub use keys::{KeyedHash, Keys, TokenType};
pub use logout_calls::{Hands, LeasedCall, LogoutCalls};
pub use messages::{Accepted, Deliver, DeliveryFailed, Leased, Messages, Outbox};
pub use passkeys::{Asserted, Ceremony, Made, Passkeys, Registrant, Verification};
pub use password_links::{PasswordLinks, PasswordRequests};
pub use passwords::{BreachedPasswords, Busy, KnownPasswords, Passwords};
pub use refresh_tokens::{RefreshDigest, RefreshTokens, Rotated, Rotation, StoredRefreshToken};
pub use sessions::{Ending, SeenSession, SessionDigest, Sessions};
pub use throttling::{Counted, GuessBudgets, Hit, Throttle};
pub use transient::{Challenges, SentCode, SentCodeKey, Stored, Transactions, Verdict};
pub use world::{Audit, Clock, Rng};

/// Something outside did not answer as it must. Logged once at the edge; the person sees a reference number. The rules
/// treat it as a refusal: nothing is ever granted because a store failed.
#[derive(Debug, Error)]
#[error("{what}")]
pub struct Unavailable {
    /// What was asked of whom.
    pub what: &'static str,
    /// Why it failed, for the log.
    #[source]
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

impl Unavailable {
    /// Wraps a cause.
    pub fn new(what: &'static str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { what, source: source.into() }
    }
}

/// What a port answers.
pub type Answer<T> = Result<T, Unavailable>;

/// Every port. Cloning clones handles.
#[derive(Clone)]
pub struct Ports {
    /// People (durable).
    pub accounts: Arc<dyn Accounts>,
    /// Links with which people choose a password (durable).
    pub password_links: Arc<dyn PasswordLinks>,
    /// Who forgot a password and waits for such a link (transient).
    pub password_requests: Arc<dyn PasswordRequests>,
    /// What people agreed to (durable).
    pub consents: Arc<dyn Consents>,
    /// Authorizations (durable).
    pub grants: Arc<dyn Grants>,
    /// Refresh tokens (durable).
    pub refresh_tokens: Arc<dyn RefreshTokens>,
    /// Single sign-on sessions (durable).
    pub sessions: Arc<dyn Sessions>,
    /// Back-channel logout calls on their way (durable).
    pub logout_calls: Arc<dyn LogoutCalls>,
    /// How often secrets were guessed (durable).
    pub guess_budgets: Arc<dyn GuessBudgets>,
    /// What was used once (durable).
    pub seen_ids: Arc<dyn SeenIds>,
    /// Messages on their way (durable).
    pub outbox: Arc<dyn Outbox>,
    /// What became of messages (durable).
    pub deliveries: Arc<dyn Deliveries>,
    /// What the SMS gateways say of it.
    pub sms_reports: Arc<dyn SmsReports>,
    /// Events that go with no other change (durable).
    pub audit: Arc<dyn Audit>,
    /// The same log, as people read it about themselves (durable).
    pub history: Arc<dyn History>,
    /// Finding people for the service desk (durable).
    pub directory: Arc<dyn Directory>,
    /// What waits there for a second pair of eyes (durable).
    pub desk_requests: Arc<dyn DeskRequests>,
    /// What its reports are made of (durable).
    pub reports: Arc<dyn Reports>,
    /// Login attempts (transient).
    pub transactions: Arc<dyn Transactions>,
    /// Sent codes (transient).
    pub challenges: Arc<dyn Challenges>,
    /// How often something was asked (transient).
    pub throttle: Arc<dyn Throttle>,
    /// The signing keys.
    pub keys: Arc<dyn Keys>,
    /// The public keys of clients.
    pub client_keys: Arc<dyn ClientKeys>,
    /// The keyed hash.
    pub keyed_hash: Arc<dyn KeyedHash>,
    /// The ceremonies of passkeys.
    pub passkeys: Arc<dyn Passkeys>,
    /// Password hashing.
    pub passwords: Arc<dyn Passwords>,
    /// The passwords that many people have.
    pub known_passwords: Arc<dyn KnownPasswords>,
    /// Those that became known in breaches, where such a collection is asked.
    pub breached_passwords: Option<Arc<dyn BreachedPasswords>>,
    /// The words of messages.
    pub messages: Arc<dyn Messages>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub rng: Arc<dyn Rng>,
}
