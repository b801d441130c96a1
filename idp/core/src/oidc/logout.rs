//! RP-Initiated Logout 1.0: when a session ends at once, when the person is asked, who is told, and where the browser goes then.

use jiff::Timestamp;

use super::frontchannel_logout::{self, LogoutFrame};
use super::id_token_hint::IdTokenHint;
use super::{Error, ErrorCode, Parameters};
use crate::audit::{Code, Event, Origin};
use crate::client::RedirectUri;
use crate::port::{Answer, Ending};
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

/// Decides about a logout request, for the browser's session if it has one.
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
        Some(jwt) => IdTokenHint::read(provider, jwt)
            .await?
            .filter(|hint| get("client_id").is_none_or(|id| id == hint.client.as_str())),
        None => None,
    };
    // RP-Initiated Logout 3: only a client that we know by a valid hint has the browser sent on, and only to a URI that is
    // registered, to the byte. Everything else ends on a page of ours.
    let redirect = match (&hint, get("post_logout_redirect_uri")) {
        (Some(hint), Some(uri)) => match registered(provider, hint, uri) {
            Some(uri) => {
                let state = get("state").filter(|state| Parameters::is_as_sent(state));
                Some(state.map_or_else(|| uri.with(&[]), |state| uri.with(&[("state", state)])))
            }
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
        (Some(session), Some(hint)) if is_of(provider, &hint, session) => Logout::End { redirect },
        (Some(_), _) => Logout::Ask,
    }))
}

/// Ends a session. The clients that saw it and want a call get one soon; what the others want loaded is returned.
pub async fn end(provider: &Provider, session: &Session, origin: &Origin, now: Timestamp) -> Answer<Vec<LogoutFrame>> {
    let event = Event::new(Code::SessionEnded, origin, now).about(&session.subject);
    let called = provider.clients.called_at_logout();
    let saw = provider.ports.sessions.end(Ending { session: &session.id, called: &called }, event).await?;
    Ok(frontchannel_logout::frames(&provider.clients, &provider.settings.issuer, &saw, &session.id))
}

/// Whether the client showed an ID token of this very session.
fn is_of(provider: &Provider, hint: &IdTokenHint, session: &Session) -> bool {
    hint.is_about(&session.subject, &provider.clients, provider.ports.keyed_hash.as_ref())
        && hint.session.as_ref().is_none_or(|id| *id == session.id)
}

fn registered(provider: &Provider, hint: &IdTokenHint, uri: &str) -> Option<RedirectUri> {
    let client = provider.clients.get(&hint.client)?;
    RedirectUri::among(&client.post_logout_redirect_uris, uri)
}
