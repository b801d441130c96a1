//! An SMS gateway: takes JSON over HTTP, as real ones do, and keeps what it got.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::Value;
use tokio::net::TcpListener;

#[derive(Clone, Default)]
pub(crate) struct Gateway {
    messages: Arc<Mutex<Vec<Value>>>,
    pub(crate) port: u16,
}

impl Gateway {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let gateway = Self { port: listener.local_addr().expect("an address").port(), ..Self::default() };
        let router = Router::new().route("/messages", post(Self::take)).with_state(gateway.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        gateway
    }

    async fn take(State(gateway): State<Self>, Json(message): Json<Value>) -> StatusCode {
        gateway.messages.lock().expect("a lock").push(message);
        StatusCode::CREATED
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
        for _ in 0..200 {
            if let Some(message) = self.messages().get(n - 1) {
                return message["text"].as_str().expect("a text").to_owned();
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("no SMS number {n} within five seconds; there are {}", self.messages().len());
    }
}
