//! `generic`: any gateway that takes JSON or a form over HTTPS.

use std::collections::BTreeMap;

use axum::http::{HeaderName, HeaderValue, StatusCode};
use idp_adapters::sms::{AnswerShape, Authentication, Body, GatewaySettings, NumberFormat};
use schemars::JsonSchema;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::Value;
use url::{Host, Url};

use super::super::spanned::Spanned;
use super::Place;
use super::generic_reports::GenericReports;
use crate::config::check::{Checker, Refusal, Text};

/// `sms.gateways[].generic` as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GenericSection {
    /// The word for it in the log; `generic` if left out.
    name: Option<Text>,
    /// Where a message is posted.
    url: Text,
    /// Headers of the request: here goes the key of the gateway.
    #[serde(default)]
    headers: BTreeMap<String, Spanned<HeaderSection>>,
    /// HTTP Basic, instead of a header.
    basic: Option<BasicSection>,
    /// The JSON to post. `{to}`, `{from}`, `{text}`, `{code}`, `{reference}` and `{validity}` in its texts are filled in.
    body: Option<Spanned<Value>>,
    /// The form to post instead, filled in alike.
    form: Option<Spanned<BTreeMap<String, String>>>,
    /// What the answer says, besides its status.
    #[serde(default)]
    answer: AnswerSection,
    /// The answers that mean that the message was accepted; 200 to 299 if left out.
    #[serde(default)]
    accepted: Vec<Spanned<u16>>,
    /// Whether numbers begin with a plus; so it is if left out.
    plus: Option<bool>,
    /// A PEM file with the certificate of an authority of your own.
    ca_file: Option<Text>,
    /// What it tells of a message, where it calls us.
    reports: Option<Spanned<GenericReports>>,
}

/// The value of a header as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum HeaderSection {
    /// The value itself, if it is no secret.
    Value(String),
    /// The file that holds the whole value, such as `Bearer …`.
    File(Text),
}

/// `basic` as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct BasicSection {
    /// The name.
    username: Text,
    /// The file with the password.
    password_file: Text,
}

/// `answer` as it is written. Places are JSON pointers.
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
struct AnswerSection {
    /// Where the gateway's name for the message is.
    id: Option<Text>,
    /// Where the code of what went wrong is.
    code: Option<Text>,
    /// The codes of success.
    #[serde(default)]
    success: Vec<Text>,
    /// The codes that mean that no SMS can ever reach this number.
    #[serde(default)]
    bad_number: Vec<Text>,
}

impl GenericSection {
    pub(super) fn check(&self, place: &Place<'_>, from: String, checker: &mut Checker<'_>) -> Option<GatewaySettings> {
        let name = checker.take_or(&place.key("name"), self.name.as_ref(), "generic".to_owned(), |word| name(word));
        let url = checker.take(&place.key("url"), &self.url, |written| gateway_url(written));
        // Collected first, so that a fault does not hide those behind it.
        let headers: Vec<_> = self
            .headers
            .iter()
            .map(|(name, value)| header(checker, &format!("{}.{name}", place.key("headers")), name, value))
            .collect();
        let authentication = self.authentication(place, checker);
        let body = self.body(place, checker);
        let answer = self.answer(place, checker);
        let root_certificate = checker.certificate(&place.key("ca_file"), self.ca_file.as_ref());
        let reports = match &self.reports {
            Some(section) => section.value.check(place, section, checker).map(Some),
            None => Some(None),
        };
        let number_format = match self.plus {
            Some(false) => NumberFormat::WithoutPlus,
            _ => NumberFormat::WithPlus,
        };
        Some(GatewaySettings {
            name: name?,
            url: url?,
            authentication: authentication?,
            headers: headers.into_iter().collect::<Option<_>>()?,
            body: body?,
            from,
            answer: answer?,
            number_format,
            reports: reports?,
            root_certificate: root_certificate?,
        })
    }

    fn authentication(&self, place: &Place<'_>, checker: &mut Checker<'_>) -> Option<Authentication> {
        let Some(basic) = &self.basic else { return Some(Authentication::Headers) };
        let password = checker.secret(&place.key("basic.password_file"), &basic.password_file)?;
        Some(Authentication::Basic { username: basic.username.value.clone(), password })
    }

    fn body(&self, place: &Place<'_>, checker: &mut Checker<'_>) -> Option<Body> {
        match (&self.body, &self.form) {
            (Some(body), None) => {
                let json =
                    checker.take(&place.key("body"), body, |body| template(&body.to_string()).map(|()| body.clone()));
                json.map(Body::Json)
            }
            (None, Some(form)) => checker.take(&place.key("form"), form, |form| {
                let fields: Vec<_> = form.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
                template(&fields.iter().map(|(_, value)| value.as_str()).collect::<String>())?;
                Ok(Body::Form(fields))
            }),
            _ => {
                let refusal =
                    Refusal::new("must have either a body or a form", r#"body: {to: "{to}", text: "{text}"}"#);
                checker.refuse(&place.key, &self.url, refusal);
                None
            }
        }
    }

    fn answer(&self, place: &Place<'_>, checker: &mut Checker<'_>) -> Option<AnswerShape> {
        let accepted =
            checker.take_all(&place.key("accepted"), &self.accepted, |status| match StatusCode::from_u16(*status) {
                Ok(_) => Ok(*status),
                Err(_) => Err(Refusal::new("is not an HTTP status", "write for example [200, 202]")),
            });
        let mut pointer = |key: &str, written: Option<&Text>| match written {
            Some(written) => checker.take(&place.key(key), written, |text| pointer(text)).map(Some),
            None => Some(None),
        };
        let (id, code) =
            (pointer("answer.id", self.answer.id.as_ref()), pointer("answer.code", self.answer.code.as_ref()));
        let words = |words: &[Text]| words.iter().map(|word| word.value.clone()).collect::<Vec<_>>();
        let codes: Vec<String> = code?.into_iter().collect();
        if let (true, Some(word)) = (codes.is_empty(), self.answer.success.iter().chain(&self.answer.bad_number).next())
        {
            let refusal = Refusal::new("means nothing without answer.code", "say where the code is: code: /errorCode");
            checker.refuse(&place.key("answer"), word, refusal);
            return None;
        }
        let (success, bad_number) = (words(&self.answer.success), words(&self.answer.bad_number));
        Some(AnswerShape { accepted: accepted?, id: id?, codes, success, bad_number })
    }
}

fn header(
    checker: &mut Checker<'_>,
    key: &str,
    name: &str,
    value: &Spanned<HeaderSection>,
) -> Option<(String, SecretString)> {
    let secret = match &value.value {
        HeaderSection::Value(text) => text.as_str().into(),
        HeaderSection::File(file) => checker.secret(key, file)?,
    };
    let fault = if HeaderName::try_from(name).is_err() {
        "is not the name of a header"
    } else if HeaderValue::from_str(secret.expose_secret()).is_err() {
        "has a character in its value that no header can have"
    } else {
        return Some((name.to_owned(), secret));
    };
    checker.refuse_secret(key, value, Refusal::plain(fault));
    None
}

fn name(written: &str) -> Result<String, Refusal> {
    let clean = written.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if clean && (1..=30).contains(&written.len()) {
        Ok(written.to_owned())
    } else {
        let hint = "1 to 30 lower case letters, digits and hyphens";
        Err(Refusal::new(format!("`{written}` is not a name for a gateway"), hint))
    }
}

fn pointer(written: &str) -> Result<String, Refusal> {
    if written.starts_with('/') {
        Ok(written.to_owned())
    } else {
        let hint = "write the place in the answer as a JSON pointer: /messages/0/id";
        Err(Refusal::new(format!("`{written}` is not a place"), hint))
    }
}

/// https, or http to this machine.
pub(super) fn gateway_url(written: &str) -> Result<Url, Refusal> {
    let url = Url::parse(written).map_err(|_| Refusal::plain("is not a URL"))?;
    let this_machine = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    match url.scheme() {
        "https" => Ok(url),
        "http" if this_machine => Ok(url),
        _ => Err(Refusal::new("must be https", "http is only for this machine: what we send opens accounts")),
    }
}

/// Whether it says to whom and what: the text, or the code for words that the gateway has.
fn template(texts: &str) -> Result<(), Refusal> {
    let missing = if !texts.contains("{to}") {
        "{to}"
    } else if !texts.contains("{text}") && !texts.contains("{code}") {
        "{text}"
    } else {
        return Ok(());
    };
    let hint = r#"for example {to: "{to}", from: "{from}", text: "{text}", id: "{reference}"}"#;
    Err(Refusal::new(format!("{missing} is nowhere in it"), hint))
}
