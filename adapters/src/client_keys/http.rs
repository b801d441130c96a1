//! Fetches a set of keys from a client, as far as [`Outbound`] goes and never larger than is good for us.

use reqwest::StatusCode;
use reqwest::header::ACCEPT;
use serde_json::Value;
use thiserror::Error;
use url::Url;

use crate::outbound::{OutOfReach, Outbound};

/// The largest set, in bytes.
const LARGEST: usize = 64 * 1024;

/// Why there is no set.
#[derive(Debug, Error)]
pub(super) enum NotFetched {
    #[error(transparent)]
    OutOfReach(#[from] OutOfReach),
    #[error(transparent)]
    Unreached(#[from] reqwest::Error),
    #[error("the answer is {0}, and only 200 counts")]
    Status(StatusCode),
    #[error("the answer is larger than {LARGEST} bytes")]
    TooLarge,
    #[error("the answer is no JSON")]
    NoJson,
}

pub(super) async fn get(outbound: &Outbound, url: &Url) -> Result<Value, NotFetched> {
    let request = outbound.get(url)?.header(ACCEPT, "application/jwk-set+json, application/json");
    let mut answer = request.send().await?;
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
