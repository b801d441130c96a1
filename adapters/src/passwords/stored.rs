//! A hash as the store has it: parsed, and refused where it is foreign or would cost too much.

use argon2::password_hash::phc::{Output, Salt};
use argon2::{ARGON2ID_IDENT, Params, PasswordHash, Version};

/// The most memory that a stored hash may ask for, in KiB. Hashes are imported: without a bound, one row could hold up a
/// worker for minutes.
pub(super) const MAX_MEMORY: u32 = 64 * 1024;
/// The most passes.
const MAX_PASSES: u32 = 4;
/// The most lanes.
const MAX_LANES: u32 = 4;

/// A parsed argon2id hash.
pub(super) struct StoredHash {
    pub(super) params: Params,
    pub(super) salt: Salt,
    pub(super) output: Output,
}

impl StoredHash {
    /// Reads `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. `None` for anything else, and for what costs more than we spend.
    pub(super) fn parse(phc: &str) -> Option<Self> {
        let hash = PasswordHash::new(phc).ok()?;
        let params = Params::try_from(&hash).ok()?;
        let ours = hash.algorithm == ARGON2ID_IDENT && hash.version == Some(Version::V0x13.into());
        let affordable = params.m_cost() <= MAX_MEMORY && params.t_cost() <= MAX_PASSES && params.p_cost() <= MAX_LANES;
        (ours && affordable).then_some(Self { params, salt: hash.salt?, output: hash.hash? })
    }
}
