//! What the accessibility tests checked, as they wrote it down: the generated part of the accessibility statement.
//!
//! The tests write `checked.yaml` and fail where it is not what they do, so that the statement claims nothing else.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::fault::Fault;

/// What was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checked {
    /// The version of Sluis.
    pub version: String,
    /// The version of axe-core.
    pub axe: String,
    /// The themes in which every page was checked.
    pub themes: Vec<String>,
    /// The languages in which every page was checked.
    pub languages: Vec<String>,
    /// What was checked besides axe-core, by the word of its sentence in the locales.
    pub ways: Vec<String>,
    /// Each page, and in how many states.
    pub pages: BTreeMap<String, usize>,
    /// The rules of axe-core.
    pub rules: Vec<String>,
}

impl Checked {
    /// As it was written down.
    pub(crate) fn read() -> Result<Self, Fault> {
        serde_saphyr::from_str(include_str!("checked.yaml")).map_err(|error| {
            let line = error.location().and_then(|location| usize::try_from(location.line()).ok());
            Fault::new("checked.yaml", line, error.to_string())
        })
    }

    /// In how many states all pages were, in all.
    pub(crate) fn states(&self) -> usize {
        self.pages.values().sum()
    }
}
