//! What a login is for: an authorization request of an application, or a page of our own that wants to know who opens it.
//!
//! Both walk the same pipeline, so a page of ours gets its fresh evidence as an application does, and by no other way.

use std::fmt;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::assurance::Level;
use crate::client::ClientId;
use crate::oidc::authorize::{AuthorizationRequest, PromptValue};

/// What a login is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// An application asked (OIDC Core 3.1.2).
    Application(Box<AuthorizationRequest>),
    /// A page of ours asks.
    OwnPage(PageRequest),
}

/// What a page of ours wants to know of whoever opens it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRequest {
    /// Where the browser goes when the login is complete.
    pub path: OwnPath,
    /// The level that the login must reach.
    pub required: Level,
    /// How old the evidence may be; any age of a live session where there is none.
    pub max_age: Option<Duration>,
}

/// The path of a page of ours. It leads nowhere else, whatever browsers make of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OwnPath(String);

impl OwnPath {
    /// Takes a path with an optional query. `None` unless it begins with one slash and has only characters that no browser
    /// takes for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let clean = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~?=&%".contains(&byte);
        let own = text.starts_with('/') && !text.starts_with("//") && text.len() <= 512;
        (own && text.bytes().all(clean)).then(|| Self(text.to_owned()))
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OwnPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for OwnPath {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a path of ours")
    }
}

impl From<OwnPath> for String {
    fn from(path: OwnPath) -> Self {
        path.0
    }
}

impl Purpose {
    /// The request of the application, if one asks.
    pub fn application(&self) -> Option<&AuthorizationRequest> {
        match self {
            Self::Application(request) => Some(request),
            Self::OwnPage(_) => None,
        }
    }

    /// The application, if one asks.
    pub fn client(&self) -> Option<&ClientId> {
        self.application().map(|request| &request.client)
    }

    /// The level that the login must reach.
    pub fn required(&self) -> Level {
        match self {
            Self::Application(request) => request.required,
            Self::OwnPage(request) => request.required,
        }
    }

    /// From when on the evidence of a session counts, for a login that began then; `None` where it does not count at all.
    /// An age is measured at the request, so that what is proven while the person logs in is always recent enough.
    pub fn session_counts_from(&self, began: Timestamp) -> Option<Timestamp> {
        let age = match self {
            Self::Application(request) if request.is_anew() => return None,
            Self::Application(request) => request.max_age.map(Duration::from_secs),
            Self::OwnPage(request) => request.max_age,
        };
        let age = age.map(|age| SignedDuration::try_from(age).unwrap_or(SignedDuration::MAX));
        Some(age.and_then(|age| began.checked_sub(age).ok()).unwrap_or(Timestamp::MIN))
    }

    /// Whether no page may be shown.
    pub fn is_silent(&self) -> bool {
        self.application().is_some_and(AuthorizationRequest::is_silent)
    }

    /// Whether the person must be asked who they are, whoever the session knows.
    pub fn asks_who(&self) -> bool {
        self.application().is_some_and(|request| request.prompt.contains(&PromptValue::SelectAccount))
    }

    /// A name to fill in.
    pub fn login_hint(&self) -> Option<&str> {
        self.application().and_then(|request| request.login_hint.as_deref())
    }

    /// The languages that are asked for.
    pub fn ui_locales(&self) -> Option<&str> {
        self.application().and_then(|request| request.ui_locales.as_deref())
    }
}

impl From<AuthorizationRequest> for Purpose {
    fn from(request: AuthorizationRequest) -> Self {
        Self::Application(Box::new(request))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_ours_leads_nowhere_else() {
        for own in ["/account", "/account/password", "/desk/people?q=jan&page=2", "/account/sessions/a-b_c"] {
            assert_eq!(OwnPath::parse(own).map(String::from).as_deref(), Some(own));
        }
        for other in
            ["", "account", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nb", "/a b", "/é"]
        {
            assert_eq!(OwnPath::parse(other), None, "{other}");
        }
    }

    #[test]
    fn a_page_counts_what_is_recent_enough_when_it_is_opened() {
        let began = Timestamp::from_second(1_000).expect("a time");
        let page = |max_age| {
            let path = OwnPath::parse("/account").expect("a path");
            Purpose::OwnPage(PageRequest { path, required: Level::Mfa, max_age }).session_counts_from(began)
        };
        assert_eq!(page(None), Some(Timestamp::MIN));
        assert_eq!(page(Some(Duration::from_secs(300))), Timestamp::from_second(700).ok());
    }
}
