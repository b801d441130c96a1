//! One YAML file: its text, what it holds, and the faults that reading it can have.

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde_saphyr::{Error, Location};

use super::fault::{Fault, Faults};

/// A YAML file that was read.
pub(super) struct Document {
    path: PathBuf,
    text: String,
}

/// No file that people write by hand is longer.
const MAX_BYTES: u64 = 1024 * 1024;

impl Document {
    /// Reads a file.
    pub(super) fn read(path: &Path) -> Result<Self, Faults> {
        let size = fs::metadata(path).map(|found| found.len());
        let text = match size {
            Ok(size) if size > MAX_BYTES => Err("is longer than 1 MiB".to_owned()),
            _ => fs::read_to_string(path).map_err(|error| format!("cannot be read: {error}")),
        };
        let hint = Some("give the right file with --config, or let `sluis init DIR` write a first one".to_owned());
        match text {
            Ok(text) => Ok(Self { path: path.to_owned(), text }),
            Err(why) => Err(Faults(vec![Fault { hint, ..Fault::of_file(path, "", format!("the file {why}")) }])),
        }
    }

    /// Which file it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// A path that is written in this file: relative ones are relative to it.
    pub(super) fn resolve(&self, path: &str) -> PathBuf {
        self.path.parent().unwrap_or(Path::new("")).join(path)
    }

    /// What the file holds. Its keys and types are checked here; what the values mean is checked by the sections.
    pub(super) fn parse<T: DeserializeOwned>(&self) -> Result<T, Faults> {
        // `no` and `off` are words here, not booleans: a client may well be called so.
        let options = serde_saphyr::options! { strict_booleans: true };
        serde_saphyr::from_str_with_options(&self.text, options).map_err(|error| Faults(vec![self.unreadable(&error)]))
    }

    /// A fault at a place in this file.
    pub(super) fn fault(&self, at: Location, key: &str, message: String, hint: Option<String>) -> Fault {
        let line = usize::try_from(at.line()).unwrap_or_default();
        let column = usize::try_from(at.column()).unwrap_or_default();
        let source = self.text.lines().nth(line.saturating_sub(1)).map(str::to_owned);
        Fault { file: self.path.clone(), line, column, key: key.to_owned(), message, hint, source }
    }

    fn unreadable(&self, error: &Error) -> Fault {
        let at = error.location().unwrap_or(Location::UNKNOWN);
        let written = self.key_at(at);
        let (key, message, hint) = match error.without_snippet() {
            Error::SerdeUnknownField { field, expected, .. } => {
                (field.clone(), "is not a key that is known here".to_owned(), Some(suggestion(field, expected)))
            }
            Error::SerdeMissingField { field, .. } => {
                ((*field).to_owned(), "is missing".to_owned(), Some("add it beside this".to_owned()))
            }
            Error::SerdeUnknownVariant { variant, expected, .. } => {
                (written, format!("`{variant}` is not known here"), Some(suggestion(variant, expected)))
            }
            Error::DuplicateMappingKey { key, .. } => {
                let hint = Some("keep one of them".to_owned());
                (key.clone().unwrap_or(written), "is given twice".to_owned(), hint)
            }
            Error::InvalidBooleanStrict { .. } => (written, "must be true or false".to_owned(), None),
            Error::InvalidScalar { ty, .. } if ty.starts_with(['u', 'i']) => {
                (written, "must be a whole number within bounds".to_owned(), None)
            }
            Error::NullIntoString { .. } => (written, "has no value".to_owned(), None),
            Error::Eof { .. } => (String::new(), "the file holds nothing".to_owned(), None),
            Error::MultipleDocuments { .. } => {
                let hint = Some("one file holds one document: remove what follows `---`".to_owned());
                (String::new(), "a second YAML document begins here".to_owned(), hint)
            }
            other => (written, plain(other), Some("see the shape of this key in the reference".to_owned())),
        };
        let secret = looks_secret(&key);
        let mut fault = self.fault(at, &key, message, hint);
        if secret {
            fault.source = None;
        }
        fault
    }

    /// The nearest key before a place on its line, for faults that serde reports without one.
    fn key_at(&self, at: Location) -> String {
        let line = usize::try_from(at.line()).unwrap_or_default();
        let column = usize::try_from(at.column()).unwrap_or_default();
        let text = self.text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        let before: String = text.chars().take(column).collect();
        let Some((before, _)) = before.rsplit_once(':') else { return String::new() };
        before.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default().to_owned()
    }
}

/// The message of the parser, without the place: a fault says that itself.
fn plain(error: &Error) -> String {
    let text = error.render();
    match text.rfind(" at line ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

/// Whether what stands behind a key of this name may be a secret that somebody wrote into the file by mistake.
fn looks_secret(key: &str) -> bool {
    ["password", "secret", "token", "key"].iter().any(|word| key.contains(word)) && !key.ends_with("_file")
}

/// What somebody may have meant, or everything that is possible.
pub(super) fn suggestion(written: &str, known: &[&str]) -> String {
    let likeness = |word: &&&str| (strsim::normalized_damerau_levenshtein(written, word) * 1000.0) as u32;
    match known.iter().max_by_key(likeness).filter(|word| likeness(word) >= 600) {
        Some(word) => format!("did you mean `{word}`?"),
        None => format!("known here: {}", known.join(", ")),
    }
}
