//! The `claims` parameter (OIDC Core 5.5): single claims, asked for at userinfo or in the ID token.
//!
//! What we do not know, or what the client may not have, is ignored, as the specification wants; what is not the JSON that
//! it describes is refused.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::scope::Scope;
use super::{Error, ErrorCode};
use crate::claims;

/// The longest parameter, in bytes.
const MAX: usize = 8192;
/// The longest value that is compared, in bytes.
const MAX_VALUE: usize = 255;
/// The most values that one claim may name.
const MAX_VALUES: usize = 20;

/// The claims about the person that a client asked for by name, of those that it may have. Kept with the grant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestedClaims {
    /// At userinfo, besides those of the scope.
    pub userinfo: BTreeSet<String>,
    /// In the ID token, which has no claims about the person otherwise.
    pub id_token: BTreeSet<String>,
}

impl RequestedClaims {
    /// What of it a client may still have: its file may allow less than it did.
    #[must_use]
    pub fn within(&self, registered: &Scope) -> Self {
        let allowed = |asked: &BTreeSet<String>| {
            let may = |name: &&String| claims::scope_of(name).is_some_and(|scope| registered.contains(scope));
            asked.iter().filter(may).cloned().collect()
        };
        Self { userinfo: allowed(&self.userinfo), id_token: allowed(&self.id_token) }
    }
}

/// What a `claims` parameter asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClaimsRequest {
    userinfo: Map<String, Value>,
    id_token: Map<String, Value>,
}

/// What is asked of one claim.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// Whether the client cannot do without it.
    pub essential: bool,
    /// The values that it may have, the preferred one first; any where there is none.
    pub values: Vec<String>,
}

impl ClaimsRequest {
    /// Reads the parameter. An absent one asks for nothing.
    pub fn parse(parameter: Option<&str>) -> Result<Self, Error> {
        let Some(json) = parameter else { return Ok(Self::default()) };
        if json.len() > MAX {
            return Err(invalid(&format!("the parameter claims is longer than {MAX} bytes")));
        }
        let Ok(Value::Object(mut request)) = serde_json::from_str(json) else {
            return Err(invalid("the parameter claims is not a JSON object"));
        };
        let mut member = |name: &str| match request.remove(name) {
            None | Some(Value::Null) => Ok(Map::new()),
            Some(Value::Object(claims)) => claims.values().try_for_each(well_formed).map(|()| claims),
            Some(_) => Err(invalid("a member of the parameter claims is not an object")),
        };
        let request = Self { userinfo: member("userinfo")?, id_token: member("id_token")? };
        [&request.userinfo, &request.id_token].into_iter().try_for_each(comparable)?;
        Ok(request)
    }

    /// The claims about the person that are asked for, of those that these scopes stand for.
    pub fn within(&self, registered: &Scope) -> RequestedClaims {
        let names = |asked: &Map<String, Value>| asked.keys().cloned().collect();
        RequestedClaims { userinfo: names(&self.userinfo), id_token: names(&self.id_token) }.within(registered)
    }

    /// What is asked of `acr` (OIDC Core 5.5.1.1); it is a claim of the ID token alone.
    pub fn acr(&self) -> Wish {
        self.id_token.get("acr").map(Wish::read).unwrap_or_default()
    }

    /// Whom the login must be of, as the client sees people: one of these, or anybody where there is none. It makes no
    /// difference where it is asked (OIDC Core 3.1.2.2), so two members that exclude each other are refused.
    pub fn subjects(&self) -> Result<Vec<String>, Error> {
        let asked = |claims: &Map<String, Value>| claims.get("sub").map(Wish::read).unwrap_or_default().values;
        let (first, second) = (asked(&self.id_token), asked(&self.userinfo));
        if first.is_empty() || second.is_empty() {
            return Ok([first, second].concat());
        }
        let both: Vec<_> = first.into_iter().filter(|sub| second.contains(sub)).collect();
        if both.is_empty() { Err(invalid("the parameter claims asks for two different people")) } else { Ok(both) }
    }
}

impl Wish {
    /// Reads a request that is [`well_formed`]. A value that is no text is no value of a claim that we compare.
    fn read(request: &Value) -> Self {
        let one = request.get("value").into_iter();
        let many = request.get("values").and_then(Value::as_array).into_iter().flatten();
        Self {
            essential: request.get("essential").and_then(Value::as_bool).unwrap_or_default(),
            values: one.chain(many).filter_map(Value::as_str).map(str::to_owned).collect(),
        }
    }
}

/// OIDC Core 5.5.1: null, or an object whose known members have the right types. Unknown members are ignored.
fn well_formed(request: &Value) -> Result<(), Error> {
    let Value::Object(request) = request else {
        return if request.is_null() {
            Ok(())
        } else {
            Err(invalid("a claim is asked for by neither null nor an object"))
        };
    };
    if request.get("essential").is_some_and(|essential| !essential.is_boolean()) {
        return Err(invalid("essential is neither true nor false"));
    }
    match request.get("values").map(Value::as_array) {
        Some(None) => Err(invalid("values is not an array")),
        Some(Some(values)) if values.is_empty() || values.len() > MAX_VALUES => {
            Err(invalid(&format!("values has none, or more than {MAX_VALUES}")))
        }
        Some(Some(_)) if request.contains_key("value") => Err(invalid("a claim has value and values")),
        _ => Ok(()),
    }
}

/// The values of `sub` and `acr` are compared, so each must be a text that one of ours can be; a demand that cannot be read
/// must not become none.
fn comparable(claims: &Map<String, Value>) -> Result<(), Error> {
    for request in ["sub", "acr"].iter().filter_map(|name| claims.get(*name)) {
        let one = request.get("value").into_iter();
        let many = request.get("values").and_then(Value::as_array).into_iter().flatten();
        if !one.chain(many).all(|value| value.as_str().is_some_and(|text| text.len() <= MAX_VALUE)) {
            return Err(invalid("a value of sub or acr is no text, or longer than any of ours"));
        }
    }
    Ok(())
}

fn invalid(description: &str) -> Error {
    Error::new(ErrorCode::InvalidRequest, description)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn parse(json: &str) -> ClaimsRequest {
        ClaimsRequest::parse(Some(json)).expect("a request")
    }

    #[test]
    fn the_example_of_the_specification() {
        let request = parse(
            r#"{"userinfo": {"given_name": {"essential": true}, "nickname": null, "email": {"essential": true},
                "email_verified": {"essential": true}, "picture": null, "http://example.info/claims/groups": null},
                "id_token": {"auth_time": {"essential": true}, "acr": {"values": ["urn:mace:incommon:iap:silver"]}}}"#,
        );
        let asked = request.within(&"openid profile email".into());
        let names: Vec<_> = asked.userinfo.iter().map(String::as_str).collect();
        assert_eq!(names, ["email", "email_verified", "given_name", "nickname", "picture"]);
        assert!(asked.id_token.is_empty(), "auth_time and acr are not about the person, and always there");
        assert_eq!(request.acr(), Wish { essential: false, values: vec!["urn:mace:incommon:iap:silver".into()] });
    }

    #[test]
    fn a_demand_that_cannot_be_compared_does_not_become_none() {
        for json in [
            r#"{"id_token":{"sub":{"value":123}}}"#,
            r#"{"userinfo":{"sub":{"value":["a"]}}}"#,
            r#"{"id_token":{"acr":{"essential":true,"values":[2]}}}"#,
            &format!(r#"{{"id_token":{{"sub":{{"value":"{}"}}}}}}"#, "a".repeat(256)),
        ] {
            assert!(ClaimsRequest::parse(Some(json)).is_err(), "{json}");
        }
    }

    /// JSON as a parameter may hold it: any shape, with the words that mean something often among its names.
    fn json() -> impl Strategy<Value = Value> {
        let text = prop_oneof![Just("a".to_owned()), any::<String>()];
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            text.prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 40, 6, |inner| {
            const WORDS: [&str; 9] =
                ["userinfo", "id_token", "essential", "value", "values", "email", "sub", "acr", "roles"];
            let name = prop_oneof![3 => prop::sample::select(&WORDS[..]).prop_map(str::to_owned), 1 => any::<String>()];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::btree_map(name, inner, 0..6).prop_map(|members| json!(members)),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            let read = ClaimsRequest::parse(Some(&text));
            prop_assert!(read.is_ok() || read.is_err_and(|error| error.code == ErrorCode::InvalidRequest));
        }

        #[test]
        fn any_json_asks_for_nothing_that_the_client_may_not_have(userinfo in json(), id_token in json()) {
            let text = json!({"userinfo": userinfo, "id_token": id_token}).to_string();
            let Ok(request) = ClaimsRequest::parse(Some(&text)) else { return Ok(()) };
            prop_assert_eq!(request.within(&"openid".into()), RequestedClaims::default());
            let email = request.within(&"openid email".into());
            for name in email.userinfo.iter().chain(&email.id_token) {
                prop_assert!(name == "email");
            }
            let (_, acr) = (request.subjects(), request.acr());
            prop_assert!(acr.values.len() <= MAX_VALUES);
        }
    }

    #[test]
    fn only_claims_of_registered_scopes() {
        let request = parse(r#"{"id_token": {"email": null, "phone_number": null, "sub": null, "roles": null}}"#);
        let names = |scope: &str| request.within(&scope.into()).id_token.into_iter().collect::<Vec<_>>();
        assert_eq!(names("openid email"), ["email"]);
        assert_eq!(names("openid phone"), ["phone_number"]);
        assert!(names("openid").is_empty());
    }

    #[test]
    fn whom_it_must_be() {
        for (json, subjects) in [
            ("{}", vec![]),
            (r#"{"id_token": {"sub": {"value": "a"}}}"#, vec!["a"]),
            (r#"{"userinfo": {"sub": {"value": "b"}}}"#, vec!["b"]),
            (r#"{"id_token": {"sub": {"values": ["a", "b"]}}, "userinfo": {"sub": {"value": "b"}}}"#, vec!["b"]),
            (r#"{"id_token": {"sub": {"essential": true}}}"#, vec![]),
        ] {
            assert_eq!(parse(json).subjects().expect("subjects"), subjects, "{json}");
        }
        let two = r#"{"id_token": {"sub": {"value": "a"}}, "userinfo": {"sub": {"value": "b"}}}"#;
        assert!(parse(two).subjects().is_err(), "nobody is both; that is not anybody");
    }

    #[test]
    fn what_is_not_the_json_that_is_described_is_refused() {
        for bad in [
            "",
            "{",
            "[]",
            "null",
            "\"x\"",
            "{} {}",
            r#"{"userinfo": []}"#,
            r#"{"id_token": "email"}"#,
            r#"{"id_token": {"email": true}}"#,
            r#"{"id_token": {"email": "a@b.nl"}}"#,
            r#"{"id_token": {"email": {"essential": "true"}}}"#,
            r#"{"id_token": {"acr": {"values": "1"}}}"#,
            r#"{"id_token": {"acr": {"values": []}}}"#,
            r#"{"id_token": {"acr": {"value": "1", "values": ["1"]}}}"#,
            &format!(r#"{{"id_token": {{"acr": {{"values": [{}"1"]}}}}}}"#, "\"1\",".repeat(20)),
            &"[".repeat(4000),
            &format!("{{}}{}", " ".repeat(MAX)),
        ] {
            let error = ClaimsRequest::parse(Some(bad)).expect_err(bad);
            assert_eq!(error.code, ErrorCode::InvalidRequest, "{bad}");
        }
        assert_eq!(ClaimsRequest::parse(None), Ok(ClaimsRequest::default()));
        assert_eq!(parse(r#"{"other": 1, "userinfo": null}"#), ClaimsRequest::default());
    }
}
