//! Subject identifiers (OIDC Core 8): how a client sees a person.

use crate::client::{Client, SubjectType};
use crate::id::Subject;
use crate::port::KeyedHash;

/// The `sub` of a person for a client. Everything that a client sees of a person goes through here.
///
/// A pairwise one is a keyed hash over the sector and our own subject (OIDC Core 8.1): the same in one sector for ever, and
/// without the key nobody can tell that two of them are one person. It is never mapped back; who must be recognised is
/// computed anew from the person who is there.
pub fn for_client(keyed_hash: &dyn KeyedHash, client: &Client, subject: &Subject) -> Subject {
    match &client.subject_type {
        SubjectType::Public => subject.clone(),
        SubjectType::Pairwise { sector } => {
            // Neither a host name nor a subject has a NUL in it.
            let pair = format!("{sector}\0{subject}");
            Subject::of_hash(&keyed_hash.keyed_hash("pairwise subject", pair.as_bytes()))
        }
    }
}
