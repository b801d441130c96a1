//! SMS, through the HTTP gateway of any provider that takes JSON: the shape of its request is configuration.

use std::path::PathBuf;
use std::time::Duration;

use async_trait::async_trait;
use idp_core::message::{Outgoing, Recipient};
use idp_core::port::{Deliver, DeliveryFailed};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, InvalidHeaderName, InvalidHeaderValue};
use reqwest::{Certificate, Client, StatusCode, redirect};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use thiserror::Error;
use url::{Host, Url};

use crate::certificates::{self, InvalidCertificates};

mod template;

/// How long the gateway may take to let us in.
const CONNECT: Duration = Duration::from_secs(5);
/// How long it may take in all.
const PATIENCE: Duration = Duration::from_secs(10);

/// Any other 4xx says that this message will never be taken.
const NOT_THE_MESSAGE: [StatusCode; 5] = [
    // Our key or our credit: once that is repaired, the message can go.
    StatusCode::UNAUTHORIZED,
    StatusCode::PAYMENT_REQUIRED,
    StatusCode::FORBIDDEN,
    // Not now.
    StatusCode::REQUEST_TIMEOUT,
    StatusCode::TOO_MANY_REQUESTS,
];

/// How the gateway wants numbers written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NumberFormat {
    /// `+31612345678` (E.164).
    #[default]
    WithPlus,
    /// `31612345678`.
    WithoutPlus,
}

/// A gateway.
pub struct GatewaySettings {
    /// Where a message is posted. https, or http to this machine.
    pub url: Url,
    /// Headers of every request. Their values are secrets: this is where the key goes.
    pub headers: Vec<(String, SecretString)>,
    /// The body. `{to}`, `{from}`, `{text}` and `{reference}` are filled in within its strings.
    pub body: Value,
    /// The sender that phones show.
    pub from: String,
    /// The statuses that mean that the message was accepted; none means 200 to 299.
    pub accepted: Vec<u16>,
    /// How numbers are written.
    pub number_format: NumberFormat,
    /// A file with the certificate, in PEM, of a certificate authority of our own, trusted beside the system's.
    pub root_certificate: Option<PathBuf>,
}

/// Settings with which no SMS can be sent.
#[derive(Debug, Error)]
pub enum InvalidGateway {
    /// Not https.
    #[error("the gateway must be reached over https; http is only for this machine")]
    Unprotected,
    /// A header has a name that cannot be.
    #[error("{name} is no name of a header")]
    HeaderName {
        /// The name.
        name: String,
        /// Why.
        #[source]
        source: InvalidHeaderName,
    },
    /// A header has a value that cannot be.
    #[error("the value of the header {name} has characters that no header can have")]
    HeaderValue {
        /// The name.
        name: String,
        /// Why.
        #[source]
        source: InvalidHeaderValue,
    },
    /// The file with the certificate of our own authority is not sound.
    #[error(transparent)]
    Certificates(#[from] InvalidCertificates),
    /// TLS cannot be set up with these certificates.
    #[error("TLS cannot be set up")]
    Tls(#[source] reqwest::Error),
}

/// An SMS gateway over HTTP.
pub struct HttpGateway {
    client: Client,
    url: Url,
    body: Value,
    from: String,
    accepted: Vec<u16>,
    number_format: NumberFormat,
}

impl HttpGateway {
    /// Checks the settings; connects when there is something to send.
    pub fn new(settings: GatewaySettings) -> Result<Self, InvalidGateway> {
        if !is_protected(&settings.url) {
            return Err(InvalidGateway::Unprotected);
        }
        Ok(Self {
            client: client(&settings)?,
            url: settings.url,
            body: settings.body,
            from: settings.from,
            accepted: settings.accepted,
            number_format: settings.number_format,
        })
    }

    fn accepts(&self, status: StatusCode) -> bool {
        if self.accepted.is_empty() { status.is_success() } else { self.accepted.contains(&status.as_u16()) }
    }

    fn body(&self, message: &Outgoing, number: &str) -> Value {
        let to = match self.number_format {
            NumberFormat::WithPlus => number,
            NumberFormat::WithoutPlus => number.trim_start_matches('+'),
        };
        template::fill(
            &self.body,
            &[
                ("{to}", to),
                ("{from}", &self.from),
                ("{text}", &message.rendered.text),
                ("{reference}", message.id.as_str()),
            ],
        )
    }
}

#[async_trait]
impl Deliver for HttpGateway {
    async fn deliver(&self, message: &Outgoing) -> Result<(), DeliveryFailed> {
        let Recipient::Phone(number) = &message.to else {
            return Err(DeliveryFailed { reason: "only a phone can get an SMS".to_owned(), permanent: true });
        };
        let request = self.client.post(self.url.clone()).json(&self.body(message, number.reveal()));
        // The answer's body is not read: gateways quote number and text in it.
        let status = request.send().await.map_err(|error| unreached(&error))?.status();
        if self.accepts(status) { Ok(()) } else { Err(refused(status)) }
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
        .connect_timeout(CONNECT)
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
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
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

/// The innermost cause, which is about the connection: the outer ones have the URL in them, and so perhaps a key.
fn unreached(error: &reqwest::Error) -> DeliveryFailed {
    let causes = std::iter::successors(std::error::Error::source(error), |cause| cause.source());
    let cause = causes.last().map_or_else(|| "the request failed".to_owned(), ToString::to_string);
    DeliveryFailed { reason: format!("the SMS gateway was not reached: {cause}"), permanent: false }
}

fn refused(status: StatusCode) -> DeliveryFailed {
    let permanent = status.is_client_error() && !NOT_THE_MESSAGE.contains(&status);
    DeliveryFailed { reason: format!("the SMS gateway answered {}", status.as_u16()), permanent }
}
