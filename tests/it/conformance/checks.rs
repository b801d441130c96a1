//! The checks that (nearly) every module makes, and those of the metadata. A warning is a failure here.

use std::collections::{BTreeMap, BTreeSet};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use josekit::jwk::{Jwk, JwkSet};
use josekit::jws::RS256;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::request::Request;
use super::suite::text;
use crate::support::Landing;

/// What an ID token may say where nothing was asked for by name.
const OF_AN_ID_TOKEN: [&str; 15] = [
    "iss",
    "sub",
    "aud",
    "exp",
    "iat",
    "auth_time",
    "nonce",
    "acr",
    "amr",
    "azp",
    "at_hash",
    "c_hash",
    "nbf",
    "jti",
    "sid",
];
/// The standard claims that are texts (OIDC Core 5.1).
const TEXTS: [&str; 15] = [
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "email",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "phone_number",
];

/// An answer in JSON.
pub(super) fn json(answer: &Landing, status: u16) -> Value {
    assert_eq!(answer.status, status, "{} {}", answer.url, answer.body);
    assert_eq!(answer.headers["content-type"], "application/json", "{}", answer.url);
    serde_json::from_str(&answer.body).expect("JSON")
}

/// The metadata, as far as every module needs them.
pub(super) fn metadata(answer: &Landing, issuer: &str) -> Value {
    let metadata = json(answer, 200);
    assert_eq!(metadata["issuer"], issuer);
    for name in ["authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "end_session_endpoint"] {
        assert!(text(&metadata[name]).starts_with("https://"), "{name}: {}", metadata[name]);
    }
    for method in ["client_secret_basic", "client_secret_post"] {
        assert!(list(&metadata["token_endpoint_auth_methods_supported"]).contains(&method), "{method}");
    }
    metadata
}

/// The keys: usable, public, each with a name of its own.
pub(super) fn keys(answer: &Landing) -> Vec<Jwk> {
    let set = json(answer, 200);
    let mut names = BTreeSet::new();
    for key in set["keys"].as_array().expect("keys") {
        assert!(names.insert(text(&key["kid"])), "two keys are named {}", key["kid"]);
        for private in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] {
            assert!(key[private].is_null(), "{private} of {}", key["kid"]);
        }
        assert!(["RSA", "EC", "OKP"].contains(&text(&key["kty"])), "{key}");
        assert_eq!(key["use"], "sig");
    }
    assert!(!names.is_empty(), "no keys");
    JwkSet::from_bytes(answer.body.as_bytes()).expect("a JWK set").keys().into_iter().cloned().collect()
}

/// What every authorization response has.
pub(super) fn response(answer: &BTreeMap<String, String>, request: &Request, issuer: &str) {
    assert_eq!(answer.get("state").map(String::as_str), request.get("state"), "the state of the request");
    assert_eq!(answer.get("iss").map(String::as_str), Some(issuer), "the issuer (RFC 9207)");
}

/// No other parameters than these.
pub(super) fn only(answer: &BTreeMap<String, String>, known: &[&str]) {
    for name in answer.keys() {
        assert!(known.contains(&name.as_str()), "{name} is unexpected in {answer:?}");
    }
}

/// RFC 6749 4.1.2.1 and 5.2: what a description may be made of.
pub(super) fn description(text: Option<&str>) {
    let may = |c: char| matches!(c, ' '..='!' | '#'..='[' | ']'..='~');
    assert!(text.unwrap_or_default().chars().all(may), "{text:?}");
}

/// A good answer of the token endpoint.
pub(super) fn token_response(answer: &Landing) -> Value {
    let tokens = json(answer, 200);
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert!(text(&tokens["token_type"]).eq_ignore_ascii_case("bearer"), "{}", tokens["token_type"]);
    let expires_in = tokens["expires_in"].as_u64().expect("expires_in is a number");
    assert!((1..=31_536_000).contains(&expires_in), "{expires_in}");
    assert!(!text(&tokens["access_token"]).is_empty());
    tokens
}

/// A refusal of the token endpoint: 400, in JSON, with this code.
pub(super) fn token_error(answer: &Landing, code: &str) {
    let error = json(answer, 400);
    assert_eq!(error["error"], code);
    description(error["error_description"].as_str());
    assert_eq!(answer.headers["cache-control"], "no-store");
}

/// The claims of an ID token that is right in every way.
pub(super) fn id_token(tokens: &Value, keys: &[Jwk], issuer: &str, client: &str, now: i64) -> Value {
    let claims = verified(text(&tokens["id_token"]), keys, "JWT");
    assert_eq!(claims["iss"], issuer);
    assert!(claims["aud"] == client || list_or_none(&claims["aud"]).contains(&client), "{}", claims["aud"]);
    assert!(claims["azp"].is_null() || claims["azp"] == client, "{}", claims["azp"]);
    let seconds = |name: &str| claims[name].as_i64().unwrap_or_else(|| panic!("{name}: {}", claims[name]));
    assert!(seconds("exp") > now, "it lives");
    assert!((now - seconds("iat")).abs() <= 300, "it is fresh");
    assert!(seconds("auth_time") > now - 86_400 && seconds("auth_time") <= now, "a sane auth_time");
    assert!(!text(&claims["acr"]).is_empty());
    let sub = text(&claims["sub"]);
    assert!((1..=255).contains(&sub.len()) && sub.is_ascii(), "{sub}");
    let half = &Sha256::digest(text(&tokens["access_token"]))[..16];
    assert_eq!(claims["at_hash"], URL_SAFE_NO_PAD.encode(half));
    for name in claims.as_object().expect("claims").keys() {
        assert!(OF_AN_ID_TOKEN.contains(&name.as_str()), "nobody asked for {name} in the ID token");
    }
    claims
}

/// The claims of a logout token that is right in every way (Back-Channel Logout 2.4), about the login of this ID token.
pub(super) fn logout_token(jwt: &str, keys: &[Jwk], client: &str, id_token: &Value, now: i64) -> Value {
    let claims = verified(jwt, keys, "logout+jwt");
    assert_eq!(claims["iss"], id_token["iss"]);
    assert!(claims["aud"] == client || list_or_none(&claims["aud"]).contains(&client), "{}", claims["aud"]);
    let iat = claims["iat"].as_i64().expect("iat");
    assert!(iat <= now + 300 && iat > now - 86_400, "{iat}");
    assert!(claims["exp"].as_i64().expect("exp") > now, "it lives");
    assert!(!text(&claims["jti"]).is_empty());
    assert_eq!(claims["events"], serde_json::json!({"http://schemas.openid.net/event/backchannel-logout": {}}));
    assert!(claims["nonce"].is_null(), "else it could pass for an ID token");
    for claim in ["sub", "sid"] {
        assert!(claims[claim].is_string() && claims[claim] == id_token[claim], "{claim}: {}", claims[claim]);
    }
    claims
}

/// The claims of a JWT of this type that is signed with a published key.
fn verified(jwt: &str, keys: &[Jwk], kind: &str) -> Value {
    let header = josekit::jwt::decode_header(jwt).expect("a header");
    assert_eq!((header.claim("alg"), header.claim("typ")), (Some(&"RS256".into()), Some(&kind.into())));
    let kid = header.claim("kid").and_then(Value::as_str).expect("a kid");
    let key = keys.iter().find(|key| key.key_id() == Some(kid)).expect("a published key");
    let verifier = RS256.verifier_from_jwk(key).expect("a usable key");
    let (payload, _) = josekit::jwt::decode_with_verifier(jwt, &verifier).expect("a good signature");
    Value::Object(payload.claims_set().clone())
}

/// A good answer of userinfo.
pub(super) fn userinfo(answer: &Landing, id_token: &Value) -> Value {
    let claims = json(answer, 200);
    assert_eq!(claims["sub"], id_token["sub"]);
    for (name, value) in claims.as_object().expect("claims") {
        let right = match name.as_str() {
            "sub" => value.is_string(),
            "updated_at" => value.as_i64().is_some_and(|at| (1_000_000_000..100_000_000_000).contains(&at)),
            "email_verified" | "phone_number_verified" => value.is_boolean(),
            "address" => value.as_object().is_some_and(|parts| parts.values().all(is_text)),
            name => TEXTS.contains(&name) && is_text(value),
        };
        assert!(right, "{name}: {value}");
    }
    claims
}

fn is_text(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.trim().is_empty() && text != "null")
}

/// The texts of a list.
pub(super) fn list(value: &Value) -> Vec<&str> {
    assert!(value.is_array(), "not a list: {value}");
    list_or_none(value)
}

fn list_or_none(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().map(text).collect()
}

/// How many bits of chance a text holds, by the frequency of its characters (Shannon).
pub(super) fn entropy(text: &str) -> f64 {
    let mut counts = BTreeMap::<char, f64>::new();
    text.chars().for_each(|c| *counts.entry(c).or_default() += 1.0);
    let total: f64 = counts.values().sum();
    counts.values().map(|count| -count * (count / total).log2()).sum()
}
