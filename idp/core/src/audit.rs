//! What happened, for those who must answer for it. Every durable change writes its event in the same database
//! transaction: an act without its event does not happen.

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{RequestId, Subject};

mod class;

pub use class::{Class, Outcome};

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// A person, about themselves, in a browser.
    Person,
    /// A relying party.
    Client(String),
    /// An administrator at the command line, by the name of the operating system's user or the one given.
    Administrator(String),
    /// A member of the service desk, or an administrator, at the pages of the desk.
    Desk(Subject),
    /// Sluis itself.
    System,
}

impl Actor {
    /// The actor of this text, as [`fmt::Display`] writes it.
    pub fn parse(text: &str) -> Option<Self> {
        match (text, text.split_once(':')) {
            ("person", _) => Some(Self::Person),
            ("system", _) => Some(Self::System),
            (_, Some(("client", id))) => Some(Self::Client(id.to_owned())),
            (_, Some(("administrator", name))) => Some(Self::Administrator(name.to_owned())),
            (_, Some(("desk", member))) => Subject::parse(member).map(Self::Desk),
            _ => None,
        }
    }
}

/// As the audit log writes it.
impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person => f.write_str("person"),
            Self::Client(id) => write!(f, "client:{id}"),
            Self::Administrator(name) => write!(f, "administrator:{name}"),
            Self::Desk(member) => write!(f, "desk:{member}"),
            Self::System => f.write_str("system"),
        }
    }
}

/// Where an act came from. Built once per request at the edge.
#[derive(Debug, Clone)]
pub struct Origin {
    /// Who acts.
    pub actor: Actor,
    /// The peer's address.
    pub address: Option<IpAddr>,
    /// The HTTP request.
    pub request: Option<RequestId>,
}

impl Origin {
    /// An act of Sluis itself.
    pub fn system() -> Self {
        Self { actor: Actor::System, address: None, request: None }
    }

    /// An act at the command line.
    pub fn administrator(name: &str) -> Self {
        Self { actor: Actor::Administrator(name.to_owned()), address: None, request: None }
    }
}

/// What happened. The word is stable: collectors match on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A password was right.
    PasswordProven,
    /// A password was wrong.
    PasswordRefused,
    /// A code or another message went to the outbox.
    MessageQueued,
    /// A sent code was right.
    CodeProven,
    /// A sent code was wrong, expired or dead.
    CodeRefused,
    /// A code of the authenticator was right.
    AuthenticatorProven,
    /// A code of the authenticator was wrong or used before.
    AuthenticatorRefused,
    /// A passkey was right.
    PasskeyProven,
    /// An answer of a passkey was wrong, late or given before.
    PasskeyRefused,
    /// A passkey signed no more often than it had before: there may be two of it. It was refused.
    PasskeyCloned,
    /// A recovery code was right, and is used.
    RecoveryCodeProven,
    /// A recovery code was wrong or used before.
    RecoveryCodeRefused,
    /// The service desk's code was right, and is used.
    VisitCodeProven,
    /// The service desk's code was wrong or too late.
    VisitCodeRefused,
    /// The service desk gave a code for the bootstrap.
    VisitCodeGiven,
    /// A guess budget is spent.
    BudgetSpent,
    /// A phone number was proven and is now on record.
    PhoneVerified,
    /// The person could not confirm that the number on record is still theirs: it is unverified.
    PhoneDoubted,
    /// An e-mail address was proven.
    EmailVerified,
    /// An authenticator was confirmed; from now on SMS and mail codes are no login factor for this account.
    AuthenticatorEnrolled,
    /// New recovery codes were made; those before are worth nothing.
    RecoveryCodesMade,
    /// The person says that they kept their recovery codes.
    RecoveryCodesKept,
    /// An authenticator got a name.
    AuthenticatorNamed,
    /// An authenticator was removed by the person.
    AuthenticatorRemoved,
    /// A passkey was added by the person.
    PasskeyEnrolled,
    /// A passkey got a name.
    PasskeyNamed,
    /// A passkey was removed by the person.
    PasskeyRemoved,
    /// The person says that somebody else logged in as them.
    LoginDisputed,
    /// The service desk looked at what the person said of a login.
    DisputeReviewed,
    /// A session began.
    SessionStarted,
    /// A session grew stronger or was used again.
    SessionRenewed,
    /// A session ended.
    SessionEnded,
    /// A client took the call that a session ended.
    LogoutTold,
    /// A client did not take the call that a session ended, and is not called about it again.
    LogoutGivenUp,
    /// A person agreed to what a client asks.
    ConsentGiven,
    /// What a person agreed to was taken back.
    ConsentRevoked,
    /// An authorization code was issued.
    GrantIssued,
    /// An authorization code was redeemed.
    GrantRedeemed,
    /// A grant was revoked.
    GrantRevoked,
    /// An authorization code was used a second time.
    CodeReplayed,
    /// A refresh token was issued with a code's tokens.
    RefreshTokenIssued,
    /// A refresh token was used, and rotated.
    RefreshTokenRotated,
    /// A refresh token that was rotated before was used again.
    RefreshTokenReplayed,
    /// A client got an access token for itself.
    ClientTokenIssued,
    /// A client did not prove who it is.
    ClientRefused,
    /// An account was made.
    AccountAdded,
    /// What administrators maintain of an account was changed.
    AccountUpdated,
    /// A link was made with which the person chooses a password.
    PasswordLinkMade,
    /// Somebody asked for such a link, and none was made: the address may be that of who was in the account.
    PasswordLinkWithheld,
    /// A password was set.
    PasswordSet,
    /// A right password was hashed anew, because its hash was imported or of earlier parameters.
    PasswordRehashed,
    /// An account was disabled.
    AccountDisabled,
    /// An account was enabled.
    AccountEnabled,
    /// An account was deleted, with everything that is known of the person. Its subject is all that is left.
    AccountDeleted,
    /// All second factors of an account were removed.
    FactorsReset,
    /// The tries that were counted for an account were forgotten.
    AccountUnlocked,
    /// The service desk ended every session of a person.
    SessionsEnded,
    /// The service desk put another phone number on record.
    PhoneCorrected,
    /// The service desk put another e-mail address on record.
    EmailCorrected,
    /// A person got another role at the service desk, or has none any more.
    RoleAssigned,
    /// A member of the service desk looked for people.
    DeskSearched,
    /// A member of the service desk looked at a person.
    DeskLooked,
    /// A member of the service desk asked for a second pair of eyes.
    DeskAsked,
    /// Another member approved it.
    DeskApproved,
    /// Another member refused it.
    DeskRefused,
    /// An administrator took a report.
    DeskReported,
    /// Somebody asked at the service desk's pages for what their role does not open.
    DeskDenied,
    /// A signing key was made that signs at once, because there was none.
    KeyCreated,
    /// A signing key was made that will take over.
    KeyRotated,
    /// A signing key was revoked.
    KeyRevoked,
    /// A signing key that was over was removed.
    KeyRemoved,
    /// Other registrations of clients are in force.
    ConfigurationChanged,
    /// A node began to serve.
    ServerStarted,
    /// A node was told to stop, and stopped. One that was killed leaves no such event.
    ServerStopped,
    /// Events that were over were removed from the audit log.
    AuditRemoved,
    /// The audit log is not what a node had left there.
    AuditBroken,
    /// Another master key seals from here on.
    MasterKeyInForce,
    /// Everything is sealed with the master key that is in force.
    MasterKeyResealed,
    /// Nothing is sealed with a master key any more.
    MasterKeyRetired,
}

impl Code {
    /// Every code.
    pub const ALL: [Self; 79] = [
        Self::PasswordProven,
        Self::PasswordRefused,
        Self::MessageQueued,
        Self::CodeProven,
        Self::CodeRefused,
        Self::AuthenticatorProven,
        Self::AuthenticatorRefused,
        Self::PasskeyProven,
        Self::PasskeyRefused,
        Self::PasskeyCloned,
        Self::RecoveryCodeProven,
        Self::RecoveryCodeRefused,
        Self::VisitCodeProven,
        Self::VisitCodeRefused,
        Self::VisitCodeGiven,
        Self::BudgetSpent,
        Self::PhoneVerified,
        Self::PhoneDoubted,
        Self::EmailVerified,
        Self::AuthenticatorEnrolled,
        Self::RecoveryCodesMade,
        Self::RecoveryCodesKept,
        Self::AuthenticatorNamed,
        Self::AuthenticatorRemoved,
        Self::PasskeyEnrolled,
        Self::PasskeyNamed,
        Self::PasskeyRemoved,
        Self::LoginDisputed,
        Self::DisputeReviewed,
        Self::SessionStarted,
        Self::SessionRenewed,
        Self::SessionEnded,
        Self::LogoutTold,
        Self::LogoutGivenUp,
        Self::ConsentGiven,
        Self::ConsentRevoked,
        Self::GrantIssued,
        Self::GrantRedeemed,
        Self::GrantRevoked,
        Self::CodeReplayed,
        Self::RefreshTokenIssued,
        Self::RefreshTokenRotated,
        Self::RefreshTokenReplayed,
        Self::ClientTokenIssued,
        Self::ClientRefused,
        Self::AccountAdded,
        Self::AccountUpdated,
        Self::PasswordLinkMade,
        Self::PasswordLinkWithheld,
        Self::PasswordSet,
        Self::PasswordRehashed,
        Self::AccountDisabled,
        Self::AccountEnabled,
        Self::AccountDeleted,
        Self::FactorsReset,
        Self::AccountUnlocked,
        Self::SessionsEnded,
        Self::PhoneCorrected,
        Self::EmailCorrected,
        Self::RoleAssigned,
        Self::DeskSearched,
        Self::DeskLooked,
        Self::DeskAsked,
        Self::DeskApproved,
        Self::DeskRefused,
        Self::DeskReported,
        Self::DeskDenied,
        Self::KeyCreated,
        Self::KeyRotated,
        Self::KeyRevoked,
        Self::KeyRemoved,
        Self::ConfigurationChanged,
        Self::ServerStarted,
        Self::ServerStopped,
        Self::AuditRemoved,
        Self::AuditBroken,
        Self::MasterKeyInForce,
        Self::MasterKeyResealed,
        Self::MasterKeyRetired,
    ];

    /// The stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PasswordProven => "password.proven",
            Self::PasswordRefused => "password.refused",
            Self::MessageQueued => "message.queued",
            Self::CodeProven => "code.proven",
            Self::CodeRefused => "code.refused",
            Self::AuthenticatorProven => "authenticator.proven",
            Self::AuthenticatorRefused => "authenticator.refused",
            Self::PasskeyProven => "passkey.proven",
            Self::PasskeyRefused => "passkey.refused",
            Self::PasskeyCloned => "passkey.cloned",
            Self::RecoveryCodeProven => "recovery_code.proven",
            Self::RecoveryCodeRefused => "recovery_code.refused",
            Self::RecoveryCodesMade => "recovery_codes.made",
            Self::VisitCodeProven => "visit_code.proven",
            Self::VisitCodeRefused => "visit_code.refused",
            Self::VisitCodeGiven => "visit_code.given",
            Self::BudgetSpent => "budget.spent",
            Self::PhoneVerified => "phone.verified",
            Self::PhoneDoubted => "phone.doubted",
            Self::EmailVerified => "email.verified",
            Self::AuthenticatorEnrolled => "authenticator.enrolled",
            Self::RecoveryCodesKept => "recovery_codes.kept",
            Self::AuthenticatorNamed => "authenticator.named",
            Self::AuthenticatorRemoved => "authenticator.removed",
            Self::PasskeyEnrolled => "passkey.enrolled",
            Self::PasskeyNamed => "passkey.named",
            Self::PasskeyRemoved => "passkey.removed",
            Self::LoginDisputed => "login.disputed",
            Self::DisputeReviewed => "login.dispute_reviewed",
            Self::SessionStarted => "session.started",
            Self::SessionRenewed => "session.renewed",
            Self::SessionEnded => "session.ended",
            Self::LogoutTold => "logout.told",
            Self::LogoutGivenUp => "logout.given_up",
            Self::ConsentGiven => "consent.given",
            Self::ConsentRevoked => "consent.revoked",
            Self::GrantIssued => "grant.issued",
            Self::GrantRedeemed => "grant.redeemed",
            Self::GrantRevoked => "grant.revoked",
            Self::CodeReplayed => "grant.code_replayed",
            Self::RefreshTokenIssued => "refresh_token.issued",
            Self::RefreshTokenRotated => "refresh_token.rotated",
            Self::RefreshTokenReplayed => "refresh_token.replayed",
            Self::ClientTokenIssued => "client.token_issued",
            Self::ClientRefused => "client.refused",
            Self::AccountAdded => "account.added",
            Self::AccountUpdated => "account.updated",
            Self::PasswordLinkMade => "account.password_link_made",
            Self::PasswordLinkWithheld => "account.password_link_withheld",
            Self::PasswordSet => "account.password_set",
            Self::PasswordRehashed => "account.password_rehashed",
            Self::AccountDisabled => "account.disabled",
            Self::AccountEnabled => "account.enabled",
            Self::AccountDeleted => "account.deleted",
            Self::FactorsReset => "account.factors_reset",
            Self::AccountUnlocked => "account.unlocked",
            Self::SessionsEnded => "account.sessions_ended",
            Self::PhoneCorrected => "phone.corrected",
            Self::EmailCorrected => "email.corrected",
            Self::RoleAssigned => "account.role_assigned",
            Self::DeskSearched => "desk.searched",
            Self::DeskLooked => "desk.looked",
            Self::DeskAsked => "desk.asked",
            Self::DeskApproved => "desk.approved",
            Self::DeskRefused => "desk.refused",
            Self::DeskReported => "desk.reported",
            Self::DeskDenied => "desk.denied",
            Self::KeyCreated => "key.created",
            Self::KeyRotated => "key.rotated",
            Self::KeyRevoked => "key.revoked",
            Self::KeyRemoved => "key.removed",
            Self::ConfigurationChanged => "configuration.changed",
            Self::ServerStarted => "server.started",
            Self::ServerStopped => "server.stopped",
            Self::AuditRemoved => "audit.removed",
            Self::AuditBroken => "audit.broken",
            Self::MasterKeyInForce => "master_key.in_force",
            Self::MasterKeyResealed => "master_key.resealed",
            Self::MasterKeyRetired => "master_key.retired",
        }
    }

    /// The code of this word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.as_str() == word)
    }
}

/// One event. It never carries a secret, a full number or a full address.
#[derive(Debug, Clone)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// What.
    pub code: Code,
    /// From where, and who.
    pub origin: Origin,
    /// About whom.
    pub subject: Option<Subject>,
    /// For which client.
    pub client: Option<String>,
    /// What else is worth knowing: short words by name.
    pub detail: BTreeMap<&'static str, String>,
}

impl Event {
    /// An event about nobody in particular yet.
    pub fn new(code: Code, origin: &Origin, at: Timestamp) -> Self {
        Self { at, code, origin: origin.clone(), subject: None, client: None, detail: BTreeMap::new() }
    }

    /// About this person.
    #[must_use]
    pub fn about(mut self, subject: &Subject) -> Self {
        self.subject = Some(subject.clone());
        self
    }

    /// For this client.
    #[must_use]
    pub fn for_client(mut self, client: impl Into<String>) -> Self {
        self.client = Some(client.into());
        self
    }

    /// With this detail.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.detail.insert(name, value.into());
        self
    }
}
