//! The single sign-on session: what one browser proved, for all clients.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::account::{Account, SecurityVersion};
use crate::assurance::Evidence;
use crate::id::{SessionId, Subject};
use crate::lifetimes;

/// A session. It begins when a login completes; before that, evidence lives only in the transaction.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Session {
    /// What relying parties see as `sid`, each [in its own way](crate::oidc::subject). It stays when a step-up gives the
    /// browser a new cookie.
    pub id: SessionId,
    /// Whose.
    pub subject: Subject,
    /// The account's, when the session began or last grew.
    pub security_version: SecurityVersion,
    /// What was proven in it.
    pub evidence: Vec<Evidence>,
    /// When it began.
    pub started_at: Timestamp,
    /// When a login last used it.
    pub used_at: Timestamp,
}

impl Session {
    /// Whether it still counts for this account at this moment. Tested at use, never left to a sweeper.
    pub fn is_live(&self, account: &Account, now: Timestamp) -> bool {
        now.duration_since(self.used_at) < signed(lifetimes::SESSION_IDLE)
            && !self.is_over(now)
            && account.subject == self.subject
            && account.security_version == self.security_version
            && !account.disabled
    }

    /// Whether it has lasted as long as any session may, however much it is used.
    pub fn is_over(&self, now: Timestamp) -> bool {
        now.duration_since(self.started_at) >= signed(lifetimes::SESSION)
    }
}

fn signed(duration: std::time::Duration) -> jiff::SignedDuration {
    jiff::SignedDuration::try_from(duration).unwrap_or(jiff::SignedDuration::MAX)
}
