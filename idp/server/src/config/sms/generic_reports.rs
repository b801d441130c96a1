//! `generic.reports`: how a gateway that nobody has described tells what became of a message.

use std::borrow::Cow;

use idp_adapters::sms::{Proof, ReportForm, ReportSettings, ReportShape};
use schemars::JsonSchema;
use serde::Deserialize;

use super::super::spanned::Spanned;
use super::Place;
use super::presets::long_secret;
use crate::config::check::{Checker, Refusal, Text};

/// `reports` as it is written. A place is the name of a parameter, or in JSON a JSON pointer.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GenericReports {
    /// The file with the secret that each report shows: `?token=…` in the URL, or a bearer token.
    token_file: Text,
    /// Where a report says it; `json` if left out.
    #[serde(default)]
    form: Way,
    /// Where our reference is.
    reference: Option<Text>,
    /// Where the gateway's own name for the message is, as in `answer.id`.
    id: Option<Text>,
    /// Where it says what became of the message.
    status: Text,
    /// The words for delivered.
    delivered: Vec<Text>,
    /// The words for never to be delivered; any other word is no end.
    #[serde(default)]
    failed: Vec<Text>,
    /// Where it says why.
    reason: Option<Text>,
}

/// Where a report says it.
#[derive(Deserialize, JsonSchema, Clone, Copy, Default, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Way {
    /// In a JSON document that is posted.
    #[default]
    Json,
    /// In a form that is posted.
    Form,
    /// In the query of the URL.
    Query,
}

impl GenericReports {
    pub(super) fn check(
        &self,
        gateway: &Place<'_>,
        here: &Spanned<Self>,
        checker: &mut Checker<'_>,
    ) -> Option<ReportSettings> {
        let key = |name: &str| gateway.key(&format!("reports.{name}"));
        let secret = long_secret(&key("token_file"), Some(&self.token_file), checker);
        let mut place = |name: &str, written: &Text| {
            checker.take(&key(name), written, |text| match self.form {
                Way::Json if !text.starts_with('/') => {
                    let hint = "in JSON a place is a JSON pointer: /message/status";
                    Err(Refusal::new(format!("`{text}` is not a place"), hint))
                }
                _ => Ok(Cow::<'static, str>::Owned(text.clone())),
            })
        };
        let status = place("status", &self.status);
        let mut optional = |name: &str, written: Option<&Text>| match written {
            Some(written) => place(name, written).map(Some),
            None => Some(None),
        };
        let reference = optional("reference", self.reference.as_ref());
        let provider_id = optional("id", self.id.as_ref());
        let reason = optional("reason", self.reason.as_ref());
        if self.reference.is_none() && self.id.is_none() {
            let hint = "say where a report has our reference, or the gateway's name for the message (id)";
            checker.refuse(&key("reference"), here, Refusal::new("must be there, or id", hint));
            return None;
        }
        let words = |words: &[Text]| words.iter().map(|word| Cow::Owned(word.value.clone())).collect::<Vec<_>>();
        let form = match self.form {
            Way::Json => ReportForm::Json,
            Way::Form => ReportForm::Form,
            Way::Query => ReportForm::Query,
        };
        let shape = ReportShape {
            form,
            reference: reference?,
            provider_id: provider_id?,
            status: status?,
            delivered: words(&self.delivered).into(),
            failed: words(&self.failed).into(),
            reason: reason?,
        };
        Some(ReportSettings { proof: Proof::TokenOrBearer(secret??), shape })
    }
}
