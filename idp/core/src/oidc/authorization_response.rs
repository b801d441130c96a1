//! The answer to an authorization request (OIDC Core 3.1.2.5 and 3.1.2.6), and how it travels: in a redirect, or in a form
//! that the browser posts (OAuth 2.0 Form Post Response Mode).

use serde::{Deserialize, Serialize};

use super::Error;
use crate::client::RedirectUri;
use crate::id::AuthorizationCode;
use crate::provider::Issuer;

/// How the answer travels (OAuth 2.0 Multiple Response Type Encoding Practices 2.1). A fragment is for tokens that the
/// authorization endpoint never gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseMode {
    /// In the query of a redirect.
    Query,
    /// In a form that the browser posts: it stays out of logs and histories.
    FormPost,
}

impl ResponseMode {
    /// Every mode.
    pub const ALL: [Self; 2] = [Self::Query, Self::FormPost];

    /// The word of `response_mode`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::FormPost => "form_post",
        }
    }

    /// The mode with this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == word)
    }

    /// Whether a text comes back as it was sent. A browser rewrites the line ends of the fields that it posts.
    pub fn keeps(self, text: &str) -> bool {
        self == Self::Query || !text.contains(char::is_control)
    }
}

/// Where the answer goes, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponseTarget {
    /// The registered URI.
    pub redirect_uri: RedirectUri,
    /// How it travels there.
    pub mode: ResponseMode,
    /// The client's, handed back untouched.
    pub state: Option<String>,
}

/// An answer on its way. It may hold a code: it does not print.
#[derive(Clone, PartialEq, Eq)]
pub enum AuthorizationResponse {
    /// Send the browser to this URL.
    Redirect(String),
    /// Have the browser post these fields.
    FormPost {
        /// To where.
        to: RedirectUri,
        /// What.
        fields: Vec<(&'static str, String)>,
    },
}

impl ResponseTarget {
    /// The answer with a code (OIDC Core 3.1.2.5, RFC 9207).
    pub fn code(&self, issuer: &Issuer, code: &AuthorizationCode) -> AuthorizationResponse {
        self.with(issuer, vec![("code", code.reveal())])
    }

    /// The answer with an error (OIDC Core 3.1.2.6, RFC 9207).
    pub fn error(&self, issuer: &Issuer, error: &Error) -> AuthorizationResponse {
        let description = error.description.clone();
        self.with(issuer, vec![("error", error.code.as_str().to_owned()), ("error_description", description)])
    }

    fn with(&self, issuer: &Issuer, mut fields: Vec<(&'static str, String)>) -> AuthorizationResponse {
        fields.extend(self.state.clone().map(|state| ("state", state)));
        fields.push(("iss", issuer.as_str().to_owned()));
        match self.mode {
            ResponseMode::Query => {
                let pairs: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                AuthorizationResponse::Redirect(self.redirect_uri.with(&pairs))
            }
            ResponseMode::FormPost => AuthorizationResponse::FormPost { to: self.redirect_uri.clone(), fields },
        }
    }
}

impl std::fmt::Debug for AuthorizationResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[response]")
    }
}
