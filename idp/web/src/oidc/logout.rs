//! The end-session endpoint (RP-Initiated Logout 1.0).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use idp_core::id::BrowserToken;
use idp_core::oidc::Parameters;
use idp_core::oidc::discovery::path;
use idp_core::oidc::logout::{self, Logout};
use idp_core::session::Session;
use idp_themes::Page;
use idp_themes::page::scripts::Script;

use crate::failure::Failure;
use crate::headers::{Framed, Runs};
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
    match session(&web, &context).await? {
        Some(session) => end(&web, context, &session, DONE).await,
        None => Ok(see_other(DONE, Some(cookies::end_session(&web)))),
    }
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
            end(web, context, &session, redirect.as_deref().unwrap_or(DONE)).await
        }
        (Logout::Ask, _) => Ok(ask(web, context)),
        (Logout::End { redirect } | Logout::Nothing { redirect }, _) => {
            Ok(see_other(redirect.as_deref().unwrap_or(DONE), None))
        }
    }
}

/// The session of the browser, however old: one that serves no login any more may still stand at the applications.
async fn session(web: &Web, context: &Context) -> Result<Option<Session>, Failure> {
    match &context.session {
        Some(cookie) => Ok(web.provider.ports.sessions.load(&cookie.digest()).await?),
        None => Ok(None),
    }
}

/// Ends the session and goes on: at once, or by a page where applications want something loaded.
async fn end(web: &Web, context: Context, session: &Session, to: &str) -> Result<Response, Failure> {
    let now = web.provider.ports.clock.now();
    let frames = logout::end(&web.provider, session, &context.origin, now).await?;
    let cookie = Some(cookies::end_session(web));
    if frames.is_empty() {
        return Ok(see_other(to, cookie));
    }
    // The page cannot be fetched again: the session is gone.
    let context = Context { path: None, ..context };
    let origins = frames.iter().map(|frame| frame.origin.clone()).collect();
    let page = Page::LoggingOut { frames, to: to.to_owned() };
    let mut response = page::render(web, &context, StatusCode::OK, &page, None);
    response.extensions_mut().insert(Framed(origins));
    response.extensions_mut().insert(Runs(Script::GO_ON));
    cookies::add(&mut response, cookie);
    Ok(response)
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
