//! One gateway over HTTP: a request is made from its settings, and its answer is judged by them.

use std::time::Duration;

use idp_core::message::{Outgoing, Recipient};
use idp_core::port::Accepted;
use jiff::Timestamp;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Certificate, Client, RequestBuilder, Response, redirect};
use secrecy::{ExposeSecret, SecretString};
use url::{Host, Url};

use super::answer::{AnswerShape, Kind, Refused};
use super::template::{self, Filling};
use super::{Authentication, Body, GatewaySettings, InvalidGateway, NumberFormat};
use crate::certificates;

/// How long a gateway may take in all: a code that comes later by another is better than one that hangs here.
const PATIENCE: Duration = Duration::from_secs(5);
/// The longest answer that is read, in bytes.
const LONGEST: usize = 64 * 1024;

/// A gateway.
pub(super) struct HttpGateway {
    pub(super) name: String,
    client: Client,
    url: Url,
    authentication: Authentication,
    body: Body,
    from: String,
    answer: AnswerShape,
    number_format: NumberFormat,
}

impl HttpGateway {
    /// Checks the settings; connects when there is something to send.
    pub(super) fn new(settings: GatewaySettings) -> Result<Self, InvalidGateway> {
        if !is_protected(&settings.url) {
            return Err(InvalidGateway::Unprotected);
        }
        Ok(Self {
            client: client(&settings)?,
            name: settings.name,
            url: settings.url,
            authentication: settings.authentication,
            body: settings.body,
            from: settings.from,
            answer: settings.answer,
            number_format: settings.number_format,
        })
    }

    /// Hands a message over.
    pub(super) async fn send(&self, message: &Outgoing, now: Timestamp) -> Result<Accepted, Refused> {
        let Recipient::Phone(number) = &message.to else {
            return Err(Refused { kind: Kind::Number, reason: "only a phone can get an SMS".to_owned() });
        };
        let request = self.request(message, number.reveal(), now)?;
        let answer = request.send().await.map_err(|error| unreached(&error))?;
        let status = answer.status();
        let provider_id = self.answer.judge(status, &read(answer).await)?;
        Ok(Accepted { gateway: self.name.clone(), provider_id })
    }

    fn request(&self, message: &Outgoing, number: &str, now: Timestamp) -> Result<RequestBuilder, Refused> {
        let digits = number.trim_start_matches('+');
        let to = match self.number_format {
            NumberFormat::WithPlus => number.to_owned(),
            NumberFormat::WithoutPlus => digits.to_owned(),
            NumberFormat::WithZeros => format!("00{digits}"),
        };
        let validity = message.expires_at.duration_since(now).as_secs().max(1);
        let filling = Filling {
            to: &to,
            from: &self.from,
            text: &message.rendered.text,
            code: message.rendered.code.as_deref(),
            reference: message.id.as_str(),
            validity,
        };
        let without_code = || Refused { kind: Kind::Message, reason: "the message has no code in it".to_owned() };
        let request = self.client.post(self.url.clone());
        let request = match &self.body {
            Body::Json(body) => request.json(&template::json(body, &filling).ok_or_else(without_code)?),
            Body::Form(fields) => request.form(&template::form(fields, &filling).ok_or_else(without_code)?),
        };
        self.authentication.apply(request, now)
    }
}

fn is_protected(url: &Url) -> bool {
    match (url.scheme(), url.host()) {
        ("https", _) => true,
        ("http", Some(Host::Domain(name))) => name == "localhost",
        ("http", Some(Host::Ipv4(address))) => address.is_loopback(),
        ("http", Some(Host::Ipv6(address))) => address.is_loopback(),
        _ => false,
    }
}

fn client(settings: &GatewaySettings) -> Result<Client, InvalidGateway> {
    // The library panics where the process has no TLS provider. A second one is refused, which is as good.
    _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder()
        .timeout(PATIENCE)
        // A redirect would carry number, text and key to wherever it points.
        .redirect(redirect::Policy::none())
        .default_headers(headers(&settings.headers)?);
    for certificate in certificates::read(settings.root_certificate.as_deref())? {
        let certificate = Certificate::from_der(&certificate).map_err(InvalidGateway::Tls)?;
        builder = builder.tls_certs_merge([certificate]);
    }
    builder.build().map_err(InvalidGateway::Tls)
}

fn headers(settings: &[(String, SecretString)]) -> Result<HeaderMap, InvalidGateway> {
    let mut headers = HeaderMap::new();
    for (name, value) in settings {
        let mut value = HeaderValue::from_str(value.expose_secret())
            .map_err(|source| InvalidGateway::HeaderValue { name: name.clone(), source })?;
        value.set_sensitive(true);
        let name =
            HeaderName::try_from(name).map_err(|source| InvalidGateway::HeaderName { name: name.clone(), source })?;
        headers.insert(name, value);
    }
    Ok(headers)
}

/// The beginning of an answer. It is judged and forgotten: gateways quote number and text in it.
async fn read(mut answer: Response) -> Vec<u8> {
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = answer.chunk().await {
        if body.len() + chunk.len() > LONGEST {
            break;
        }
        body.extend_from_slice(&chunk);
    }
    body
}

/// The innermost cause, which is about the connection: the outer ones have the URL in them, and so perhaps a key.
fn unreached(error: &reqwest::Error) -> Refused {
    let causes = std::iter::successors(std::error::Error::source(error), |cause| cause.source());
    let cause = causes.last().map_or_else(|| "the request failed".to_owned(), ToString::to_string);
    let reason = if error.is_timeout() { "it took too long".to_owned() } else { format!("not reached: {cause}") };
    Refused { kind: Kind::Gateway, reason }
}
