//! What is told about a person: the standard claims (OIDC Core 5.1) and the scopes that ask for them (5.4).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::account::Account;
use crate::oidc::scope::Scope;

/// Standard claims keyed by their registered names. E-mail address and phone number are not among them: they are sealed
/// columns of their own.
pub type Claims = BTreeMap<String, Value>;

/// The claims of the `profile` scope that are kept as they came; `updated_at` is ours.
pub const PROFILE: [&str; 13] = [
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
];

/// The members of the `address` claim (OIDC Core 5.1.1).
pub const ADDRESS: [&str; 6] = ["formatted", "street_address", "locality", "region", "postal_code", "country"];

/// Every claim that userinfo can give, for discovery.
pub fn supported() -> impl Iterator<Item = &'static str> {
    ["sub"].into_iter().chain(PROFILE).chain([
        "updated_at",
        "email",
        "email_verified",
        "phone_number",
        "phone_number_verified",
        "address",
    ])
}

/// The scope that stands for a claim (OIDC Core 5.4). `None` for what is not about the person, or not known here.
pub fn scope_of(claim: &str) -> Option<&'static str> {
    match claim {
        "email" | "email_verified" => Some("email"),
        "phone_number" | "phone_number_verified" => Some("phone"),
        "address" => Some("address"),
        "updated_at" => Some("profile"),
        claim => PROFILE.contains(&claim).then_some("profile"),
    }
}

/// The claims of a person that these scopes ask for, and those that are named besides. What is not known is absent, never
/// null or empty. `sub` is not among them: see [`crate::oidc::subject`].
pub fn of(account: &Account, scope: &Scope, named: &BTreeSet<String>) -> serde_json::Map<String, Value> {
    let asked = |name: &&str| scope_of(name).is_some_and(|of| scope.contains(of)) || named.contains(*name);
    supported().filter(asked).filter_map(|name| Some((name.to_owned(), value(account, name)?))).collect()
}

/// One claim, with the type that OIDC Core 5.1 gives it.
fn value(account: &Account, name: &str) -> Option<Value> {
    match name {
        "updated_at" => Some(json!(account.updated_at.as_second())),
        "email" => account.email.as_ref().map(|email| json!(email.value.reveal())),
        "email_verified" => account.email.as_ref().map(|email| json!(email.verified)),
        "phone_number" => account.phone.as_ref().map(|phone| json!(phone.value.reveal())),
        "phone_number_verified" => account.phone.as_ref().map(|phone| json!(phone.verified)),
        "address" => account.claims.get("address").and_then(address),
        "preferred_username" => account.claims.get(name).and_then(text).or_else(|| Some(json!(account.username))),
        name => account.claims.get(name).and_then(text),
    }
}

fn text(value: &Value) -> Option<Value> {
    value.as_str().filter(|text| !text.is_empty()).map(Value::from)
}

/// OIDC Core 5.1.1: an object with texts.
fn address(value: &Value) -> Option<Value> {
    let member = |name: &str| Some((name.to_owned(), value.get(name).and_then(text)?));
    let members: serde_json::Map<_, _> = ADDRESS.into_iter().filter_map(member).collect();
    (!members.is_empty()).then_some(Value::Object(members))
}

/// What is wrong with the text of a claim of the `profile` scope, for who writes it (OIDC Core 5.1).
pub fn check(name: &str, text: &str) -> Result<(), &'static str> {
    let right = match name {
        "profile" | "picture" | "website" => {
            url::Url::parse(text).is_ok_and(|url| ["https", "http"].contains(&url.scheme()))
        }
        "birthdate" => is_birthdate(text),
        "zoneinfo" => text.split('/').all(|part| !part.is_empty() && part.bytes().all(in_zone)),
        "locale" => {
            let subtag = |tag: &str| (1..=8).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric());
            text.split('-').all(subtag) && text.starts_with(|c: char| c.is_ascii_alphabetic())
        }
        _ => true,
    };
    match name {
        _ if right => Ok(()),
        "birthdate" => Err("is not a date: 1980-12-31, or 1980 for the year alone, or 0000-12-31 without the year"),
        "zoneinfo" => Err("is not a time zone: Europe/Amsterdam"),
        "locale" => Err("is not a language tag: nl-NL"),
        _ => Err("is not an http or https URL"),
    }
}

fn is_birthdate(text: &str) -> bool {
    let year = |text: &str| text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    year(text) || (text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok())
}

fn in_zone(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_+-".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_belongs_to_one_scope() {
        for name in supported().filter(|name| *name != "sub") {
            assert!(scope_of(name).is_some(), "{name}");
        }
        assert_eq!(["sub", "acr", "roles"].map(scope_of), [None; 3]);
    }

    #[test]
    fn what_is_empty_or_of_another_type_is_absent() {
        assert_eq!(text(&json!("Jan")), Some(json!("Jan")));
        for nothing in [json!(""), json!(null), json!(1), json!({})] {
            assert_eq!((text(&nothing), address(&nothing)), (None, None), "{nothing}");
        }
        let kept = address(&json!({"locality": "Den Haag", "region": "", "country": 31, "other": "x"}));
        assert_eq!(kept, Some(json!({"locality": "Den Haag"})));
        assert_eq!(address(&json!({"locality": ""})), None);
    }

    #[test]
    fn texts_have_the_form_of_their_claim() {
        for (name, good) in [
            ("birthdate", "1980-02-29"),
            ("birthdate", "1980"),
            ("birthdate", "0000-12-31"),
            ("zoneinfo", "Europe/Amsterdam"),
            ("zoneinfo", "Etc/GMT+1"),
            ("locale", "nl"),
            ("locale", "nl-NL"),
            ("website", "https://example.nl/~jan"),
            ("gender", "anders"),
        ] {
            assert_eq!(check(name, good), Ok(()), "{good}");
        }
        for (name, bad) in [
            ("birthdate", "31-12-1980"),
            ("birthdate", "1981-02-29"),
            ("birthdate", "80"),
            ("zoneinfo", "Amsterdam, NL"),
            ("zoneinfo", "Europe//Amsterdam"),
            ("locale", "nl_NL"),
            ("locale", "Nederlands"),
            ("website", "example.nl"),
            ("picture", "javascript:alert(1)"),
        ] {
            assert!(check(name, bad).is_err(), "{bad}");
        }
    }
}
