//! Who makes and ends signing keys: the server in time, and administrators before it.
//!
//! Every step is one conditional statement, so any number of nodes may take it at once, and a node that falls away between
//! two steps leaves nothing that the next look does not mend.

use std::collections::BTreeSet;

use idp_core::audit::{Code, Event, Origin};
use idp_core::key_life::{KeyLife, KeyRing, State};
use idp_core::lifetimes;
use idp_core::oidc::Algorithm;
use idp_core::port::{Answer, Unavailable};
use jiff::Timestamp;

use super::signing_key::NewKey;
use crate::database::Database;
use crate::database::signing_keys::StoredKey;

/// Somebody who looks after the keys, at a moment.
#[derive(Clone, Copy)]
pub struct Keeper<'a> {
    /// Where the keys are.
    pub database: &'a Database,
    /// The algorithms in use: each must have a key.
    pub algorithms: &'a BTreeSet<Algorithm>,
    /// Who does it.
    pub origin: &'a Origin,
    /// The moment.
    pub now: Timestamp,
}

/// What came of a rotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rotated {
    /// A key was made.
    Made(KeyLife),
    /// Nothing was done: this one is to sign next already.
    Waiting(KeyLife),
}

/// What came of a revocation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Revoked {
    /// The key is ended.
    Done {
        /// What it was until now.
        was: State,
        /// What signs in its algorithm from now on.
        current: Option<KeyLife>,
    },
    /// It was ended before.
    Before,
    /// There is no such key.
    Unknown,
}

impl Keeper<'_> {
    /// The keys as they are.
    pub async fn ring(&self) -> Answer<KeyRing> {
        Ok(KeyRing::new(self.database.signing_keys().await?.into_iter().map(|key| key.life)))
    }

    /// Makes what is due and removes what is over.
    pub async fn keep(&self) -> Answer<()> {
        let ring = self.ring().await?;
        for &algorithm in self.algorithms {
            if let Some(signs_at) = ring.due(algorithm, self.now) {
                self.make(&ring, algorithm, signs_at).await?;
            }
        }
        for key in ring.removable(self.now) {
            let event = self.event(Code::KeyRemoved, key.algorithm, &key.kid);
            if self.database.remove_signing_key(&key.kid, event).await? {
                tracing::info!(kid = key.kid, algorithm = %key.algorithm, "a signing key that was over is removed");
            }
        }
        Ok(())
    }

    /// Makes the next key of an algorithm before its time, unless it is there already. It is published first, like any other.
    pub async fn rotate(&self, algorithm: Algorithm) -> Answer<Rotated> {
        let ring = self.ring().await?;
        if let Some(waiting) = ring.waiting(algorithm, self.now) {
            return Ok(Rotated::Waiting(waiting.clone()));
        }
        let ahead = self.now.checked_add(lifetimes::KEY_AHEAD).unwrap_or(Timestamp::MAX);
        let signs_at = ring.current(algorithm, self.now).map_or(self.now, |_| ahead);
        if let Some(made) = self.make(&ring, algorithm, signs_at).await? {
            return Ok(Rotated::Made(made));
        }
        // Somebody else was faster: theirs is the next one.
        let ring = self.ring().await?;
        let next = ring.waiting(algorithm, self.now).or_else(|| ring.current(algorithm, self.now));
        next.cloned().map(Rotated::Waiting).ok_or_else(|| Unavailable::new("rotate a signing key", "it was lost again"))
    }

    /// Ends a key at once. What signs then: a key that is published already if there is one, and otherwise a new one, made
    /// before the old one goes.
    pub async fn revoke(&self, kid: &str) -> Answer<Revoked> {
        let ring = self.ring().await?;
        let Some(key) = ring.get(kid) else { return Ok(Revoked::Unknown) };
        let was = ring.standing(key, self.now).state;
        let mut rest: Vec<_> = ring.iter().cloned().collect();
        rest.iter_mut().filter(|other| other.kid == kid).for_each(|key| key.revoked_at = Some(self.now));
        let rest = KeyRing::new(rest);
        if rest.current(key.algorithm, self.now).is_none() && self.algorithms.contains(&key.algorithm) {
            self.make(&rest, key.algorithm, self.now).await?;
        }
        let event = self.event(Code::KeyRevoked, key.algorithm, kid);
        if !self.database.revoke_signing_key(kid, self.now, event).await? {
            return Ok(Revoked::Before);
        }
        let current = self.ring().await?.current(key.algorithm, self.now).cloned();
        Ok(Revoked::Done { was, current })
    }

    /// Makes the next key of an algorithm; `None` if somebody else has made it meanwhile.
    async fn make(&self, ring: &KeyRing, algorithm: Algorithm, signs_at: Timestamp) -> Answer<Option<KeyLife>> {
        let made = tokio::task::spawn_blocking(move || NewKey::generate(algorithm)).await;
        let NewKey { kid, jwk } = made.map_err(|error| Unavailable::new("make a signing key", error))??;
        let generation = ring.next_generation(algorithm);
        let life = KeyLife { kid, algorithm, generation, created_at: self.now, signs_at, revoked_at: None };
        let code = if signs_at > self.now { Code::KeyRotated } else { Code::KeyCreated };
        let event = self.event(code, algorithm, &life.kid).with("signs_at", signs_at.to_string());
        let stored = self.database.add_signing_key(StoredKey { life: life.clone(), jwk }, event).await?;
        if stored {
            tracing::info!(kid = life.kid, %algorithm, %signs_at, "a signing key is made");
        }
        Ok(stored.then_some(life))
    }

    fn event(&self, code: Code, algorithm: Algorithm, kid: &str) -> Event {
        Event::new(code, self.origin, self.now).with("kid", kid).with("algorithm", algorithm.as_str())
    }
}
