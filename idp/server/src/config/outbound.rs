//! `outbound`: how the applications are reached that we call or fetch keys from.

use idp_adapters::outbound::{OutboundSettings, Reach};
use idp_core::provider::Issuer;
use schemars::JsonSchema;
use serde::Deserialize;

use super::check::{Checker, Text};
use super::network;

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
