//! `management`: a second listener for what operators alone should reach.

use std::net::SocketAddr;

use schemars::JsonSchema;
use serde::Deserialize;

use super::check::{Checker, Refusal, Text};

/// `management` as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ManagementSection {
    /// The address and port, in plain HTTP: one that only operators reach.
    listen: Text,
}

impl ManagementSection {
    pub(super) fn check(&self, public: Option<SocketAddr>, checker: &mut Checker<'_>) -> Option<SocketAddr> {
        checker.take("management.listen", &self.listen, |written| {
            let hint = "write it as 127.0.0.1:9090";
            match written.parse() {
                Err(_) => Err(Refusal::new(format!("`{written}` is not an address with a port"), hint)),
                Ok(address) if Some(address) == public => {
                    Err(Refusal::new("is where people are served", "give it another port"))
                }
                Ok(address) => Ok(address),
            }
        })
    }
}
