//! The key of the keyed hashes.
//!
//! It lies sealed in the database under the master keys: so every node hashes alike, and a new master key breaks no hash
//! that is already stored.

use hmac::{Hmac, KeyInit, Mac};
use idp_core::port::{KeyedHash, Rng};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::SealingError;

/// The length of the key, which is that of the hash.
const LENGTH: usize = 32;

/// HMAC-SHA-256 with a key that never leaves it.
#[derive(Clone)]
pub struct DataKey(Hmac<Sha256>);

impl DataKey {
    /// Draws the bytes of a new key, to be sealed.
    pub fn draw(rng: &dyn Rng) -> Zeroizing<[u8; LENGTH]> {
        let mut bytes = Zeroizing::new([0; LENGTH]);
        rng.fill(bytes.as_mut());
        bytes
    }

    /// The key as a store opened it.
    pub fn from_store(bytes: &[u8]) -> Result<Self, SealingError> {
        if bytes.len() != LENGTH {
            return Err(SealingError::Malformed);
        }
        Hmac::new_from_slice(bytes).map(Self).map_err(|_| SealingError::Malformed)
    }
}

impl KeyedHash for DataKey {
    fn keyed_hash(&self, purpose: &str, data: &[u8]) -> [u8; 32] {
        let mac = self.0.clone().chain_update(purpose).chain_update([0]).chain_update(data);
        mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_purpose_and_data_each_give_another_hash() {
        let key = |byte| DataKey::from_store(&[byte; 32]).expect("32 bytes");
        let hash = key(1).keyed_hash("code", b"123456");
        assert_eq!(hash, key(1).keyed_hash("code", b"123456"));
        assert_ne!(hash, key(2).keyed_hash("code", b"123456"));
        assert_ne!(hash, key(1).keyed_hash("name", b"123456"));
        assert_ne!(hash, key(1).keyed_hash("code", b"123457"));
        assert!(DataKey::from_store(&[1; 31]).is_err());
    }
}
