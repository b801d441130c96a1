//! `telemetry`: where traces go. Without it nothing is traced.

use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::check::{Checker, Refusal, Text};
use super::spanned::Spanned;

/// `telemetry` as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TelemetrySection {
    /// The OpenTelemetry collector.
    otlp: OtlpSection,
}

/// `telemetry.otlp` as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct OtlpSection {
    /// The base URL of a collector that takes OTLP over HTTP; `v1/traces` is added to it.
    endpoint: Text,
    /// Which part of the requests is traced, from 0 to 1; all of them if left out. A trace that a proxy of ours began is
    /// recorded if the proxy records it.
    ratio: Option<Spanned<f64>>,
}

/// Where traces go.
#[derive(Debug, Clone, PartialEq)]
pub struct Otlp {
    /// Where spans are posted.
    pub traces: Url,
    /// Which part of the requests is traced, from 0 to 1.
    pub ratio: f64,
}

impl TelemetrySection {
    pub(super) fn check(&self, checker: &mut Checker<'_>) -> Option<Otlp> {
        let traces = checker.take("telemetry.otlp.endpoint", &self.otlp.endpoint, |written| traces(written));
        let ratio = checker.take_or("telemetry.otlp.ratio", self.otlp.ratio.as_ref(), 1.0, |ratio| {
            let is_part = (0.0..=1.0).contains(ratio);
            is_part.then_some(*ratio).ok_or_else(|| Refusal::new(format!("`{ratio}` is no part of all"), "from 0 to 1"))
        });
        Some(Otlp { traces: traces?, ratio: ratio? })
    }
}

fn traces(written: &str) -> Result<Url, Refusal> {
    let hint = "write it as https://collector.example.nl:4318";
    let refuse = || Refusal::new(format!("`{written}` is not the URL of a collector"), hint);
    let url = Url::parse(written).map_err(|_| refuse())?;
    let is_plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    if !["https", "http"].contains(&url.scheme()) || !is_plain {
        return Err(refuse());
    }
    Url::parse(&format!("{}/v1/traces", written.trim_end_matches('/'))).map_err(|_| refuse())
}
