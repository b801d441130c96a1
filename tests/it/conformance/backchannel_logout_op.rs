//! The plan Back-Channel Logout OP (`oidcc-backchannel-rp-initiated-logout-certification-test-plan`).

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use axum_server::tls_rustls::RustlsConfig;
use idp_core::oidc::authorization_response::ResponseMode;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::sync::mpsc;

use super::config_op;
use super::request::random;
use super::suite::{SUITE, Suite, text};
use crate::support::tls::Authority;

/// What the provider posted: the type of the body, and the body.
type Call = (HeaderMap, Bytes);

/// The suite's own endpoint. It speaks TLS 1.3 alone, for anything less is a warning.
fn receiver(authority: &Authority) -> (String, mpsc::UnboundedReceiver<Call>) {
    let pair = authority.certify();
    let chain = vec![CertificateDer::from_pem_slice(pair.certificate.as_bytes()).expect("a certificate")];
    let key = PrivateKeyDer::from_pem_slice(pair.key.as_bytes()).expect("a key");
    let config = ServerConfig::builder_with_protocol_versions(&[&rustls::version::TLS13]).with_no_client_auth();
    let config = RustlsConfig::from_config(Arc::new(config.with_single_cert(chain, key).expect("a pair")));
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a listener");
    let uri = format!("https://localhost:{}/backchannel_logout", listener.local_addr().expect("an address").port());
    let (calls, taken) = mpsc::unbounded_channel();
    let take = async move |headers: HeaderMap, body: Bytes| {
        calls.send((headers, body)).expect("the test waits");
        StatusCode::OK
    };
    let router = Router::new().route("/backchannel_logout", post(take));
    let server = axum_server::from_tcp_rustls(listener, config).expect("a server");
    tokio::spawn(server.serve(router.into_make_service()));
    (uri, taken)
}

/// A provider whose first client wants to be told, and what it is told.
async fn suite() -> (Suite, mpsc::UnboundedReceiver<Call>) {
    let authority = Authority::new();
    let (uri, calls) = receiver(&authority);
    let suite = Suite::with(ResponseMode::Query, &authority, &format!("backchannel_logout_uri: {uri}\n")).await;
    (suite, calls)
}

#[tokio::test]
async fn oidcc_backchannel_logout_discovery_endpoint_verification() {
    let (suite, _) = suite().await;
    for name in ["backchannel_logout_supported", "backchannel_logout_session_supported"] {
        assert_eq!(suite.metadata[name], true, "{name}");
    }
    config_op::verify(&suite.metadata, &suite.server.issuer);
}

#[tokio::test]
async fn oidcc_backchannel_rp_initiated_logout() {
    let (suite, mut calls) = suite().await;
    let login = suite.log_in(&suite.request()).await;
    let (uri, state) = (format!("{SUITE}/post_logout_redirect"), format!("{}-._~", random(124)));
    let hint = text(&login.tokens["id_token"]);
    let parameters = [("id_token_hint", hint), ("post_logout_redirect_uri", &uri), ("state", &state)];
    let landing = suite.log_out(&parameters).await;
    assert!(landing.url.as_str().starts_with(&format!("{uri}?")), "{}", landing.url);
    assert_eq!(landing.answer(), [("state".to_owned(), state)].into());

    let call = tokio::time::timeout(Duration::from_secs(10), calls.recv()).await;
    let (headers, body) = call.expect("a call within ten seconds").expect("a call");
    assert_eq!(headers["content-type"], "application/x-www-form-urlencoded");
    let form: Vec<(String, String)> = url::form_urlencoded::parse(&body).into_owned().collect();
    let [(name, token)] = form.as_slice() else { panic!("one parameter: {form:?}") };
    assert_eq!(name, "logout_token");
    suite.logout_token(token, &login);
    suite.nobody_is_logged_in().await;
}
