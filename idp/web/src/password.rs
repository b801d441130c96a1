//! The pages of who has no password at hand: asking for a link, and choosing a password with it. Nobody is logged in here, and
//! nobody becomes so.
//!
//! A link is in a path, which our log and our traces know only as the route; the pages send no referrer.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use idp_core::account::Username;
use idp_core::id::{PasswordToken, TransactionId};
use idp_core::login::Form;
use idp_core::oidc::Parameters;
use idp_core::password::by_link::{self, Chosen, Opened};
use idp_core::password::forgotten::{self, Forgotten};
use idp_core::password::{Chooser, Refusal, Typed};
use idp_themes::Page;
use idp_themes::page::password::{ForgottenPage, NewPasswordPage};

use crate::failure::Failure;
use crate::login::{login, see_other};
use crate::own::know_browser;
use crate::page::{self, Belonging};
use crate::request::Context;
use crate::{Web, cookies};

/// Where who forgot the password asks for a link.
pub(crate) const FORGOTTEN: &str = "/password/forgotten";
/// What they read then.
pub(crate) const SENT: &str = "/password/sent";
/// What everybody reads who has chosen a password.
pub(crate) const CHANGED: &str = "/password/changed";

/// `GET /password/forgotten`.
pub(crate) async fn ask(State(web): State<Arc<Web>>, context: Context) -> Response {
    question(&web, context, ForgottenPage::default())
}

/// `GET /login/{transaction}/forgotten`: the same, with the name that was typed in this login. It is in no URL, and is looked
/// up nowhere.
pub(crate) async fn ask_from_login(
    State(web): State<Arc<Web>>,
    context: Context,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let username = match TransactionId::parse(&id) {
        Some(id) => login(&web, &context).typed_name(&id).await?,
        None => None,
    };
    let username = username.map(|username| username.to_string());
    Ok(question(&web, context, ForgottenPage { username, missing: false }))
}

/// `POST /password/forgotten`: the answer is the same for every name.
pub(crate) async fn send(
    State(web): State<Arc<Web>>,
    context: Context,
    Extension(form): Extension<Parameters>,
) -> Result<Response, Failure> {
    let Some(username) = Username::parse(Form::new(form).text("username")) else {
        return Ok(question(&web, context, ForgottenPage { username: None, missing: true }));
    };
    let (origin, locale) = (context.origin.clone(), context.locale());
    forgotten::ask(&web.provider, Forgotten { username, origin, locale }).await?;
    Ok(see_other(SENT, None))
}

/// `GET /password/sent`.
pub(crate) async fn sent(State(web): State<Arc<Web>>, context: Context) -> Response {
    page::render(&web, &context, StatusCode::OK, &Page::PasswordLinkSent, None)
}

/// `GET /password/{token}`: shows, and only shows.
pub(crate) async fn open(
    State(web): State<Arc<Web>>,
    context: Context,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let opened = match PasswordToken::parse(&token) {
        Some(token) => by_link::open(&web.provider, &token).await?,
        None => None,
    };
    Ok(match opened {
        Some(opened) => form(&web, context, &opened, None),
        None => dead(&web, &context),
    })
}

/// `POST /password/{token}`.
pub(crate) async fn choose(
    State(web): State<Arc<Web>>,
    context: Context,
    Path(token): Path<String>,
    Extension(sent): Extension<Parameters>,
) -> Result<Response, Failure> {
    let Some(token) = PasswordToken::parse(&token) else { return Ok(dead(&web, &context)) };
    let by = Chooser { origin: &context.origin, locale: context.locale() };
    Ok(match by_link::choose(&web.provider, by, &token, typed(&Form::new(sent))).await? {
        Chosen::Set => see_other(CHANGED, None),
        Chosen::Refused(opened, refusal) => form(&web, context, &opened, Some(refusal)),
        Chosen::Dead => dead(&web, &context),
    })
}

/// `GET /password/changed`.
pub(crate) async fn changed(State(web): State<Arc<Web>>, context: Context) -> Response {
    page::render(&web, &context, StatusCode::OK, &Page::PasswordChanged, None)
}

/// The new password that a form brings.
pub(crate) fn typed(form: &Form) -> Typed {
    Typed { password: form.secret("password"), again: form.secret("again") }
}

fn question(web: &Web, context: Context, asked: ForgottenPage) -> Response {
    with_form(web, context, &Page::PasswordForgotten(asked), Some(FORGOTTEN))
}

fn form(web: &Web, context: Context, opened: &Opened, refusal: Option<Refusal>) -> Response {
    let page = NewPasswordPage {
        way: opened.kind().into(),
        username: opened.account.username.to_string(),
        least: web.provider.clients.least_password(),
        refusal,
        now: web.provider.ports.clock.now(),
    };
    with_form(web, context, &Page::NewPassword(Box::new(page)), None)
}

/// A page with a form that is sent back here, or to `action`. It needs the token of a browser cookie, so a browser without one
/// gets it.
fn with_form(web: &Web, mut context: Context, page: &Page, action: Option<&str>) -> Response {
    let browser = know_browser(web, &mut context);
    let of = Belonging {
        locale: context.locale(),
        application: None,
        action: action.map(str::to_owned),
        cancel: None,
        form_target: None,
    };
    let mut response = page::render(web, &context, StatusCode::OK, page, Some(of));
    cookies::add(&mut response, browser);
    response
}

fn dead(web: &Web, context: &Context) -> Response {
    page::render(web, context, StatusCode::NOT_FOUND, &Page::PasswordLinkDead, None)
}
