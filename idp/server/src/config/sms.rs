//! `sms`: which gateway sends SMS messages, as whom, and to which countries.

use std::collections::BTreeMap;

use axum::http::{HeaderName, HeaderValue, StatusCode};
use idp_adapters::sms::{GatewaySettings, NumberFormat};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::Value;
use serde_saphyr::Spanned;
use url::{Host, Url};

use super::check::{Checker, Refusal, Text};

/// `sms` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SmsSection {
    /// What phones show as the sender: 3 to 11 letters and digits.
    sender: Text,
    /// To which countries messages go, as ISO 3166 codes; `[NL]` if left out.
    countries: Option<Vec<Text>>,
    /// The gateway.
    gateways: Spanned<Vec<GatewaySection>>,
}

/// One of `sms.gateways` as it is written.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum GatewaySection {
    /// Any gateway that takes JSON over HTTPS.
    Http(HttpSection),
}

/// `sms.gateways[].http` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HttpSection {
    /// Where a message is posted.
    url: Text,
    /// Headers of the request: here goes the key of the gateway.
    #[serde(default)]
    headers: BTreeMap<String, Spanned<HeaderSection>>,
    /// The JSON to post. `{to}`, `{from}`, `{text}` and `{reference}` in its strings are filled in.
    body: Spanned<Value>,
    /// The answers that mean that the message was accepted; 200 to 299 if left out.
    #[serde(default)]
    accepted: Vec<Spanned<u16>>,
    /// Whether numbers begin with a plus; so it is if left out.
    plus: Option<bool>,
    /// A PEM file with the certificate of an authority of your own.
    ca_file: Option<Text>,
}

/// The value of a header as it is written.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum HeaderSection {
    /// The value itself, if it is no secret.
    Value(String),
    /// The file that holds the whole value, such as `Bearer …`.
    File(Text),
}

/// SMS.
pub struct Sms {
    /// To which countries messages go (ISO 3166 codes).
    pub countries: Vec<String>,
    /// The gateway.
    pub gateway: GatewaySettings,
}

impl Sms {
    /// Where messages go unless it is configured otherwise.
    pub(super) fn default_countries() -> Vec<String> {
        vec!["NL".to_owned()]
    }
}

impl SmsSection {
    pub(super) fn check(&self, checker: &mut Checker<'_>) -> Option<Sms> {
        let sender = checker.take("sms.sender", &self.sender, |written| sender(written));
        let countries = match &self.countries {
            Some(written) => checker.take_all("sms.countries", written, |code| country(code)),
            None => Some(Sms::default_countries()),
        };
        let gateway = match self.gateways.value.as_slice() {
            [GatewaySection::Http(http)] => http.check(checker, sender),
            _ => {
                let refusal = Refusal::new("must be a list of exactly one gateway", "gateways: [{http: {…}}]");
                checker.refuse("sms.gateways", &self.gateways, refusal);
                None
            }
        };
        Some(Sms { countries: countries?, gateway: gateway? })
    }
}

impl HttpSection {
    fn check(&self, checker: &mut Checker<'_>, from: Option<String>) -> Option<GatewaySettings> {
        let key = |name: &str| format!("sms.gateways[0].http.{name}");
        let url = checker.take(&key("url"), &self.url, |written| gateway_url(written));
        // Collected first, so that a fault does not hide those behind it.
        let headers: Vec<_> = self
            .headers
            .iter()
            .map(|(name, value)| header(checker, &format!("{}.{name}", key("headers")), name, value))
            .collect();
        let body = checker.take(&key("body"), &self.body, template);
        let accepted =
            checker.take_all(&key("accepted"), &self.accepted, |status| match StatusCode::from_u16(*status) {
                Ok(_) => Ok(*status),
                Err(_) => Err(Refusal::new("is not an HTTP status", "write for example [200, 202]")),
            });
        let root_certificate = checker.certificate(&key("ca_file"), self.ca_file.as_ref());
        let number_format = match self.plus {
            Some(false) => NumberFormat::WithoutPlus,
            _ => NumberFormat::WithPlus,
        };
        Some(GatewaySettings {
            url: url?,
            headers: headers.into_iter().collect::<Option<_>>()?,
            body: body?,
            from: from?,
            accepted: accepted?,
            number_format,
            root_certificate: root_certificate?,
        })
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

fn sender(written: &str) -> Result<String, Refusal> {
    let fits = (3..=11).contains(&written.len()) && written.bytes().all(|b| b.is_ascii_alphanumeric());
    if fits && written.bytes().any(|b| b.is_ascii_alphabetic()) {
        Ok(written.to_owned())
    } else {
        let message = format!("`{written}` is not a sender that phones can show");
        Err(Refusal::new(message, "3 to 11 letters and digits, not digits alone: KOOPCAMP"))
    }
}

fn country(written: &str) -> Result<String, Refusal> {
    if written.len() == 2 && written.bytes().all(|b| b.is_ascii_uppercase()) {
        Ok(written.to_owned())
    } else {
        Err(Refusal::new(format!("`{written}` is not a country"), "write its ISO 3166 code in capitals: [NL, BE]"))
    }
}

fn gateway_url(written: &str) -> Result<Url, Refusal> {
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

fn template(body: &Value) -> Result<Value, Refusal> {
    let text = body.to_string();
    match ["{to}", "{text}"].into_iter().find(|name| !text.contains(name)) {
        Some(name) => {
            let hint = r#"for example {to: "{to}", from: "{from}", text: "{text}", id: "{reference}"}"#;
            Err(Refusal::new(format!("{name} is nowhere in it"), hint))
        }
        None => Ok(body.clone()),
    }
}
