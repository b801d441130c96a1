//! How a client proves who it is (OIDC Core 9, RFC 6749 2.3): with the one method it is registered for.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{Error, ErrorCode, Parameters};
use crate::client::{Client, ClientAuthentication, Clients};

/// Authenticates the client of a token request, from the value of its `Authorization` header and its form.
pub fn authenticate<'a>(header: Option<&str>, form: &Parameters, clients: &'a Clients) -> Result<&'a Client, Error> {
    if form.get("client_secret")?.is_some() {
        let description = "client_secret in the form is not supported; use HTTP Basic (client_secret_basic)";
        return Err(Error::new(ErrorCode::InvalidClient, description));
    }
    let in_form = form.get("client_id")?;
    match header {
        Some(header) => {
            let (id, secret) = basic(header).ok_or_else(refused)?;
            if in_form.is_some_and(|other| other != id) {
                return Err(Error::new(
                    ErrorCode::InvalidRequest,
                    "client_id is not the one of the Authorization header",
                ));
            }
            let client = clients.find(&id).ok_or_else(refused)?;
            match &client.authentication {
                ClientAuthentication::ClientSecretBasic(hashes) if hashes.iter().any(|hash| hash.matches(&secret)) => {
                    Ok(client)
                }
                _ => Err(refused()),
            }
        }
        None => {
            let client = in_form.and_then(|id| clients.find(id)).ok_or_else(refused)?;
            match client.authentication {
                ClientAuthentication::None => Ok(client),
                ClientAuthentication::ClientSecretBasic(_) => Err(refused()),
            }
        }
    }
}

/// The same answer for an unknown client, a wrong secret and a wrong method.
fn refused() -> Error {
    Error::new(ErrorCode::InvalidClient, "the client is unknown or did not prove who it is")
}

/// RFC 6749 2.3.1: id and secret are form-encoded before they are put into HTTP Basic (RFC 7617).
fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, credentials) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(credentials.trim()).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    Some((form_decode(id)?, form_decode(secret)?))
}

fn form_decode(text: &str) -> Option<String> {
    // Decoded as the one key of a form; a separator would begin another, and an encoder never leaves one bare.
    if text.contains(['&', '=']) {
        return Some(text.to_owned());
    }
    url::form_urlencoded::parse(text.as_bytes()).next().map_or(Some(String::new()), |(key, _)| Some(key.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(text: &str) -> String {
        format!("Basic {}", STANDARD.encode(text))
    }

    #[test]
    fn basic_is_form_decoded() {
        assert_eq!(basic(&header("a%20b:s%2Bc+d")), Some(("a b".into(), "s+c d".into())));
        assert_eq!(basic(&header("a:b:c")), Some(("a".into(), "b:c".into())));
        assert_eq!(basic(&header("a:")), Some(("a".into(), String::new())));
        for bad in ["Basic", "Bearer abc", "Basic !!!", &header("nocolon")] {
            assert_eq!(basic(bad), None, "{bad}");
        }
    }
}
