//! Password hashing: slow on purpose, so off the async threads and behind a bounded queue.

use async_trait::async_trait;
use secrecy::SecretString;
use thiserror::Error;

use crate::account::PasswordHash;

/// The queue is full, or the workers are gone. The person is asked to try again in a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("too many passwords wait to be hashed")]
pub struct Busy;

/// The passwords that many people have, which are tried first.
pub trait KnownPasswords: Send + Sync {
    /// Whether it is one of them. It comes in NFKC and lower case.
    fn contains(&self, folded: &str) -> bool;
}

/// The passwords that became known in breaches elsewhere, in a collection that others keep.
#[async_trait]
pub trait BreachedPasswords: Send + Sync {
    /// Whether it is known to be one of them. Where nobody can be asked, none is known: that others do not answer keeps
    /// nobody from a new password. It comes as it is typed.
    async fn contains(&self, password: &SecretString) -> bool;
}

/// Password hashing (argon2id).
#[async_trait]
pub trait Passwords: Send + Sync {
    /// Hashes a new password with a fresh salt.
    async fn hash(&self, password: SecretString) -> Result<PasswordHash, Busy>;

    /// Whether the hash is of another kind or other parameters than those that we make now.
    fn is_outdated(&self, hash: &PasswordHash) -> bool;

    /// Whether the password is the one of the hash. Without a hash the same work is done against a decoy and the answer
    /// is no, so that an unknown name takes the same time.
    async fn verify(&self, password: SecretString, hash: Option<PasswordHash>) -> Result<bool, Busy>;
}
