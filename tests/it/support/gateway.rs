//! An SMS gateway: takes JSON over HTTP, as real ones do, and keeps what it got.

use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use axum_server::tls_rustls::RustlsConfig;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::patience::seen;
use super::tls::Pair;

#[derive(Clone, Default)]
pub(crate) struct Gateway {
    messages: Arc<Mutex<Vec<Value>>>,
    pub(crate) port: u16,
}

impl Gateway {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let gateway = Self { port: listener.local_addr().expect("an address").port(), ..Self::default() };
        let router = gateway.router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        gateway
    }

    /// One that speaks TLS.
    pub(crate) async fn over_tls(pair: &Pair) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("a listener for tokio");
        let gateway = Self { port: listener.local_addr().expect("an address").port(), ..Self::default() };
        let (certificate, key) = (pair.certificate.clone().into_bytes(), pair.key.clone().into_bytes());
        let tls = RustlsConfig::from_pem(certificate, key).await.expect("a pair");
        let server = axum_server::from_tcp_rustls(listener, tls).expect("a server");
        let router = gateway.router();
        tokio::spawn(async move { server.serve(router.into_make_service()).await });
        gateway
    }

    /// The paths of a gateway of no name and of Spryng.
    fn router(&self) -> Router {
        let take = || post(Self::take);
        Router::new().route("/messages", take()).route("/v1/messages", take()).with_state(self.clone())
    }

    async fn take(State(gateway): State<Self>, Json(message): Json<Value>) -> (StatusCode, Json<Value>) {
        let mut messages = gateway.messages.lock().expect("a lock");
        messages.push(message);
        (StatusCode::CREATED, Json(json!({ "id": format!("sms-{}", messages.len()) })))
    }

    pub(crate) fn messages(&self) -> Vec<Value> {
        self.messages.lock().expect("a lock").clone()
    }

    /// Waits for the `n`th message (from 1) and gives the code in it.
    pub(crate) async fn code(&self, n: usize) -> String {
        let text = self.text(n).await;
        text.rsplit_once('#').expect("the origin-bound line").1.trim().to_owned()
    }

    /// Waits for the `n`th message (from 1) and gives its text.
    pub(crate) async fn text(&self, n: usize) -> String {
        let message = seen(&format!("SMS number {n}"), async || self.messages().get(n - 1).cloned()).await;
        message["text"].as_str().or(message["body"].as_str()).expect("a text").to_owned()
    }
}
