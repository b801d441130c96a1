//! Authorizations: what a person granted a client, from the code to the tokens.

use async_trait::async_trait;
use jiff::Timestamp;

use super::Answer;
use crate::audit::Event;
use crate::client::{ClientId, RedirectUri};
use crate::id::{GrantId, of};
use crate::oidc::grant::Grant;
use crate::oidc::pkce::CodeChallenge;

/// The hash of an authorization code.
pub type CodeDigest = crate::id::Digest<of::Code>;

/// What came of presenting a code.
#[derive(Debug)]
pub enum Redeemed {
    /// The first time: this is what was granted.
    Fresh(Box<Grant>),
    /// Redeemed before, by the same client with the same redirect URI and challenge. The caller revokes the grant
    /// (RFC 6749 4.1.2).
    Spent(GrantId),
    /// No such code for this client, redirect URI and challenge, or it has expired or was revoked.
    Unknown,
}

/// Authorizations (durable).
#[async_trait]
pub trait Grants: Send + Sync {
    /// Stores a grant under the hash of its code, which can be redeemed until `expires_at`.
    async fn issue(&self, grant: &Grant, code: &CodeDigest, expires_at: Timestamp, event: Event) -> Answer<()>;

    /// Redeems a code once. Client, redirect URI and challenge (computed from the verifier; `None` where none was sent)
    /// must match in the same statement, so that a stranger who presents a code burns nothing.
    async fn redeem(
        &self,
        code: &CodeDigest,
        client: &ClientId,
        redirect_uri: &RedirectUri,
        challenge: Option<&CodeChallenge>,
        now: Timestamp,
        event: Event,
    ) -> Answer<Redeemed>;

    /// The grant, unless it was revoked.
    async fn live(&self, id: &GrantId) -> Answer<Option<Grant>>;

    /// Revokes a grant: everything issued from it is dead. Doing it again changes nothing.
    async fn revoke(&self, id: &GrantId, event: Event) -> Answer<()>;
}
