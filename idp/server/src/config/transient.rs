//! `transient`: where is kept what may be lost at the price of starting a login again.

use serde::Deserialize;

use super::check::{Checker, Refusal, Text};

/// `transient` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TransientSection {
    /// `memory:` is the memory of this process.
    url: Text,
}

/// The transient store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Transient {
    /// The memory of this process: one node, and a restart begins its logins anew.
    #[default]
    Memory,
}

impl TransientSection {
    pub(super) fn check(&self, checker: &mut Checker<'_>) -> Option<Transient> {
        match self.url.value.as_str() {
            "memory:" => Some(Transient::Memory),
            // The line is not shown: a URL of another store may have a password in it.
            _ => {
                let refusal = Refusal::new("only the memory of this process is supported", "write memory:");
                checker.refuse_secret("transient.url", &self.url, refusal);
                None
            }
        }
    }
}
