//! Checks the values of one file, going on after each fault, so that all of them are told at once.

use super::document::{Document, suggestion};
use super::fault::{Fault, Faults};
use super::spanned::Spanned;

/// A text in YAML that knows where it stands.
pub(super) type Text = Spanned<String>;

/// Why a value is refused, and what to write instead.
pub(super) struct Refusal {
    pub(super) message: String,
    hint: Option<String>,
}

impl Refusal {
    /// A refusal with a hint.
    pub(super) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: Some(hint.into()) }
    }

    /// A refusal that says everything itself.
    pub(super) fn plain(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None }
    }
}

/// One file being checked, with what was found so far.
pub(super) struct Checker<'a> {
    /// The file.
    pub(super) document: &'a Document,
    faults: &'a mut Faults,
    warnings: &'a mut Faults,
}

impl<'a> Checker<'a> {
    /// Begins with a file.
    pub(super) fn new(document: &'a Document, faults: &'a mut Faults, warnings: &'a mut Faults) -> Self {
        Self { document, faults, warnings }
    }

    /// Takes a value for what it means. `None`: it was refused, and the fault is on record.
    pub(super) fn take<V, T>(
        &mut self,
        key: &str,
        value: &Spanned<V>,
        meaning: impl FnOnce(&V) -> Result<T, Refusal>,
    ) -> Option<T> {
        meaning(&value.value).map_err(|refusal| self.refuse(key, value, refusal)).ok()
    }

    /// Takes a value that may be left out.
    pub(super) fn take_or<V, T>(
        &mut self,
        key: &str,
        value: Option<&Spanned<V>>,
        default: T,
        meaning: impl FnOnce(&V) -> Result<T, Refusal>,
    ) -> Option<T> {
        match value {
            Some(value) => self.take(key, value, meaning),
            None => Some(default),
        }
    }

    /// Takes each value of a list. `None` if any of them was refused.
    pub(super) fn take_all<V, T>(
        &mut self,
        key: &str,
        values: &[Spanned<V>],
        meaning: impl Fn(&V) -> Result<T, Refusal>,
    ) -> Option<Vec<T>> {
        // Collected first, so that a fault does not hide those behind it.
        let taken: Vec<_> =
            values.iter().enumerate().map(|(n, value)| self.take(&format!("{key}[{n}]"), value, &meaning)).collect();
        taken.into_iter().collect()
    }

    /// Records a fault.
    pub(super) fn refuse<V>(&mut self, key: &str, at: &Spanned<V>, refusal: Refusal) {
        let fault = self.fault(key, at, refusal);
        self.faults.0.push(fault);
    }

    /// Records a fault in a line that must not be shown.
    pub(super) fn refuse_secret<V>(&mut self, key: &str, at: &Spanned<V>, refusal: Refusal) {
        let fault = Fault { source: None, ..self.fault(key, at, refusal) };
        self.faults.0.push(fault);
    }

    /// Records something that somebody should look at.
    pub(super) fn warn<V>(&mut self, key: &str, at: &Spanned<V>, refusal: Refusal) {
        let fault = self.fault(key, at, refusal);
        self.warnings.0.push(fault);
    }

    fn fault<V>(&self, key: &str, at: &Spanned<V>, refusal: Refusal) -> Fault {
        self.document.fault(at.referenced, key, refusal.message, refusal.hint)
    }
}

/// One of a few words.
pub(super) fn one_of<T: Copy>(words: &[(&'static str, T)], written: &str) -> Result<T, Refusal> {
    let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    let found = words.iter().find(|(word, _)| *word == written);
    found.map(|(_, meaning)| *meaning).ok_or_else(|| {
        Refusal::new(format!("`{written}` is not one of {}", known.join(", ")), suggestion(written, &known))
    })
}
