//! The way to the collector: our own HTTP client, whose requests run in our own runtime.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use reqwest::Client;
use tokio::runtime::Handle;

/// Posts what the exporter has. It says once that the collector is away, and once that it is back.
#[derive(Debug)]
pub(super) struct Collector {
    client: Client,
    runtime: Handle,
    is_away: AtomicBool,
}

impl Collector {
    /// Must be called within the runtime. No answer may take longer than `patience`.
    pub(super) fn new(patience: Duration) -> Result<Self, reqwest::Error> {
        // The client takes the cryptography of the process. A second time keeps the first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().timeout(patience).redirect(reqwest::redirect::Policy::none()).build()?;
        Ok(Self { client, runtime: Handle::current(), is_away: AtomicBool::new(false) })
    }

    fn note(&self, fault: Option<&(dyn std::error::Error + Send + Sync)>) {
        match (fault, self.is_away.swap(fault.is_some(), Ordering::Relaxed)) {
            (Some(fault), false) => {
                tracing::warn!(%fault, "the collector takes no traces; they are lost until it does");
            }
            (None, true) => tracing::info!("the collector takes traces again"),
            _ => {}
        }
    }
}

async fn send(client: Client, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
    let answer = client.execute(request.try_into()?).await?.error_for_status()?;
    let mut response = Response::builder().status(answer.status());
    if let Some(headers) = response.headers_mut() {
        headers.extend(answer.headers().clone());
    }
    Ok(response.body(answer.bytes().await?)?)
}

#[async_trait]
impl HttpClient for Collector {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        // The exporter has a thread of its own, without a reactor.
        let sent = self.runtime.spawn(send(self.client.clone(), request)).await?;
        self.note(sent.as_ref().err().map(AsRef::as_ref));
        sent
    }
}
