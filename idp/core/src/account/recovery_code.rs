//! Recovery codes: second factors on paper, for who has no other at hand. Each is used once.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use crate::id::Subject;
use crate::port::{KeyedHash, Rng};

/// The letters of a code: no two of them sound or look alike (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Letters in a code, of five random bits each: 80 bits, where NIST SP 800-63B 4.2.1.1 wants 64.
const LENGTH: usize = 16;
/// Letters in a group, as they are written and read aloud.
const GROUP: usize = 4;

/// A recovery code, in lower case and without its dashes.
#[derive(Clone)]
pub struct RecoveryCode(SecretString);

/// What is kept of a recovery code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryDigest(String);

impl RecoveryCode {
    /// How many a person gets at once.
    pub const SET: usize = 10;

    /// Draws a code.
    pub fn generate(rng: &dyn Rng) -> Self {
        let mut bytes = [0; LENGTH];
        rng.fill(&mut bytes);
        // 32 letters divide 256 evenly, so each is as likely as any other.
        Self(bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect::<String>().into())
    }

    /// Reads what was typed: case, spaces and dashes are forgiven, and letters that are taken for one of ours.
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > 100 {
            return None;
        }
        let meant = |letter: char| match letter.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        };
        let letters: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').map(meant).collect();
        let ours = letters.len() == LENGTH && letters.bytes().all(|byte| LETTERS.contains(&byte));
        ours.then(|| Self(letters.into()))
    }

    /// The code in groups, to be shown once.
    pub fn groups(&self) -> String {
        let letters = self.0.expose_secret();
        letters.as_bytes().chunks(GROUP).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-")
    }

    /// What is kept of it. It has 80 random bits, so a fast keyed hash is enough.
    pub fn digest(&self, of: &Subject, hash: &dyn KeyedHash) -> RecoveryDigest {
        let text = format!("{of}\0{}", self.0.expose_secret());
        RecoveryDigest::of_hash(&hash.keyed_hash("recovery code", text.as_bytes()))
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[code]")
    }
}

impl RecoveryDigest {
    /// Takes a hash.
    pub fn of_hash(hash: &[u8; 32]) -> Self {
        Self(hash.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// For the store.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting;

    impl Rng for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            for (n, byte) in (0..).zip(bytes) {
                *byte = n;
            }
        }
    }

    #[test]
    fn a_code_is_read_as_it_is_written_or_heard() {
        let code = RecoveryCode::generate(&Counting);
        assert_eq!(code.groups(), "0123-4567-89ab-cdef");
        for typed in [
            "0123-4567-89ab-cdef",
            " 0123 4567 89AB CDEF ",
            "O123456789abcdef",
            "oi23-4567-89ab-cdef",
            "0l23456789abcdef",
        ] {
            assert_eq!(RecoveryCode::parse(typed).map(|code| code.groups()), Some(code.groups()), "{typed}");
        }
        for bad in ["", "0123", "0123-4567-89ab-cdeu", "0123-4567-89ab-cdef-0", "0123-4567-89ab-cde\u{e9}"] {
            assert!(RecoveryCode::parse(bad).is_none(), "{bad}");
        }
        assert_eq!(format!("{code:?}"), "[code]");
    }
}
