//! Spryng. <https://docs.spryngsms.com>

use std::borrow::Cow;

use secrecy::SecretString;
use serde_json::json;

use super::{Common, below, header};
use crate::sms::{
    AnswerShape, Authentication, Body, GatewaySettings, NumberFormat, Proof, ReportForm, ReportSettings, ReportShape,
};

/// The word for it.
pub const NAME: &str = "spryng";
/// Where it is.
pub const BASE_URL: &str = "https://rest.spryngsms.com";
/// The route, unless another was agreed on.
pub const ROUTE: &str = "business";

const REPORT: ReportShape = ReportShape {
    form: ReportForm::Query,
    reference: Some(Cow::Borrowed("REFERENCE")),
    provider_id: None,
    status: Cow::Borrowed("STATUS"),
    delivered: Cow::Borrowed(&[Cow::Borrowed("10")]),
    failed: Cow::Borrowed(&[Cow::Borrowed("20")]),
    reason: Some(Cow::Borrowed("REASONCODE")),
};

/// Its settings. Reports are unsigned: they show a token that stands in the URL which Spryng is given.
pub fn gateway(common: Common, api_key: &SecretString, route: &str, token: Option<SecretString>) -> GatewaySettings {
    GatewaySettings {
        name: NAME.to_owned(),
        url: below(&common.base_url, "/v1/messages"),
        authentication: Authentication::Headers,
        headers: header("authorization", "Bearer ", api_key),
        body: Body::Json(json!({
            "originator": "{from}", "recipients": ["{to}"], "body": "{text}",
            "route": route, "encoding": "auto", "reference": "{reference}",
        })),
        from: common.from,
        answer: AnswerShape { id: Some("/id".to_owned()), ..AnswerShape::default() },
        number_format: NumberFormat::WithoutPlus,
        reports: token.map(|token| ReportSettings { proof: Proof::Token(token), shape: REPORT }),
        root_certificate: common.root_certificate,
    }
}
