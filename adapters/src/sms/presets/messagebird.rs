//! MessageBird, the API that is called classic since the company is called Bird. <https://developers.messagebird.com/api/sms-messaging>

use std::borrow::Cow;

use secrecy::SecretString;
use serde_json::json;

use super::{Common, below, header};
use crate::sms::{
    AnswerShape, Authentication, Body, GatewaySettings, NumberFormat, Proof, ReportForm, ReportSettings, ReportShape,
};

/// The word for it.
pub const NAME: &str = "messagebird";
/// Where it is.
pub const BASE_URL: &str = "https://rest.messagebird.com";

const REPORT: ReportShape = ReportShape {
    form: ReportForm::Query,
    reference: Some(Cow::Borrowed("reference")),
    provider_id: Some(Cow::Borrowed("id")),
    status: Cow::Borrowed("status"),
    delivered: Cow::Borrowed(&[Cow::Borrowed("delivered")]),
    failed: Cow::Borrowed(&[Cow::Borrowed("delivery_failed"), Cow::Borrowed("expired")]),
    reason: Some(Cow::Borrowed("statusErrorCode")),
};

/// Its settings. Reports are signed, and sent where we say with each message.
pub fn gateway(common: Common, access_key: &SecretString, signing_key: Option<SecretString>) -> GatewaySettings {
    let mut body = json!({
        "originator": "{from}", "recipients": ["{to}"], "body": "{text}", "datacoding": "auto",
        "reference": "{reference}", "validity": "{validity}",
    });
    if let (Some(url), Some(_)) = (common.report_url, &signing_key) {
        body["reportUrl"] = url.into();
    }
    GatewaySettings {
        name: NAME.to_owned(),
        url: below(&common.base_url, "/messages"),
        authentication: Authentication::Headers,
        headers: header("authorization", "AccessKey ", access_key),
        body: Body::Json(body),
        from: common.from,
        answer: AnswerShape { accepted: vec![201], id: Some("/id".to_owned()), ..AnswerShape::default() },
        number_format: NumberFormat::WithoutPlus,
        reports: signing_key.map(|key| ReportSettings { proof: Proof::MessageBird(key), shape: REPORT }),
        root_certificate: common.root_certificate,
    }
}
