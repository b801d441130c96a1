//! Links with which people choose a password, and those who wait for one.

use async_trait::async_trait;

use super::Answer;
use crate::account::{LinkDigest, PasswordLink};
use crate::audit::Event;
use crate::id::Subject;
use crate::password::forgotten::Forgotten;

/// Links with which people choose a password (durable). One is used by
/// [`Change::SetPasswordByMail`](crate::account::Change::SetPasswordByMail).
#[async_trait]
pub trait PasswordLinks: Send + Sync {
    /// Gives a person this link. An earlier one of the same kind is worth nothing from then on.
    async fn give(&self, link: &PasswordLink, event: Event) -> Answer<()>;

    /// The link of this secret, however old: whether it still counts is [`PasswordLink::is_live`].
    async fn find(&self, digest: &LinkDigest) -> Answer<Option<PasswordLink>>;

    /// The person logged in with their password: every link of theirs is worth nothing.
    async fn forget(&self, subject: &Subject) -> Answer<()>;
}

/// Who forgot a password and waits for a link (transient). What is asked is done beside the requests: so the answer to who asks
/// takes as long, and says as much, whether anybody has the name or not.
pub trait PasswordRequests: Send + Sync {
    /// Takes a request. It fails where too many wait.
    fn put(&self, asked: Forgotten) -> Answer<()>;
}
