//! `mail`: where mail goes out, and from whom it comes.

use std::net::IpAddr;
use std::path::PathBuf;

use idp_adapters::mail::{SmtpSettings, SmtpTls};
use idp_core::account::EmailAddress;
use schemars::JsonSchema;
use secrecy::SecretString;
use serde::Deserialize;

use super::check::{Checker, Refusal, Text, one_of};
use super::spanned::Spanned;

/// `mail` as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MailSection {
    /// The sender: `KOOP <noreply@example.nl>`, or the bare address.
    from: Text,
    /// The mail server.
    smtp: SmtpSection,
}

/// `mail.smtp` as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SmtpSection {
    /// The server's name.
    host: Text,
    /// Its port; 587 if left out.
    port: Option<Spanned<u16>>,
    /// `starttls` (the default), `tls` from the first byte, or `none`, which is for this machine only.
    #[schemars(extend("enum" = ["starttls", "tls", "none"]))]
    tls: Option<Text>,
    /// The name to log in with, if the server wants one.
    username: Option<Text>,
    /// The file with the password that goes with it.
    password_file: Option<Text>,
    /// A PEM file with the certificate of an authority of your own.
    ca_file: Option<Text>,
}

/// The port for mail submission (RFC 6409).
const SUBMISSION: u16 = 587;

impl MailSection {
    pub(super) fn check(&self, checker: &mut Checker<'_>) -> Option<SmtpSettings> {
        let from = checker.take("mail.from", &self.from, |written| mailbox(written));
        let host = checker.take("mail.smtp.host", &self.smtp.host, |written| host_name(written));
        let port = checker.take_or("mail.smtp.port", self.smtp.port.as_ref(), SUBMISSION, |port| match port {
            0 => Err(Refusal::new("is not a port", "587 is usual; 465 with tls: tls")),
            port => Ok(*port),
        });
        let tls = self.smtp.tls(checker);
        if let (Some(SmtpTls::None), Some(written)) = (tls, &self.smtp.tls) {
            let hint = "only right where a mail server on this machine sends it on over TLS";
            checker.warn("mail.smtp.tls", written, Refusal::new("MAIL LEAVES WITHOUT TLS", hint));
        }
        let credentials = self.smtp.credentials(checker);
        let root_certificate = checker.certificate("mail.smtp.ca_file", self.smtp.ca_file.as_ref());
        Some(SmtpSettings {
            from: from?,
            host: host?,
            port: port?,
            tls: tls?,
            credentials: credentials?,
            root_certificate: root_certificate?,
        })
    }
}

impl SmtpSection {
    fn tls(&self, checker: &mut Checker<'_>) -> Option<SmtpTls> {
        const WORDS: [(&str, SmtpTls); 3] =
            [("starttls", SmtpTls::StartTls), ("tls", SmtpTls::Implicit), ("none", SmtpTls::None)];
        checker.take_or("mail.smtp.tls", self.tls.as_ref(), SmtpTls::default(), |written| {
            match one_of(&WORDS, written)? {
                SmtpTls::None if !is_this_machine(&self.host.value) => {
                    let message = "without TLS, mail is only handed to this machine (localhost)";
                    Err(Refusal::new(message, "write starttls or tls: what we send opens accounts"))
                }
                tls => Ok(tls),
            }
        })
    }

    fn credentials(&self, checker: &mut Checker<'_>) -> Option<Option<(String, SecretString)>> {
        match (&self.username, &self.password_file) {
            (None, None) => Some(None),
            (Some(name), Some(file)) => {
                let password = checker.secret("mail.smtp.password_file", file)?;
                Some(Some((name.value.clone(), password)))
            }
            (Some(name), None) => {
                let refusal = Refusal::new("has no password with it", "name its file in mail.smtp.password_file");
                checker.refuse("mail.smtp.username", name, refusal);
                None
            }
            (None, Some(file)) => {
                let refusal = Refusal::new("has no user name with it", "give it in mail.smtp.username");
                checker.refuse("mail.smtp.password_file", file, refusal);
                None
            }
        }
    }
}

impl Checker<'_> {
    /// Takes the file of a certificate authority, if one is named.
    pub(super) fn certificate(&mut self, key: &str, file: Option<&Text>) -> Option<Option<PathBuf>> {
        let Some(file) = file else { return Some(None) };
        let path = self.document.resolve(&file.value);
        self.take(key, file, |_| {
            let shown = path.display();
            let pem = std::fs::read_to_string(&path)
                .map_err(|error| Refusal::plain(format!("{shown} cannot be read: {error}")))?;
            if pem.contains("-----BEGIN CERTIFICATE-----") {
                Ok(Some(path.clone()))
            } else {
                Err(Refusal::new(format!("{shown} has no certificate in it"), "it must be in PEM form"))
            }
        })
    }
}

fn mailbox(written: &str) -> Result<String, Refusal> {
    let address = match written.split_once('<') {
        Some((_, rest)) => rest.strip_suffix('>').unwrap_or_default(),
        None => written,
    };
    match EmailAddress::parse(address) {
        Ok(_) if !written.contains(char::is_control) => Ok(written.to_owned()),
        _ => Err(Refusal::new(format!("`{written}` is not a sender"), "write it as KOOP <noreply@example.nl>")),
    }
}

fn host_name(written: &str) -> Result<String, Refusal> {
    match url::Host::parse(written) {
        Ok(_) => Ok(written.to_owned()),
        Err(_) => Err(Refusal::new(format!("`{written}` is not a host"), "write the name alone: smtp.example.nl")),
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}
