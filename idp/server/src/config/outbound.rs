//! `outbound`: how the applications are reached that we call or fetch keys from.

use idp_adapters::outbound::{OutboundSettings, Reach};
use idp_core::provider::Issuer;
use serde::Deserialize;

use super::check::{Checker, Text};

/// `outbound` as it is written.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OutboundSection {
    /// A PEM file with the certificate of an authority of your own.
    ca_file: Option<Text>,
}

impl OutboundSection {
    /// How far we reach follows from the issuer: one that is on this machine itself has applications here too.
    pub(super) fn check(&self, issuer: Option<&Issuer>, checker: &mut Checker<'_>) -> Option<OutboundSettings> {
        let root_certificate = checker.certificate("outbound.ca_file", self.ca_file.as_ref())?;
        let reach = if issuer?.is_this_machine() { Reach::Everywhere } else { Reach::Public };
        Some(OutboundSettings { reach, root_certificate })
    }
}
