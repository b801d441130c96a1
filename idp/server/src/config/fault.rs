//! What is wrong with the configuration, and where: said as a compiler says it, for all files in one go.

use std::fmt;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

/// One thing that is wrong in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file, as it was named on the command line or found by the pattern of `clients`.
    pub file: PathBuf,
    /// The line, from 1; 0 if the file as a whole is meant.
    pub line: usize,
    /// The column in characters, from 1; 0 if the file as a whole is meant.
    pub column: usize,
    /// The key, with the keys it stands in: `mail.smtp.port`, `redirect_uris[1]`.
    pub key: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The line of the file, unless a secret may stand in it.
    pub(super) source: Option<String>,
}

impl Fault {
    /// A fault of a file as a whole.
    pub(super) fn of_file(file: &Path, key: &str, message: impl Into<String>) -> Self {
        let (key, message) = (key.to_owned(), message.into());
        Self { file: file.to_owned(), line: 0, column: 0, key, message, hint: None, source: None }
    }

    /// The fault as one line for a log.
    pub fn summary(&self) -> String {
        let place = match self.line {
            0 => self.file.display().to_string(),
            line => format!("{}:{line}:{}", self.file.display(), self.column),
        };
        format!("{place}: {}", self.title())
    }

    fn title(&self) -> String {
        match self.key.as_str() {
            "" => self.message.clone(),
            key => format!("{key}: {}", self.message),
        }
    }

    /// Where the caret stands in the line, in bytes.
    fn caret(&self, source: &str) -> std::ops::Range<usize> {
        let start = source.char_indices().nth(self.column.saturating_sub(1)).map_or(source.len(), |(at, _)| at);
        let rest = &source[start..];
        let word = rest.split(|c: char| c.is_whitespace() || ",]}".contains(c)).next().unwrap_or_default();
        let end = start + word.trim_end_matches(':').len();
        start..end
    }

    fn group<'a>(&'a self, level: Level<'a>) -> Group<'a> {
        let path = self.file.to_string_lossy();
        let mut group = Group::with_title(level.primary_title(self.title()));
        group = match (&self.source, self.line) {
            (_, 0) => group.element(Origin::path(path)),
            (None, line) => group.element(Origin::path(path).line(line).char_column(self.column)),
            (Some(source), line) => {
                let mark = AnnotationKind::Primary.span(self.caret(source));
                group.element(Snippet::source(source.as_str()).path(path).line_start(line).annotation(mark))
            }
        };
        match &self.hint {
            Some(hint) => group.element(Level::HELP.message(hint.as_str())),
            None => group,
        }
    }
}

/// Everything that is wrong. Never empty where it is an error.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    /// The faults as a person at a terminal reads them.
    pub fn render(&self, severity: Severity, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let level = || match severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        self.0.iter().map(|fault| renderer.render(&[fault.group(level())]) + "\n\n").collect()
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.render(Severity::Error, false).trim_end())
    }
}

impl std::error::Error for Faults {}

/// Whether faults keep the configuration from being used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// It is refused.
    Error,
    /// It is used, but somebody should look at it.
    Warning,
}
