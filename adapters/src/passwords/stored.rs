//! A hash as the store has it: parsed, and refused where nobody knows it or it would cost too much. Ours are argon2id; those
//! that people bring from elsewhere are taken as they are, until their owner logs in.

use argon2::password_hash::phc::{Output, Salt};
use argon2::{ARGON2ID_IDENT, Algorithm, Params, PasswordHash, Version};

mod foreign;

pub(super) use foreign::ForeignHash;

/// The most memory that a stored hash may ask for, in KiB. Hashes are imported: without a bound, one row could hold up a
/// worker for minutes.
pub(super) const MAX_MEMORY: u32 = 64 * 1024;
/// The most passes.
const MAX_PASSES: u32 = 4;
/// The most lanes.
const MAX_LANES: u32 = 4;

/// A parsed hash.
pub(super) enum StoredHash {
    Argon2(Argon2Hash),
    Foreign(ForeignHash),
}

/// One of argon2, of any variant.
pub(super) struct Argon2Hash {
    pub(super) algorithm: Algorithm,
    pub(super) version: Version,
    pub(super) params: Params,
    pub(super) salt: Salt,
    pub(super) output: Output,
}

impl StoredHash {
    /// Reads a hash. `None` for what we do not know, and for what costs more than we spend.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.starts_with("$argon2") {
            return Argon2Hash::parse(text).map(Self::Argon2);
        }
        ForeignHash::parse(text).map(Self::Foreign)
    }
}

impl Argon2Hash {
    /// Reads `$argon2id$v=19$m=…,t=…,p=…$salt$hash`.
    fn parse(phc: &str) -> Option<Self> {
        let hash = PasswordHash::new(phc).ok()?;
        let params = Params::try_from(&hash).ok()?;
        let affordable = params.m_cost() <= MAX_MEMORY && params.t_cost() <= MAX_PASSES && params.p_cost() <= MAX_LANES;
        affordable.then_some(())?;
        let algorithm = Algorithm::try_from(hash.algorithm.as_str()).ok()?;
        let version = Version::try_from(hash.version?).ok()?;
        Some(Self { algorithm, version, params, salt: hash.salt?, output: hash.hash? })
    }

    /// Whether it is as we make them.
    pub(super) fn is_like(&self, params: &Params, length: usize) -> bool {
        let of = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
        self.algorithm.ident() == ARGON2ID_IDENT
            && self.version == Version::V0x13
            && of(&self.params) == of(params)
            && self.output.len() == length
    }
}
