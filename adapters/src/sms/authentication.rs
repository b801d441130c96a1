//! How we tell a gateway who we are, where a header that stays the same does not do.

use std::time::SystemTime;

use jiff::Timestamp;
use josekit::jws::{HS256, JwsHeader};
use josekit::jwt::{self, JwtPayload};
use reqwest::RequestBuilder;
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;

use super::answer::{Kind, Refused};

/// How we say who we are.
pub enum Authentication {
    /// By the headers of the settings alone.
    Headers,
    /// HTTP Basic (RFC 7617).
    Basic {
        /// The name.
        username: String,
        /// The password.
        password: SecretString,
    },
    /// A JWT of this moment, as NotifyNL wants it.
    NotifyNl(NotifyNlKey),
}

/// An API key of NotifyNL, which holds the name of the service and the secret.
pub struct NotifyNlKey {
    service: String,
    secret: SecretString,
}

/// A text that is no API key of NotifyNL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("is not an API key of NotifyNL: a name, the id of the service and the secret, joined by hyphens")]
pub struct InvalidApiKey;

/// The length of a UUID, of which a key has two at its end.
const UUID: usize = 36;

impl NotifyNlKey {
    /// Takes a key apart.
    pub fn parse(key: &SecretString) -> Result<Self, InvalidApiKey> {
        let (rest, secret) = last_uuid(key.expose_secret()).ok_or(InvalidApiKey)?;
        let (_, service) = last_uuid(rest.strip_suffix('-').ok_or(InvalidApiKey)?).ok_or(InvalidApiKey)?;
        Ok(Self { service: service.to_owned(), secret: secret.into() })
    }

    /// `iss` and `iat` alone, with HS256; NotifyNL takes it for 30 seconds.
    fn token(&self, now: Timestamp) -> Result<String, josekit::JoseError> {
        let mut header = JwsHeader::new();
        header.set_token_type("JWT");
        let mut payload = JwtPayload::new();
        payload.set_issuer(&self.service);
        payload.set_issued_at(&SystemTime::from(now));
        jwt::encode_with_signer(&payload, &header, &HS256.signer_from_bytes(self.secret.expose_secret())?)
    }
}

impl Authentication {
    pub(super) fn apply(&self, request: RequestBuilder, now: Timestamp) -> Result<RequestBuilder, Refused> {
        match self {
            Self::Headers => Ok(request),
            Self::Basic { username, password } => Ok(request.basic_auth(username, Some(password.expose_secret()))),
            Self::NotifyNl(key) => {
                let unsigned = |_| Refused { kind: Kind::Gateway, reason: "its token cannot be signed".to_owned() };
                Ok(request.bearer_auth(key.token(now).map_err(unsigned)?))
            }
        }
    }
}

fn last_uuid(text: &str) -> Option<(&str, &str)> {
    let (rest, uuid) = text.split_at_checked(text.len().checked_sub(UUID)?)?;
    let fits = uuid.bytes().enumerate().all(|(at, byte)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    });
    fits.then_some((rest, uuid))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVICE: &str = "26785a09-ab16-4eb0-8407-a37497a57506";
    const SECRET: &str = "3d844edf-8d35-48ac-975b-e847b4f122b0";

    #[test]
    fn a_key_holds_the_service_and_the_secret() {
        let key = NotifyNlKey::parse(&format!("mijn-sleutel-{SERVICE}-{SECRET}").into()).expect("a key");
        assert_eq!((key.service.as_str(), key.secret.expose_secret()), (SERVICE, SECRET));
        for wrong in
            ["", SECRET, &format!("a{SERVICE}{SECRET}"), &format!("a-{SERVICE}-{SECRET}x"), "é".repeat(40).as_str()]
        {
            assert!(NotifyNlKey::parse(&wrong.into()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_token_is_of_this_moment() {
        let key = NotifyNlKey::parse(&format!("a-{SERVICE}-{SECRET}").into()).expect("a key");
        let now: Timestamp = "2026-03-01T12:00:00Z".parse().expect("a time");
        let token = key.token(now).expect("signed");
        let verifier = HS256.verifier_from_bytes(SECRET).expect("a key");
        let (payload, header) = jwt::decode_with_verifier(token, &verifier).expect("verified");
        assert_eq!((payload.issuer(), payload.issued_at()), (Some(SERVICE), Some(SystemTime::from(now))));
        assert_eq!(header.claim("typ"), Some(&"JWT".into()));
    }
}
