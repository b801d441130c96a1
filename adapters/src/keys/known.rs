//! What a node knows of the keys since it last read them.

use std::collections::BTreeMap;
use std::sync::Arc;

use idp_core::key_life::{KeyRing, State};
use idp_core::lifetimes;
use idp_core::oidc::{Algorithm, Document};
use idp_core::port::Answer;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::signing_key::SigningKey;
use crate::database::signing_keys::StoredKey;

/// The keys as they were read.
#[derive(Clone)]
pub(super) struct Known {
    read_at: Timestamp,
    ring: KeyRing,
    /// The published ones, by name.
    parsed: BTreeMap<String, Arc<SigningKey>>,
    published: Document,
}

impl Known {
    /// Takes what was read. A key that is `known` is not parsed again.
    pub(super) fn of(stored: &[StoredKey], known: Option<&Self>, now: Timestamp) -> Answer<Self> {
        let ring = KeyRing::new(stored.iter().map(|key| key.life.clone()));
        let mut parsed = BTreeMap::new();
        let mut shown = Vec::new();
        for key in stored {
            let state = ring.standing(&key.life, now).state;
            if !state.is_published() {
                continue;
            }
            let before = known.and_then(|known| known.parsed.get(&key.life.kid)).cloned();
            let key_parsed = before.map_or_else(|| SigningKey::parse(key).map(Arc::new), Ok)?;
            // The one that signs comes first, for who takes the first that fits.
            shown.push(((key.life.algorithm, state != State::Current, key.life.generation), key_parsed.clone()));
            parsed.insert(key.life.kid.clone(), key_parsed);
        }
        shown.sort_by_key(|(order, _)| *order);
        let keys: Vec<_> = shown.iter().map(|(_, key)| key.public()).collect();
        Ok(Self { read_at: now, published: Document::of(&json!({ "keys": keys })), ring, parsed })
    }

    /// Whether the keys are to be read again. A clock that was set back is a reason as well.
    pub(super) fn is_stale(&self, now: Timestamp) -> bool {
        let age = now.duration_since(self.read_at);
        age.is_negative() || age >= SignedDuration::try_from(lifetimes::KEYS_REREAD).unwrap_or(SignedDuration::ZERO)
    }

    /// The same, to be read again as late as if it had been read now.
    pub(super) fn kept(&self, now: Timestamp) -> Self {
        Self { read_at: now, ..self.clone() }
    }

    /// The life of every key.
    pub(super) fn ring(&self) -> &KeyRing {
        &self.ring
    }

    /// The key that signs.
    pub(super) fn current(&self, algorithm: Algorithm, now: Timestamp) -> Option<&SigningKey> {
        let current = self.ring.current(algorithm, now)?;
        self.published_key(&current.kid)
    }

    /// A key that is published.
    pub(super) fn published_key(&self, kid: &str) -> Option<&SigningKey> {
        self.parsed.get(kid).map(Arc::as_ref)
    }

    /// All of them, as a document.
    pub(super) fn published(&self) -> &Document {
        &self.published
    }
}
