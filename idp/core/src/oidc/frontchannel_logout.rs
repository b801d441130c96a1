//! Front-Channel Logout 1.0: what the browser loads in frames after a session ended.

use std::collections::BTreeSet;

use super::subject;
use crate::client::ClientId;
use crate::id::SessionId;
use crate::provider::Provider;

/// What a client wants loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogoutFrame {
    /// What people call the client.
    pub name: String,
    /// The registered URI with `iss` and `sid` (Front-Channel Logout 2). Always both: a client that is not told which session
    /// ended can be logged out by anybody who frames it.
    pub url: String,
    /// Its scheme, host and port.
    pub origin: String,
}

/// The frames of the clients that saw a session.
pub fn frames(provider: &Provider, saw: &BTreeSet<ClientId>, session: &SessionId) -> Vec<LogoutFrame> {
    let wanted = saw.iter().filter_map(|id| provider.clients.get(id)).filter_map(|client| {
        let uri = client.logout.frontchannel.as_ref()?;
        let sid = subject::session_for_client(provider.ports.keyed_hash.as_ref(), client, session);
        let url = uri.with(&[("iss", provider.settings.issuer.as_str()), ("sid", sid.as_str())]);
        Some(LogoutFrame { name: client.name.clone(), url, origin: uri.origin() })
    });
    wanted.collect()
}
