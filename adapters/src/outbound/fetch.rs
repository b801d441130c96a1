//! Fetching something from others: only 200 counts, and nothing larger than is good for us is read.

use reqwest::StatusCode;
use reqwest::header::HeaderName;
use thiserror::Error;
use url::Url;

use super::{OutOfReach, Outbound};

/// Why there is nothing. The URL is not in it: whoever logs it knows whether that may be read.
#[derive(Debug, Error)]
pub(crate) enum NotFetched {
    #[error(transparent)]
    OutOfReach(#[from] OutOfReach),
    #[error(transparent)]
    Unreached(reqwest::Error),
    #[error("the answer is {0}, and only 200 counts")]
    Status(StatusCode),
    #[error("the answer is larger than {0} bytes")]
    TooLarge(usize),
}

impl From<reqwest::Error> for NotFetched {
    fn from(error: reqwest::Error) -> Self {
        Self::Unreached(error.without_url())
    }
}

impl Outbound {
    /// The body of what lies there, of so many bytes at most.
    pub(crate) async fn fetch(
        &self,
        url: &Url,
        (header, value): (HeaderName, &str),
        largest: usize,
    ) -> Result<Vec<u8>, NotFetched> {
        let mut answer = self.get(url)?.header(header, value).send().await?;
        if answer.status() != StatusCode::OK {
            return Err(NotFetched::Status(answer.status()));
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            if body.len() + chunk.len() > largest {
                return Err(NotFetched::TooLarge(largest));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}
