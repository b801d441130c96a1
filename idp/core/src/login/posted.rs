//! A request that came by POST: put down without a browser, taken up with one.
//!
//! A form that another site posts brings none of our cookies (they are `SameSite=Lax`), so at that moment nobody is known.

use super::conduct::{Login, Lost, Next};
use super::room;
use super::transaction::Transaction;
use crate::audit::Origin;
use crate::id::TransactionId;
use crate::oidc::authorize::AuthorizationRequest;
use crate::port::{Answer, Stored};
use crate::provider::Provider;

impl Login<'_> {
    /// Keeps a request until the browser comes back with its cookies: see [`Self::take_up`]. It takes one of the places that
    /// logins take.
    pub async fn put_down(
        provider: &Provider,
        origin: &Origin,
        request: AuthorizationRequest,
    ) -> Answer<TransactionId> {
        let ports = &provider.ports;
        let now = ports.clock.now();
        room::take(provider, origin, now).await?;
        let id = TransactionId::generate(ports.rng.as_ref());
        ports.transactions.create(&Transaction::new(id.clone(), None, request.into(), now)).await?;
        Ok(id)
    }

    /// Begins the login for a request that was put down, once. It belongs to nobody: whoever has its name could as well
    /// have sent the browser here with the request itself.
    pub async fn take_up(&self, id: &TransactionId) -> Answer<Next> {
        let ports = &self.provider.ports;
        let stored = ports.transactions.load(id, ports.clock.now()).await?;
        let Some(Stored { value: transaction, version }) = stored.filter(|stored| stored.value.browser.is_none())
        else {
            return Ok(Next::Lost(Lost::Unknown));
        };
        match ports.transactions.end(id, version).await? {
            true => self.begin(transaction.purpose).await,
            false => Ok(Next::Lost(Lost::Unknown)),
        }
    }
}
