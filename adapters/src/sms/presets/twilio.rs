//! Twilio. <https://www.twilio.com/docs/messaging/api/message-resource>

use std::borrow::Cow;

use secrecy::SecretString;

use super::{Common, below};
use crate::sms::{
    AnswerShape, Authentication, Body, GatewaySettings, NumberFormat, Proof, ReportForm, ReportSettings, ReportShape,
};

/// The word for it.
pub const NAME: &str = "twilio";
/// Where it is.
pub const BASE_URL: &str = "https://api.twilio.com";

const REPORT: ReportShape = ReportShape {
    form: ReportForm::Form,
    reference: None,
    provider_id: Some(Cow::Borrowed("MessageSid")),
    status: Cow::Borrowed("MessageStatus"),
    delivered: Cow::Borrowed(&[Cow::Borrowed("delivered")]),
    failed: Cow::Borrowed(&[Cow::Borrowed("undelivered"), Cow::Borrowed("failed")]),
    reason: Some(Cow::Borrowed("ErrorCode")),
};

/// Its settings. It takes no reference of ours. Reports are signed with the token that we log in with, and sent where we say
/// with each message.
pub fn gateway(common: Common, account_sid: &str, auth_token: SecretString) -> GatewaySettings {
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    let mut form = vec![("To", "{to}"), ("From", "{from}"), ("Body", "{text}"), ("ValidityPeriod", "{validity}")];
    if let Some(url) = &common.report_url {
        form.push(("StatusCallback", url));
    }
    GatewaySettings {
        name: NAME.to_owned(),
        url: below(&common.base_url, &format!("/2010-04-01/Accounts/{account_sid}/Messages.json")),
        authentication: Authentication::Basic { username: account_sid.to_owned(), password: auth_token.clone() },
        headers: Vec::new(),
        body: Body::Form(form.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()),
        from: common.from,
        answer: AnswerShape {
            accepted: vec![201],
            id: Some("/sid".to_owned()),
            codes: words(&["/code"]),
            // Invalid, and no mobile number.
            bad_number: words(&["21211", "21614"]),
            ..AnswerShape::default()
        },
        number_format: NumberFormat::WithPlus,
        reports: Some(ReportSettings { proof: Proof::Twilio(auth_token), shape: REPORT }),
        root_certificate: common.root_certificate,
    }
}
