//! What a client proves with who it is.

use serde_json::Value;
use url::Url;

use super::SecretHash;
use crate::oidc::Algorithm;

/// How a client proves who it is (OIDC Core 9), fixed by registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientAuthentication {
    /// `none`: a public client; PKCE is what binds its code to it.
    None,
    /// `client_secret_basic`, with one secret or two while it is rotated.
    ClientSecretBasic(Vec<SecretHash>),
    /// `client_secret_post`, likewise.
    ClientSecretPost(Vec<SecretHash>),
    /// `private_key_jwt`: an assertion signed with one of the client's own keys.
    PrivateKeyJwt {
        /// The one algorithm that counts, whatever an assertion says of itself.
        algorithm: Algorithm,
        /// Where its public keys are.
        keys: KeySource,
    },
}

impl ClientAuthentication {
    /// The registered word (`token_endpoint_auth_method`).
    pub fn method(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::ClientSecretBasic(_) => "client_secret_basic",
            Self::ClientSecretPost(_) => "client_secret_post",
            Self::PrivateKeyJwt { .. } => "private_key_jwt",
        }
    }
}

/// Where the public keys of a client are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySource {
    /// `jwks`: in its file.
    Inline(Value),
    /// `jwks_uri`: at the client, who can replace them there.
    Remote(Url),
}
