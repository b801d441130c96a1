//! The master key file on disk: read again when it changes, and written when a key comes or goes.
//!
//! It is written beside and put in its place by one rename, so that whoever reads it meanwhile sees the old one or the new
//! one, and a machine that fails in the middle leaves the old one.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use idp_core::port::Rng;
use thiserror::Error;
use zeroize::Zeroizing;

use super::master_keys::{Key, MasterKeys, MasterKeysError, draw_line, parse_line};

/// Where the keys lie.
#[derive(Debug, Clone)]
pub struct MasterKeyFile(PathBuf);

/// Why the file could not be changed. It is as it was.
#[derive(Debug, Error)]
pub enum FileNotChanged {
    /// It cannot be read.
    #[error(transparent)]
    Unusable(#[from] MasterKeysError),
    /// It cannot be written.
    #[error("cannot write the master key file {path}")]
    Unwritable {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl MasterKeyFile {
    /// The file of this name.
    pub fn at(path: PathBuf) -> Self {
        Self(path)
    }

    /// Its name.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Reads it, unless others could.
    pub fn load(&self) -> Result<MasterKeys, MasterKeysError> {
        MasterKeys::load(&self.0)
    }

    /// Puts a line with a new key above the others.
    pub fn add(&self, rng: &dyn Rng) -> Result<MasterKeys, FileNotChanged> {
        self.rewrite(|text| {
            let comments: usize = text.split_inclusive('\n').take_while(|line| !is_key(line)).map(str::len).sum();
            let (above, keys) = text.split_at(comments);
            format!("{above}{}\n{keys}", *draw_line(rng))
        })
    }

    /// Takes the line with this key out.
    pub fn remove(&self, id: &str) -> Result<MasterKeys, FileNotChanged> {
        let stays = |line: &&str| key_of(line).is_none_or(|(other, _)| other != id);
        self.rewrite(|text| text.split_inclusive('\n').filter(stays).collect())
    }

    fn rewrite(&self, change: impl FnOnce(&str) -> String) -> Result<MasterKeys, FileNotChanged> {
        self.load()?;
        let unwritable = |source| FileNotChanged::Unwritable { path: self.0.clone(), source };
        // What the name leads to is changed, where it is a link.
        let path = self.0.canonicalize().map_err(unwritable)?;
        let text = Zeroizing::new(fs::read_to_string(&path).map_err(unwritable)?);
        let text = Zeroizing::new(change(&text));
        let keys = MasterKeys::parse(&text)?;
        replace(&path, text.as_bytes()).map_err(unwritable)?;
        Ok(keys)
    }
}

fn key_of(line: &str) -> Option<(String, Key)> {
    parse_line(line.split('#').next().unwrap_or_default().trim())
}

fn is_key(line: &str) -> bool {
    key_of(line).is_some()
}

/// Only the one that is whole, and on the disk, gets the name.
fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    let old = fs::metadata(path)?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    // What an earlier try left may have other rights.
    drop(fs::remove_file(&beside));
    let mut file = create(&beside, &old)?;
    file.write_all(text)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    match path.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

/// With the owner and the rights of the old one.
#[cfg(unix)]
fn create(path: &Path, like: &Metadata) -> io::Result<File> {
    use std::os::unix::fs::{MetadataExt, OpenOptionsExt, fchown};
    let file = OpenOptions::new().create_new(true).write(true).mode(0o600).open(path)?;
    let own = file.metadata()?;
    if (own.uid(), own.gid()) != (like.uid(), like.gid()) {
        fchown(&file, Some(like.uid()), Some(like.gid()))?;
    }
    file.set_permissions(like.permissions())?;
    Ok(file)
}

#[cfg(not(unix))]
fn create(path: &Path, _like: &Metadata) -> io::Result<File> {
    OpenOptions::new().create_new(true).write(true).open(path)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU8, Ordering};

    use super::*;

    struct Steps(AtomicU8);
    impl Rng for Steps {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0.fetch_add(1, Ordering::Relaxed));
        }
    }

    fn ids(keys: &MasterKeys) -> Vec<String> {
        keys.ids().map(str::to_owned).collect()
    }

    #[test]
    fn a_key_comes_above_the_others_and_goes_and_nothing_else_changes() {
        let rng = Steps(AtomicU8::new(1));
        let folder = tempfile::tempdir().expect("a folder");
        let file = MasterKeyFile::at(folder.path().join("master.key"));
        let first = MasterKeys::generate(&rng);
        fs::write(file.path(), format!("{}# mine\n", *first)).expect("written");
        close(file.path());
        // What a machine that failed in the middle left.
        fs::write(folder.path().join("master.key.new"), "half").expect("written");

        let keys = file.add(&rng).expect("added");
        assert_eq!(ids(&keys), ["03030303", "01010101"]);
        assert_eq!(ids(&file.load().expect("closed to others, as it was")), ids(&keys));
        let text = fs::read_to_string(file.path()).expect("a file");
        assert!(text.starts_with("# Master keys") && text.ends_with("# mine\n"), "{text}");
        assert!(!folder.path().join("master.key.new").exists());

        assert_eq!(ids(&file.remove("01010101").expect("removed")), ["03030303"]);
        let last = file.remove("03030303");
        assert!(matches!(last, Err(FileNotChanged::Unusable(MasterKeysError::Empty))), "never the last");
        assert_eq!(ids(&file.load().expect("as it was")), ["03030303"]);
    }

    #[cfg(unix)]
    fn close(path: &Path) {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("a mode");
    }

    #[cfg(not(unix))]
    fn close(_: &Path) {}
}
