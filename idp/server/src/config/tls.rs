//! `tls`: the certificate and key with which the server speaks TLS itself.

use idp_core::provider::Issuer;
use schemars::JsonSchema;
use serde::Deserialize;

use super::check::{Checker, Refusal, Text};
use crate::causes;
use crate::tls::{InvalidTls, TlsFiles};

/// `tls` as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TlsSection {
    /// The certificate, with those that lead to its authority behind it, in PEM.
    certificate_file: Text,
    /// Its private key in PEM, readable by its owner only.
    key_file: Text,
}

impl TlsSection {
    pub(super) fn check(&self, issuer: Option<&Issuer>, checker: &mut Checker<'_>) -> Option<TlsFiles> {
        const CERTIFICATE: &str = "tls.certificate_file";
        if issuer.is_some_and(|issuer| !issuer.is_https()) {
            let refusal = Refusal::new("is for an issuer with https", "write issuer: https://…, or remove tls");
            checker.refuse(CERTIFICATE, &self.certificate_file, refusal);
            return None;
        }
        let files = TlsFiles {
            certificate: checker.document.resolve(&self.certificate_file.value),
            key: checker.document.resolve(&self.key_file.value),
        };
        let hint = "the certificate with its chain, and its key, in PEM; paths are relative to this file";
        match files.load() {
            Ok(_) => return Some(files),
            Err(error @ InvalidTls::Key { .. }) => {
                checker.refuse("tls.key_file", &self.key_file, Refusal::new(error.to_string(), hint));
            }
            Err(error @ InvalidTls::Certificate { .. }) => {
                checker.refuse(CERTIFICATE, &self.certificate_file, Refusal::new(error.to_string(), hint));
            }
            Err(error @ InvalidTls::Pair(_)) => {
                checker.refuse(CERTIFICATE, &self.certificate_file, Refusal::new(causes::chain(&error), hint));
            }
        }
        None
    }
}
