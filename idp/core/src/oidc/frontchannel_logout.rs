//! Front-Channel Logout 1.0: what the browser loads in frames after a session ended.

use std::collections::BTreeSet;

use crate::client::{ClientId, Clients};
use crate::id::SessionId;
use crate::provider::Issuer;

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
pub fn frames(clients: &Clients, issuer: &Issuer, saw: &BTreeSet<ClientId>, session: &SessionId) -> Vec<LogoutFrame> {
    let parameters = [("iss", issuer.as_str()), ("sid", session.as_str())];
    let wanted = saw.iter().filter_map(|id| clients.get(id)).filter_map(|client| {
        let uri = client.logout.frontchannel.as_ref()?;
        Some(LogoutFrame { name: client.name.clone(), url: uri.with(&parameters), origin: uri.origin() })
    });
    wanted.collect()
}
