//! What proves that an event is ours: a keyed hash over all that it says, with the key that lies sealed in the database.
//!
//! A hash is cut to 128 bits (RFC 2104, section 5). It is written as JSON of a fixed shape, so that no two contents are
//! the same bytes.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use idp_core::port::{KeyedHash, Rng};
use serde::Serialize;

use crate::database::Fault;
use crate::database::entity::audit_events::Model;
use crate::sealing::DataKey;

/// Makes two events that say the same two proofs, which the database keeps apart.
const NONCE: usize = 8;

/// All that an event says. Its `seq` is not part of it: the database gives that when the event is written.
#[derive(Serialize)]
pub(super) struct Content<'a> {
    pub(super) at: i64,
    pub(super) code: &'a str,
    pub(super) actor: &'a str,
    pub(super) subject: Option<&'a str>,
    pub(super) client: Option<&'a str>,
    pub(super) address: Option<String>,
    pub(super) request: Option<&'a str>,
    pub(super) detail: &'a str,
}

impl<'a> Content<'a> {
    /// What a row says.
    pub(super) fn of(row: &'a Model) -> Self {
        Self {
            at: row.at,
            code: &row.code,
            actor: &row.actor,
            subject: row.subject.as_deref(),
            client: row.client.as_deref(),
            address: row.address.clone(),
            request: row.request.as_deref(),
            detail: &row.detail,
        }
    }

    /// The proof of a new event.
    pub(super) fn proof(&self, key: &DataKey, rng: &dyn Rng) -> Result<String, Fault> {
        let mut nonce = [0; NONCE];
        rng.fill(&mut nonce);
        self.proof_with(key, &nonce)
    }

    fn proof_with(&self, key: &DataKey, nonce: &[u8]) -> Result<String, Fault> {
        let hash = key.keyed_hash("audit event", &serde_json::to_vec(&(nonce, self))?);
        Ok(URL_SAFE_NO_PAD.encode([nonce, half(&hash)].concat()))
    }
}

/// Whether a row is one that a node of ours wrote, and says what it said then.
pub(super) fn is_proven(key: &DataKey, row: &Model) -> Result<bool, Fault> {
    let Some(proof) = &row.proof else { return Ok(false) };
    let Ok(bytes) = URL_SAFE_NO_PAD.decode(proof) else { return Ok(false) };
    let Some((nonce, _)) = bytes.split_at_checked(NONCE) else { return Ok(false) };
    Ok(Content::of(row).proof_with(key, nonce)? == *proof)
}

/// The hash of an event in its place, for its seal. It is keyed, so that what was removed cannot be guessed from it.
pub(super) fn of_place(key: &DataKey, row: &Model) -> Result<String, Fault> {
    of(key, "audit entry", &(row.seq, Content::of(row), &row.proof))
}

/// The hash of anything else.
pub(super) fn of(key: &DataKey, purpose: &str, content: &impl Serialize) -> Result<String, Fault> {
    let hash = key.keyed_hash(purpose, &serde_json::to_vec(content)?);
    Ok(URL_SAFE_NO_PAD.encode(half(&hash)))
}

fn half(hash: &[u8; 32]) -> &[u8] {
    &hash[..16]
}
