//! `login`: what can be chosen about the login itself. Few things can.

use std::time::Duration;

use idp_core::lifetimes;
use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::Deserialize;

use super::check::{Checker, Refusal, Text};

/// `login` as it is written.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct LoginSection {
    /// How long a code sent by SMS or e-mail can be used: from `1m` to `15m`.
    code_lifetime: Option<Text>,
}

/// The choices about the login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Login {
    /// How long a sent code can be used.
    pub code_lifetime: Duration,
}

impl LoginSection {
    pub(super) fn check(&self, checker: &mut Checker<'_>) -> Option<Login> {
        let (key, written) = ("login.code_lifetime", self.code_lifetime.as_ref());
        Some(Login { code_lifetime: checker.take_or(key, written, lifetimes::SENT_CODE, |text| code_lifetime(text))? })
    }
}

fn code_lifetime(written: &str) -> Result<Duration, Refusal> {
    let parsed = written.parse::<SignedDuration>().ok().and_then(|life| Duration::try_from(life).ok());
    let hint = "write it as 15m; from 1m to 15m is possible";
    let life = parsed.ok_or_else(|| Refusal::new(format!("`{written}` is not a duration"), hint))?;
    if (Duration::from_secs(60)..=lifetimes::SENT_CODE).contains(&life) {
        Ok(life)
    } else {
        Err(Refusal::new(format!("`{written}` is out of bounds"), hint))
    }
}
