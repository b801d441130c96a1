//! The end-session endpoint (RP-Initiated Logout 1.0).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use idp_core::audit::{Code, Event};
use idp_core::id::BrowserToken;
use idp_core::oidc::Parameters;
use idp_core::oidc::discovery::path;
use idp_core::oidc::logout::{self, Logout};
use idp_core::session::Session;
use idp_themes::Page;

use crate::failure::Failure;
use crate::login::see_other;
use crate::page::{self, Belonging};
use crate::request::Context;
use crate::{Web, cookies};

/// Where the question's form goes.
pub(crate) const CONFIRM: &str = "/logout/confirm";
/// The longest query that a browser is sent on with, in bytes; no honest logout request comes near it.
const MAX_QUERY: usize = 8 * 1024;
/// Where the browser ends where nobody sends it on.
pub(crate) const DONE: &str = "/logout/done";

/// `GET /logout`.
pub(crate) async fn get(
    State(web): State<Arc<Web>>,
    context: Context,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    decide(&web, context, &Parameters::decode(query.unwrap_or_default().as_bytes())).await
}

/// `POST /logout`. A form that another site posts brings none of our cookies (they are `SameSite=Lax`), so a browser that
/// shows no session is asked again by GET, where it does: else the application would be told of a logout that was none.
pub(crate) async fn post(State(web): State<Arc<Web>>, context: Context, body: Bytes) -> Result<Response, Failure> {
    let parameters = Parameters::decode(&body);
    let query = parameters.encode();
    if context.session.is_some() || query.len() > MAX_QUERY {
        return decide(&web, context, &parameters).await;
    }
    Ok(see_other(&format!("{}?{query}", path::LOGOUT), None))
}

/// `POST /logout/confirm`: the person said yes.
pub(crate) async fn confirm(State(web): State<Arc<Web>>, context: Context) -> Result<Response, Failure> {
    if let Some(session) = session(&web, &context).await? {
        end(&web, &context, &session).await?;
    }
    Ok(see_other(DONE, Some(cookies::end_session(&web))))
}

/// `GET /logout/done`.
pub(crate) async fn done(State(web): State<Arc<Web>>, context: Context) -> Response {
    page::render(&web, &context, StatusCode::OK, &Page::LoggedOut, None)
}

async fn decide(web: &Web, context: Context, parameters: &Parameters) -> Result<Response, Failure> {
    let session = session(web, &context).await?;
    let decided = logout::decide(&web.provider, parameters, session.as_ref()).await?.map_err(Failure::Protocol)?;
    match (decided, session) {
        (Logout::End { redirect }, Some(session)) => {
            end(web, &context, &session).await?;
            Ok(see_other(redirect.as_deref().unwrap_or(DONE), Some(cookies::end_session(web))))
        }
        (Logout::Ask, _) => Ok(ask(web, context)),
        (Logout::End { redirect } | Logout::Nothing { redirect }, _) => {
            Ok(see_other(redirect.as_deref().unwrap_or(DONE), None))
        }
    }
}

/// The live session of the browser.
async fn session(web: &Web, context: &Context) -> Result<Option<Session>, Failure> {
    let ports = &web.provider.ports;
    let Some(cookie) = &context.session else { return Ok(None) };
    let Some(session) = ports.sessions.load(&cookie.digest()).await? else { return Ok(None) };
    let account = ports.accounts.by_subject(&session.subject).await?;
    Ok(account.filter(|account| session.is_live(account, ports.clock.now())).map(|_| session))
}

async fn end(web: &Web, context: &Context, session: &Session) -> Result<(), Failure> {
    let event = Event::new(Code::SessionEnded, &context.origin, web.provider.ports.clock.now()).about(&session.subject);
    Ok(web.provider.ports.sessions.end(&session.id, event).await?)
}

/// Asks. The form needs the token of a browser cookie, so a browser without one gets it here.
fn ask(web: &Web, mut context: Context) -> Response {
    let new = context.browser.is_none().then(|| BrowserToken::generate(web.provider.ports.rng.as_ref()));
    if let Some(browser) = &new {
        context.browser = Some(browser.clone());
    }
    let of = Belonging {
        locale: context.locale(),
        application: None,
        action: Some(CONFIRM.to_owned()),
        cancel: None,
        form_target: None,
    };
    let mut response = page::render(web, &context, StatusCode::OK, &Page::Logout, Some(of));
    if let Some(browser) = new
        && let Ok(cookie) = HeaderValue::from_str(&cookies::set_browser(web, &browser).to_string())
    {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
