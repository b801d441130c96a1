//! The configuration: `sluis.yaml` and the files of the clients, checked whole before anything starts.
//!
//! Each section is one file here: what may be written, its defaults, and what it means. A value is taken for what it
//! means or refused with its place; nobody behind [`Config`] sees YAML. Every fault of every file is told in one go.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;

use idp_adapters::audit_log::Retention;
use idp_adapters::database::DatabaseOptions;
use idp_adapters::mail::SmtpSettings;
use idp_adapters::outbound::OutboundSettings;
use idp_adapters::sealing::{MasterKeyFile, MasterKeys};
use idp_core::assurance::AcrNames;
use idp_core::client::Clients;
use idp_core::provider::Issuer;
use ipnet::IpNet;
use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

mod audit;
mod check;
mod client;
mod clients;
mod database;
mod desk;
mod document;
mod fault;
mod levels;
mod login;
mod mail;
mod management;
mod outbound;
mod passwords;
mod schema;
mod secret;
mod security_txt;
mod sms;
mod sources;
mod spanned;
mod telemetry;
mod theme;
mod tls;
mod transient;

use crate::causes;
use crate::tls::TlsFiles;
use check::{Checker, Refusal, Text};
use document::Document;
use spanned::Spanned;

pub use desk::Desk;
pub use fault::{Fault, Faults, Severity};
pub use login::Login;
pub use schema::{client_schema, sluis_schema};
pub use sms::Sms;
pub use sources::{Look, Sources};
pub use telemetry::Otlp;
pub use theme::ThemeChoice;
pub use transient::Transient;

/// A configuration that was found right.
pub struct Config {
    /// The environment: `production`, or the word that pages outside of it show.
    pub environment: String,
    /// The issuer identifier.
    pub issuer: Issuer,
    /// Where to listen.
    pub listen: SocketAddr,
    /// With what TLS is spoken there; plain HTTP without it.
    pub tls: Option<TlsFiles>,
    /// The proxies whose word about a client's address is taken.
    pub trusted_proxies: Vec<IpNet>,
    /// Where durable facts are kept.
    pub database: DatabaseOptions,
    /// Where is kept what may be lost.
    pub transient: Transient,
    /// The keys that seal what is kept.
    pub master_keys: MasterKeys,
    /// Where they lie.
    pub master_key_file: MasterKeyFile,
    /// Where mail goes out. Without it no code can be mailed.
    pub mail: Option<SmtpSettings>,
    /// Where SMS goes out. Without it no code can be sent to a phone.
    pub sms: Option<Sms>,
    /// How the applications are reached.
    pub outbound: OutboundSettings,
    /// Where is asked whether a new password became known in a breach.
    pub breached_passwords: Option<Url>,
    /// The choices about the login.
    pub login: Login,
    /// The choices about the service desk.
    pub desk: Desk,
    /// How long the audit log keeps events.
    pub audit: Retention,
    /// How the levels are called.
    pub acr_names: AcrNames,
    /// How pages look.
    pub theme: ThemeChoice,
    /// Where operators alone reach us, if anywhere.
    pub management: Option<SocketAddr>,
    /// Where traces go, if anywhere.
    pub traces: Option<Otlp>,
    /// Whom to tell of a weakness here, as the file that is served; if anybody is named.
    pub security_txt: Option<String>,
    /// The registered clients.
    pub clients: Clients,
    /// The files that all of this was read from.
    pub sources: Sources,
    /// What is right but should be looked at.
    pub warnings: Faults,
}

impl Config {
    /// Reads `sluis.yaml` and the files of the clients. Any fault in any of them refuses the whole.
    pub fn load(path: &Path) -> Result<Self, Faults> {
        let document = Document::read(path)?;
        let (mut faults, mut warnings) = (Faults::default(), Faults::default());
        let config = match document.parse::<SluisFile>() {
            Ok(file) => file.check(&document, &mut faults, &mut warnings),
            Err(found) => {
                faults = found;
                clients::look_at(&document, &mut faults);
                None
            }
        };
        match config {
            Some(config) if faults.0.is_empty() => {
                warnings.0.extend(config.silences().map(|(key, message)| Fault::of_file(path, key, message)));
                Ok(Self { warnings, ..config })
            }
            _ => Err(faults),
        }
    }

    /// To which countries an SMS may go (ISO 3166 codes).
    pub fn sms_countries(&self) -> Vec<String> {
        self.sms.as_ref().map_or_else(Sms::default_countries, |sms| sms.countries.clone())
    }

    /// The ways in which no code can be sent.
    fn silences(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let mail = self.mail.is_none().then_some(("mail", "is not there, so NO CODE CAN BE SENT BY E-MAIL"));
        let sms = self.sms.is_none().then_some(("sms", "is not there, so NO CODE CAN BE SENT TO A PHONE"));
        mail.into_iter().chain(sms)
    }

    /// Whether this is where people really work.
    pub fn is_production(&self) -> bool {
        self.environment == PRODUCTION
    }
}

/// `sluis.yaml` as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SluisFile {
    /// The version of this format: 1.
    version: Spanned<u32>,
    /// `production` (the default) or another word, which pages then show.
    environment: Option<Text>,
    /// The issuer identifier: an origin without a path. Every URL, cookie and mail is built from it.
    issuer: Text,
    /// The address and port to listen on; `127.0.0.1:8080` if left out.
    listen: Option<Text>,
    /// Speaks TLS at that address, instead of plain HTTP behind a proxy.
    tls: Option<tls::TlsSection>,
    /// The networks of the proxies in front.
    #[serde(default)]
    trusted_proxies: Vec<Text>,
    /// Where durable facts are kept.
    database: database::DatabaseSection,
    /// Where is kept what may be lost; `memory:` if left out.
    transient: Option<Spanned<transient::TransientSection>>,
    /// The file with the keys that seal what is kept.
    master_key_file: Text,
    /// Where mail goes out.
    mail: Option<mail::MailSection>,
    /// Where SMS goes out.
    sms: Option<sms::SmsSection>,
    /// How the applications are reached that we call or fetch keys from.
    #[serde(default)]
    outbound: outbound::OutboundSection,
    /// What is asked of new passwords beyond the rules that hold everywhere.
    #[serde(default)]
    passwords: passwords::PasswordsSection,
    /// Choices about the login.
    #[serde(default)]
    login: login::LoginSection,
    /// Choices about the service desk.
    #[serde(default)]
    desk: desk::DeskSection,
    /// How long the audit log keeps events.
    #[serde(default)]
    audit: audit::AuditSection,
    /// How the levels are called.
    #[serde(default)]
    levels: levels::LevelsSection,
    /// `koop` (the default), `neutral`, or a directory.
    theme: Option<Text>,
    /// A second listener, for those who operate it.
    management: Option<management::ManagementSection>,
    /// Where traces go.
    telemetry: Option<telemetry::TelemetrySection>,
    /// Whom to tell of a weakness here (RFC 9116).
    security_txt: Option<security_txt::SecurityTxtSection>,
    /// The pattern of the clients' files; `clients/*.yaml` if left out.
    clients: Option<Text>,
}

const PRODUCTION: &str = "production";
const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);

impl SluisFile {
    fn check(&self, document: &Document, faults: &mut Faults, warnings: &mut Faults) -> Option<Config> {
        let checker = &mut Checker::new(document, faults, warnings);
        let version = checker.take("version", &self.version, |version| match version {
            1 => Ok(()),
            _ => Err(Refusal::new("is not a version that is known here", "write version: 1")),
        });
        let environment = self.environment.as_ref();
        let environment = checker.take_or("environment", environment, PRODUCTION.to_owned(), |word| label(word));
        let issuer = checker.take("issuer", &self.issuer, |written| {
            let hint = "write it as https://inloggen.example.nl, without a path";
            Issuer::parse(written).map_err(|fault| Refusal::new(format!("`{written}` {fault}"), hint))
        });
        let listen = checker.take_or("listen", self.listen.as_ref(), LISTEN, |written| {
            let hint = "write it as 127.0.0.1:8080 or [::1]:8080";
            written.parse().map_err(|_| Refusal::new(format!("`{written}` is not an address with a port"), hint))
        });
        let tls = self.tls.as_ref().map(|section| section.check(issuer.as_ref(), checker));
        let trusted_proxies = checker.take_all("trusted_proxies", &self.trusted_proxies, |written| network(written));
        let database = self.database.check(checker);
        let transient = match &self.transient {
            Some(section) => section.value.check(section, checker),
            None => Some(Transient::default()),
        };
        let master_keys = checker.take("master_key_file", &self.master_key_file, |file| {
            let fault =
                |error| Refusal::new(causes::chain(&error), "`sluis init` writes one; paths are relative to this file");
            let file = MasterKeyFile::at(document.resolve(file));
            file.load().map(|keys| (keys, file)).map_err(fault)
        });
        let mail = self.mail.as_ref().map(|section| section.check(checker));
        let sms = self.sms.as_ref().map(|section| section.check(issuer.as_ref(), checker));
        let outbound = self.outbound.check(issuer.as_ref(), checker);
        let breached_passwords = self.passwords.check(checker);
        let login = self.login.check(checker);
        let desk = self.desk.check(checker);
        let audit = self.audit.check(checker);
        let acr_names = self.levels.check(checker);
        let theme = checker.take_or("theme", self.theme.as_ref(), ThemeChoice::default(), |written| {
            ThemeChoice::parse(written, document)
        });
        let management = match &self.management {
            Some(section) => section.check(listen, checker).map(Some),
            None => Some(None),
        };
        let traces = match &self.telemetry {
            Some(section) => section.check(checker).map(Some),
            None => Some(None),
        };
        let security_txt = self.security_txt.as_ref().map(|section| section.check(issuer.as_ref(), checker));
        let clients = self
            .clients(document, checker)
            .map(|files| clients::load(&files, issuer.as_ref(), acr_names.as_ref(), faults, warnings));
        version?;
        let (master_keys, master_key_file) = master_keys?;
        let clients = clients?;
        let (issuer, acr_names) = (issuer?, acr_names?);
        let sources =
            Sources::new(document, self.pattern(), issuer.clone(), acr_names.clone(), clients.secrets.clone());
        Some(Config {
            environment: environment?,
            issuer,
            listen: listen?,
            tls: tls.map_or(Some(None), |tls| tls.map(Some))?,
            trusted_proxies: trusted_proxies?,
            database: database?,
            transient: transient?,
            master_keys,
            master_key_file,
            mail: mail.map_or(Some(None), |mail| mail.map(Some))?,
            sms: sms.map_or(Some(None), |sms| sms.map(Some))?,
            outbound: outbound?,
            breached_passwords: breached_passwords?,
            login: login?,
            desk: desk?,
            audit: audit?,
            acr_names,
            theme: theme?,
            management: management?,
            traces: traces?,
            security_txt: security_txt.map_or(Some(None), |text| text.map(Some))?,
            sources,
            clients: clients.clients,
            warnings: Faults::default(),
        })
    }

    fn pattern(&self) -> &str {
        self.clients.as_ref().map_or(clients::DEFAULT_PATTERN, |pattern| pattern.value.as_str())
    }

    fn clients(&self, document: &Document, checker: &mut Checker<'_>) -> Option<Vec<std::path::PathBuf>> {
        let directory = document.resolve("");
        let Some(pattern) = &self.clients else {
            return clients::files(&directory, clients::DEFAULT_PATTERN).ok();
        };
        let files = checker.take("clients", pattern, |written| clients::files(&directory, written))?;
        if files.is_empty() {
            let hint = "without a client nobody has anywhere to log in";
            checker.warn("clients", pattern, Refusal::new("no file is found here", hint));
        }
        Some(files)
    }
}

fn label(written: &str) -> Result<String, Refusal> {
    let clean = written.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if clean && (1..=30).contains(&written.len()) {
        Ok(written.to_owned())
    } else {
        let hint = "1 to 30 lower case letters, digits and hyphens: preproduction";
        Err(Refusal::new(format!("`{written}` is not the word of an environment"), hint))
    }
}

fn network(written: &str) -> Result<IpNet, Refusal> {
    let address = || written.parse::<IpAddr>().map(IpNet::from);
    let hint = "write it as 127.0.0.1/32, 10.0.0.0/8 or ::1/128";
    written.parse().or_else(|_| address()).map_err(|_| Refusal::new(format!("`{written}` is not a network"), hint))
}
