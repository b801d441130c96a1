//! The master key file: a ring of keys, one `id base64` a line. `#` starts a comment.
//!
//! Every key of it opens. Which one seals is a matter of the database, where all nodes agree on it; the first key of the file
//! seals in a new database, and is the one that a rotation takes next.

use std::io;
use std::path::{Path, PathBuf};

use base64::{Engine, engine::general_purpose::STANDARD};
use idp_core::port::Rng;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::private_file::{TooOpen, refuse_if_too_open};

/// The length of a key of XChaCha20-Poly1305.
const LENGTH: usize = 32;

pub(super) type Key = Zeroizing<[u8; LENGTH]>;

/// Keys that open, one of which seals.
#[derive(Clone)]
pub struct MasterKeys {
    /// The one that seals.
    current: (String, Key),
    /// In the order of the file.
    ring: Vec<(String, Key)>,
}

/// Why a master key file cannot be used. It never has a key in it.
#[derive(Debug, Error)]
pub enum MasterKeysError {
    /// The file cannot be read.
    #[error("cannot read the master key file {path}")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Others than its owner may read or write the file.
    #[error("the master key file {path} has mode {mode:03o}: nobody but its owner may have access (chmod 600)")]
    TooOpen {
        /// Which file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// A line is no key.
    #[error("line {line} of the master key file is not `id base64`, with 32 bytes of key")]
    Line {
        /// Which, counted from one.
        line: usize,
    },
    /// Two keys have one id.
    #[error("line {line} of the master key file has the id of a line above it")]
    Twice {
        /// Which, counted from one.
        line: usize,
    },
    /// There is no key in the file.
    #[error("there is no key in the master key file")]
    Empty,
}

impl MasterKeys {
    /// The text of a new master key file, with one key in it.
    pub fn generate(rng: &dyn Rng) -> Zeroizing<String> {
        Zeroizing::new(format!(
            "# Master keys of Sluis: `id base64`. Without them the database cannot be read: keep a copy apart from the\n\
             # backups of the database. `sluis keys master rotate` begins with a new one; never remove a line before\n\
             # `sluis keys master retire` has said that nothing is sealed with it.\n\
             {}\n",
            *draw_line(rng)
        ))
    }

    /// Reads the file, unless others could.
    pub fn load(path: &Path) -> Result<Self, MasterKeysError> {
        let unreadable = |source| MasterKeysError::Unreadable { path: path.to_owned(), source };
        let file = std::fs::File::open(path).map_err(unreadable)?;
        let too_open = |TooOpen(mode)| MasterKeysError::TooOpen { path: path.to_owned(), mode };
        refuse_if_too_open(&file.metadata().map_err(unreadable)?).map_err(too_open)?;
        Self::parse(&Zeroizing::new(io::read_to_string(file).map_err(unreadable)?))
    }

    /// Reads the text of a file.
    pub fn parse(text: &str) -> Result<Self, MasterKeysError> {
        let mut keys: Vec<(String, Key)> = Vec::new();
        for (line, content) in (1..).zip(text.lines()) {
            let content = content.split('#').next().unwrap_or_default().trim();
            if content.is_empty() {
                continue;
            }
            let (id, key) = parse_line(content).ok_or(MasterKeysError::Line { line })?;
            if keys.iter().any(|(other, _)| *other == id) {
                return Err(MasterKeysError::Twice { line });
            }
            keys.push((id, key));
        }
        let current = keys.first().cloned().ok_or(MasterKeysError::Empty)?;
        Ok(Self { current, ring: keys })
    }

    /// The same keys, of which this one seals from here on; none if it is not among them.
    #[must_use]
    pub fn sealing_with(&self, id: &str) -> Option<Self> {
        let current = self.ring.iter().find(|(other, _)| other == id)?.clone();
        Some(Self { current, ring: self.ring.clone() })
    }

    /// The ids, in the order of the file.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.ring.iter().map(|(id, _)| id.as_str())
    }

    /// The id of the key that seals.
    pub fn seals(&self) -> &str {
        &self.current.0
    }

    /// The key that seals, with its id.
    pub(super) fn current(&self) -> (&str, &[u8; LENGTH]) {
        (&self.current.0, &self.current.1)
    }

    /// The key with this id.
    pub(super) fn get(&self, id: &str) -> Option<&[u8; LENGTH]> {
        self.ring.iter().find(|(other, _)| other == id).map(|(_, key)| &**key)
    }
}

/// A line of the file, with a new key.
pub(super) fn draw_line(rng: &dyn Rng) -> Zeroizing<String> {
    let mut id = [0; 4];
    rng.fill(&mut id);
    let id = u32::from_be_bytes(id);
    let mut key = Key::default();
    rng.fill(key.as_mut());
    let key = Zeroizing::new(STANDARD.encode(key.as_ref()));
    Zeroizing::new(format!("{id:08x} {}", *key))
}

pub(super) fn parse_line(content: &str) -> Option<(String, Key)> {
    let (id, key) = content.split_once(char::is_whitespace)?;
    let clean = id.len() <= 32 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    let key = Zeroizing::new(STANDARD.decode(key.trim()).ok()?);
    Some((clean.then(|| id.to_owned())?, Key::new(key.as_slice().try_into().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Zeros;
    impl Rng for Zeros {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0);
        }
    }

    fn fault(text: &str) -> Option<String> {
        MasterKeys::parse(text).err().map(|e| e.to_string())
    }

    #[test]
    fn the_first_key_is_current_and_comments_are_skipped() {
        let key = STANDARD.encode([7; 32]);
        let keys = MasterKeys::parse(&format!("# ours\n\nnew  {key} # of today\nold {}\n", STANDARD.encode([8; 32])));
        let keys = keys.expect("two keys");
        assert_eq!(keys.current(), ("new", &[7; 32]));
        assert_eq!(keys.get("old"), Some(&[8; 32]));
        assert!(keys.get("other").is_none());
        assert!(MasterKeys::parse(&MasterKeys::generate(&Zeros)).is_ok());
    }

    #[test]
    fn another_key_of_the_ring_may_seal() {
        let (a, b) = (STANDARD.encode([7; 32]), STANDARD.encode([8; 32]));
        let keys = MasterKeys::parse(&format!("new {a}\nold {b}\n")).expect("two keys");
        assert_eq!(keys.ids().collect::<Vec<_>>(), ["new", "old"]);
        let old = keys.sealing_with("old").expect("it is there");
        assert_eq!(old.current(), ("old", &[8; 32]));
        assert_eq!(old.get("new"), Some(&[7; 32]));
        assert!(keys.sealing_with("other").is_none());
    }

    #[test]
    fn a_bad_line_is_named_and_never_shown() {
        let key = STANDARD.encode([7; 32]);
        for text in [&key, "a AAAA", &format!("a/b {key}"), &format!("a {key} b")] {
            let fault = fault(&format!("# ours\n{text}")).expect("refused");
            assert!(fault.starts_with("line 2 ") && !fault.contains(&key), "{fault}");
        }
        assert!(fault(&format!("a {key}\na {key}")).is_some_and(|f| f.starts_with("line 2 ")));
        assert!(fault("# nothing").is_some_and(|f| f.starts_with("there is no key")));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().join("master.keys");
        std::fs::write(&path, MasterKeys::generate(&Zeros).as_bytes()).expect("written");
        let load = |mode| {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).expect("a mode");
            MasterKeys::load(&path).err().map(|e| e.to_string())
        };
        assert_eq!(load(0o600), None);
        assert_eq!(load(0o400), None);
        for mode in [0o640, 0o604, 0o660, 0o666] {
            assert!(load(mode).is_some_and(|fault| fault.contains("chmod 600")), "{mode:o}");
        }
        assert!(MasterKeys::load(&dir.path().join("none")).is_err());
    }
}
