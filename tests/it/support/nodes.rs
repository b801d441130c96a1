//! What makes one server of two nodes: a proxy that sends each request to the next, and a clock that is behind.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, RwLock};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::Response;
use idp_core::port::Clock;
use jiff::Timestamp;
use reqwest::Client;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::clock::TestClock;

/// A clock so much behind another.
pub(crate) struct Shifted {
    pub(crate) clock: Arc<TestClock>,
    pub(crate) behind: Duration,
}

impl Clock for Shifted {
    fn now(&self) -> Timestamp {
        self.clock.now() - self.behind
    }
}

/// A proxy before two nodes. A node that takes no connection is passed over.
pub(crate) struct Proxy {
    pub(crate) port: u16,
    nodes: Arc<Nodes>,
    serving: JoinHandle<()>,
}

struct Nodes {
    ports: [u16; 2],
    next: AtomicUsize,
    /// The only one that is asked, where a test says so.
    only: RwLock<Option<usize>>,
    http: Client,
}

impl Proxy {
    pub(crate) async fn before(ports: [u16; 2]) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        // Each request on a connection of its own: one that a stopping node closes is never used again.
        let http = Client::builder().redirect(reqwest::redirect::Policy::none()).pool_max_idle_per_host(0).build();
        let (next, only) = (AtomicUsize::new(0), RwLock::new(None));
        let nodes = Arc::new(Nodes { ports, next, only, http: http.expect("a client") });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let router = Router::new().fallback(pass_on).with_state(nodes.clone());
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
        Self { port, nodes, serving }
    }

    /// From here on it asks this node alone; with `None` each in turn again.
    pub(crate) fn only(&self, node: Option<usize>) {
        *self.nodes.only.write().expect("a lock") = node;
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn pass_on(State(nodes): State<Arc<Nodes>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("a body");
    for _ in nodes.ports {
        let next = || nodes.next.fetch_add(1, Ordering::SeqCst) % nodes.ports.len();
        let port = nodes.ports[nodes.only.read().expect("a lock").unwrap_or_else(next)];
        let url = format!("http://127.0.0.1:{port}{}", parts.uri);
        let request = nodes.http.request(parts.method.clone(), url).headers(parts.headers.clone()).body(body.clone());
        match request.send().await {
            Ok(answer) => {
                let mut response = Response::new(Body::empty());
                *response.status_mut() = answer.status();
                *response.headers_mut() = answer.headers().clone();
                response.headers_mut().remove(header::TRANSFER_ENCODING);
                let Ok(body) = answer.bytes().await else { break };
                *response.body_mut() = Body::from(body);
                return response;
            }
            Err(error) if error.is_connect() => {}
            // Whether the node did it before it broke off, nobody knows: the proxy does not ask another one.
            Err(_) => break,
        }
    }
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::BAD_GATEWAY;
    response
}
