//! The end-session endpoint (RP-Initiated Logout 1.0).

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use idp_core::id::BrowserToken;
use idp_core::oidc::Parameters;
use idp_core::oidc::logout::{self, End, Logout, Redirect};
use idp_core::session::Session;
use idp_themes::Page;
use idp_themes::page::scripts::Script;

use crate::cookies::Jar;
use crate::failure::Failure;
use crate::headers::{Framed, Runs};
use crate::login::see_other;
use crate::page::{self, Belonging};
use crate::request::Context;
use crate::{Web, cookies};

/// Where the question's form goes.
pub(crate) const CONFIRM: &str = "/logout/confirm";
/// Where a request that was posted goes on, with the cookies of the browser.
pub(crate) const RESUME: &str = "/logout/posted";
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
/// shows no session is given the request to bring it back by GET, when it shows one: else the application would be told of a
/// logout that was none. In a cookie the ID token gets into no history and no log, and there is nothing for us to keep.
pub(crate) async fn post(State(web): State<Arc<Web>>, context: Context, body: Bytes) -> Result<Response, Failure> {
    let parameters = Parameters::decode(&body);
    if context.session.is_some() {
        return decide(&web, context, &parameters).await;
    }
    parameters.refuse_repeated().map_err(Failure::Protocol)?;
    let request = ours(&parameters).into_iter().collect();
    let cookie = cookies::set_logout_request(&web, &request).ok_or(Failure::TooLarge)?;
    Ok(see_other(RESUME, Some(cookie)))
}

/// `GET /logout/posted`: goes on with a request that was posted.
pub(crate) async fn resume(State(web): State<Arc<Web>>, context: Context, jar: Jar) -> Response {
    let parameters = Parameters::decode(cookies::logout_request(&web, &jar).unwrap_or_default().as_bytes());
    // What is shown cannot be fetched again: the browser brings the request once.
    let context = Context { path: None, ..context };
    let mut response = decide(&web, context, &parameters).await.into_response();
    cookies::add(&mut response, Some(cookies::end_logout_request(&web)));
    response
}

/// `POST /logout/confirm`: the person said yes. The form brings the request again, so where the browser goes on is decided
/// anew and not believed.
pub(crate) async fn confirm(
    State(web): State<Arc<Web>>,
    context: Context,
    Extension(form): Extension<Parameters>,
) -> Result<Response, Failure> {
    let session = session(&web, &context).await?;
    let decided = logout::decide(&web.provider, &form, session.as_ref()).await?.map_err(Failure::Protocol)?;
    let to = onward(decided.redirect.as_ref());
    match session {
        Some(session) => end(&web, context, &session, to).await,
        None => Ok(see_other(to, Some(cookies::end_session(&web)))),
    }
}

/// `GET /logout/done`.
pub(crate) async fn done(State(web): State<Arc<Web>>, context: Context) -> Response {
    page::render(&web, &context, StatusCode::OK, &Page::LoggedOut, None)
}

async fn decide(web: &Web, context: Context, parameters: &Parameters) -> Result<Response, Failure> {
    let session = session(web, &context).await?;
    let decided = logout::decide(&web.provider, parameters, session.as_ref()).await?.map_err(Failure::Protocol)?;
    let Logout { end: how, redirect } = decided;
    match (how, session) {
        (End::AtOnce, Some(session)) => end(web, context, &session, onward(redirect.as_ref())).await,
        (End::IfConfirmed, _) => Ok(ask(web, context, parameters, redirect)),
        (End::AtOnce | End::NoSession, _) => Ok(see_other(onward(redirect.as_ref()), None)),
    }
}

fn onward(redirect: Option<&Redirect>) -> &str {
    redirect.map_or(DONE, |redirect| &redirect.url)
}

/// What of a request is for us.
fn ours(parameters: &Parameters) -> Vec<(&'static str, String)> {
    let sent = |name| Some((name, parameters.get(name).ok().flatten()?.to_owned()));
    logout::PARAMETERS.into_iter().filter_map(sent).collect()
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

/// Asks, with a form that brings the request again if the browser goes on by it. The form needs the token of a browser
/// cookie, so a browser without one gets it here.
fn ask(web: &Web, mut context: Context, parameters: &Parameters, redirect: Option<Redirect>) -> Response {
    let new = context.browser.is_none().then(|| BrowserToken::generate(web.provider.ports.rng.as_ref()));
    if let Some(browser) = &new {
        context.browser = Some(browser.clone());
    }
    let of = Belonging {
        locale: context.locale(),
        application: None,
        action: Some(CONFIRM.to_owned()),
        cancel: None,
        form_target: redirect.as_ref().map(|redirect| redirect.origin.clone()),
    };
    let page = Page::Logout { request: redirect.map(|_| ours(parameters)).unwrap_or_default() };
    let mut response = page::render(web, &context, StatusCode::OK, &page, Some(of));
    if let Some(browser) = new
        && let Ok(cookie) = HeaderValue::from_str(&cookies::set_browser(web, &browser).to_string())
    {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
