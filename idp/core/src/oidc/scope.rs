//! Scopes (RFC 6749 3.3, OIDC Core 5.4).

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A set of scope values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub struct Scope(BTreeSet<String>);

/// The scopes that have a meaning here.
pub const KNOWN: [&str; 6] = ["openid", "profile", "email", "phone", "address", OFFLINE_ACCESS];

/// The scope of a grant that outlives its session (OIDC Core 11).
pub const OFFLINE_ACCESS: &str = "offline_access";

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

    /// What of it is not among others.
    #[must_use]
    pub fn without(&self, others: &Self) -> Self {
        Self(self.0.difference(&others.0).cloned().collect())
    }

    /// Whether all of it is in what is allowed.
    pub fn is_within(&self, allowed: &Self) -> bool {
        self.0.is_subset(&allowed.0)
    }

    /// What of it has no meaning here, but at some other resource: all that an application can have without a person.
    #[must_use]
    pub fn without_people(&self) -> Self {
        Self(self.0.iter().filter(|value| !KNOWN.contains(&value.as_str())).cloned().collect())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_narrowed_to_the_letter() {
        let granted = Scope::from("openid email read");
        for (asked, within) in
            [("openid", true), ("read openid email", true), ("", true), ("openid write", false), ("OPENID", false)]
        {
            assert_eq!(Scope::from(asked).is_within(&granted), within, "{asked}");
        }
    }

    #[test]
    fn nothing_about_people_is_left_to_an_application() {
        let all = KNOWN.join(" ") + " read write";
        assert_eq!(Scope::from(all).without_people(), Scope::from("read write"));
    }
}
