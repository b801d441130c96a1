//! Mail, by SMTP. TLS is demanded unless the server is this very machine: what we send opens accounts.

use std::error::Error;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use idp_core::message::{Outgoing, Recipient};
use idp_core::port::{Accepted, Clock, Deliver, DeliveryFailed};
use lettre::address::AddressError;
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;
use tokio::time::timeout;

use crate::certificates::{self, InvalidCertificates};

mod auto_submitted;

use auto_submitted::AutoSubmitted;

/// How long the server may take to let us in.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long it may take in all: the library waits for the answer to a command as long as it takes.
const PATIENCE_IN_ALL: Duration = Duration::from_secs(20);

/// What takes every mail: there is one server.
const GATEWAY: &str = "smtp";

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SmtpTls {
    /// STARTTLS, and nothing is sent where the server does not offer it.
    #[default]
    StartTls,
    /// TLS from the first byte (RFC 8314).
    Implicit,
    /// Not at all: only to this machine.
    None,
}

/// Where mail goes out.
pub struct SmtpSettings {
    /// The mail server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: SmtpTls,
    /// User name and password, where the server wants them.
    pub credentials: Option<(String, SecretString)>,
    /// The sender, as `Name <name@example.nl>` or the bare address.
    pub from: String,
    /// A file with the certificate, in PEM, of a certificate authority of our own, trusted beside the public ones.
    pub root_certificate: Option<PathBuf>,
}

/// Settings with which no mail can be sent.
#[derive(Debug, Error)]
pub enum InvalidSmtp {
    /// The sender is no mailbox.
    #[error("the sender is no e-mail address")]
    From(#[source] AddressError),
    /// No TLS to another machine.
    #[error("mail without TLS is only sent to this machine (localhost), not to {0}")]
    Unprotected(String),
    /// The file with the certificate of our own authority is not sound.
    #[error(transparent)]
    Certificates(#[from] InvalidCertificates),
    /// TLS cannot be set up with these certificates or this host.
    #[error("TLS cannot be set up")]
    Tls(#[source] smtp::Error),
}

/// An SMTP server, over a pool of connections.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    clock: Arc<dyn Clock>,
}

impl Smtp {
    /// Checks the settings; connects when there is something to send.
    pub fn new(settings: SmtpSettings, clock: Arc<dyn Clock>) -> Result<Self, InvalidSmtp> {
        let from: Mailbox = settings.from.parse().map_err(InvalidSmtp::From)?;
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
            .port(settings.port)
            .timeout(Some(PATIENCE))
            .hello_name(ClientId::Domain(from.email.domain().to_owned()))
            .tls(tls(&settings)?);
        if let Some((name, password)) = settings.credentials {
            builder = builder.credentials(Credentials::new(name, password.expose_secret().to_owned()));
        }
        Ok(Self { transport: builder.build(), from, clock })
    }

    fn compose(&self, message: &Outgoing, to: Address) -> Result<Message, lettre::error::Error> {
        let rendered = &message.rendered;
        let builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(rendered.subject.clone().unwrap_or_default())
            .date(SystemTime::from(self.clock.now()))
            // Ours, so that a repeated delivery is the same mail; the library's would have the name of this machine in it.
            .message_id(Some(format!("<{}@{}>", message.id, self.from.email.domain())))
            .header(AutoSubmitted);
        let text = rendered.text.clone();
        match &rendered.html {
            Some(html) => builder.multipart(MultiPart::alternative_plain_html(text, html.clone())),
            None => builder.singlepart(SinglePart::plain(text)),
        }
    }
}

#[async_trait]
impl Deliver for Smtp {
    async fn deliver(&self, message: &Outgoing) -> Result<Accepted, DeliveryFailed> {
        let unfit = |reason: &str| DeliveryFailed { reason: reason.to_owned(), permanent: true };
        let Recipient::Email(address) = &message.to else { return Err(unfit("only an e-mail address can get a mail")) };
        let to = address.reveal().parse().map_err(|_| unfit("the address is none that a mail server takes"))?;
        let mail = self.compose(message, to).map_err(|_| unfit("the mail cannot be composed"))?;
        match timeout(PATIENCE_IN_ALL, self.transport.send(mail)).await {
            Ok(sent) => sent.map(|_| Accepted::by(GATEWAY)).map_err(|error| refused(&error)),
            Err(_) => Err(DeliveryFailed { reason: "the mail server took too long".to_owned(), permanent: false }),
        }
    }
}

fn tls(settings: &SmtpSettings) -> Result<Tls, InvalidSmtp> {
    if settings.tls == SmtpTls::None {
        return if is_this_machine(&settings.host) {
            Ok(Tls::None)
        } else {
            Err(InvalidSmtp::Unprotected(settings.host.clone()))
        };
    }
    let mut parameters = TlsParameters::builder(settings.host.clone());
    for certificate in certificates::read(settings.root_certificate.as_deref())? {
        let certificate = Certificate::from_der(certificate.to_vec()).map_err(InvalidSmtp::Tls)?;
        parameters = parameters.add_root_certificate(certificate);
    }
    let parameters = parameters.build().map_err(InvalidSmtp::Tls)?;
    Ok(if settings.tls == SmtpTls::Implicit { Tls::Wrapper(parameters) } else { Tls::Required(parameters) })
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

fn innermost(error: &dyn Error) -> String {
    std::iter::successors(Some(error), |error| (**error).source()).last().unwrap_or(error).to_string()
}

/// What the server said is left out but for its number: it likes to quote the address.
fn refused(error: &smtp::Error) -> DeliveryFailed {
    let code = error.status().map(u16::from);
    let reason = match code {
        Some(code) => format!("the mail server answered {code}"),
        None if error.is_response() || error.is_client() => "the mail server was not understood".to_owned(),
        None => format!("the mail server was not reached: {}", innermost(error)),
    };
    // 53x refuses us, not the message: once our credentials are repaired, it can go.
    let ours = code.is_some_and(|code| code / 10 == 53);
    DeliveryFailed { reason, permanent: error.is_permanent() && !ours }
}
