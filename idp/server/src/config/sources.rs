//! The files that a configuration was read from, and what they look like from outside, so that a change of them shows.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::clients;
use super::document::Document;

/// Where a configuration was read from.
#[derive(Debug, Clone)]
pub struct Sources {
    sluis: PathBuf,
    pattern: String,
    secrets: Vec<PathBuf>,
}

/// What the files look like. Another look means that something changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look(Vec<(PathBuf, Option<(SystemTime, u64)>)>);

impl Sources {
    pub(super) fn new(document: &Document, pattern: &str, secrets: Vec<PathBuf>) -> Self {
        Self { sluis: document.path().to_owned(), pattern: pattern.to_owned(), secrets }
    }

    /// `sluis.yaml`, by the name under which it was read.
    pub fn sluis(&self) -> &Path {
        &self.sluis
    }

    /// Looks at the files of the clients, those that came since included, and at their secrets.
    pub fn look(&self) -> Look {
        let directory = self.sluis.parent().unwrap_or(Path::new(""));
        // A folder that cannot be searched has no files: that is a change, and reading it says what is wrong.
        let files = clients::files(directory, &self.pattern).unwrap_or_default();
        Look(
            files
                .into_iter()
                .chain(self.secrets.iter().cloned())
                .map(|path| (stamp(&path), path))
                .map(|(stamp, path)| (path, stamp))
                .collect(),
        )
    }

    /// Looks at `sluis.yaml` itself.
    pub fn look_at_sluis(&self) -> Look {
        Look(vec![(self.sluis.clone(), stamp(&self.sluis))])
    }
}

fn stamp(path: &Path) -> Option<(SystemTime, u64)> {
    let found = fs::metadata(path).ok()?;
    Some((found.modified().ok()?, found.len()))
}
