//! What one worker does: argon2id in memory that it keeps.

use std::sync::Arc;

use argon2::password_hash::phc::{Output, ParamsString, Salt};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, PasswordHash as Phc, Version};
use idp_core::account::{PasswordHash, normalised};
use idp_core::port::Rng;
use secrecy::SecretString;
use subtle::ConstantTimeEq;

use super::stored::StoredHash;

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

pub(super) struct Hasher {
    rng: Arc<dyn Rng>,
    /// Kept, because most of the time of a single hash would otherwise go into fresh pages.
    memory: Vec<Block>,
}

impl Hasher {
    pub(super) fn new(rng: Arc<dyn Rng>) -> Self {
        Self { rng, memory: vec![Block::new(); OURS.block_count()] }
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
        if argon2.params().block_count() <= self.memory.len() {
            argon2.hash_password_into_with_memory(password.as_bytes(), salt, output, &mut self.memory)
        } else {
            // An imported hash that asks for more gets memory of its own, which is given back.
            argon2.hash_password_into(password.as_bytes(), salt, output)
        }
    }
}

fn ours() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, OURS)
}
