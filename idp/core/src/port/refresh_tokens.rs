//! Refresh tokens: a chain for each grant, of which one link at a time is alive.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use super::Answer;
use crate::audit::Event;
use crate::client::ClientId;
use crate::id::{GrantId, of};
use crate::oidc::grant::Grant;

/// The hash of a refresh token.
pub type RefreshDigest = crate::id::Digest<of::Refresh>;

/// What is known of a refresh token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRefreshToken {
    /// What it gives access to.
    pub grant: Grant,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// Until when it can be used.
    pub expires_at: Timestamp,
    /// Whether it was used, and another has its place.
    pub rotated: bool,
}

/// The use of a refresh token.
#[derive(Debug, Clone)]
pub struct Rotation {
    /// The token that is presented.
    pub presented: RefreshDigest,
    /// By whom.
    pub client: ClientId,
    /// The token that follows from it.
    pub successor: RefreshDigest,
    /// Until when that one can be used.
    pub successor_expires_at: Timestamp,
    /// How long after its first use the presented token gives the same successor again.
    pub grace: Duration,
    /// When it is presented.
    pub now: Timestamp,
}

/// What came of presenting a refresh token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotated {
    /// The first time: from now on the successor has its place.
    Next,
    /// Once more within the grace, while its successor is unused: nothing changed.
    SameNext,
    /// Used before. The caller revokes the grant (RFC 9700 4.14.2).
    Reused,
    /// No such token for this client, or it has expired, or its grant was revoked.
    Unknown,
}

/// Refresh tokens (durable). They die with their grant.
#[async_trait]
pub trait RefreshTokens: Send + Sync {
    /// Stores the first token of a grant by its hash.
    async fn issue(
        &self,
        token: &RefreshDigest,
        grant: &GrantId,
        now: Timestamp,
        expires_at: Timestamp,
        event: Event,
    ) -> Answer<()>;

    /// The token with this hash, used or not and however old, unless its grant was revoked.
    async fn find(&self, token: &RefreshDigest) -> Answer<Option<StoredRefreshToken>>;

    /// Uses a token once, and puts its successor in its place. Who it belongs to, that it is unused and alive and its grant
    /// not revoked, is decided by the statement that marks it used: of many who present it at once one gets
    /// [`Rotated::Next`], and within the grace every other [`Rotated::SameNext`].
    async fn rotate(&self, rotation: &Rotation, event: Event) -> Answer<Rotated>;
}
