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
pub struct Logout {
    /// How the session ends.
    pub end: End,
    /// Where the browser goes on then, if a client is known by its hint and named a registered URI.
    pub redirect: Option<Redirect>,
}

/// How the session of a browser ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// At once: the client showed an ID token of this very session.
    AtOnce,
    /// If the person says so: anybody could have sent the browser here.
    IfConfirmed,
    /// There is none.
    NoSession,
}

/// Where a browser goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The registered URI, with `state`.
    pub url: String,
    /// Its scheme, host and port.
    pub origin: String,
}

/// The parameters that are ours (RP-Initiated Logout 2), without those that only say how to ask.
pub const PARAMETERS: [&str; 4] = ["id_token_hint", "client_id", "post_logout_redirect_uri", "state"];

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
                let state = get("state").filter(|state| Parameters::is_as_sent(state)).map(|state| ("state", state));
                Some(Redirect { url: uri.with(state.as_slice()), origin: uri.origin() })
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
    let end = match (session, hint) {
        (None, _) => End::NoSession,
        (Some(session), Some(hint)) if is_of(provider, &hint, session) => End::AtOnce,
        (Some(_), _) => End::IfConfirmed,
    };
    Ok(Ok(Logout { end, redirect }))
}

/// Ends a session. The clients that saw it and want a call get one soon; what the others want loaded is returned.
pub async fn end(provider: &Provider, session: &Session, origin: &Origin, now: Timestamp) -> Answer<Vec<LogoutFrame>> {
    let event = Event::new(Code::SessionEnded, origin, now).about(&session.subject);
    let called = provider.clients.called_at_logout();
    let saw = provider.ports.sessions.end(Ending { session: &session.id, called: &called }, event).await?;
    Ok(frontchannel_logout::frames(provider, &saw, &session.id))
}

/// Whether the client showed an ID token of this very session.
fn is_of(provider: &Provider, hint: &IdTokenHint, session: &Session) -> bool {
    let (clients, keyed_hash) = (&provider.clients, provider.ports.keyed_hash.as_ref());
    hint.is_about(&session.subject, clients, keyed_hash) && hint.is_of(&session.id, clients, keyed_hash)
}

fn registered(provider: &Provider, hint: &IdTokenHint, uri: &str) -> Option<RedirectUri> {
    let client = provider.clients.get(&hint.client)?;
    RedirectUri::among(&client.post_logout_redirect_uris, uri)
}
