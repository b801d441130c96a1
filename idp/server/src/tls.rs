//! The certificate and key with which the server speaks TLS itself: read, checked, and read again when they change.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum_server::tls_rustls::RustlsConfig;
use idp_adapters::private_file::{TooOpen, refuse_if_too_open};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem};
use rustls::{ServerConfig, crypto};
use thiserror::Error;

/// How often it is looked whether the files changed.
const LOOK: Duration = Duration::from_secs(2);

/// Where the certificate and its key lie.
#[derive(Debug, Clone)]
pub struct TlsFiles {
    /// The certificate, with those that lead to its authority behind it, in PEM.
    pub certificate: PathBuf,
    /// Its private key, in PEM.
    pub key: PathBuf,
}

/// Files with which the server cannot speak TLS.
#[derive(Debug, Error)]
pub enum InvalidTls {
    /// About the certificate.
    #[error("{} {fault}", path.display())]
    Certificate {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        fault: FileFault,
    },
    /// About the key.
    #[error("{} {fault}", path.display())]
    Key {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        fault: FileFault,
    },
    /// They do not go together, or are of a kind that is not known.
    #[error("the certificate and the key cannot be used together")]
    Pair(#[source] rustls::Error),
}

/// What is wrong with a file. It never has anything of a key in it.
#[derive(Debug, Error)]
pub enum FileFault {
    /// It is not there, or not for us.
    #[error("cannot be read: {0}")]
    Unreadable(io::Error),
    /// It holds something else.
    #[error("does not hold what it should in PEM: {0}")]
    Malformed(pem::Error),
    /// There is nothing in it.
    #[error("has no certificate in it")]
    Empty,
    /// Others could take the key.
    #[error("has mode {0:03o}: nobody but its owner may have access (chmod 600)")]
    TooOpen(u32),
}

impl TlsFiles {
    /// Reads both. TLS 1.3 and 1.2 with the suites of rustls, which has no weak ones; HTTP/1.1.
    pub fn load(&self) -> Result<ServerConfig, InvalidTls> {
        let certificates =
            self.certificates().map_err(|fault| InvalidTls::Certificate { path: self.certificate.clone(), fault })?;
        let key = self.private_key().map_err(|fault| InvalidTls::Key { path: self.key.clone(), fault })?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(certificates, key))
            .map_err(InvalidTls::Pair)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }

    fn certificates(&self) -> Result<Vec<CertificateDer<'static>>, FileFault> {
        let text = fs::read(&self.certificate).map_err(FileFault::Unreadable)?;
        let found: Vec<_> =
            CertificateDer::pem_slice_iter(&text).collect::<Result<_, _>>().map_err(FileFault::Malformed)?;
        if found.is_empty() { Err(FileFault::Empty) } else { Ok(found) }
    }

    fn private_key(&self) -> Result<PrivateKeyDer<'static>, FileFault> {
        let file = fs::File::open(&self.key).map_err(FileFault::Unreadable)?;
        refuse_if_too_open(&file.metadata().map_err(FileFault::Unreadable)?)
            .map_err(|TooOpen(mode)| FileFault::TooOpen(mode))?;
        PrivateKeyDer::from_pem_reader(file).map_err(FileFault::Malformed)
    }

    /// What the files look like from outside; another look means that they changed.
    fn look(&self) -> [Option<(SystemTime, u64)>; 2] {
        [&self.certificate, &self.key].map(|path| {
            let found = fs::metadata(path).ok()?;
            Some((found.modified().ok()?, found.len()))
        })
    }
}

/// Takes a new pair into use as soon as it is there, for every connection from then on. A pair that cannot be used, such as
/// one of which only half was replaced yet, leaves the old one in use.
pub(crate) async fn keep_fresh(files: TlsFiles, config: RustlsConfig) {
    let mut seen = files.look();
    loop {
        tokio::time::sleep(LOOK).await;
        let now = files.look();
        if now == seen {
            continue;
        }
        seen = now;
        match files.load() {
            Ok(fresh) => {
                config.reload_from_config(Arc::new(fresh));
                tracing::info!(certificate = %files.certificate.display(), "the new certificate is in use");
            }
            Err(error) => {
                let error = crate::causes::chain(&error);
                tracing::error!(error, "THE NEW CERTIFICATE CANNOT BE USED; the old one stays in use");
            }
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_key_that_others_can_read_is_refused() {
        let directory = tempfile::tempdir().expect("a directory");
        let key = directory.path().join("tls.key");
        fs::write(&key, "rubbish").expect("a file");
        let files = TlsFiles { certificate: key.clone(), key: key.clone() };
        let fault = |mode| {
            fs::set_permissions(&key, fs::Permissions::from_mode(mode)).expect("a mode");
            files.private_key().expect_err("a fault").to_string()
        };
        for mode in [0o640, 0o604, 0o660, 0o666] {
            assert!(fault(mode).contains("chmod 600"), "{mode:o}");
        }
        assert!(fault(0o600).contains("PEM"), "read, and found to be something else");
    }
}
