//! What is told about a person: the standard claims (OIDC Core 5.1) and the scopes that ask for them (5.4).

use std::collections::BTreeMap;

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

/// The claims of a person that these scopes ask for. What is not known is absent, never null or empty.
pub fn of(account: &Account, scope: &Scope) -> serde_json::Map<String, Value> {
    let mut out = serde_json::Map::new();
    out.insert("sub".into(), json!(account.subject));
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            out.insert(name.to_owned(), value);
        }
    };
    if scope.contains("profile") {
        for name in PROFILE {
            put(name, account.claims.get(name).cloned());
        }
        if !account.claims.contains_key("preferred_username") {
            put("preferred_username", Some(json!(account.username)));
        }
        put("updated_at", Some(json!(account.updated_at.as_second())));
    }
    if scope.contains("email")
        && let Some(email) = &account.email
    {
        put("email", Some(json!(email.value.reveal())));
        put("email_verified", Some(json!(email.verified)));
    }
    if scope.contains("phone")
        && let Some(phone) = &account.phone
    {
        put("phone_number", Some(json!(phone.value.reveal())));
        put("phone_number_verified", Some(json!(phone.verified)));
    }
    if scope.contains("address") {
        put("address", account.claims.get("address").cloned());
    }
    out
}
