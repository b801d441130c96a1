//! What one worker does: argon2id in memory that it keeps while there is work.

use std::sync::Arc;

use argon2::password_hash::phc::{Output, ParamsString, Salt};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, PasswordHash as Phc, Version};
use idp_core::account::PasswordHash;
use idp_core::port::Rng;
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::stored::{MAX_MEMORY, StoredHash};

/// OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
const OURS: Params = Params::DEFAULT;
const SALT_LENGTH: usize = 16;
const HASH_LENGTH: usize = Params::DEFAULT_OUTPUT_LEN;
/// NFKC makes a text in UTF-8 at most so many times longer (Unicode Standard Annex 15, 9).
const NFKC_GROWTH: usize = 11;

/// The blocks of the dearest hash that we take.
const MOST_BLOCKS: usize = MAX_MEMORY as usize * 1024 / Block::SIZE;

pub(super) struct Hasher {
    rng: Arc<dyn Rng>,
    /// Kept, because a good part of the time of a hash would otherwise go into fresh pages. Room is set aside for the dearest
    /// hash that we take, whatever is used of it: so much in one piece is the system's own (above 32 MiB, mallopt(3)), and
    /// goes back to it at once when it is let go.
    memory: Vec<Block>,
}

impl Hasher {
    pub(super) fn new(rng: Arc<dyn Rng>) -> Self {
        Self { rng, memory: Vec::new() }
    }

    /// Gives the memory back. The next hash takes some again.
    pub(super) fn rest(&mut self) {
        self.memory = Vec::new();
    }

    pub(super) fn hash(&mut self, password: &SecretString) -> Result<PasswordHash, argon2::password_hash::Error> {
        let mut salt = [0; SALT_LENGTH];
        self.rng.fill(&mut salt);
        let mut output = [0; HASH_LENGTH];
        self.compute(&OURS, &salt, password, &mut output)?;
        let phc = Phc {
            algorithm: ARGON2ID_IDENT,
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&OURS)?,
            salt: Some(Salt::new(&salt)?),
            hash: Some(Output::new(&output)?),
        };
        Ok(phc.to_string().into())
    }

    /// Whether the password is the one of the hash. Where there is none, or one that we do not take, the same work is done
    /// with a salt of zeros and the answer is no.
    pub(super) fn verify(&mut self, password: &SecretString, hash: Option<&str>) -> bool {
        let Some(stored) = hash.and_then(StoredHash::parse) else {
            let mut output = [0; HASH_LENGTH];
            let worked = self.compute(&OURS, &[0; SALT_LENGTH], password, &mut output);
            std::hint::black_box((worked.is_ok(), output));
            return false;
        };
        let mut buffer = [0; Output::MAX_LENGTH];
        let output = &mut buffer[..stored.output.len()];
        let worked = self.compute(&stored.params, &stored.salt, password, output);
        worked.is_ok() && output.ct_eq(stored.output.as_bytes()).into()
    }

    fn compute(
        &mut self,
        params: &Params,
        salt: &[u8],
        password: &SecretString,
        output: &mut [u8],
    ) -> Result<(), argon2::Error> {
        let password = normalised(password);
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
        if self.memory.len() < params.block_count() {
            self.memory.reserve_exact(MOST_BLOCKS - self.memory.len());
            self.memory.resize(params.block_count(), Block::new());
        }
        argon2.hash_password_into_with_memory(password.as_bytes(), salt, output, &mut self.memory)
    }
}

/// The same password typed on another keyboard or system may arrive as other code points. NFKC makes them one (NIST SP
/// 800-63B 3.1.1.2). Only here, so that what is hashed and what is checked can never differ. ASCII, and so nearly every
/// imported hash, stays as it is.
fn normalised(password: &SecretString) -> Zeroizing<String> {
    let typed = password.expose_secret();
    // Large enough from the start: a string that grows leaves copies behind that nobody zeroes.
    let mut normalised = Zeroizing::new(String::with_capacity(typed.len() * NFKC_GROWTH));
    normalised.extend(typed.nfkc());
    normalised
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::SystemRng;

    #[test]
    fn who_rests_holds_nothing_and_hashes_again_after_it() {
        let mut hasher = Hasher::new(Arc::new(SystemRng));
        assert_eq!(hasher.memory.capacity(), 0, "nothing before there is work");
        let hash = hasher.hash(&"correct horse".into()).expect("a hash");
        assert_eq!((hasher.memory.len(), hasher.memory.capacity()), (OURS.block_count(), MOST_BLOCKS));
        hasher.rest();
        assert_eq!(hasher.memory.capacity(), 0);
        assert!(hasher.verify(&"correct horse".into(), Some(hash.expose_secret())));
    }
}
