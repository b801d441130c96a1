//! `passwords`: what is asked of new passwords beyond the rules that hold everywhere.

use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::check::{Checker, Refusal, Text};
use super::outbound;

/// `passwords` as it is written.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordsSection {
    /// Where is asked whether a new password became known in a breach, by the first five characters of its SHA-1. Nobody is
    /// asked if left out.
    breached_url: Option<Text>,
}

impl PasswordsSection {
    pub(super) fn check(&self, checker: &mut Checker<'_>) -> Option<Option<Url>> {
        checker.take_or("passwords.breached_url", self.breached_url.as_ref(), None, |written| {
            let hint = "write it as https://api.pwnedpasswords.com/range/, with the slash at its end";
            let url = outbound::url(written, hint)?;
            // What is told is added to it.
            let is_open = url.path().ends_with('/') && url.query().is_none();
            is_open.then_some(Some(url)).ok_or_else(|| Refusal::new("does not end in a slash", hint))
        })
    }
}
