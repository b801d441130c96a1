//! The files that a configuration was read from, and what they look like from outside, so that a change of them shows. What
//! is taken up while the server runs is read here again, and judged by the settings that are in force: what a changed
//! `sluis.yaml` says counts from the next start on.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

use idp_core::assurance::AcrNames;
use idp_core::client::Clients;
use idp_core::provider::Issuer;

use super::clients;
use super::document::Document;
use super::fault::{Fault, Faults};

/// Where a configuration was read from, and the settings that its clients are judged by.
#[derive(Debug, Clone)]
pub struct Sources {
    sluis: PathBuf,
    pattern: String,
    issuer: Issuer,
    acr_names: AcrNames,
    secrets: Vec<PathBuf>,
}

/// What the files look like. Another look means that something changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look(Vec<(PathBuf, Option<Stamp>)>);

impl Look {
    /// Looks at one file.
    pub fn at(path: &Path) -> Self {
        Self(vec![(path.to_owned(), stamp(path))])
    }
}

impl Sources {
    pub(super) fn new(
        document: &Document,
        pattern: &str,
        issuer: Issuer,
        acr_names: AcrNames,
        secrets: Vec<PathBuf>,
    ) -> Self {
        Self { sluis: document.path().to_owned(), pattern: pattern.to_owned(), issuer, acr_names, secrets }
    }

    /// `sluis.yaml`, by the name under which it was read.
    pub fn sluis(&self) -> &Path {
        &self.sluis
    }

    /// Reads the clients again. From then on the secrets that they name are those that are watched.
    pub fn read_clients(&mut self) -> Result<Clients, Faults> {
        let files = clients::files(self.directory(), &self.pattern)
            .map_err(|refusal| Faults(vec![Fault::of_file(&self.sluis, "clients", &refusal.message)]))?;
        let mut faults = Faults::default();
        let (issuer, acr_names) = (Some(&self.issuer), Some(&self.acr_names));
        let loaded = clients::load(&files, issuer, acr_names, &mut faults, &mut Faults::default());
        if !faults.0.is_empty() {
            return Err(faults);
        }
        self.secrets = loaded.secrets;
        Ok(loaded.clients)
    }

    /// Looks at the files of the clients, those that came since included, and at their secrets.
    pub fn look(&self) -> Look {
        // A folder that cannot be searched has no files: that is a change, and reading it says what is wrong.
        let files = clients::files(self.directory(), &self.pattern).unwrap_or_default();
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
        Look::at(&self.sluis)
    }

    fn directory(&self) -> &Path {
        self.sluis.parent().unwrap_or(Path::new(""))
    }
}

/// What tells that a file is another, or holds something else: its size, its times, and where the system has one its number.
/// The time of the last change of status is set by the system alone, so that a file which is replaced by one of the same size
/// and time shows as well.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stamp(Vec<i128>);

fn stamp(path: &Path) -> Option<Stamp> {
    fs::metadata(path).ok().map(|found| Stamp(numbers(&found)))
}

#[cfg(unix)]
fn numbers(found: &Metadata) -> Vec<i128> {
    use std::os::unix::fs::MetadataExt;
    let names = [found.dev(), found.ino(), found.size()].map(i128::from);
    let times = [found.mtime(), found.mtime_nsec(), found.ctime(), found.ctime_nsec()].map(i128::from);
    [names.as_slice(), times.as_slice()].concat()
}

#[cfg(not(unix))]
fn numbers(found: &Metadata) -> Vec<i128> {
    let since = |at: std::time::SystemTime| at.duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_nanos();
    let changed = found.modified().map(since).ok().and_then(|at| i128::try_from(at).ok());
    vec![i128::from(found.len()), changed.unwrap_or_default()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_file_that_is_replaced_by_one_of_the_same_size_and_time_looks_different() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, beside) = (folder.path().join("client.yaml"), folder.path().join("beside"));
        fs::write(&path, "scope: openid").expect("written");
        let time = fs::metadata(&path).and_then(|found| found.modified()).expect("a time");
        let before = Look::at(&path);
        assert_eq!(Look::at(&path), before);
        fs::write(&beside, "scope: e-mail").expect("written");
        fs::File::options().append(true).open(&beside).and_then(|file| file.set_modified(time)).expect("set");
        fs::rename(&beside, &path).expect("replaced");
        let found = fs::metadata(&path).expect("a file");
        assert_eq!((found.modified().expect("a time"), found.len()), (time, 13));
        assert_ne!(Look::at(&path), before);
    }
}
