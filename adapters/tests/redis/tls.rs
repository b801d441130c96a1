//! Redis over TLS, certified by an authority of our own.

use idp_adapters::redis::{RedisOptions, Servers};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tempfile::TempDir;

use crate::server::{PASSWORD, Server};
use crate::{node, one};

#[tokio::test]
async fn only_a_server_that_our_authority_certified_is_spoken_to() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let key = KeyPair::generate().expect("a key");
    let mut params = CertificateParams::new([]).expect("parameters");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = params.self_signed(&key).expect("a certificate");
    let issuer = Issuer::new(params, key);
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(["localhost".to_owned()]).expect("parameters");
    let certificate = params.signed_by(&key, &issuer).expect("a certificate");
    for (name, text) in [("ca.pem", authority.pem()), ("cert.pem", certificate.pem()), ("key.pem", key.serialize_pem())]
    {
        std::fs::write(path(name), text).expect("a file");
    }
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
    let tls = ["--tls-port", &port.to_string(), "--tls-cert-file", &path("cert.pem"), "--tls-key-file"];
    let _server = Server::start(&[&tls[..], &[&path("key.pem"), "--tls-auth-clients", "no"]].concat()).await;

    let certified = RedisOptions {
        servers: Servers::One(format!("rediss://localhost:{port}")),
        root_certificate: Some(path("ca.pem").into()),
        ..one("", None, PASSWORD)
    };
    node(&certified).ping().await.expect("an answer");
    let unknown = RedisOptions { root_certificate: None, ..certified.clone() };
    assert!(node(&unknown).ping().await.is_err(), "nobody whom we trust knows it");
    let elsewhere = Servers::One(format!("rediss://127.0.0.1:{port}"));
    assert!(node(&RedisOptions { servers: elsewhere, ..certified }).ping().await.is_err(), "it is for another name");
}
