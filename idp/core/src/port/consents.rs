//! What people agreed to share.

use std::collections::BTreeMap;

use async_trait::async_trait;

use super::Answer;
use crate::audit::Event;
use crate::client::ClientId;
use crate::id::Subject;
use crate::oidc::consent::Consent;

/// What people agreed to (durable). A consent stays when the file of its client goes.
#[async_trait]
pub trait Consents: Send + Sync {
    /// What a person agreed to for a client, all times together; nothing if they never did.
    async fn given(&self, person: &Subject, client: &ClientId) -> Answer<Consent>;

    /// Everything a person agreed to, by client.
    async fn all_of(&self, person: &Subject) -> Answer<BTreeMap<ClientId, Consent>>;

    /// Adds to what a person agreed to for a client.
    async fn remember(&self, person: &Subject, client: &ClientId, agreed: &Consent, event: Event) -> Answer<()>;

    /// Takes back everything that a person agreed to for a client, and revokes the grants of that person to it, those with
    /// offline access too, in the same transaction. False if there was no consent; then nothing changes.
    async fn revoke(&self, person: &Subject, client: &ClientId, event: Event) -> Answer<bool>;
}
