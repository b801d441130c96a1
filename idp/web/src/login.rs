//! The pages of the login: one generic pair of GET and POST serves every prompt.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::Cookie;
use idp_core::id::{BrowserToken, TransactionId};
use idp_core::login::{Form, Login, Lost, Next, Prompt, Transaction};
use idp_core::oidc::Parameters;
use idp_themes::Page;

use crate::failure::Failure;
use crate::page::{self, Belonging};
use crate::request::Context;
use crate::{Web, cookies, oidc};

/// How long the answer to a password takes at least. Where tries are spent nothing is hashed, and what else is done takes some
/// tenths of a millisecond longer for a name that somebody has; under this nobody sees it.
const PASSWORD_FLOOR: Duration = Duration::from_millis(20);

/// `GET /`: somebody typed our name.
pub(crate) async fn home(State(web): State<Arc<Web>>, context: Context) -> Response {
    page::render(&web, &context, StatusCode::OK, &Page::Home, None)
}

/// `GET /accessibility`: the accessibility statement, to which every page links.
pub(crate) async fn accessibility(State(web): State<Arc<Web>>, context: Context) -> Response {
    page::render(&web, &context, StatusCode::OK, &Page::Accessibility, None)
}

/// `GET /login/{transaction}`: on to whatever is current.
pub(crate) async fn resume(
    State(web): State<Arc<Web>>,
    context: Context,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let Some(id) = TransactionId::parse(&id) else { return Ok(lost(&web, &context, Lost::Unknown)) };
    let next = login(&web, &context).show(&id, None).await?;
    web.metrics.ended(&next);
    Ok(respond(&web, &context, next))
}

/// `GET /login/{transaction}/{prompt}`: shows, and only shows.
pub(crate) async fn show(
    State(web): State<Arc<Web>>,
    context: Context,
    Path((id, prompt)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let prompt = Prompt::from_kind(&prompt).ok_or(Failure::NotFound)?;
    let Some(id) = TransactionId::parse(&id) else { return Ok(lost(&web, &context, Lost::Unknown)) };
    let next = login(&web, &context).show(&id, Some(prompt)).await?;
    web.metrics.ended(&next);
    Ok(respond(&web, &context, next))
}

/// `POST /login/{transaction}/{prompt}`: an answer.
pub(crate) async fn answer(
    State(web): State<Arc<Web>>,
    context: Context,
    Path((id, prompt)): Path<(String, String)>,
    Extension(form): Extension<Parameters>,
) -> Result<Response, Failure> {
    let prompt = Prompt::from_kind(&prompt).ok_or(Failure::NotFound)?;
    let Some(id) = TransactionId::parse(&id) else { return Ok(lost(&web, &context, Lost::Unknown)) };
    let (login, form) = (login(&web, &context), Form::new(form));
    let answer = login.answer(&id, prompt, &form);
    let answered = match prompt {
        Prompt::Password => tokio::join!(answer, tokio::time::sleep(PASSWORD_FLOOR)).0?,
        _ => answer.await?,
    };
    web.metrics.answered(prompt, &answered);
    Ok(respond(&web, &context, answered.next))
}

/// `POST /login/{transaction}/cancel`: back to the application.
pub(crate) async fn cancel(
    State(web): State<Arc<Web>>,
    context: Context,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let Some(id) = TransactionId::parse(&id) else { return Ok(lost(&web, &context, Lost::Unknown)) };
    let next = login(&web, &context).cancel(&id).await?;
    web.metrics.ended(&next);
    Ok(respond(&web, &context, next))
}

/// The login as this browser sees it. One without our cookie is a browser that has begun nothing.
pub(crate) fn login<'a>(web: &'a Web, context: &'a Context) -> Login<'a> {
    let stranger = || BrowserToken::generate(web.provider.ports.rng.as_ref());
    Login {
        provider: &web.provider,
        origin: &context.origin,
        browser: context.browser.clone().unwrap_or_else(stranger).digest(),
        cookie: context.session.clone(),
        known: context.known.clone(),
        languages: context.languages,
        is_seen: context.is_seen,
    }
}

/// What the login says next, as a response. After a POST always 303 (RFC 9700 4.12).
pub(crate) fn respond(web: &Web, context: &Context, next: Next) -> Response {
    match next {
        Next::Ask(id, prompt) => see_other(&format!("/login/{id}/{}", prompt.kind()), None),
        Next::Halt(id) => see_other(&format!("/login/{id}"), None),
        Next::Respond { response, cookie, known, .. } => {
            let session = cookie.map(|token| cookies::set_session(web, &token));
            let mut response = oidc::authorize::answer(web, context, response, session);
            cookies::add(&mut response, known.map(|known| cookies::set_known(web, &known)));
            response
        }
        Next::Show(view) => {
            let of = belonging(web, context, &view.transaction, Some(view.prompt));
            page::render(web, context, StatusCode::OK, &Page::from(*view), Some(of))
        }
        Next::Stopped(transaction, stop) => {
            let of = belonging(web, context, &transaction, None);
            let now = web.provider.ports.clock.now();
            page::render(web, context, StatusCode::FORBIDDEN, &Page::Stopped { stop, now }, Some(of))
        }
        Next::Open { path, cookie, known } => {
            let mut response = see_other(path.as_str(), cookie.map(|token| cookies::set_session(web, &token)));
            cookies::add(&mut response, known.map(|known| cookies::set_known(web, &known)));
            response
        }
        Next::Left => see_other("/", None),
        Next::Lost(why) => lost(web, context, why),
    }
}

fn lost(web: &Web, context: &Context, lost: Lost) -> Response {
    page::render(web, context, StatusCode::NOT_FOUND, &Page::Lost(lost), None)
}

fn belonging(web: &Web, context: &Context, transaction: &Transaction, prompt: Option<Prompt>) -> Belonging {
    let (id, request) = (&transaction.id, transaction.purpose.application());
    Belonging {
        locale: context.languages.settle(transaction.purpose.ui_locales()),
        application: request
            .and_then(|request| web.provider.clients.get(&request.client))
            .map(|client| client.name.clone()),
        action: prompt.map(|prompt| format!("/login/{id}/{}", prompt.kind())),
        cancel: Some(format!("/login/{id}/cancel")),
        form_target: request.map(|request| request.target.redirect_uri.origin()),
    }
}

/// 303 See Other: whatever was posted, the browser goes on with a GET.
pub(crate) fn see_other(location: &str, cookie: Option<Cookie<'static>>) -> Response {
    let Ok(location) = HeaderValue::from_str(location) else {
        return Failure::Internal("a redirect cannot be written").into_response();
    };
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response();
    cookies::add(&mut response, cookie);
    response
}
