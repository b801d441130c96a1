//! Whatever fails ends here: as a page with a way on for a person, as JSON for a client, never as a bare line.
//!
//! A handler returns a [`Failure`]; it travels as an extension of an empty response, and [`render`], which knows the theme and
//! the language, writes the body. What fails outside of the handlers (no such path, wrong method, too large, too slow, a panic)
//! takes the same way.

use std::any::Any;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use idp_core::oidc;
use idp_core::port::Unavailable;
use idp_themes::Page;
use serde_json::json;

use crate::Web;
use crate::page;
use crate::request::Context;
use crate::routes::{Audience, Rule};

/// Why a request failed.
#[derive(Debug, Clone)]
pub(crate) enum Failure {
    /// A POST that did not come from a page of ours.
    Forbidden,
    /// Nothing is here.
    NotFound,
    /// The body is larger than any form of ours.
    TooLarge,
    /// An authorization or logout request that cannot be sent back to its client.
    Protocol(oidc::Error),
    /// Something outside did not answer; it was logged when it happened.
    Unavailable,
    /// This must not be; logged with its reason.
    Internal(&'static str),
}

impl From<Unavailable> for Failure {
    fn from(error: Unavailable) -> Self {
        let source: &dyn std::error::Error = error.source.as_ref();
        tracing::error!(what = error.what, source, "unavailable");
        Self::Unavailable
    }
}

impl Failure {
    fn status(&self) -> StatusCode {
        match self {
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Protocol(_) => StatusCode::BAD_REQUEST,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        if let Self::Internal(reason) = &self {
            tracing::error!(reason, "internal error");
        }
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// What a panic becomes. Nothing that serves requests panics on purpose; if it does, the person still gets a page.
pub(crate) fn panicked(_panic: Box<dyn Any + Send + 'static>) -> Response {
    Failure::Internal("a handler panicked").into_response()
}

/// Gives an empty error its body, as the route's rule says.
pub(crate) fn render(web: &Web, rule: Option<Rule>, context: &Context, mut response: Response) -> Response {
    let status = response.status();
    let has_body =
        response.headers().contains_key(header::CONTENT_TYPE) && response.extensions().get::<Failure>().is_none();
    // axum's own rejections carry a line of plain text, which is for nobody.
    let bare =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
    if !(status.is_client_error() || status.is_server_error()) || (has_body && !bare) {
        return response;
    }
    let failure = response.extensions().get::<Failure>().cloned();
    let mut rendered = if rule.is_some_and(|rule| rule.audience == Audience::Client) {
        json(status)
    } else {
        // A page about a request that was refused leads to nothing of it again, not even in another language.
        let path = context.path.clone().filter(|_| failure.is_none());
        let context = Context { path, ..context.clone() };
        page::render(web, &context, status, &page_of(status, failure, &context), None)
    };
    // What the answer had to say besides its body (Allow, WWW-Authenticate) still holds.
    for (name, value) in response.headers() {
        if ![header::CONTENT_TYPE, header::CONTENT_LENGTH].contains(name) {
            rendered.headers_mut().insert(name, value.clone());
        }
    }
    if status == StatusCode::SERVICE_UNAVAILABLE {
        rendered.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    rendered.extensions_mut().extend(std::mem::take(response.extensions_mut()));
    rendered
}

fn page_of(status: StatusCode, failure: Option<Failure>, context: &Context) -> Page {
    match (failure, status) {
        (Some(Failure::Protocol(error)), _) => Page::AuthorizationError(error),
        (Some(Failure::Forbidden), _) => Page::Forbidden,
        (_, StatusCode::SERVICE_UNAVAILABLE) => Page::Unavailable,
        (_, status) if status.is_client_error() => Page::NotFound,
        _ => Page::ServerError { reference: context.id.to_string() },
    }
}

fn json(status: StatusCode) -> Response {
    let error = match status {
        StatusCode::SERVICE_UNAVAILABLE => "temporarily_unavailable",
        status if status.is_client_error() => "invalid_request",
        _ => "server_error",
    };
    (status, axum::Json(json!({ "error": error }))).into_response()
}
