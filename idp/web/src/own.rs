//! Pages of our own behind the login: who may open one, and what they owe first.
//!
//! Every handler of such a page begins with [`visitor`]. Where the session is missing, too weak or too old it gives the way
//! to the login instead, which ends at the page again; so a page asks for evidence by the one pipeline, and by nothing else.

use std::time::Duration;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use idp_core::assurance::Level;
use idp_core::id::BrowserToken;
use idp_core::lifetimes;
use idp_core::login::purpose::{OwnPath, PageRequest};
use idp_core::login::{Visit, Visitor};
use idp_core::port::Unavailable;
use idp_themes::Page;

use crate::failure::Failure;
use crate::login::{login, respond};
use crate::request::Context;
use crate::{Web, cookies, page};

/// How recent the evidence must be. Whatever a page of ours shows or does, it asks for both factors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Age {
    /// As old as the session may be: to look at something.
    Any,
    /// Of some minutes ago: to open a form that changes something.
    Fresh,
    /// As much longer as filling in that form may take: to send it.
    Filled,
}

impl Age {
    fn limit(self) -> Option<Duration> {
        match self {
            Self::Any => None,
            Self::Fresh => Some(lifetimes::FRESH),
            Self::Filled => Some(lifetimes::FRESH_FORM),
        }
    }
}

/// Why a handler of a page of ours did not get a visitor, or got no further.
pub(crate) enum Turned {
    /// The browser goes somewhere else.
    Away(Box<Response>),
    /// Something failed.
    Failed(Failure),
}

impl IntoResponse for Turned {
    fn into_response(self) -> Response {
        match self {
            Self::Away(response) => *response,
            Self::Failed(failure) => failure.into_response(),
        }
    }
}

impl From<Failure> for Turned {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<Unavailable> for Turned {
    fn from(error: Unavailable) -> Self {
        Self::Failed(error.into())
    }
}

/// Who opens the page at `path`, to which a login leads back: for a form that is sent, the path of the form.
pub(crate) async fn visitor(web: &Web, context: &mut Context, path: &str, age: Age) -> Result<Visitor, Turned> {
    let path = OwnPath::parse(path).ok_or(Failure::NotFound)?;
    let browser = know_browser(web, context);
    let page = PageRequest { path, required: Level::Mfa, max_age: age.limit() };
    match login(web, context).visit(page).await? {
        Visit::Welcome(visitor) => Ok(*visitor),
        Visit::First(next) => {
            web.metrics.begun(&next);
            let mut response = respond(web, context, next);
            cookies::add(&mut response, browser);
            Err(Turned::Away(Box::new(response)))
        }
    }
}

/// A page of ours for its visitor.
pub(crate) fn show(web: &Web, context: &Context, page: &Page) -> Response {
    page::render(web, context, StatusCode::OK, page, None)
}

/// A browser that we have not seen gets its cookie: a login is bound to it.
pub(crate) fn know_browser(web: &Web, context: &mut Context) -> Option<axum_extra::extract::cookie::Cookie<'static>> {
    if context.browser.is_some() {
        return None;
    }
    let browser = BrowserToken::generate(web.provider.ports.rng.as_ref());
    let cookie = cookies::set_browser(web, &browser);
    context.browser = Some(browser);
    Some(cookie)
}
