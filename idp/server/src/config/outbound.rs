//! `outbound`: how others are reached whom we call or ask over HTTP.

use idp_adapters::outbound::{OutboundSettings, Reach};
use idp_core::provider::Issuer;
use schemars::JsonSchema;
use serde::Deserialize;
use url::{Host, Url};

use super::check::{Checker, Refusal, Text};
use super::network;

/// A URL that is asked: over https, or on this machine.
pub(super) fn url(written: &str, hint: &str) -> Result<Url, Refusal> {
    let url = Url::parse(written).map_err(|_| Refusal::new("is not a URL", hint))?;
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err(Refusal::new("has a user name, a password or a fragment in it", hint));
    }
    match (url.scheme(), url.host()) {
        ("https", Some(_)) => Ok(url),
        ("http", Some(Host::Domain("localhost"))) => Ok(url),
        ("http", Some(Host::Ipv4(address))) if address.is_loopback() => Ok(url),
        ("http", Some(Host::Ipv6(address))) if address.is_loopback() => Ok(url),
        _ => Err(Refusal::new("is not https; http is allowed for this machine only", hint)),
    }
}

/// `outbound` as it is written.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OutboundSection {
    /// A PEM file with the certificate of an authority of your own.
    ca_file: Option<Text>,
    /// The networks of our own in which applications are; none if left out.
    #[serde(default)]
    networks: Vec<Text>,
}

impl OutboundSection {
    /// How far we reach follows from the issuer: one that is on this machine itself has applications here too.
    pub(super) fn check(&self, issuer: Option<&Issuer>, checker: &mut Checker<'_>) -> Option<OutboundSettings> {
        let root_certificate = checker.certificate("outbound.ca_file", self.ca_file.as_ref())?;
        let networks = checker.take_all("outbound.networks", &self.networks, |written| network(written))?;
        let reach = if issuer?.is_this_machine() { Reach::Everywhere } else { Reach::Public(networks.into()) };
        Some(OutboundSettings { reach, root_certificate })
    }
}
