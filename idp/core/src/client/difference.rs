//! What changes between two sets of registrations, and which of it weakens security.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::registration::Registrations;
use crate::assurance::Level;

/// What becomes of one client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// It is new, with these members.
    Added(String, Map<String, Value>),
    /// It is gone: nobody logs in for it any more.
    Removed(String),
    /// Members of it change.
    Changed(String, Vec<Altered>),
}

impl Difference {
    /// Whether it weakens security.
    pub fn is_weaker(&self) -> bool {
        matches!(self, Self::Changed(_, altered) if altered.iter().any(|altered| altered.weaker.is_some()))
    }
}

/// What becomes of one member of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Altered {
    /// Its name.
    pub member: String,
    /// What it was; `None` if it was not there.
    pub before: Option<Value>,
    /// What it becomes; `None` if it goes.
    pub after: Option<Value>,
    /// In which way that weakens security, if it does.
    pub weaker: Option<&'static str>,
}

/// The differences, by client id.
pub fn differences(before: &Registrations, after: &Registrations) -> Vec<Difference> {
    let ids: BTreeSet<_> = before.0.keys().chain(after.0.keys()).collect();
    let difference = |id: &String| match (before.0.get(id), after.0.get(id)) {
        (None, Some(members)) => Some(Difference::Added(id.clone(), members.clone())),
        (Some(_), None) => Some(Difference::Removed(id.clone())),
        (Some(before), Some(after)) => {
            let altered = altered(before, after);
            (!altered.is_empty()).then(|| Difference::Changed(id.clone(), altered))
        }
        (None, None) => None,
    };
    ids.into_iter().filter_map(difference).collect()
}

fn altered(before: &Map<String, Value>, after: &Map<String, Value>) -> Vec<Altered> {
    let names: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let altered = |name: &String| {
        let (before, after) = (before.get(name), after.get(name));
        (before != after).then(|| Altered {
            member: name.clone(),
            before: before.cloned(),
            after: after.cloned(),
            weaker: weaker(name, before, after),
        })
    };
    names.into_iter().filter_map(altered).collect()
}

/// In which way a change weakens security. A list that grows is a wider door; a demand that falls is a lower one.
fn weaker(name: &str, before: Option<&Value>, after: Option<&Value>) -> Option<&'static str> {
    let grows = || added(before, after).next().is_some();
    let longer = || after.and_then(Value::as_u64) > before.and_then(Value::as_u64);
    let (weaker, why) = match name {
        "redirect_uris" => (grows(), "codes may go to more places"),
        "post_logout_redirect_uris" => (grows(), "browsers may be sent to more places"),
        "scope" => (grows(), "it may learn more about people"),
        "grant_types" => (grows(), "it gets tokens in more ways"),
        "resources" => (grows(), "it gets tokens for more resources"),
        "protected_resource" => (after.is_some(), "it may look into the tokens for that resource"),
        "require_pkce" => (after == Some(&Value::Bool(false)), "a stolen code can be used without PKCE"),
        "minimum_acr" => (level(after) < level(before), "a weaker login is enough"),
        "token_endpoint_auth_method" => (proof(after) < proof(before), "it proves less of who it is"),
        "consent" => (after == Some(&Value::from("none")), "people are not asked any more"),
        "backchannel_logout_uri" | "frontchannel_logout_uri" => {
            (after.is_none(), "it is not told any more that a session ended")
        }
        "subject_type" => (after == Some(&Value::from("public")), "people can be told again at other applications"),
        "refresh_tokens.idle" | "refresh_tokens.absolute" | "refresh_tokens.grace" => {
            (longer(), "refresh tokens live longer")
        }
        _ => return None,
    };
    weaker.then_some(why)
}

/// What a list has after that it had not before.
pub fn added<'a>(before: Option<&'a Value>, after: Option<&'a Value>) -> impl Iterator<Item = &'a Value> {
    let had = before.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let has = after.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    has.iter().filter(move |value| !had.contains(value))
}

fn level(value: Option<&Value>) -> Option<Level> {
    serde_json::from_value(value?.clone()).ok()
}

/// How much a method proves, in an order of its own: a shared secret is the same in the header and in the form.
fn proof(value: Option<&Value>) -> u8 {
    match value.and_then(Value::as_str) {
        Some("private_key_jwt") => 2,
        Some("client_secret_basic" | "client_secret_post") => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn registrations(clients: Value) -> Registrations {
        serde_json::from_value(clients).expect("registrations")
    }

    #[test]
    fn what_is_the_same_is_no_difference() {
        let one = registrations(json!({"drop": {"scope": ["openid"], "require_pkce": true}}));
        assert_eq!(differences(&one, &one), []);
    }

    #[test]
    fn clients_come_and_go() {
        let before = registrations(json!({"oud": {}, "drop": {}}));
        let after = registrations(json!({"nieuw": {"client_name": "Nieuw"}, "drop": {}}));
        let found = differences(&before, &after);
        assert!(
            matches!(&found[..], [Difference::Added(new, _), Difference::Removed(old)] if new == "nieuw" && old == "oud")
        );
        assert!(!found.iter().any(Difference::is_weaker));
    }

    #[test]
    fn what_weakens_security_is_marked_and_what_does_not_is_not() {
        for (member, before, after, weaker) in [
            ("redirect_uris", json!(["a"]), json!(["a", "b"]), true),
            ("redirect_uris", json!(["a", "b"]), json!(["b"]), false),
            ("redirect_uris", json!(["a"]), json!(["b"]), true),
            ("post_logout_redirect_uris", json!([]), json!(["b"]), true),
            ("scope", json!(["openid"]), json!(["openid", "email"]), true),
            ("scope", json!(["openid", "email"]), json!(["openid"]), false),
            ("grant_types", json!(["authorization_code"]), json!(["authorization_code", "refresh_token"]), true),
            ("resources", json!(["urn:a"]), json!([]), false),
            ("protected_resource", Value::Null, json!("urn:a"), true),
            ("protected_resource", json!("urn:a"), Value::Null, false),
            ("require_pkce", json!(true), json!(false), true),
            ("require_pkce", json!(false), json!(true), false),
            ("minimum_acr", json!("mfa"), json!("password"), true),
            ("minimum_acr", json!("password"), json!("mfa"), false),
            ("token_endpoint_auth_method", json!("private_key_jwt"), json!("client_secret_basic"), true),
            ("token_endpoint_auth_method", json!("client_secret_basic"), json!("client_secret_post"), false),
            ("token_endpoint_auth_method", json!("client_secret_post"), json!("none"), true),
            ("subject_type", json!("pairwise"), json!("public"), true),
            ("subject_type", json!("public"), json!("pairwise"), false),
            ("refresh_tokens.idle", json!(60), json!(3600), true),
            ("refresh_tokens.absolute", json!(3600), json!(60), false),
            ("consent", json!("required"), json!("none"), true),
            ("consent", json!("none"), json!("required"), false),
            ("backchannel_logout_uri", json!("https://a"), Value::Null, true),
            ("backchannel_logout_uri", json!("https://a"), json!("https://b"), false),
            ("client_name", json!("DROP"), json!("Drop"), false),
            ("client_secret_files", json!(["a"]), json!(["a", "b"]), false),
        ] {
            let one = |value: &Value| match value {
                Value::Null => registrations(json!({"drop": {}})),
                value => registrations(json!({"drop": {member: value}})),
            };
            let found = differences(&one(&before), &one(&after));
            assert_eq!(found.len(), 1, "{member}");
            assert_eq!(found[0].is_weaker(), weaker, "{member}: {before} to {after}");
        }
    }
}
