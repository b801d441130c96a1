//! What can be wrong with a theme: said with the file, the line and what to do, for whoever edits it.

use std::fmt;
use std::path::PathBuf;

use thiserror::Error;

/// A theme cannot be used.
#[derive(Debug, Error)]
pub enum ThemeError {
    /// No built-in theme has this name.
    #[error("there is no theme {name:?}: choose one of {known}, or give the directory of a theme of your own")]
    Unknown {
        /// The name that was asked for.
        name: String,
        /// The names there are.
        known: String,
    },
    /// A file or directory cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Files of the theme are wrong.
    #[error("the theme cannot be used:\n{}", lines(.0))]
    Faults(Vec<Fault>),
}

/// One mistake in a file of a theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file, with its theme: `koop/locales/en.ftl`.
    pub file: String,
    /// The line, where it is known.
    pub line: Option<usize>,
    /// What is wrong, and what to do.
    pub what: String,
}

impl Fault {
    pub(crate) fn new(file: impl Into<String>, line: impl Into<Option<usize>>, what: impl Into<String>) -> Self {
        Self { file: file.into(), line: line.into(), what: what.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.what),
            None => write!(f, "{}: {}", self.file, self.what),
        }
    }
}

/// A page or message did not render. It cannot happen with values of the kinds that the samples have; so it is a server
/// error. It holds no value of the page.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct RenderError(pub(crate) Fault);

impl From<Fault> for ThemeError {
    fn from(fault: Fault) -> Self {
        Self::Faults(vec![fault])
    }
}

impl From<RenderError> for Fault {
    fn from(error: RenderError) -> Self {
        error.0
    }
}

fn lines(faults: &[Fault]) -> String {
    faults.iter().map(|fault| format!("  {fault}")).collect::<Vec<_>>().join("\n")
}
