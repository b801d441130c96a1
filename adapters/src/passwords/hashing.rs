//! What one worker does: argon2id in memory that it keeps while there is work.

use std::sync::Arc;

use argon2::password_hash::phc::{Output, ParamsString, Salt};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, PasswordHash as Phc, Version};
use idp_core::account::{PasswordHash, normalised};
use idp_core::port::Rng;
use secrecy::SecretString;
use subtle::ConstantTimeEq;

use super::stored::{MAX_MEMORY, StoredHash};

/// OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
const OURS: Params = Params::DEFAULT;
const SALT_LENGTH: usize = 16;
const HASH_LENGTH: usize = Params::DEFAULT_OUTPUT_LEN;

/// Whether a hash that we can verify is not as we would make it now.
pub(super) fn is_outdated(hash: &str) -> bool {
    match StoredHash::parse(hash) {
        Some(StoredHash::Argon2(stored)) => !stored.is_like(&OURS, HASH_LENGTH),
        Some(StoredHash::Foreign(_)) => true,
        None => false,
    }
}

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
        self.compute(&ours(), &salt, password, &mut output)?;
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
        match hash.and_then(StoredHash::parse) {
            Some(StoredHash::Argon2(stored)) => {
                let mut buffer = [0; Output::MAX_LENGTH];
                let output = &mut buffer[..stored.output.len()];
                let argon2 = Argon2::new(stored.algorithm, stored.version, stored.params);
                let worked = self.compute(&argon2, &stored.salt, password, output);
                worked.is_ok() && output.ct_eq(stored.output.as_bytes()).into()
            }
            Some(StoredHash::Foreign(stored)) => stored.verify(normalised(password).as_bytes()),
            None => {
                let mut output = [0; HASH_LENGTH];
                let worked = self.compute(&ours(), &[0; SALT_LENGTH], password, &mut output);
                std::hint::black_box((worked.is_ok(), output));
                false
            }
        }
    }

    fn compute(
        &mut self,
        argon2: &Argon2<'_>,
        salt: &[u8],
        password: &SecretString,
        output: &mut [u8],
    ) -> Result<(), argon2::Error> {
        let password = normalised(password);
        let blocks = argon2.params().block_count();
        if self.memory.len() < blocks {
            self.memory.reserve_exact(MOST_BLOCKS - self.memory.len());
            self.memory.resize(blocks, Block::new());
        }
        argon2.hash_password_into_with_memory(password.as_bytes(), salt, output, &mut self.memory)
    }
}

fn ours() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, OURS)
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

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
