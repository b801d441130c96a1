//! Between the types of the rules and what a column holds.

use idp_core::client::ClientId;
use idp_core::id::Id;
use jiff::Timestamp;

use super::Fault;

/// An instant as a column holds it: epoch milliseconds, so that both databases compare it alike.
pub(super) fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// An instant as it was read.
pub(super) fn instant(millis: i64) -> Result<Timestamp, Fault> {
    Ok(Timestamp::from_millisecond(millis)?)
}

/// An identifier as it was read.
pub(super) fn id<K>(text: &str) -> Result<Id<K>, Fault> {
    Id::parse(text).ok_or_else(|| "a column holds what cannot be an identifier".into())
}

/// The name of a client as it was read.
pub(super) fn client_id(text: &str) -> Result<ClientId, Fault> {
    ClientId::parse(text).ok_or_else(|| "a column holds what cannot be a client id".into())
}

/// Text that was sealed, as it was opened.
pub(super) fn text(opened: &[u8]) -> Result<String, Fault> {
    Ok(std::str::from_utf8(opened)?.to_owned())
}
