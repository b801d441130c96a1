//! A passkey (Web Authentication Level 3): what is kept of it, and how it is found again.
//!
//! What an authenticator answers is read by the adapter of [`crate::port::Passkeys`] alone; here it is opaque.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;

use super::AppName;
use crate::id::{PasskeyId, Subject};
use crate::port::KeyedHash;

/// A passkey of a person.
#[derive(Debug, Clone)]
pub struct Passkey {
    /// Its name in the store.
    pub id: PasskeyId,
    /// Under which it is found.
    pub digest: CredentialDigest,
    /// What the ceremonies keep of it.
    pub credential: PasskeyCredential,
    /// What the person calls it.
    pub name: Option<AppName>,
    /// When it was made.
    pub added_at: Timestamp,
    /// When it was last right.
    pub last_used_at: Option<Timestamp>,
}

/// A passkey that was just made, before the store has it.
#[derive(Debug, Clone)]
pub struct NewPasskey {
    /// A fresh name in the store.
    pub id: PasskeyId,
    /// Under which it is found: it belongs to one person.
    pub digest: CredentialDigest,
    /// What the ceremonies keep of it.
    pub credential: PasskeyCredential,
    /// How often the authenticator says that it signed; 0 where it does not count (WebAuthn 6.1.1).
    pub signatures: u32,
}

/// What the ceremonies keep of a passkey: its public key and what the authenticator said of itself, as their adapter writes it.
#[derive(Clone, PartialEq, Eq)]
pub struct PasskeyCredential(String);

impl PasskeyCredential {
    /// As the adapter of the ceremonies, or the store, wrote it.
    pub fn from_store(text: String) -> Self {
        Self(text)
    }

    /// For the adapter of the ceremonies, and for the sealed column.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasskeyCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[passkey]")
    }
}

/// What authenticators call a passkey. It says which it is and proves nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialId(pub Vec<u8>);

impl CredentialId {
    /// Under which it is kept: a keyed hash, so that the store does not say which authenticator is whose.
    pub fn digest(&self, hash: &dyn KeyedHash) -> CredentialDigest {
        CredentialDigest(URL_SAFE_NO_PAD.encode(hash.keyed_hash("passkey", &self.0)))
    }
}

/// The keyed hash of a [`CredentialId`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialDigest(String);

impl CredentialDigest {
    /// A digest as a store wrote it.
    pub fn from_store(text: String) -> Self {
        Self(text)
    }

    /// As a store writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whose a passkey is, as the authenticator keeps it (WebAuthn 4, "user handle"): it tells nobody who that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UserHandle(pub [u8; 32]);

impl UserHandle {
    /// That of a person.
    pub fn of(subject: &Subject, hash: &dyn KeyedHash) -> Self {
        Self(hash.keyed_hash("passkey user handle", subject.as_str().as_bytes()))
    }
}
