//! A gateway that keeps what it is sent and answers as it is told.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use tokio::net::TcpListener;

/// What it was sent.
#[derive(Clone)]
pub(super) struct Sent {
    pub(super) path: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Sent {
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).expect(name).to_str().expect("text")
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    pub(super) fn form(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(&self.body).into_owned().collect()
    }
}

#[derive(Clone)]
struct Told {
    status: StatusCode,
    body: String,
    after: Duration,
}

#[derive(Clone)]
pub(super) struct Fake {
    pub(super) url: String,
    sent: Arc<Mutex<Vec<Sent>>>,
    told: Arc<Mutex<Told>>,
}

impl Fake {
    pub(super) async fn start(status: u16, body: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let told = Told { status: StatusCode::OK, body: String::new(), after: Duration::ZERO };
        let fake = Self {
            url: format!("http://{}", listener.local_addr().expect("an address")),
            sent: Arc::default(),
            told: Arc::new(Mutex::new(told)),
        };
        fake.answers(status, body);
        let routes = Router::new().fallback(Self::take).with_state(fake.clone());
        tokio::spawn(axum::serve(listener, routes).into_future());
        fake
    }

    /// From now on it answers so.
    pub(super) fn answers(&self, status: u16, body: &str) {
        let status = StatusCode::from_u16(status).expect("a status");
        *self.told.lock().expect("no panic") = Told { status, body: body.to_owned(), after: Duration::ZERO };
    }

    /// From now on it takes a message and says nothing.
    pub(super) fn hangs(&self) {
        self.told.lock().expect("no panic").after = Duration::from_secs(600);
    }

    /// What it was sent, which it forgets.
    pub(super) fn sent(&self) -> Vec<Sent> {
        std::mem::take(&mut *self.sent.lock().expect("no panic"))
    }

    /// The one request that it was sent.
    pub(super) fn one(&self) -> Sent {
        let sent = self.sent();
        assert_eq!(sent.len(), 1, "one request");
        sent[0].clone()
    }

    async fn take(State(fake): State<Self>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
        fake.sent.lock().expect("no panic").push(Sent { path: uri.to_string(), headers, body });
        let told = fake.told.lock().expect("no panic").clone();
        tokio::time::sleep(told.after).await;
        // Where a redirect leads, for those that answer with one.
        (told.status, [(header::LOCATION, "/elsewhere")], told.body).into_response()
    }
}
