//! Clients: the applications that delegate their login to us, as their files register them (RFC 7591).
//!
//! The registry is configuration, not a port: immutable, built whole from YAML and swapped whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use thiserror::Error;
use url::Url;

use crate::account::NewPassword;
use crate::assurance::Level;
use crate::oidc::Algorithm;
use crate::oidc::scope::Scope;

mod tokens;

pub use tokens::{GrantType, RefreshTokenLife, Resource, TokenPolicy};

mod authentication;

pub use authentication::{ClientAuthentication, KeySource};

mod logout;

pub use logout::{FrontchannelLogoutUri, LogoutUris};
mod difference;
mod registration;

pub use difference::{Altered, Difference, added, differences};
pub use registration::Registrations;

/// The `client_id`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClientId(String);

impl ClientId {
    /// Takes a client id: 1 to 100 visible ASCII characters, without the colon that HTTP Basic splits at.
    pub fn parse(text: &str) -> Option<Self> {
        let clean = text.bytes().all(|b| b.is_ascii_graphic() && b != b':');
        (clean && (1..=100).contains(&text.len())).then(|| Self(text.to_owned()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A redirect URI, kept to the byte: two are equal if their bytes are (RFC 9700 2.1).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RedirectUri(String);

/// Why a URI cannot be registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InvalidRedirectUri {
    /// It is no absolute URI, or has characters that a URI cannot have.
    #[error("is not an absolute URI")]
    Malformed,
    /// A wildcard, a fragment, or a dot segment: nothing of the kind can be matched exactly.
    #[error("has a wildcard, a fragment or a dot segment; register each URI exactly as the application sends it")]
    Inexact,
    /// http to something other than this machine.
    #[error("is http; only https is allowed, or http to localhost, 127.0.0.1 or [::1]")]
    Insecure,
    /// A user name or password in the URI.
    #[error("has a user name or password in it")]
    Credentials,
}

impl RedirectUri {
    /// Takes a URI from a client's file.
    pub fn register(text: &str) -> Result<Self, InvalidRedirectUri> {
        if !text.bytes().all(|b| b.is_ascii_graphic()) || text.contains(['\\', '"', '<', '>']) || text.len() > 2000 {
            return Err(InvalidRedirectUri::Malformed);
        }
        let url = Url::parse(text).map_err(|_| InvalidRedirectUri::Malformed)?;
        let path = text.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase().replace("%2e", ".");
        let dots = path.split('/').any(|segment| segment == "." || segment == "..");
        if text.contains('*') || text.contains('#') || dots {
            return Err(InvalidRedirectUri::Inexact);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(InvalidRedirectUri::Credentials);
        }
        let loopback = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        match url.scheme() {
            "https" if text.starts_with("https://") => Ok(Self(text.to_owned())),
            "http" if loopback && text.starts_with("http://") => Ok(Self(text.to_owned())),
            "http" => Err(InvalidRedirectUri::Insecure),
            _ => Err(InvalidRedirectUri::Malformed),
        }
    }

    /// The one that was sent, among those that are registered: they are equal if their bytes are.
    pub fn among(registered: &[Self], sent: &str) -> Option<Self> {
        registered.iter().find(|uri| uri.0 == sent).cloned()
    }

    /// The URI as registered.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Scheme, host and port, for the `form-action` of our pages.
    pub fn origin(&self) -> String {
        Url::parse(&self.0).map(|url| url.origin().ascii_serialization()).unwrap_or_default()
    }

    /// Its host name, for the sector of pairwise subjects.
    pub fn host(&self) -> String {
        Url::parse(&self.0).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
    }

    /// The URI with these parameters added to its query; what was registered stays as it is.
    pub fn with(&self, parameters: &[(&str, &str)]) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(parameters);
        let query = query.finish();
        match (query.is_empty(), self.0.contains('?')) {
            (true, _) => self.0.clone(),
            (false, true) => format!("{}&{query}", self.0),
            (false, false) => format!("{}?{query}", self.0),
        }
    }
}

/// What is kept of a client secret: its SHA-256. Secrets have high entropy, so a fast hash is enough; see `weak`.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretHash([u8; 32]);

impl SecretHash {
    /// The shortest secret that is accepted, in characters.
    pub const MIN: usize = 32;

    /// The hash of a secret.
    pub fn of(secret: &str) -> Self {
        Self(Sha256::digest(secret.as_bytes()).into())
    }

    /// A hash written as 64 hexadecimal digits.
    pub fn from_hex(hex: &str) -> Option<Self> {
        if hex.len() != 64 || !hex.is_ascii() {
            return None;
        }
        let mut bytes = [0; 32];
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(hex.get(2 * i..2 * i + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// Whether a presented secret is the one, in constant time.
    pub fn matches(&self, presented: &str) -> bool {
        self.0.ct_eq(&Self::of(presented).0).into()
    }
}

impl fmt::Debug for SecretHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hash]")
    }
}

/// How a client sees people (OIDC Core 8), fixed by registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubjectType {
    /// By one `sub` for all clients.
    Public,
    /// By a `sub` of its own, that says nothing at clients of another sector.
    Pairwise {
        /// The host name that the client shares with those who see the same `sub`.
        sector: String,
    },
}

/// A registered client.
#[derive(Debug, Clone)]
pub struct Client {
    /// Its id.
    pub id: ClientId,
    /// What people see.
    pub name: String,
    /// Where responses may go; compared to the byte.
    pub redirect_uris: Vec<RedirectUri>,
    /// Where a browser may go after logout.
    pub post_logout_redirect_uris: Vec<RedirectUri>,
    /// How it learns that a session ended.
    pub logout: LogoutUris,
    /// How it proves who it is.
    pub authentication: ClientAuthentication,
    /// The scopes it may ask for.
    pub scope: Scope,
    /// The least a login for it must reach; the browser cannot lower it.
    pub minimum_level: Level,
    /// Whether a code challenge is demanded. Always so for public clients.
    pub require_pkce: bool,
    /// Whether people are asked if it may have what it asks (OIDC Core 3.1.2.4).
    pub require_consent: bool,
    /// How it sees people.
    pub subject_type: SubjectType,
    /// What its ID tokens are signed with (`id_token_signed_response_alg`).
    pub id_token_algorithm: Algorithm,
    /// What its access tokens are signed with, which the resources must understand that it calls.
    pub access_token_algorithm: Algorithm,
    /// What tokens it may get.
    pub tokens: TokenPolicy,
    /// Whether its ID tokens carry `amr` (NL GOV OpenID Connect forbids it, so it is off).
    pub amr: bool,
}

impl Client {
    /// Whether it cannot prove who it is (RFC 6749 2.1).
    pub fn is_public(&self) -> bool {
        self.authentication == ClientAuthentication::None
    }
}

/// All clients.
#[derive(Debug, Clone, Default)]
pub struct Clients(BTreeMap<ClientId, Client>);

impl Clients {
    /// Builds the registry; of two clients with one id the loader has refused one before.
    pub fn new(clients: impl IntoIterator<Item = Client>) -> Self {
        Self(clients.into_iter().map(|client| (client.id.clone(), client)).collect())
    }

    /// The client with this id.
    pub fn get(&self, id: &ClientId) -> Option<&Client> {
        self.0.get(id)
    }

    /// The client with this id, as a stranger spelled it.
    pub fn find(&self, id: &str) -> Option<&Client> {
        self.get(&ClientId::parse(id)?)
    }

    /// Those that are called when a session ends in which they got tokens (Back-Channel Logout 2.5).
    pub fn called_at_logout(&self) -> BTreeSet<ClientId> {
        self.iter().filter(|client| client.logout.backchannel.is_some()).map(|client| client.id.clone()).collect()
    }

    /// What ID tokens are signed with: RS256 always, and what a client's registration asks for besides.
    pub fn id_token_algorithms(&self) -> BTreeSet<Algorithm> {
        self.iter().map(|client| client.id_token_algorithm).chain([Algorithm::Rs256]).collect()
    }

    /// What tokens of any kind are signed with: each needs a key.
    pub fn algorithms(&self) -> BTreeSet<Algorithm> {
        self.iter().map(|client| client.access_token_algorithm).chain(self.id_token_algorithms()).collect()
    }

    /// The fewest characters of a new password: more of them where it can be the only factor of somebody's login.
    pub fn least_password(&self) -> usize {
        let alone =
            self.iter().any(|client| client.minimum_level == Level::Password && !client.redirect_uris.is_empty());
        if alone { NewPassword::LEAST_ALONE } else { NewPassword::LEAST }
    }

    /// Every client, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Client> {
        self.0.values()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_uri_that_cannot_be_matched_exactly_is_not_registered() {
        use InvalidRedirectUri::{Credentials, Inexact, Insecure, Malformed};
        for (uri, fault) in [
            ("https://*.example.nl/cb", Inexact),
            ("https://example.nl/cb#x", Inexact),
            ("https://example.nl/a/../cb", Inexact),
            ("https://example.nl/a/%2e%2E/cb", Inexact),
            ("http://example.nl/cb", Insecure),
            ("http://127.0.0.1.example.nl/cb", Insecure),
            ("javascript:alert(1)", Malformed),
            ("data:text/html,x", Malformed),
            ("https:example.nl", Malformed),
            ("https:\\\\example.nl", Malformed),
            ("/cb", Malformed),
            ("https://example.nl/c b", Malformed),
            ("https://a:b@example.nl/cb", Credentials),
        ] {
            assert_eq!(RedirectUri::register(uri), Err(fault), "{uri}");
        }
        for good in
            ["https://example.nl/cb", "https://example.nl/cb?a=b", "http://localhost:8081/cb", "http://[::1]:1/cb"]
        {
            assert!(RedirectUri::register(good).is_ok(), "{good}");
        }
    }

    proptest! {
        /// Whatever a browser or a library would make equal (case, ports, escapes, dots, slashes), only the same bytes are.
        #[test]
        fn only_the_same_bytes_are_the_same_uri(
            host in "[a-z]{1,8}\\.nl",
            path in "(/[a-zA-Z0-9~_-]{1,6}){0,3}",
            at in 0_usize..40,
            other in any::<char>(),
        ) {
            let text = format!("https://{host}{path}");
            let registered = [RedirectUri::register(&text).expect("a URI")];
            prop_assert_eq!(RedirectUri::among(&registered, &text), Some(registered[0].clone()));
            let mut altered: Vec<char> = text.chars().collect();
            let at = at % altered.len();
            let escaped = format!("%{:02X}", u32::from(altered[at]));
            for variant in [
                text.replacen(&altered[at].to_string(), &escaped, 1),
                text.to_uppercase(),
                format!("{text}/"),
                format!("{text}/."),
                format!("{text}/x/.."),
                format!("{text}?"),
                format!("{text}#"),
                format!(" {text}"),
                format!("{text}\0"),
                text.replacen(".nl", ".nl:443", 1),
                text.replacen("https", "http", 1),
                text.replacen("://", "://a@", 1),
            ] {
                prop_assert_eq!(RedirectUri::among(&registered, &variant), None, "{}", variant);
            }
            altered[at] = other;
            let altered: String = altered.into_iter().collect();
            prop_assert_eq!(RedirectUri::among(&registered, &altered).is_some(), altered == text);
        }
    }

    #[test]
    fn parameters_are_added_to_what_is_registered() {
        let uri = RedirectUri::register("https://example.nl/cb?a=b").expect("a URI");
        assert_eq!(uri.with(&[("code", "x y"), ("state", "é&")]), "https://example.nl/cb?a=b&code=x+y&state=%C3%A9%26");
        assert_eq!(uri.with(&[]), "https://example.nl/cb?a=b");
        assert_eq!(uri.origin(), "https://example.nl");
    }

    #[test]
    fn a_secret_is_kept_as_a_hash_that_does_not_print() {
        let hash = SecretHash::of("secret");
        let hex = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";
        assert_eq!(SecretHash::from_hex(hex), Some(hash.clone()));
        assert!(hash.matches("secret") && !hash.matches("Secret") && !hash.matches(""));
        assert_eq!(format!("{hash:?}"), "[hash]");
        assert!(SecretHash::from_hex("é").is_none());
    }
}
