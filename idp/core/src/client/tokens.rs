//! What tokens a client may get, where, and how long: the part of its registration that the token endpoint reads.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::lifetimes;

/// A `grant_type` of the token endpoint (RFC 7591 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GrantType {
    /// RFC 6749 4.1.
    AuthorizationCode,
    /// RFC 6749 6.
    RefreshToken,
    /// RFC 6749 4.4.
    ClientCredentials,
}

impl GrantType {
    /// Every grant type.
    pub const ALL: [Self; 3] = [Self::AuthorizationCode, Self::RefreshToken, Self::ClientCredentials];

    /// The registered word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorization_code",
            Self::RefreshToken => "refresh_token",
            Self::ClientCredentials => "client_credentials",
        }
    }

    /// The grant type of this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == word)
    }
}

/// A protected resource, as its URI names it (RFC 8707 2): absolute, without a fragment, compared to the byte.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Resource(String);

impl Resource {
    /// Takes the URI of a resource.
    pub fn parse(text: &str) -> Option<Self> {
        let clean =
            text.bytes().all(|b| b.is_ascii_graphic()) && !text.contains(['#', '\\', '"']) && text.len() <= 2000;
        (clean && Url::parse(text).is_ok()).then(|| Self(text.to_owned()))
    }

    /// The URI as registered.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What tokens a client may get.
#[derive(Debug, Clone)]
pub struct TokenPolicy {
    /// The ways to them.
    pub grant_types: BTreeSet<GrantType>,
    /// The resources that it may ask access tokens for.
    pub resources: BTreeSet<Resource>,
    /// The resource that the application itself is: it may introspect the access tokens for it.
    pub protected_resource: Option<Resource>,
    /// How long its refresh tokens live.
    pub refresh_tokens: RefreshTokenLife,
}

impl TokenPolicy {
    /// Whether this grant type is registered.
    pub fn allows(&self, grant_type: GrantType) -> bool {
        self.grant_types.contains(&grant_type)
    }
}

/// How long refresh tokens live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefreshTokenLife {
    /// One that nobody uses.
    pub idle: Duration,
    /// All of one grant together.
    pub absolute: Duration,
    /// How long the one that was used last gives the same successor again.
    pub grace: Duration,
}

impl Default for RefreshTokenLife {
    fn default() -> Self {
        Self {
            idle: lifetimes::REFRESH_TOKEN_IDLE,
            absolute: lifetimes::REFRESH_TOKEN,
            grace: lifetimes::REFRESH_TOKEN_GRACE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_grant_type_is_found_by_its_word() {
        for grant_type in GrantType::ALL {
            assert_eq!(GrantType::parse(grant_type.as_str()), Some(grant_type));
        }
        for unknown in ["password", "implicit", "", "Refresh_Token"] {
            assert_eq!(GrantType::parse(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn a_resource_is_an_absolute_uri_without_a_fragment() {
        for good in ["https://api.example.nl", "https://api.example.nl/v1?x=y", "urn:nl:koop:api"] {
            assert_eq!(Resource::parse(good).as_ref().map(Resource::as_str), Some(good));
        }
        for bad in ["", "/v1", "api.example.nl", "https://api.example.nl/#x", "https://api.example.nl/a b", "é:x"] {
            assert_eq!(Resource::parse(bad), None, "{bad}");
        }
    }
}
