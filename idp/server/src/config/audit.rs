//! `audit`: how long the audit log keeps events.

use std::time::Duration;

use idp_adapters::audit_log::Retention;
use schemars::JsonSchema;
use serde::Deserialize;

use super::check::{Checker, Refusal};
use super::spanned::Spanned;

/// Less is no log; more is no retention.
const DAYS: std::ops::RangeInclusive<u64> = 30..=3660;

/// `audit` as it is written.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct AuditSection {
    /// For how many days, for each class.
    retention_days: RetentionSection,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct RetentionSection {
    /// Changes that last: 1098 if left out.
    administration: Option<Spanned<u64>>,
    /// Who proved what: 548 if left out.
    authentication: Option<Spanned<u64>>,
    /// Tokens and messages: 183 if left out.
    traffic: Option<Spanned<u64>>,
}

impl AuditSection {
    pub(super) fn check(&self, checker: &mut Checker<'_>) -> Option<Retention> {
        let default = Retention::default();
        let written = &self.retention_days;
        let mut kept = |key: &str, written: Option<&Spanned<u64>>, default| {
            checker.take_or(&format!("audit.retention_days.{key}"), written, default, |days| kept(*days))
        };
        // All three are looked at before one that is refused refuses the section.
        let administration = kept("administration", written.administration.as_ref(), default.administration);
        let authentication = kept("authentication", written.authentication.as_ref(), default.authentication);
        let traffic = kept("traffic", written.traffic.as_ref(), default.traffic);
        Some(Retention { administration: administration?, authentication: authentication?, traffic: traffic? })
    }
}

fn kept(days: u64) -> Result<Duration, Refusal> {
    match DAYS.contains(&days) {
        true => Ok(Duration::from_secs(days * 24 * 60 * 60)),
        false => Err(Refusal::new(format!("{days} days is out of bounds"), "from 30 to 3660 days is possible")),
    }
}
