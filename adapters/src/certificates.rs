//! The certificate authority of our own that a mail server, a gateway or Redis may be certified by, read from its file.

use std::io;
use std::path::{Path, PathBuf};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::{self, PemObject};
use thiserror::Error;

/// A file without the certificates that it should have.
#[derive(Debug, Error)]
pub enum InvalidCertificates {
    /// It cannot be read.
    #[error("the certificate file {path} cannot be read")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// It is no PEM.
    #[error("the certificate file {path} is not in PEM")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: pem::Error,
    },
    /// There is nothing in it: the connection would be refused later, for a reason that is hard to find.
    #[error("the certificate file {0} has no certificate in it")]
    Empty(PathBuf),
}

/// The certificates of a file; none where no file is given.
pub(crate) fn read(path: Option<&Path>) -> Result<Vec<CertificateDer<'static>>, InvalidCertificates> {
    Ok(path.map(load).transpose()?.map(|(_, certificates)| certificates).unwrap_or_default())
}

/// The text of such a file, for who reads it itself; `None` where no file is given.
pub(crate) fn pem(path: Option<&Path>) -> Result<Option<Vec<u8>>, InvalidCertificates> {
    Ok(path.map(load).transpose()?.map(|(text, _)| text))
}

fn load(path: &Path) -> Result<(Vec<u8>, Vec<CertificateDer<'static>>), InvalidCertificates> {
    let text =
        std::fs::read(path).map_err(|source| InvalidCertificates::Unreadable { path: path.to_owned(), source })?;
    let certificates = CertificateDer::pem_slice_iter(&text)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|source| InvalidCertificates::Malformed { path: path.to_owned(), source })?;
    if certificates.is_empty() {
        return Err(InvalidCertificates::Empty(path.to_owned()));
    }
    Ok((text, certificates))
}
