//! Subject identifiers (OIDC Core 8): how a client sees a person, and the sessions of a person.

use crate::client::{Client, SubjectType};
use crate::id::{Id, SessionId, Subject};
use crate::port::KeyedHash;

/// The `sub` of a person for a client. Everything that a client sees of a person goes through here.
///
/// A pairwise one is a keyed hash over the sector and our own subject (OIDC Core 8.1): the same in one sector for ever, and
/// without the key nobody can tell that two of them are one person. It is never mapped back; who must be recognised is
/// computed anew from the person who is there.
pub fn for_client(keyed_hash: &dyn KeyedHash, client: &Client, subject: &Subject) -> Subject {
    seen(keyed_hash, "pairwise subject", client, subject)
}

/// The `sid` of a session for a client (Front-Channel Logout 3), which it keeps to its end. Who sees people by a pairwise
/// `sub` sees their sessions so too: by one `sid` two sectors could tell that they have the same person.
pub fn session_for_client(keyed_hash: &dyn KeyedHash, client: &Client, session: &SessionId) -> SessionId {
    seen(keyed_hash, "pairwise session", client, session)
}

fn seen<K: Clone>(keyed_hash: &dyn KeyedHash, purpose: &str, client: &Client, id: &Id<K>) -> Id<K> {
    match &client.subject_type {
        SubjectType::Public => id.clone(),
        SubjectType::Pairwise { sector } => {
            // Neither a host name nor an id has a NUL in it.
            let pair = format!("{sector}\0{id}");
            Id::of_hash(&keyed_hash.keyed_hash(purpose, pair.as_bytes()))
        }
    }
}
