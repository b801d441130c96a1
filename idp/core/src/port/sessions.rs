//! Single sign-on sessions.

use std::collections::BTreeSet;

use async_trait::async_trait;
use jiff::Timestamp;

use super::Answer;
use crate::audit::Event;
use crate::client::ClientId;
use crate::id::{Digest, SessionId, Subject, of};
use crate::session::Session;

/// The hash of a session cookie.
pub type SessionDigest = Digest<of::Session>;

/// A session that is to end, and which clients want to be called then.
#[derive(Debug, Clone, Copy)]
pub struct Ending<'a> {
    /// The session.
    pub session: &'a SessionId,
    /// Of those who saw it, these get a [`LogoutCall`](crate::oidc::backchannel_logout::LogoutCall).
    pub called: &'a BTreeSet<ClientId>,
}

/// A session, and who saw it.
#[derive(Debug, Clone)]
pub struct SeenSession {
    /// The session.
    pub session: Session,
    /// Everybody who got a grant in it.
    pub clients: BTreeSet<ClientId>,
}

/// Sessions (durable). Every end is the same: in one transaction the session is gone, the grants made in it are revoked but for
/// those with offline access (OIDC Core 11), and one logout call is written for each client that saw it and wants one. It
/// happens once: who ends it again changes nothing and has nobody told.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Begins a session under the hash of its cookie. With `replaces`, that one ends in the same transaction: another person
    /// took over the browser.
    async fn start(
        &self,
        session: &Session,
        cookie: &SessionDigest,
        replaces: Option<Ending<'_>>,
        event: Event,
    ) -> Answer<()>;

    /// The session of a cookie, however old: whether it still counts is [`Session::is_live`].
    async fn load(&self, cookie: &SessionDigest) -> Answer<Option<Session>>;

    /// The session with this `sid`.
    async fn by_id(&self, id: &SessionId) -> Answer<Option<Session>>;

    /// The sessions of a person, however old, each with who saw it.
    async fn of_person(&self, person: &Subject) -> Answer<Vec<SeenSession>>;

    /// Writes grown evidence and moves the session to a new cookie, if it is still under the old one: false if not.
    /// From then on the old cookie is dead.
    async fn renew(&self, session: &Session, old: &SessionDigest, new: &SessionDigest, event: Event) -> Answer<bool>;

    /// Notes that a login used the session, so that it does not fall idle.
    async fn touch(&self, id: &SessionId, now: Timestamp) -> Answer<()>;

    /// Ends a session, and says which clients saw it: all that got a grant in it. None did if it was not there any more.
    async fn end(&self, ending: Ending<'_>, event: Event) -> Answer<BTreeSet<ClientId>>;
}
