//! What gateways tell of a message: proven first, each in its way, then read by its shape.

use std::borrow::Cow;
use std::collections::HashMap;

use idp_core::delivery::{About, Outcome, Report};
use idp_core::id::MessageId;
use idp_core::port::{CallBack, Forged, SmsReports};
use jiff::Timestamp;
use serde_json::Value;

use super::GatewaySettings;
use super::answer::{is_plain, text};

mod proof;

pub use proof::Proof;

/// The longest name of a message and the longest reason that are taken.
const LONGEST: usize = 128;

/// How a gateway reports.
pub struct ReportSettings {
    /// How it proves who it is.
    pub proof: Proof,
    /// What it says.
    pub shape: ReportShape,
}

/// Where a report says what. A place is the name of a parameter, or a JSON pointer (RFC 6901).
#[derive(Debug, Clone)]
pub struct ReportShape {
    /// Where it is said.
    pub form: ReportForm,
    /// Our reference.
    pub reference: Option<Cow<'static, str>>,
    /// The gateway's own name for the message, for where there is no reference.
    pub provider_id: Option<Cow<'static, str>>,
    /// What became of it.
    pub status: Cow<'static, str>,
    /// The words for delivered.
    pub delivered: Cow<'static, [Cow<'static, str>]>,
    /// The words for never to be delivered. Any other word is no end.
    pub failed: Cow<'static, [Cow<'static, str>]>,
    /// The word for why.
    pub reason: Option<Cow<'static, str>>,
}

/// Where a report says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportForm {
    /// In the query of the URL.
    Query,
    /// In a form that is posted.
    Form,
    /// In a JSON document that is posted.
    Json,
}

/// Reads the reports of the gateways that send them.
#[derive(Default)]
pub struct Reports {
    by_gateway: HashMap<String, ReportSettings>,
}

impl Reports {
    /// Takes what the settings of the gateways say of reports.
    pub fn take_from(gateways: &mut [GatewaySettings]) -> Self {
        let settings = gateways.iter_mut().filter_map(|gateway| Some((gateway.name.clone(), gateway.reports.take()?)));
        Self { by_gateway: settings.collect() }
    }
}

impl SmsReports for Reports {
    fn read(&self, call: &CallBack<'_>, now: Timestamp) -> Result<Option<Report>, Forged> {
        let ReportSettings { proof, shape } = self.by_gateway.get(call.gateway).ok_or(Forged::Unknown)?;
        if !proof.holds(call, now) {
            return Err(Forged::Unproven);
        }
        shape.read(call)
    }
}

impl ReportShape {
    fn read(&self, call: &CallBack<'_>) -> Result<Option<Report>, Forged> {
        let said = Said::parse(self.form, call)?;
        let status = said.at(&self.status).ok_or(Forged::Malformed)?;
        let at = |place: Option<&Cow<'static, str>>| place.and_then(|place| said.at(place));
        let outcome = match status.as_str() {
            word if self.delivered.iter().any(|known| known == word) => Outcome::Delivered,
            word if self.failed.iter().any(|known| known == word) => {
                Outcome::Failed(at(self.reason.as_ref()).filter(|word| is_plain(word, LONGEST)))
            }
            _ => return Ok(None),
        };
        let reference = at(self.reference.as_ref()).and_then(|text| MessageId::parse(&text));
        let provider_id = || at(self.provider_id.as_ref()).filter(|id| is_plain(id, LONGEST));
        let about = reference.map(About::Reference).or_else(|| provider_id().map(About::ProviderId));
        Ok(Some(Report { about: about.ok_or(Forged::Malformed)?, outcome }))
    }
}

/// What a call-back says.
enum Said {
    Parameters(HashMap<String, String>),
    Document(Value),
}

impl Said {
    fn parse(form: ReportForm, call: &CallBack<'_>) -> Result<Self, Forged> {
        let query = call.url.split_once('?').map_or("", |(_, query)| query);
        Ok(match form {
            ReportForm::Query => Self::Parameters(parameters(query.as_bytes()).collect()),
            ReportForm::Form => Self::Parameters(parameters(call.body).collect()),
            ReportForm::Json => Self::Document(serde_json::from_slice(call.body).map_err(|_| Forged::Malformed)?),
        })
    }

    fn at(&self, place: &str) -> Option<String> {
        match self {
            Self::Parameters(parameters) => parameters.get(place).cloned(),
            Self::Document(document) => text(document, place),
        }
    }
}

fn parameters(encoded: &[u8]) -> impl Iterator<Item = (String, String)> {
    url::form_urlencoded::parse(encoded).into_owned()
}
