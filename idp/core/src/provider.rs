//! The provider as a whole: its settings, its clients and its ports. What every request works with.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use crate::account::Role;
use crate::assurance::AcrNames;
use crate::client::Clients;
use crate::port::Ports;

/// The issuer identifier (OIDC Core 2): the origin from which every URL, cookie and mail is built, never from a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer(String);

impl Issuer {
    /// Takes an https origin without a path, or an http one of this machine. The error says what is wrong.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let url = Url::parse(text).map_err(|_| "is not a URL")?;
        if url.origin().ascii_serialization() != text {
            return Err(
                "must be an origin alone, in lower case, such as https://inloggen.example.nl, without a path or a final slash",
            );
        }
        let loopback = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        match url.scheme() {
            "https" => Ok(Self(text.to_owned())),
            "http" if loopback => Ok(Self(text.to_owned())),
            _ => Err("must be https; http is allowed for localhost only"),
        }
    }

    /// The identifier.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A URL below it. `path` begins with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// The host name, as the origin-bound line of an SMS names it.
    pub fn host(&self) -> String {
        Url::parse(&self.0).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Whether browsers reach it on this machine alone, as in a test or the demo.
    pub fn is_this_machine(&self) -> bool {
        matches!(self.host().as_str(), "localhost" | "127.0.0.1" | "[::1]")
    }

    /// Whether cookies can be bound to https.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }
}

/// What the configuration says, as far as the rules need it.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Who we are.
    pub issuer: Issuer,
    /// How the levels are called.
    pub acr_names: AcrNames,
    /// How the service is called in the authenticator app: CAM, and the environment outside of production.
    pub authenticator_label: String,
    /// The life of a sent code, as pages and messages say it.
    pub code_lifetime: Duration,
    /// How long a proven phone number is taken for the person's own: numbers change owners.
    pub phone_life: Duration,
    /// To which countries an SMS may go (ISO 3166 codes).
    pub sms_countries: Vec<String>,
    /// On whose accounts nobody of the service desk acts alone, by their role.
    pub second_pair_of_eyes: BTreeSet<Role>,
    /// What a message costs, in euro cents, by the word of the gateway.
    pub cents_per_message: BTreeMap<String, f64>,
}

impl Settings {
    /// The life of a sent code in whole minutes, for people.
    pub fn code_minutes(&self) -> u64 {
        self.code_lifetime.as_secs().div_ceil(60)
    }
}

/// The provider.
#[derive(Clone)]
pub struct Provider {
    /// What the configuration says.
    pub settings: Settings,
    /// The registered clients.
    pub clients: Arc<Clients>,
    /// Everything outside.
    pub ports: Ports,
}
