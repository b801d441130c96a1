//! `theme`: how pages and messages look and what they say.

use std::path::PathBuf;

use idp_themes::{Theme, ThemeError};

use super::check::{Refusal, one_of};
use super::document::Document;

/// Which theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ThemeChoice {
    /// One that comes with Sluis.
    BuiltIn(&'static str),
    /// A directory whose files lie on top of `neutral`.
    Directory(PathBuf),
}

/// The themes that come with Sluis.
const BUILT_IN: [(&str, &str); 2] = [("koop", "koop"), ("neutral", "neutral")];

impl Default for ThemeChoice {
    fn default() -> Self {
        Self::BuiltIn("koop")
    }
}

impl ThemeChoice {
    /// Loads the theme, which checks it whole.
    pub fn load(&self) -> Result<Theme, ThemeError> {
        match self {
            Self::BuiltIn(name) => Theme::load(name),
            Self::Directory(path) => Theme::from_dir(path),
        }
    }

    /// A name without a slash is a theme of ours; anything else is a directory.
    pub(super) fn parse(written: &str, document: &Document) -> Result<Self, Refusal> {
        if !written.contains('/') {
            return one_of(&BUILT_IN, written).map(Self::BuiltIn);
        }
        let path = document.resolve(written);
        if path.is_dir() {
            Ok(Self::Directory(path))
        } else {
            let hint = "paths are relative to this file; a theme of Sluis itself is koop or neutral";
            Err(Refusal::new(format!("there is no directory {}", path.display()), hint))
        }
    }
}
