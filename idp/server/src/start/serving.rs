//! Serves HTTP/1.1 on a listener, in plain or over TLS, until told to stop.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum_server::accept::NoDelayAcceptor;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use axum_server::{Handle, Server};
use rustls::ServerConfig;

use crate::tls::{self, TlsFiles};

/// How long the headers of a request may take, counted from the end of the one before. Longer than proxies keep idle
/// connections, so that it is they who close them: whoever closes last may lose a request.
const HEADERS: Duration = Duration::from_secs(75);

/// How long running requests may take to finish when the server stops.
const DRAIN: Duration = Duration::from_secs(20);

/// With what TLS is spoken.
pub(super) struct Tls {
    pub(super) files: TlsFiles,
    pub(super) config: ServerConfig,
}

pub(super) async fn serve(listener: TcpListener, tls: Option<Tls>, router: Router, stop: impl Future<Output = ()>) {
    let handle = Handle::new();
    let serving = async {
        if let Err(error) = run(listener, tls, router, handle.clone()).await {
            tracing::error!(%error, "the listener failed");
        }
    };
    let mut serving = pin!(serving);
    tokio::select! {
        () = &mut serving => return,
        () = stop => handle.graceful_shutdown(None),
    }
    if tokio::time::timeout(DRAIN, serving).await.is_err() {
        tracing::warn!("some requests did not finish in time and were cut off");
        handle.shutdown();
    }
}

async fn run(listener: TcpListener, tls: Option<Tls>, router: Router, handle: Handle<SocketAddr>) -> io::Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let mut server: Server<SocketAddr> = axum_server::from_tcp(listener)?.handle(handle).http1_only();
    server.http_builder().http1().header_read_timeout(HEADERS);
    // Answers are small and written whole; waiting to fill a packet only delays them.
    let server = server.acceptor(NoDelayAcceptor::new());
    match tls {
        None => server.serve(service).await,
        Some(Tls { files, config }) => {
            let config = RustlsConfig::from_config(Arc::new(config));
            let acceptor = RustlsAcceptor::new(config.clone()).acceptor(NoDelayAcceptor::new());
            tokio::select! {
                served = server.acceptor(acceptor).serve(service) => served,
                () = tls::keep_fresh(files, config) => Ok(()),
            }
        }
    }
}
