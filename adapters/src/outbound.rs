//! Requests to the applications: for their keys, and to tell them of a logout. Never longer or further than is good for us.
//!
//! Their URLs are configuration, and yet their names resolve to whatever their owners say: so every request goes through here.

use std::path::PathBuf;
use std::time::Duration;

use reqwest::{Certificate, Client, RequestBuilder, redirect};
use thiserror::Error;
use url::Url;

mod addresses;
mod fetch;

pub use addresses::Reach;
pub(crate) use fetch::NotFetched;

use crate::certificates::{self, InvalidCertificates};

/// How long an application may take to let us in.
const CONNECT: Duration = Duration::from_secs(3);
/// How long it may take in all, its answer included.
const PATIENCE: Duration = Duration::from_secs(5);

/// How applications are reached.
#[derive(Debug, Clone)]
pub struct OutboundSettings {
    /// How far we reach.
    pub reach: Reach,
    /// A PEM file with a certificate authority that is trusted beside the usual ones.
    pub root_certificate: Option<PathBuf>,
}

/// The applications cannot be reached as it is configured.
#[derive(Debug, Error)]
pub enum InvalidOutbound {
    /// The file of the certificate authority is not usable.
    #[error(transparent)]
    Certificates(#[from] InvalidCertificates),
    /// TLS cannot be set up.
    #[error("TLS cannot be set up to reach the applications")]
    Tls(#[source] reqwest::Error),
}

/// A URL that may not be asked.
#[derive(Debug, Error)]
#[error("the URL may not be asked: https to public addresses and to outbound.networks only")]
pub(crate) struct OutOfReach;

/// The one way to the applications. Cloning clones a handle.
#[derive(Clone)]
pub struct Outbound {
    client: Client,
    reach: Reach,
}

impl Outbound {
    /// Sets up TLS; 1.3 where the application has it.
    pub fn new(settings: &OutboundSettings) -> Result<Self, InvalidOutbound> {
        // The library panics where the process has no TLS provider. A second one is refused, which is as good.
        _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .connect_timeout(CONNECT)
            .timeout(PATIENCE)
            .redirect(redirect::Policy::none())
            // A proxy would resolve names for us, and then nobody looks where they lead.
            .no_proxy()
            .dns_resolver(settings.reach.clone());
        for certificate in certificates::read(settings.root_certificate.as_deref())? {
            let certificate = Certificate::from_der(&certificate).map_err(InvalidOutbound::Tls)?;
            builder = builder.tls_certs_merge([certificate]);
        }
        Ok(Self { client: builder.build().map_err(InvalidOutbound::Tls)?, reach: settings.reach.clone() })
    }

    /// A GET.
    fn get(&self, url: &Url) -> Result<RequestBuilder, OutOfReach> {
        self.reach.allows_url(url).then(|| self.client.get(url.clone())).ok_or(OutOfReach)
    }

    /// A POST.
    pub(crate) fn post(&self, url: &Url) -> Result<RequestBuilder, OutOfReach> {
        self.reach.allows_url(url).then(|| self.client.post(url.clone())).ok_or(OutOfReach)
    }
}
