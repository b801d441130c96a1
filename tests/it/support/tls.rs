//! TLS: an authority of the tests, certificates of it, and a server that speaks TLS with one.

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use reqwest::{Certificate, Client, ClientBuilder, redirect};

use super::Server;

/// A certificate authority.
pub(crate) struct Authority {
    pem: String,
    certificate: Certificate,
    issuer: Issuer<'static, KeyPair>,
}

/// A certificate for localhost, and its key.
pub(crate) struct Pair {
    pub(crate) certificate: String,
    pub(crate) key: String,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut parameters = CertificateParams::new(Vec::new()).expect("no names");
        // OpenSSL takes a certificate for its own issuer where both have the same name.
        parameters.distinguished_name.push(DnType::CommonName, "An authority of the tests");
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let key = KeyPair::generate().expect("a key");
        let pem = parameters.self_signed(&key).expect("a certificate").pem();
        let certificate = Certificate::from_pem(pem.as_bytes()).expect("PEM");
        Self { pem, certificate, issuer: Issuer::new(parameters, key) }
    }

    /// Its own certificate, for programs that are to trust it.
    pub(crate) fn pem(&self) -> &str {
        &self.pem
    }

    pub(crate) fn certify(&self) -> Pair {
        let key = KeyPair::generate().expect("a key");
        let parameters = CertificateParams::new(vec!["localhost".to_owned()]).expect("a name");
        let certificate = parameters.signed_by(&key, &self.issuer).expect("a certificate");
        Pair { certificate: certificate.pem(), key: key.serialize_pem() }
    }

    /// A client that trusts this authority alone, over connections that are new each time.
    pub(crate) fn trusting(&self) -> ClientBuilder {
        Client::builder()
            .tls_certs_only([self.certificate.clone()])
            .redirect(redirect::Policy::none())
            .pool_max_idle_per_host(0)
    }
}

/// A server with a certificate of this authority, yet to begin.
pub(crate) async fn over_tls(authority: &Authority) -> Server {
    let mut server = Server::prepare("sqlite:data/sluis.db").await;
    install(&server, &authority.certify());
    let plain = std::fs::read_to_string(server.folder().join("sluis.yaml")).expect("the configuration");
    server.write("sluis.yaml", &plain.replace("issuer: http:", "issuer: https:"));
    server.configure("tls: {certificate_file: secrets/tls.pem, key_file: secrets/tls.key}\n");
    server.issuer = server.issuer.replace("http:", "https:");
    server
}

/// Puts a certificate and its key where the server looks for them.
pub(crate) fn install(server: &Server, pair: &Pair) {
    server.write("secrets/tls.pem", &pair.certificate);
    server.write("secrets/tls.key", &pair.key);
}
