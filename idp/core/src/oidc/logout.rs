//! RP-Initiated Logout 1.0: when a session ends at once, when the person is asked, and where the browser goes then.

use serde_json::Value;

use super::{Error, ErrorCode, Parameters};
use crate::client::{ClientId, RedirectUri};
use crate::id::{SessionId, Subject};
use crate::port::{Answer, TokenType};
use crate::provider::Provider;
use crate::session::Session;

/// What to do with a logout request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Logout {
    /// The client showed an ID token of this very session: end it and go on.
    End {
        /// Where, if the client named a registered URI.
        redirect: Option<String>,
    },
    /// Anybody could have sent the browser here: ask the person.
    Ask,
    /// There is no session: nothing to end.
    Nothing {
        /// Where to go on, if the client showed an ID token and named a registered URI.
        redirect: Option<String>,
    },
}

/// Whom an `id_token_hint` is about.
struct Hint {
    client: ClientId,
    subject: Subject,
    session: Option<SessionId>,
}

/// Decides about a logout request, for the browser's live session if it has one.
pub async fn decide(
    provider: &Provider,
    parameters: &Parameters,
    session: Option<&Session>,
) -> Answer<Result<Logout, Error>> {
    if let Err(error) = parameters.refuse_repeated() {
        return Ok(Err(error));
    }
    let get = |name| parameters.get(name).ok().flatten();
    let hint = match get("id_token_hint") {
        Some(jwt) => {
            read_hint(provider, jwt).await?.filter(|hint| get("client_id").is_none_or(|id| id == hint.client.as_str()))
        }
        None => None,
    };
    // RP-Initiated Logout 3: only a client that we know by a valid hint has the browser sent on, and only to a URI that is
    // registered, to the byte. Everything else ends on a page of ours.
    let redirect = match (&hint, get("post_logout_redirect_uri")) {
        (Some(hint), Some(uri)) => match registered(provider, hint, uri) {
            Some(uri) => Some(get("state").map_or_else(|| uri.with(&[]), |state| uri.with(&[("state", state)]))),
            None => {
                return Ok(Err(Error::new(
                    ErrorCode::InvalidRequest,
                    "this post_logout_redirect_uri is not registered for this client",
                )));
            }
        },
        _ => None,
    };
    Ok(Ok(match (session, hint) {
        (None, _) => Logout::Nothing { redirect },
        (Some(session), Some(hint)) if hint.is_of(session) => Logout::End { redirect },
        (Some(_), _) => Logout::Ask,
    }))
}

impl Hint {
    fn is_of(&self, session: &Session) -> bool {
        self.subject == session.subject && self.session.as_ref().is_none_or(|id| *id == session.id)
    }
}

/// RP-Initiated Logout 2: an ID token that we signed, expired or not.
async fn read_hint(provider: &Provider, jwt: &str) -> Answer<Option<Hint>> {
    let Some(claims) = provider.ports.keys.verify(TokenType::Id, jwt).await? else { return Ok(None) };
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    if text("iss") != Some(provider.settings.issuer.as_str()) {
        return Ok(None);
    }
    let parts = (text("aud").and_then(ClientId::parse), text("sub").and_then(Subject::parse));
    Ok(match parts {
        (Some(client), Some(subject)) => {
            Some(Hint { client, subject, session: text("sid").and_then(SessionId::parse) })
        }
        _ => None,
    })
}

fn registered(provider: &Provider, hint: &Hint, uri: &str) -> Option<RedirectUri> {
    let client = provider.clients.get(&hint.client)?;
    client.post_logout_redirect_uris.iter().find(|registered| registered.as_str() == uri).cloned()
}
