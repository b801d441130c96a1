//! The authorization endpoint (OIDC Core 3.1.2).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum_extra::extract::cookie::Cookie;
use idp_core::id::TransactionId;
use idp_core::login::{Login, Lost, Next};
use idp_core::oidc::Parameters;
use idp_core::oidc::authorization_response::AuthorizationResponse;
use idp_core::oidc::authorize::{AuthorizationRequest, Rejection};
use idp_themes::Page;
use idp_themes::page::scripts::Script;

use crate::failure::Failure;
use crate::headers::{FormTarget, Runs};
use crate::login::{login, respond, see_other};
use crate::own::know_browser;
use crate::request::Context;
use crate::{Web, cookies, page};

/// Where a request that was posted goes on, with the cookies of the browser.
pub(crate) const RESUME: &str = "/authorize/{transaction}";

/// `GET /authorize`: begins a login, or answers at once where the session is enough.
pub(crate) async fn get(
    State(web): State<Arc<Web>>,
    mut context: Context,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let parameters = Parameters::decode(query.unwrap_or_default().as_bytes());
    let request = match AuthorizationRequest::read(&web.provider, &parameters).await? {
        Ok(request) => request,
        Err(rejection) => return refuse(&web, &context, rejection),
    };
    let cookie = know_browser(&web, &mut context);
    let next = login(&web, &context).begin(request.into()).await?;
    web.metrics.begun(&next);
    Ok(go_on(&web, &context, next, cookie))
}

/// `POST /authorize`. A browser that is sent here by another site keeps its cookies back (they are `SameSite=Lax`), so the
/// request is only checked and kept; it goes on with a GET, to which they come.
pub(crate) async fn post(State(web): State<Arc<Web>>, context: Context, body: Bytes) -> Result<Response, Failure> {
    // It is kept before anything is known of the browser, so a page of another site must not send it unseen.
    if !context.is_seen {
        return Ok(respond(&web, &context, Next::Lost(Lost::Unseen)));
    }
    match AuthorizationRequest::read(&web.provider, &Parameters::decode(&body)).await? {
        Ok(request) => {
            let id = Login::put_down(&web.provider, &context.origin, request).await?;
            Ok(see_other(&RESUME.replace("{transaction}", id.as_str()), None))
        }
        Err(rejection) => refuse(&web, &context, rejection),
    }
}

/// `GET /authorize/{transaction}`: goes on with a request that was posted.
pub(crate) async fn resume(
    State(web): State<Arc<Web>>,
    mut context: Context,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let Some(id) = TransactionId::parse(&id) else { return Ok(respond(&web, &context, Next::Lost(Lost::Unknown))) };
    let cookie = know_browser(&web, &mut context);
    let next = login(&web, &context).take_up(&id).await?;
    web.metrics.begun(&next);
    Ok(go_on(&web, &context, next, cookie))
}

/// The answer to the application, in the mode that it asked for.
pub(crate) fn answer(
    web: &Web,
    context: &Context,
    answer: AuthorizationResponse,
    cookie: Option<Cookie<'static>>,
) -> Response {
    let (to, fields) = match answer {
        AuthorizationResponse::Redirect(location) => return see_other(&location, cookie),
        AuthorizationResponse::FormPost { to, fields } => (to, fields),
    };
    // The page cannot be fetched again: what it carries is used once. And our token is nothing for the application.
    let context = Context { path: None, browser: None, ..context.clone() };
    let target = to.origin();
    let page = Page::FormPost { to: to.as_str().to_owned(), fields };
    let mut response = page::render(web, &context, StatusCode::OK, &page, None);
    response.extensions_mut().insert(FormTarget(target));
    response.extensions_mut().insert(Runs(Script::SEND));
    cookies::add(&mut response, cookie);
    response
}

fn refuse(web: &Web, context: &Context, rejection: Rejection) -> Result<Response, Failure> {
    match rejection {
        Rejection::Page(error) => Err(Failure::Protocol(error)),
        Rejection::Redirect(target, error) => {
            Ok(answer(web, context, target.error(&web.provider.settings.issuer, &error), None))
        }
    }
}

fn go_on(web: &Web, context: &Context, next: Next, browser: Option<Cookie<'static>>) -> Response {
    let mut response = respond(web, context, next);
    cookies::add(&mut response, browser);
    response
}
