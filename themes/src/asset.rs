//! The files that a browser fetches: the stylesheet, the icon and the script of passkeys. Their paths carry a hash of the content, so that a
//! browser may keep them for ever.

use sha2::{Digest, Sha256};

/// A file to be served at its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// The path of the URL: `/static/<hash>.css`.
    pub path: String,
    /// The `Content-Type`.
    pub media_type: &'static str,
    /// The content.
    pub content: String,
}

impl Asset {
    pub(crate) fn stylesheet(content: String) -> Self {
        Self { path: path(&content, "css"), media_type: "text/css; charset=utf-8", content }
    }

    pub(crate) fn script(content: &str) -> Self {
        Self { path: path(content, "js"), media_type: "text/javascript; charset=utf-8", content: content.to_owned() }
    }

    pub(crate) fn icon(content: String) -> Self {
        Self { path: path(&content, "svg"), media_type: "image/svg+xml", content }
    }
}

fn path(content: &str, extension: &str) -> String {
    let hash: String = Sha256::digest(content).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("/static/{hash}.{extension}")
}
