//! A JSON document that everybody may read and keep: the metadata and the public keys.
//!
//! It is written once, when its content changes, and then handed out as it is.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The document. Cloning clones handles, so an answer need not copy the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    text: Arc<str>,
    version: Arc<str>,
}

impl Document {
    /// Writes the document.
    pub fn of(content: &Value) -> Self {
        let text = content.to_string();
        let version = URL_SAFE_NO_PAD.encode(Sha256::digest(&text));
        Self { text: text.into(), version: version.into() }
    }

    /// The JSON text.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// A word that is another when the content is another: the same content has the same on every node.
    pub fn version(&self) -> &str {
        &self.version
    }
}

impl AsRef<[u8]> for Document {
    fn as_ref(&self) -> &[u8] {
        self.text.as_bytes()
    }
}
