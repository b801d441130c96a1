//! How a gateway proves that a report is its own. Where it signs, by its signature; else by a secret that only it was given.

use std::time::SystemTime;

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use idp_core::port::CallBack;
use jiff::{SignedDuration, Timestamp};
use josekit::jws::HS256;
use josekit::jwt::{self, JwtPayload};
use secrecy::{ExposeSecret, SecretString};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::parameters;

/// The parameter of the URL in which a gateway that does not sign shows its secret.
const TOKEN: &str = "token";
/// How far the clock of a gateway may be off, in seconds.
const SKEW: i64 = 60;

/// How a gateway proves that a report is its own.
pub enum Proof {
    /// A secret in the query of the URL: `?token=…`.
    Token(SecretString),
    /// A bearer token (RFC 6750).
    Bearer(SecretString),
    /// Either of the two, as the gateway can.
    TokenOrBearer(SecretString),
    /// A JWT in `MessageBird-Signature-JWT`, signed with HS256 over hashes of URL and body.
    MessageBird(SecretString),
    /// `X-Twilio-Signature`: HMAC-SHA1 over the URL and the sorted fields of the form.
    Twilio(SecretString),
}

impl Proof {
    pub(super) fn holds(&self, call: &CallBack<'_>, now: Timestamp) -> bool {
        match self {
            Self::Token(secret) => in_query(secret, call),
            Self::Bearer(secret) => as_bearer(secret, call),
            Self::TokenOrBearer(secret) => in_query(secret, call) || as_bearer(secret, call),
            Self::MessageBird(key) => messagebird(key.expose_secret(), call, now).is_some(),
            Self::Twilio(token) => twilio(token.expose_secret(), call).is_some(),
        }
    }
}

fn in_query(secret: &SecretString, call: &CallBack<'_>) -> bool {
    let query = call.url.split_once('?').map_or("", |(_, query)| query);
    let shown = parameters(query.as_bytes()).find_map(|(name, value)| (name == TOKEN).then_some(value));
    shown.is_some_and(|shown| same(secret.expose_secret(), &shown))
}

fn as_bearer(secret: &SecretString, call: &CallBack<'_>) -> bool {
    let shown = (call.header)("authorization").and_then(|header| header.split_once(' '));
    shown.is_some_and(|(scheme, token)| scheme.eq_ignore_ascii_case("bearer") && same(secret.expose_secret(), token))
}

fn same(secret: &str, shown: &str) -> bool {
    bool::from(secret.as_bytes().ct_eq(shown.as_bytes()))
}

/// <https://developers.messagebird.com/api/#verifying-http-requests>
fn messagebird(key: &str, call: &CallBack<'_>, now: Timestamp) -> Option<()> {
    let verifier = HS256.verifier_from_bytes(key).ok()?;
    let (payload, _) = jwt::decode_with_verifier((call.header)("messagebird-signature-jwt")?, &verifier).ok()?;
    is_in_time(&payload, now)?;
    let hash = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let claim = |name: &str| payload.claim(name).and_then(|claim| claim.as_str());
    (claim("url_hash")? == hash(call.url.as_bytes())).then_some(())?;
    match claim("payload_hash") {
        Some(signed) => (signed == hash(call.body)).then_some(()),
        None => call.body.is_empty().then_some(()),
    }
}

/// By a clock that may be off by [`SKEW`] either way.
fn is_in_time(payload: &JwtPayload, now: Timestamp) -> Option<()> {
    let moved = |seconds| Some(SystemTime::from(now.checked_add(SignedDuration::from_secs(seconds)).ok()?));
    let (early, late) = (moved(-SKEW)?, moved(SKEW)?);
    let begun = payload.not_before().is_none_or(|from| from <= late);
    let lasts = payload.expires_at().is_some_and(|until| early < until);
    (payload.issuer() == Some("MessageBird") && begun && lasts).then_some(())
}

/// <https://www.twilio.com/docs/usage/security#validating-requests>
fn twilio(token: &str, call: &CallBack<'_>) -> Option<()> {
    let shown = STANDARD.decode((call.header)("x-twilio-signature")?).ok()?;
    let mut mac = Hmac::<Sha1>::new_from_slice(token.as_bytes()).ok()?;
    mac.update(call.url.as_bytes());
    let mut fields: Vec<_> = parameters(call.body).collect();
    fields.sort();
    for (name, value) in fields {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    mac.verify_slice(&shown).ok()
}
