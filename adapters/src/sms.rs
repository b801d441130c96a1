//! SMS, through the HTTP gateways of providers, in the order of the configuration.
//!
//! What a gateway wants to be told, how it answers and how it reports is data: [`GatewaySettings`]. Each provider that we know
//! has its data in a file of [`presets`]; for any other it is configuration. There is one adapter, [`Gateways`], which passes
//! over a gateway that fails, and one reader of reports, [`Reports`].

use std::path::PathBuf;

use reqwest::header::{InvalidHeaderName, InvalidHeaderValue};
use secrecy::SecretString;
use serde_json::Value;
use thiserror::Error;
use url::Url;

use crate::certificates::InvalidCertificates;

mod answer;
mod authentication;
mod circuit;
mod gateway;
mod gateways;
pub mod presets;
mod reports;
mod template;

pub use answer::AnswerShape;
pub use authentication::{Authentication, InvalidApiKey, NotifyNlKey};
pub use gateways::Gateways;
pub use reports::{Proof, ReportForm, ReportSettings, ReportShape, Reports};

/// How the gateway wants numbers written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NumberFormat {
    /// `+31612345678` (E.164).
    #[default]
    WithPlus,
    /// `31612345678`.
    WithoutPlus,
    /// `0031612345678`.
    WithZeros,
}

/// What is posted. In its texts `{to}`, `{from}`, `{text}`, `{code}`, `{reference}` and `{validity}` (the seconds for which the
/// message is of use) are filled in.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// A JSON document. The text `{validity}` alone becomes a number.
    Json(Value),
    /// A form.
    Form(Vec<(String, String)>),
}

/// A gateway.
pub struct GatewaySettings {
    /// The word for it, in the log, in what became of messages, and in the path of its reports.
    pub name: String,
    /// Where a message is posted. https, or http to this machine.
    pub url: Url,
    /// How we say who we are, besides the headers.
    pub authentication: Authentication,
    /// Headers of every request. Their values may be secrets.
    pub headers: Vec<(String, SecretString)>,
    /// What is posted.
    pub body: Body,
    /// The sender that phones show.
    pub from: String,
    /// How it answers.
    pub answer: AnswerShape,
    /// How numbers are written.
    pub number_format: NumberFormat,
    /// How it reports what became of a message, where it does.
    pub reports: Option<ReportSettings>,
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
