//! `private_key_jwt` (RFC 7523 3, OIDC Core 9): a short-lived statement that the client signed itself, used once.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use super::{Credentials, Denied};
use crate::client::{ClientId, KeySource};
use crate::oidc::{Algorithm, Parameters};
use crate::port::SeenId;
use crate::provider::{Issuer, Provider};

/// RFC 7523 2.2.
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// How far ahead an assertion may expire, in seconds: so long its `jti` is remembered.
const LONGEST_LIFE: i64 = 600;
/// How far the clocks of client and server may be apart, in seconds (FAPI 2.0 Security Profile 5.3.2.1).
const LEEWAY: i64 = 10;
/// How much longer than it can be used a `jti` is remembered, in seconds. One node must not have forgotten what another, whose
/// clock is behind, would still accept.
const MARGIN: i64 = 60;
/// The longest `jti`, in characters.
const LONGEST_ID: usize = 256;

/// Reads the assertion of a request, and whose it says it is. Nothing is believed yet.
pub(super) fn read(form: &Parameters) -> Result<Credentials<'_>, Denied> {
    let jwt = form.require("client_assertion")?;
    if form.require("client_assertion_type")? != ASSERTION_TYPE {
        return Err(Denied::Unproven("assertion type"));
    }
    let id = claimed_client(jwt).ok_or(Denied::Unproven("assertion"))?;
    Ok(Credentials::Assertion { id, jwt })
}

/// Whether the client signed this, for us, now, and for the first time.
pub(super) async fn check(
    provider: &Provider,
    client: &ClientId,
    algorithm: Algorithm,
    keys: &KeySource,
    jwt: &str,
) -> Result<(), Denied> {
    let ports = &provider.ports;
    let claims = ports.client_keys.verify(keys, algorithm, jwt).await?.ok_or(Denied::Unproven("signature"))?;
    let now = ports.clock.now();
    let accepted = judge(&claims, client, &provider.settings.issuer, now).map_err(Denied::Unproven)?;
    let id = SeenId::of_assertion(client, accepted.jti);
    if ports.seen_ids.remember(&id, accepted.until, now).await? { Ok(()) } else { Err(Denied::Unproven("replay")) }
}

fn claimed_client(jwt: &str) -> Option<String> {
    let payload = URL_SAFE_NO_PAD.decode(jwt.split('.').nth(1)?).ok()?;
    let claims: Value = serde_json::from_slice(&payload).ok()?;
    Some(claims.get("sub")?.as_str()?.to_owned())
}

/// What is left to do with an assertion whose claims are right.
#[derive(Debug)]
struct Accepted<'a> {
    jti: &'a str,
    /// When nobody can use it any more, by whatever clock.
    until: Timestamp,
}

/// RFC 7523 3, as strict as FAPI 2.0 (Security Profile 5.3.2.1): the audience is the issuer alone, as a string. An
/// assertion for the token endpoint's URL, or for us and another, could have been meant for somebody else.
fn judge<'a>(
    claims: &'a Map<String, Value>,
    client: &ClientId,
    issuer: &Issuer,
    now: Timestamp,
) -> Result<Accepted<'a>, &'static str> {
    let is = |claim: &str, wanted: &str| claims.get(claim).and_then(Value::as_str) == Some(wanted);
    if !is("iss", client.as_str()) {
        return Err("iss");
    }
    if !is("sub", client.as_str()) {
        return Err("sub");
    }
    if !is("aud", issuer.as_str()) {
        return Err("aud");
    }
    let now = now.as_second();
    let exp = claims.get("exp").and_then(|time| seconds(time, f64::floor)).ok_or("exp")?;
    if exp.saturating_add(LEEWAY) <= now || exp > now.saturating_add(LONGEST_LIFE + LEEWAY) {
        return Err("exp");
    }
    for claim in ["iat", "nbf"] {
        match claims.get(claim).map(|time| seconds(time, f64::ceil)) {
            None => {}
            Some(Some(time)) if time <= now.saturating_add(LEEWAY) => {}
            Some(_) => return Err(claim),
        }
    }
    let jti = claims.get("jti").and_then(Value::as_str).ok_or("jti")?;
    if !(1..=LONGEST_ID).contains(&jti.chars().count()) {
        return Err("jti");
    }
    let until =
        Timestamp::from_second(exp).ok().and_then(|at| at.checked_add(SignedDuration::from_secs(LEEWAY + MARGIN)).ok());
    Ok(Accepted { jti, until: until.ok_or("exp")? })
}

/// A NumericDate (RFC 7519 2), which may have a fraction, rounded to the strict side.
fn seconds(time: &Value, rounded: fn(f64) -> f64) -> Option<i64> {
    time.as_i64().or_else(|| time.as_f64().map(|time| rounded(time) as i64))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn judged(change: impl FnOnce(&mut Map<String, Value>)) -> Result<Timestamp, &'static str> {
        let claims = json!({
            "iss": "drop", "sub": "drop", "aud": "https://idp.example",
            "exp": NOW + 60, "iat": NOW, "nbf": NOW, "jti": "a",
        });
        let Value::Object(mut claims) = claims else { return Err("no claims") };
        change(&mut claims);
        let client = ClientId::parse("drop").expect("a client id");
        let issuer = Issuer::parse("https://idp.example").expect("an issuer");
        let now = Timestamp::from_second(NOW).expect("a time");
        judge(&claims, &client, &issuer, now).map(|accepted| accepted.until)
    }

    fn with(claim: &str, value: &Value) -> Result<Timestamp, &'static str> {
        judged(|claims| drop(claims.insert(claim.to_owned(), value.clone())))
    }

    #[test]
    fn what_is_needed_must_be_there_and_what_is_there_must_be_right() {
        assert_eq!(judged(|_| ()), Ok(Timestamp::from_second(NOW + 130).expect("a time")), "a minute past the leeway");
        for claim in ["iss", "sub", "aud", "exp", "jti"] {
            assert_eq!(judged(|claims| drop(claims.remove(claim))), Err(claim), "without {claim}");
            assert_eq!(with(claim, &Value::Null), Err(claim));
        }
        for claim in ["iat", "nbf"] {
            assert!(judged(|claims| drop(claims.remove(claim))).is_ok(), "without {claim}");
        }
        for (claim, wrong) in [
            ("iss", json!("lezen")),
            ("iss", json!(["drop"])),
            ("sub", json!("Drop")),
            ("aud", json!(["https://idp.example"])),
            ("aud", json!(["https://idp.example", "https://other.example"])),
            ("aud", json!("https://idp.example/")),
            ("aud", json!("https://idp.example/token")),
            ("exp", json!((NOW + 60).to_string())),
            ("exp", json!(1_799_999_990.9)),
            ("iat", json!(1_800_000_010.1)),
            ("exp", json!(i64::MAX)),
            ("exp", json!(i64::MIN)),
            ("iat", json!("now")),
            ("nbf", json!(NOW + 61)),
            ("jti", json!("")),
            ("jti", json!("x".repeat(257))),
            ("jti", json!(7)),
        ] {
            assert_eq!(with(claim, &wrong), Err(claim), "{claim}: {wrong}");
        }
        assert!(with("jti", &json!("é".repeat(256))).is_ok());
        assert_eq!(with("exp", &json!(1_800_000_060.9)), judged(|_| ()), "a fraction of a second is none");
        assert!(with("iat", &json!(1_800_000_009.5)).is_ok());
    }

    #[test]
    fn whose_an_assertion_says_it_is() {
        let jwt = |payload: &str| format!("e30.{}.x", URL_SAFE_NO_PAD.encode(payload));
        assert_eq!(claimed_client(&jwt(r#"{"sub":"drop"}"#)).as_deref(), Some("drop"));
        for bad in ["", ".", "a.b.c", &jwt("[]"), &jwt("{}"), &jwt(r#"{"sub":1}"#), &jwt("{")] {
            assert_eq!(claimed_client(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn an_assertion_counts_from_its_making_until_its_end(exp in -700i64..700, iat in -700i64..700, nbf in -700i64..700) {
            let result = judged(|claims| {
                for (claim, offset) in [("exp", exp), ("iat", iat), ("nbf", nbf)] {
                    claims.insert(claim.to_owned(), json!(NOW + offset));
                }
            });
            prop_assert_eq!(result.is_ok(), exp > -LEEWAY && exp <= LONGEST_LIFE + LEEWAY && iat <= LEEWAY && nbf <= LEEWAY);
            if let Ok(until) = result {
                // Remembered for as long as it can be used, and no stranger fills the store for longer.
                prop_assert!((NOW + MARGIN..=NOW + LONGEST_LIFE + 2 * LEEWAY + MARGIN).contains(&until.as_second()));
            }
        }

        #[test]
        fn nothing_breaks_it(jwt in ".*", claim in "iss|sub|aud|exp|iat|nbf|jti", text in ".*", number in any::<f64>()) {
            let _ = claimed_client(&jwt);
            let _ = with(&claim, &json!(text));
            let _ = with(&claim, &json!(number));
            let _ = with(&claim, &json!([text]));
        }
    }
}
