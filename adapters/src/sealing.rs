//! Keeping secrets at rest: what lies in a database or a backup is worth nothing without the master key file.
//!
//! Phone numbers, addresses, authenticator keys, signing keys and messages are sealed one by one with
//! XChaCha20-Poly1305. Its long nonce may be drawn at random; the place a value lies in is authenticated with it, so that a
//! sealed value which is copied to another row or column does not open there.
//!
//! What is sealed reads `v1.<key id>.<nonce and ciphertext in base64url>`: with the id beside it, an old key opens what it
//! sealed while the current one seals what is new.

use std::sync::Arc;

use arc_swap::ArcSwap;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use idp_core::port::Rng;
use thiserror::Error;
use zeroize::Zeroizing;

mod data_key;
mod master_key_file;
mod master_keys;

pub use data_key::DataKey;
pub use master_key_file::{FileNotChanged, MasterKeyFile};
pub use master_keys::{MasterKeys, MasterKeysError};

const FORMAT: &str = "v1";
const NONCE: usize = 24;

/// Where a sealed value lies.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The table, or the kind of store.
    pub table: &'a str,
    /// The row: its primary key.
    pub row: &'a str,
    /// The column.
    pub column: &'a str,
}

impl Place<'_> {
    /// The associated data. Lengths keep `("a", "bc")` apart from `("ab", "c")`.
    fn bytes(self) -> Vec<u8> {
        let parts = [self.table, self.row, self.column];
        parts.iter().flat_map(|part| [&(part.len() as u64).to_le_bytes(), part.as_bytes()].concat()).collect()
    }
}

/// Why a value could not be sealed or opened. It tells nothing of the value.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SealingError {
    /// The text is nothing that was ever sealed here.
    #[error("this is not a sealed value")]
    Malformed,
    /// It was sealed with a key that is not in the master key file.
    #[error("it is sealed with the key {0:?}, which is not in the master key file")]
    UnknownKey(String),
    /// It was changed, it lies in another place than it was sealed for, or the key has the right id but other bytes.
    #[error("it was not sealed for this place with this key")]
    Forged,
    /// It is longer than the cipher can take.
    #[error("it is too long to be sealed")]
    TooLong,
}

/// How everything begins that this key sealed.
pub(crate) fn sealed_with(id: &str) -> String {
    format!("{FORMAT}.{id}.")
}

/// Seals and opens values with the master keys, which may be exchanged while it does.
pub struct Sealer {
    keys: ArcSwap<MasterKeys>,
}

impl Sealer {
    /// A sealer with these keys.
    pub fn new(keys: MasterKeys) -> Self {
        Self { keys: ArcSwap::from_pointee(keys) }
    }

    /// The keys that it has now.
    pub fn keys(&self) -> Arc<MasterKeys> {
        self.keys.load_full()
    }

    /// Seals and opens with these from here on.
    pub fn exchange(&self, keys: MasterKeys) {
        self.keys.store(Arc::new(keys));
    }

    /// Seals a value for a place, with the current key.
    pub fn seal(&self, place: Place<'_>, plaintext: &[u8], rng: &dyn Rng) -> Result<String, SealingError> {
        let keys = self.keys();
        let (id, key) = keys.current();
        let mut sealed = vec![0; NONCE];
        rng.fill(&mut sealed);
        let nonce = XNonce::try_from(sealed.as_slice()).map_err(|_| SealingError::Malformed)?;
        let payload = Payload { msg: plaintext, aad: &place.bytes() };
        let ciphertext = XChaCha20Poly1305::new(key.into()).encrypt(&nonce, payload);
        sealed.extend(ciphertext.map_err(|_| SealingError::TooLong)?);
        Ok(sealed_with(id) + &URL_SAFE_NO_PAD.encode(sealed))
    }

    /// Opens what was sealed for this place.
    pub fn open(&self, place: Place<'_>, sealed: &str) -> Result<Zeroizing<Vec<u8>>, SealingError> {
        let mut parts = sealed.splitn(3, '.');
        let (Some(FORMAT), Some(id), Some(body)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(SealingError::Malformed);
        };
        let keys = self.keys();
        let key = keys.get(id).ok_or_else(|| SealingError::UnknownKey(id.to_owned()))?;
        let body = URL_SAFE_NO_PAD.decode(body).map_err(|_| SealingError::Malformed)?;
        let (nonce, ciphertext) = body.split_at_checked(NONCE).ok_or(SealingError::Malformed)?;
        let nonce = XNonce::try_from(nonce).map_err(|_| SealingError::Malformed)?;
        let payload = Payload { msg: ciphertext, aad: &place.bytes() };
        let plaintext = XChaCha20Poly1305::new(key.into()).decrypt(&nonce, payload);
        plaintext.map(Zeroizing::new).map_err(|_| SealingError::Forged)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU8, Ordering};

    use super::*;

    /// Every draw is another byte, repeated.
    struct Steps(AtomicU8);
    impl Rng for Steps {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0.fetch_add(1, Ordering::Relaxed));
        }
    }

    const PHONE: Place<'_> = Place { table: "accounts", row: "jan", column: "phone" };

    fn sealer(rng: &Steps) -> Sealer {
        Sealer::new(MasterKeys::parse(&MasterKeys::generate(rng)).expect("own text"))
    }

    #[test]
    fn a_value_opens_in_its_place_alone() {
        let rng = Steps(AtomicU8::new(1));
        let sealer = sealer(&rng);
        let sealed = sealer.seal(PHONE, b"+31612345678", &rng).expect("sealed");
        assert_eq!(sealer.open(PHONE, &sealed).expect("opened").as_slice(), b"+31612345678");
        for place in [
            Place { table: "outbox", ..PHONE },
            Place { row: "piet", ..PHONE },
            Place { column: "email", ..PHONE },
            Place { row: "janp", column: "hone", ..PHONE },
        ] {
            assert_eq!(sealer.open(place, &sealed), Err(SealingError::Forged), "{place:?}");
        }
    }

    #[test]
    fn the_same_value_never_looks_the_same() {
        let rng = Steps(AtomicU8::new(1));
        let sealer = sealer(&rng);
        let twice = [(); 2].map(|()| sealer.seal(PHONE, b"x", &rng).expect("sealed"));
        assert_ne!(twice[0], twice[1]);
    }

    #[test]
    fn an_old_key_of_the_ring_opens_what_it_sealed_and_a_foreign_one_nothing() {
        let rng = Steps(AtomicU8::new(1));
        let (old, new) = (MasterKeys::generate(&rng), MasterKeys::generate(&rng));
        let sealer = |text: &str| Sealer::new(MasterKeys::parse(text).expect("own text"));
        let sealed = sealer(&old).seal(PHONE, b"x", &rng).expect("sealed");
        let ring = sealer(&format!("{}\n{}", *new, *old));
        assert_eq!(ring.open(PHONE, &sealed).expect("opened").as_slice(), b"x");
        let again = ring.seal(PHONE, b"x", &rng).expect("sealed");
        assert!(sealer(&new).open(PHONE, &again).is_ok(), "the first key seals");
        assert!(matches!(sealer(&new).open(PHONE, &sealed), Err(SealingError::UnknownKey(_))));
    }

    #[test]
    fn what_was_changed_or_is_no_sealed_value_does_not_open() {
        let rng = Steps(AtomicU8::new(1));
        let sealer = sealer(&rng);
        let sealed = sealer.seal(PHONE, b"+31612345678", &rng).expect("sealed");
        let (head, tail) = sealed.split_at(sealed.len() - 4);
        let changed = format!("{head}{}", if tail == "AAAA" { "BBBB" } else { "AAAA" });
        assert_eq!(sealer.open(PHONE, &changed), Err(SealingError::Forged));
        let short = sealed.rsplit_once('.').map(|(head, _)| format!("{head}.AAAA")).expect("parts");
        for text in ["", "v1", "v1.a", "v2.a.AAAA", "+31612345678", &short] {
            let refused = sealer.open(PHONE, text);
            assert!(matches!(refused, Err(SealingError::Malformed | SealingError::UnknownKey(_))), "{text}");
        }
    }
}
