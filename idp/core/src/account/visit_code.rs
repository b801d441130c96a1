//! What stands before the bootstrap beside its codes: after a reset by the service desk, a code that the desk gives the
//! person by word of mouth. So a mailbox or a number alone takes over nobody.

use jiff::Timestamp;

use super::OneTimeCode;
use crate::id::Subject;
use crate::lifetimes;
use crate::port::KeyedHash;

/// What is kept of a visit code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitCode {
    /// A keyed hash.
    pub hash: String,
    /// Until when it counts.
    pub expires_at: Timestamp,
}

impl VisitCode {
    /// The code for this person, given out now.
    pub fn new(code: &OneTimeCode, of: &Subject, hash: &dyn KeyedHash, now: Timestamp) -> Self {
        let expires_at = now.checked_add(lifetimes::VISIT_CODE).unwrap_or(now);
        Self { hash: Self::hash(code, of, hash), expires_at }
    }

    /// The hash of a code that somebody typed as this person.
    pub fn hash(code: &OneTimeCode, of: &Subject, hash: &dyn KeyedHash) -> String {
        let text = format!("{of}\0{}", code.reveal());
        hash.keyed_hash("visit code", text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// What stands before the bootstrap of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BootstrapGuard {
    /// The service desk removed the factors: its code is asked, whatever is on record.
    pub visit: bool,
    /// The password was chosen through a link in a mail: then the same mailbox opens nothing more.
    pub password_by_mail: bool,
}

impl BootstrapGuard {
    /// Whether the code of the service desk is asked of somebody with, or without, a phone number on record.
    pub fn asks_visit_code(self, phone: bool) -> bool {
        self.visit || (self.password_by_mail && !phone)
    }
}
