//! CM.com. <https://developers.cm.com/messaging/docs>

use std::borrow::Cow;

use secrecy::SecretString;
use serde_json::json;

use super::{Common, below};
use crate::sms::{
    AnswerShape, Authentication, Body, GatewaySettings, NumberFormat, Proof, ReportForm, ReportSettings, ReportShape,
};

/// The word for it.
pub const NAME: &str = "cm";
/// Where it is.
pub const BASE_URL: &str = "https://gw.messaging.cm.com";

/// 1: rejected by CM.com or the operator; 2: delivered; 3: failed; 4: read.
const REPORT: ReportShape = ReportShape {
    form: ReportForm::Json,
    reference: Some(Cow::Borrowed("/messages/msg/reference")),
    provider_id: None,
    status: Cow::Borrowed("/messages/msg/status/code"),
    delivered: Cow::Borrowed(&[Cow::Borrowed("2"), Cow::Borrowed("4")]),
    failed: Cow::Borrowed(&[Cow::Borrowed("1"), Cow::Borrowed("3")]),
    reason: Some(Cow::Borrowed("/messages/msg/status/errorCode")),
};

/// Its settings. Reports are unsigned: they show a token that stands in the URL which CM.com is given.
pub fn gateway(common: Common, product_token: SecretString, token: Option<SecretString>) -> GatewaySettings {
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    GatewaySettings {
        name: NAME.to_owned(),
        url: below(&common.base_url, "/v1.0/message"),
        authentication: Authentication::Headers,
        headers: vec![("x-cm-producttoken".to_owned(), product_token)],
        body: Body::Json(json!({ "messages": { "msg": [{
            "from": "{from}", "to": [{ "number": "{to}" }], "body": { "type": "AUTO", "content": "{text}" },
            "allowedChannels": ["SMS"], "reference": "{reference}",
        }] } })),
        from: common.from,
        // 101 and 103 are the token, 102 the balance, 301 the sender: those are of the gateway. 302 and 303 are the number.
        answer: AnswerShape {
            codes: words(&["/errorCode", "/messages/0/messageErrorCode"]),
            success: words(&["0"]),
            bad_number: words(&["302", "303"]),
            ..AnswerShape::default()
        },
        number_format: NumberFormat::WithZeros,
        reports: token.map(|token| ReportSettings { proof: Proof::Token(token), shape: REPORT }),
        root_certificate: common.root_certificate,
    }
}
