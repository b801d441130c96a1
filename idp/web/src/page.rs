//! A page of the theme as a response.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use idp_core::locale::Locale;
use idp_themes::{Frame, Page};

use crate::Web;
use crate::csrf;
use crate::headers::{FormTarget, Loads};
use crate::request::Context;

/// What a page needs to know of the login that it belongs to.
pub(crate) struct Belonging {
    /// The language settled with the application.
    pub(crate) locale: Locale,
    /// What people call the application.
    pub(crate) application: Option<String>,
    /// Where the page's form goes.
    pub(crate) action: Option<String>,
    /// Where giving up goes.
    pub(crate) cancel: Option<String>,
    /// To which origin the forms may lead in the end.
    pub(crate) form_target: Option<String>,
}

/// Renders a page. One that cannot be rendered (every page is rendered with samples at start, so this should never be) is a
/// plain sentence.
pub(crate) fn render(web: &Web, context: &Context, status: StatusCode, page: &Page, of: Option<Belonging>) -> Response {
    let locale = of.as_ref().map_or_else(|| context.locale(), |of| of.locale);
    let (application, action, cancel, form_target) =
        of.map_or((None, None, None, None), |of| (of.application, of.action, of.cancel, of.form_target));
    let frame = Frame {
        locale,
        path: context.path.clone(),
        environment: web.environment.clone(),
        csrf: context.browser.as_ref().map(|browser| csrf::token(web, browser)),
        application,
        action,
        cancel,
    };
    let (status, kind, body) = match web.theme.render(page, &frame) {
        Ok(html) => (status, "text/html; charset=utf-8", html),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            let text = format!("Er ging iets mis. Something went wrong. ({})\n", context.id);
            (StatusCode::INTERNAL_SERVER_ERROR, "text/plain; charset=utf-8", text)
        }
    };
    let mut response = (status, body).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if page.asks_passkey() {
        let url = format!("{}{}", web.provider.settings.issuer.as_str(), web.theme.script().path);
        response.extensions_mut().insert(Loads(url));
    }
    if let Some(origin) = form_target {
        response.extensions_mut().insert(FormTarget(origin));
    }
    response
}
