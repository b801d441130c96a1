//! The link in a mail with which a person chooses a password: who forgot it, or who is new.

use jiff::Timestamp;

use super::{Account, SecurityVersion};
use crate::id::{Digest, PasswordToken, Subject, of};
use crate::lifetimes;

/// What is kept of the secret in a link.
pub type LinkDigest = Digest<of::PasswordLink>;

/// Why a person got a link. A person has at most one of each kind: a stranger who asks for a new password does not undo the
/// invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// Somebody said that they forgot the password.
    Reset,
    /// An administrator invited the person.
    Invitation,
}

/// What is kept of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordLink {
    /// Of its secret.
    pub digest: LinkDigest,
    /// Whose password is chosen with it.
    pub subject: Subject,
    /// The account's, when the link was made: a link does not outlive what it was made for.
    pub security_version: SecurityVersion,
    /// Why it was made.
    pub kind: LinkKind,
    /// Until when it counts.
    pub expires_at: Timestamp,
}

impl LinkKind {
    /// The word in the store and in events.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reset => "reset",
            Self::Invitation => "invitation",
        }
    }

    /// The kind of this word.
    pub fn named(word: &str) -> Option<Self> {
        [Self::Reset, Self::Invitation].into_iter().find(|kind| kind.as_str() == word)
    }
}

impl PasswordLink {
    /// The link of this secret, for this person, made now.
    pub fn new(token: &PasswordToken, of: &Account, kind: LinkKind, now: Timestamp) -> Self {
        let life = match kind {
            LinkKind::Reset => lifetimes::PASSWORD_LINK,
            LinkKind::Invitation => lifetimes::INVITATION,
        };
        Self {
            digest: token.digest(),
            subject: of.subject.clone(),
            security_version: of.security_version,
            kind,
            expires_at: now.checked_add(life).unwrap_or(now),
        }
    }

    /// Whether it still counts for this account. Tested at use, never left to a sweeper.
    pub fn is_live(&self, account: &Account, now: Timestamp) -> bool {
        now < self.expires_at
            && account.subject == self.subject
            && account.security_version == self.security_version
            && !account.disabled
    }
}
