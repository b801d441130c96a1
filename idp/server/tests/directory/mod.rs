//! A directory to configure Sluis in, with keys and secrets.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::fs;
use std::path::Path;

use idp_adapters::rng::SystemRng;
use idp_adapters::sealing::MasterKeys;
use sluis::config::{Config, Faults};
use tempfile::TempDir;

/// The secret in `secrets/drop.secret`.
pub(crate) const SECRET: &str = "0f9c1e7b5a3d8264f0e1d2c3b4a59687";

/// A directory that is gone when it is dropped.
pub(crate) struct Directory(TempDir);

impl Directory {
    /// A directory with everything but YAML in it.
    pub(crate) fn new() -> Self {
        let directory = Self(tempfile::tempdir().expect("a directory"));
        for name in ["clients", "secrets", "data"] {
            fs::create_dir(directory.path().join(name)).expect("a directory");
        }
        directory.write("secrets/master.key", &MasterKeys::generate(&SystemRng));
        directory.write("secrets/drop.secret", &format!("{SECRET}\n"));
        directory.write("secrets/weak", "too-short\n");
        directory.write("secrets/empty", "\n");
        directory.write("secrets/two-lines", &format!("{SECRET}\n{SECRET}\n"));
        directory
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file; those below `secrets/` for the owner alone.
    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::write(&path, text).expect("written");
        #[cfg(unix)]
        if name.starts_with("secrets/") {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("a mode");
        }
    }

    /// Loads `sluis.yaml`.
    pub(crate) fn load(&self) -> Result<Config, Faults> {
        Config::load(&self.path().join("sluis.yaml"))
    }
}
