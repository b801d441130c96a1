//! Consent (OIDC Core 3.1.2.4): what a client asks of a person, and what they agreed to.

use std::collections::BTreeSet;

use serde::Serialize;

use super::claims_request::RequestedClaims;
use super::scope::{KNOWN, OFFLINE_ACCESS, Scope};
use crate::claims;

/// What a client asks, or what a person agreed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Consent {
    /// Values of the scope.
    pub scope: Scope,
    /// Claims by name, besides those that the scope stands for.
    pub claims: BTreeSet<String>,
}

/// One thing that is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The word of its message.
    pub word: String,
    /// What other resources call it. The words may mean little to a person, but those who agree to more must see that it is
    /// more.
    pub about: String,
}

impl Consent {
    /// What a scope and claims by name ask together.
    pub fn to(scope: &Scope, named: &RequestedClaims) -> Self {
        let claims = named.userinfo.union(&named.id_token).filter(|name| !has_scope_of(scope, name)).cloned();
        Self { scope: scope.clone(), claims: claims.collect() }
    }

    /// What of it is not in `given`. A value of the scope stands for its claims.
    #[must_use]
    pub fn beyond(&self, given: &Self) -> Self {
        let is_given = |name: &String| given.claims.contains(name) || has_scope_of(&given.scope, name);
        let claims = self.claims.iter().filter(|name| !is_given(name)).cloned().collect();
        Self { scope: self.scope.without(&given.scope), claims }
    }

    /// Whether all that is asked is in it.
    pub fn covers(&self, asked: &Self) -> bool {
        asked.beyond(self).is_empty()
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.scope.iter().next().is_none() && self.claims.is_empty()
    }

    /// Its parts, in the order in which people read them. What other resources are asked for is one of them. Offline access
    /// is about all the others, so it comes last.
    pub fn parts(&self) -> Vec<Part> {
        let part = |word: String| Part { word, about: String::new() };
        let scope = KNOWN.iter().filter(|value| self.scope.contains(value)).map(|value| part(format!("scope-{value}")));
        let (offline, scope): (Vec<_>, Vec<_>) = scope.partition(|part| part.word.ends_with(OFFLINE_ACCESS));
        let claims = self.claims.iter().map(|name| part(format!("claim-{name}")));
        let about = self.scope.without_people().iter().collect::<Vec<_>>().join(", ");
        let elsewhere = (!about.is_empty()).then(|| Part { word: "scope-elsewhere".to_owned(), about });
        scope.into_iter().chain(claims).chain(elsewhere).chain(offline).collect()
    }
}

fn has_scope_of(scope: &Scope, claim: &str) -> bool {
    claims::scope_of(claim).is_some_and(|of| scope.contains(of))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn consent(scope: &str, claims: &[&str]) -> Consent {
        let id_token = claims.iter().map(|name| (*name).to_owned()).collect();
        Consent::to(&scope.into(), &RequestedClaims { id_token, ..RequestedClaims::default() })
    }

    #[test]
    fn what_is_covered() {
        let given = consent("openid email", &["given_name"]);
        for (scope, claims, covered) in [
            ("openid", &[] as &[_], true),
            ("openid email", &["given_name"], true),
            ("openid", &["email", "email_verified"], true),
            ("openid", &["given_name", "name"], false),
            ("openid profile", &[], false),
            ("openid phone", &[], false),
            ("openid offline_access", &[], false),
            ("openid documents.read", &[], false),
        ] {
            assert_eq!(given.covers(&consent(scope, claims)), covered, "{scope} {claims:?}");
        }
        assert!(!Consent::default().covers(&consent("openid", &[])), "even who it is must be agreed to");
    }

    #[test]
    fn a_scope_stands_for_its_claims() {
        assert_eq!(consent("openid profile", &["name", "email"]).claims, BTreeSet::from(["email".to_owned()]));
    }

    #[test]
    fn parts_as_people_read_them() {
        let all = consent("offline_access documents.write openid documents.read email", &["name"]);
        let parts = all.parts();
        let words: Vec<_> = parts.iter().map(|part| part.word.as_str()).collect();
        assert_eq!(words, ["scope-openid", "scope-email", "claim-name", "scope-elsewhere", "scope-offline_access"]);
        assert_eq!(parts[3].about, "documents.read, documents.write");
    }

    fn any_consent() -> impl Strategy<Value = Consent> {
        const SCOPE: [&str; 5] = ["openid", "profile", "email", "offline_access", "documents.read"];
        const CLAIMS: [&str; 4] = ["name", "given_name", "email", "phone_number"];
        let some = |words: &'static [&'static str]| prop::sample::subsequence(words, 0..=words.len());
        (some(&SCOPE), some(&CLAIMS)).prop_map(|(scope, claims)| consent(&scope.join(" "), &claims))
    }

    proptest! {
        #[test]
        fn nothing_is_lost_between_new_and_known(asked in any_consent(), given in any_consent()) {
            let new = asked.beyond(&given);
            prop_assert!(asked.covers(&new) && asked.covers(&asked));
            prop_assert_eq!(given.covers(&asked), new.is_empty());
            prop_assert_eq!(new.parts().is_empty(), new.is_empty());
        }
    }
}
