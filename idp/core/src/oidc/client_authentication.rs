//! How a client proves who it is (OIDC Core 9, RFC 6749 2.3): with the one method it is registered for, and no other
//! beside it. Whatever is wrong with the proof, the client is told the same; the audit log knows more.

use std::time::Duration;

use super::error::Failure;
use super::{Error, ErrorCode, Parameters};
use crate::audit::{Code, Event, Origin};
use crate::client::{Client, ClientAuthentication};
use crate::port::{Answer, Hit, Unavailable};
use crate::provider::Provider;

mod basic;
mod private_key_jwt;
mod secret;

/// Authenticates the client of a request, from the value of its `Authorization` header and its form. A failure is on
/// record.
pub async fn authenticate<'a>(
    provider: &'a Provider,
    header: Option<&str>,
    form: &Parameters,
    origin: &Origin,
) -> Result<&'a Client, Failure> {
    let (client, proven) = match Credentials::read(header, form) {
        Ok(credentials) => match provider.clients.find(credentials.client_id()) {
            Some(client) => (Some(client), prove(provider, client, &credentials).await),
            None => (None, Err(Denied::Unproven("client"))),
        },
        Err(denied) => (None, Err(denied)),
    };
    let (reason, error) = match (client, proven) {
        (Some(client), Ok(())) => return Ok(client),
        (_, Err(Denied::Unavailable(error))) => return Err(error.into()),
        (_, Err(Denied::Request(error))) => ("request", error),
        (_, Err(Denied::Unproven(reason))) => (reason, refused()),
        (None, Ok(())) => ("client", refused()),
    };
    note_refusal(provider, client, reason, origin).await?;
    Err(error.into())
}

/// Records a refusal. Anybody can cause one, so only so many a minute are written, for each client by itself, so that noise
/// about one hides nothing about another; the log has the rest.
async fn note_refusal(
    provider: &Provider,
    client: Option<&Client>,
    reason: &'static str,
    origin: &Origin,
) -> Answer<()> {
    let (ports, now) = (&provider.ports, provider.ports.clock.now());
    let counter = client.map_or("client refused".to_owned(), |client| format!("client refused: {}", client.id));
    match ports.throttle.hit(&counter, REFUSALS_A_MINUTE, Duration::from_secs(60), now).await? {
        Hit::Allowed => {
            let mut event = Event::new(Code::ClientRefused, origin, now).with("reason", reason);
            event.client = client.map(|client| client.id.to_string());
            ports.audit.record(event).await
        }
        Hit::Wait { .. } => {
            tracing::warn!(reason, client = client.map(|client| client.id.as_str()), "a client was refused");
            Ok(())
        }
    }
}

/// How many refusals a minute go to the audit log.
const REFUSALS_A_MINUTE: u32 = 100;

/// Why a client is not let in.
enum Denied {
    /// The request itself is wrong, and says so to its developer.
    Request(Error),
    /// The proof does not hold. The word is for the audit log alone.
    Unproven(&'static str),
    /// It could not be found out.
    Unavailable(Unavailable),
}

impl From<Error> for Denied {
    fn from(error: Error) -> Self {
        Self::Request(error)
    }
}

impl From<Unavailable> for Denied {
    fn from(error: Unavailable) -> Self {
        Self::Unavailable(error)
    }
}

/// The same answer for an unknown client, a wrong proof and a wrong method.
fn refused() -> Error {
    Error::new(ErrorCode::InvalidClient, "the client is unknown or did not prove who it is")
}

/// What a request shows: one method, and who it says it is.
enum Credentials<'a> {
    /// `none`.
    Name(&'a str),
    /// `client_secret_basic`.
    Basic { id: String, secret: String },
    /// `client_secret_post`.
    Post { id: &'a str, secret: &'a str },
    /// `private_key_jwt`.
    Assertion { id: String, jwt: &'a str },
}

impl<'a> Credentials<'a> {
    /// RFC 6749 2.3: a client must not use more than one method in a request.
    fn read(header: Option<&str>, form: &'a Parameters) -> Result<Self, Denied> {
        let named = form.get("client_id")?;
        let secret = form.get("client_secret")?;
        let has_assertion = form.get("client_assertion")?.is_some() || form.get("client_assertion_type")?.is_some();
        let credentials = match (header, secret, has_assertion) {
            (None, None, false) => Self::Name(named.ok_or(Denied::Unproven("client"))?),
            (Some(header), None, false) => {
                let (id, secret) = basic::parse(header).ok_or(Denied::Unproven("header"))?;
                Self::Basic { id, secret }
            }
            (None, Some(secret), false) => Self::Post { id: named.ok_or(Denied::Unproven("client"))?, secret },
            (None, None, true) => private_key_jwt::read(form)?,
            _ => {
                let description = "the client authenticates in more than one way; use the registered one alone";
                return Err(Error::new(ErrorCode::InvalidRequest, description).into());
            }
        };
        match named {
            Some(named) if named != credentials.client_id() => {
                Err(Error::new(ErrorCode::InvalidRequest, "client_id is not the client that authenticates").into())
            }
            _ => Ok(credentials),
        }
    }

    fn client_id(&self) -> &str {
        match self {
            Self::Name(id) | Self::Post { id, .. } => id,
            Self::Basic { id, .. } | Self::Assertion { id, .. } => id,
        }
    }
}

async fn prove(provider: &Provider, client: &Client, credentials: &Credentials<'_>) -> Result<(), Denied> {
    match (&client.authentication, credentials) {
        (ClientAuthentication::None, Credentials::Name(_)) => Ok(()),
        (ClientAuthentication::ClientSecretBasic(hashes), Credentials::Basic { secret, .. }) => {
            secret::check(hashes, secret)
        }
        (ClientAuthentication::ClientSecretPost(hashes), Credentials::Post { secret, .. }) => {
            secret::check(hashes, secret)
        }
        (ClientAuthentication::PrivateKeyJwt { algorithm, keys }, Credentials::Assertion { jwt, .. }) => {
            private_key_jwt::check(provider, &client.id, *algorithm, keys, jwt).await
        }
        _ => Err(Denied::Unproven("method")),
    }
}
