//! Fetches a set of keys from a client: never longer, larger or further than is good for us.

use std::time::Duration;

use reqwest::header::ACCEPT;
use reqwest::{Client, StatusCode, redirect};
use serde_json::Value;
use thiserror::Error;
use url::Url;

use super::addresses::Reach;

/// How long the client may take to let us in.
const CONNECT: Duration = Duration::from_secs(3);
/// How long it may take in all: somebody waits for the answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// The largest set, in bytes.
const LARGEST: usize = 64 * 1024;

/// TLS cannot be set up, so that no keys can be fetched.
#[derive(Debug, Error)]
#[error("TLS cannot be set up to fetch the keys of clients")]
pub struct CannotFetch(#[source] reqwest::Error);

/// Why there is no set.
#[derive(Debug, Error)]
pub(super) enum NotFetched {
    #[error("the URL may not be asked: https to public addresses only")]
    OutOfReach,
    #[error(transparent)]
    Unreached(reqwest::Error),
    #[error("the answer is {0}, and only 200 counts")]
    Status(StatusCode),
    #[error("the answer is larger than {LARGEST} bytes")]
    TooLarge,
    #[error("the answer is no JSON")]
    NoJson,
}

impl From<reqwest::Error> for NotFetched {
    fn from(error: reqwest::Error) -> Self {
        Self::Unreached(error)
    }
}

pub(super) struct Http {
    client: Client,
    reach: Reach,
}

impl Http {
    pub(super) fn new(reach: Reach) -> Result<Self, CannotFetch> {
        // The library panics where the process has no TLS provider. A second one is refused, which is as good.
        _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .connect_timeout(CONNECT)
            .timeout(PATIENCE)
            .redirect(redirect::Policy::none())
            // A proxy would resolve names for us, and then nobody looks where they lead.
            .no_proxy()
            .dns_resolver(reach)
            .build()
            .map_err(CannotFetch)?;
        Ok(Self { client, reach })
    }

    pub(super) async fn get(&self, url: &Url) -> Result<Value, NotFetched> {
        if !self.reach.allows_url(url) {
            return Err(NotFetched::OutOfReach);
        }
        let mut answer =
            self.client.get(url.clone()).header(ACCEPT, "application/jwk-set+json, application/json").send().await?;
        if answer.status() != StatusCode::OK {
            return Err(NotFetched::Status(answer.status()));
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            if body.len() + chunk.len() > LARGEST {
                return Err(NotFetched::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        serde_json::from_slice(&body).map_err(|_| NotFetched::NoJson)
    }
}
