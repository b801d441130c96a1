//! Scopes (RFC 6749 3.3, OIDC Core 5.4).

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A set of scope values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub struct Scope(BTreeSet<String>);

/// The scopes that have a meaning here.
pub const KNOWN: [&str; 5] = ["openid", "profile", "email", "phone", "address"];

impl Scope {
    /// Whether this value is in it. Values are case-sensitive.
    pub fn contains(&self, value: &str) -> bool {
        self.0.contains(value)
    }

    /// What of it a client may have.
    #[must_use]
    pub fn within(&self, allowed: &Self) -> Self {
        Self(self.0.intersection(&allowed.0).cloned().collect())
    }

    /// Its values.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl From<String> for Scope {
    fn from(text: String) -> Self {
        Self(text.split(' ').filter(|value| !value.is_empty()).map(str::to_owned).collect())
    }
}

impl From<&str> for Scope {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.to_string()
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.iter().map(String::as_str).collect::<Vec<_>>().join(" "))
    }
}
