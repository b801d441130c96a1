//! `login`: what can be chosen about the login itself. Few things can.

use std::time::Duration;

use idp_core::lifetimes;
use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::Deserialize;

use super::check::{Checker, Refusal, Text};
use super::spanned::Spanned;

/// Less asks people for nothing; more is for ever.
const PHONE_DAYS: std::ops::RangeInclusive<u64> = 30..=3660;

/// `login` as it is written.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct LoginSection {
    /// How long a code sent by SMS or e-mail can be used: from `1m` to `15m`.
    code_lifetime: Option<Text>,
    /// After how many days a proven phone number is proven again, in a login with the app: from 30 to 3660; 365 if left out.
    prove_phone_after_days: Option<Spanned<u64>>,
}

/// The choices about the login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Login {
    /// How long a sent code can be used.
    pub code_lifetime: Duration,
    /// After how long a proven phone number is proven again.
    pub phone_life: Duration,
}

impl LoginSection {
    pub(super) fn check(&self, checker: &mut Checker<'_>) -> Option<Login> {
        let (key, written) = ("login.code_lifetime", self.code_lifetime.as_ref());
        let code_lifetime = checker.take_or(key, written, lifetimes::SENT_CODE, |text| code_lifetime(text));
        let (key, written) = ("login.prove_phone_after_days", self.prove_phone_after_days.as_ref());
        let phone_life = checker.take_or(key, written, lifetimes::PHONE, |days| phone_life(*days));
        Some(Login { code_lifetime: code_lifetime?, phone_life: phone_life? })
    }
}

fn phone_life(days: u64) -> Result<Duration, Refusal> {
    match PHONE_DAYS.contains(&days) {
        true => Ok(Duration::from_secs(days * 24 * 60 * 60)),
        false => Err(Refusal::new(format!("{days} days is out of bounds"), "from 30 to 3660 days is possible")),
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
