//! Single sign-on sessions.

use async_trait::async_trait;
use jiff::Timestamp;

use super::Answer;
use crate::audit::Event;
use crate::id::{Digest, SessionId, of};
use crate::session::Session;

/// The hash of a session cookie.
pub type SessionDigest = Digest<of::Session>;

/// Sessions (durable).
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Begins a session under the hash of its cookie. With `replaces`, that one ends with its grants in the same
    /// transaction: another person took over the browser.
    async fn start(
        &self,
        session: &Session,
        cookie: &SessionDigest,
        replaces: Option<&SessionId>,
        event: Event,
    ) -> Answer<()>;

    /// The session of a cookie, however old: whether it still counts is [`Session::is_live`].
    async fn load(&self, cookie: &SessionDigest) -> Answer<Option<Session>>;

    /// The session with this `sid`.
    async fn by_id(&self, id: &SessionId) -> Answer<Option<Session>>;

    /// Writes grown evidence and moves the session to a new cookie, if it is still under the old one: false if not.
    /// From then on the old cookie is dead.
    async fn renew(&self, session: &Session, old: &SessionDigest, new: &SessionDigest, event: Event) -> Answer<bool>;

    /// Notes that a login used the session, so that it does not fall idle.
    async fn touch(&self, id: &SessionId, now: Timestamp) -> Answer<()>;

    /// Ends a session and revokes the grants made in it, but for those with offline access (OIDC Core 11).
    async fn end(&self, id: &SessionId, event: Event) -> Answer<()>;
}
