//! NotifyNL, of the Dutch government. It sends templates and no free text: the words stand there, and we send the code.
//! <https://docs.notifynl.nl>

use std::borrow::Cow;

use secrecy::SecretString;
use serde_json::json;

use super::{Common, below};
use crate::sms::{
    AnswerShape, Authentication, Body, GatewaySettings, NotifyNlKey, NumberFormat, Proof, ReportForm, ReportSettings,
    ReportShape,
};

/// The word for it.
pub const NAME: &str = "notifynl";
/// Where it is.
pub const BASE_URL: &str = "https://api.notifynl.nl";

const REPORT: ReportShape = ReportShape {
    form: ReportForm::Json,
    reference: Some(Cow::Borrowed("/reference")),
    provider_id: Some(Cow::Borrowed("/id")),
    status: Cow::Borrowed("/status"),
    delivered: Cow::Borrowed(&[Cow::Borrowed("delivered")]),
    failed: Cow::Borrowed(&[
        Cow::Borrowed("permanent-failure"),
        Cow::Borrowed("temporary-failure"),
        Cow::Borrowed("technical-failure"),
    ]),
    reason: Some(Cow::Borrowed("/status")),
};

/// Its settings. The sender is the one of the service, or the one with this id. Reports show a bearer token.
pub fn gateway(
    common: Common,
    key: NotifyNlKey,
    template_id: &str,
    sms_sender_id: Option<&str>,
    token: Option<SecretString>,
) -> GatewaySettings {
    let mut body = json!({
        "phone_number": "{to}", "template_id": template_id,
        "personalisation": { "code": "{code}" }, "reference": "{reference}",
    });
    if let Some(id) = sms_sender_id {
        body["sms_sender_id"] = id.into();
    }
    GatewaySettings {
        name: NAME.to_owned(),
        url: below(&common.base_url, "/v2/notifications/sms"),
        authentication: Authentication::NotifyNl(key),
        headers: Vec::new(),
        body: Body::Json(body),
        from: common.from,
        answer: AnswerShape { accepted: vec![201], id: Some("/id".to_owned()), ..AnswerShape::default() },
        number_format: NumberFormat::WithPlus,
        reports: token.map(|token| ReportSettings { proof: Proof::Bearer(token), shape: REPORT }),
        root_certificate: common.root_certificate,
    }
}
