//! A POST to a page of ours must come from a page of ours.
//!
//! Two independent signs. The browser's word: `Sec-Fetch-Site`, or where a browser does not send it, `Origin`; under our
//! `no-referrer` policy some send `Origin: null`, which counts as absent and never as a pass. And the form's token: a keyed
//! hash of the browser cookie, which another site can neither read nor make.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use idp_core::id::BrowserToken;
use idp_core::oidc::Parameters;
use subtle::ConstantTimeEq;

use crate::Web;
use crate::failure::Failure;
use crate::request::Context;

/// The field of the token.
const FIELD: &str = "csrf";
/// The largest form, in bytes.
const MAX_FORM: usize = 64 * 1024;

/// The token for the forms that this browser gets.
pub(crate) fn token(web: &Web, browser: &BrowserToken) -> String {
    let hash = web.provider.ports.keyed_hash.keyed_hash("csrf token", browser.digest().as_str().as_bytes());
    URL_SAFE_NO_PAD.encode(hash)
}

/// Reads the form of a POST, checks its signs, and hands it on decoded, as [`Parameters`].
pub(crate) async fn check(State(web): State<Arc<Web>>, context: Context, request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    if !browser_says_ours(&parts.headers, web.provider.settings.issuer.as_str()) {
        return Failure::Forbidden.into_response();
    }
    let Ok(body) = to_bytes(body, MAX_FORM).await else { return Failure::TooLarge.into_response() };
    let form = Parameters::decode(&body);
    let sent = form.get(FIELD).ok().flatten().unwrap_or_default();
    let ours = context.browser.as_ref().map(|browser| token(&web, browser));
    if !ours.is_some_and(|ours| bool::from(ours.as_bytes().ct_eq(sent.as_bytes()))) {
        return Failure::Forbidden.into_response();
    }
    parts.extensions.insert(form);
    next.run(Request::from_parts(parts, Body::empty())).await
}

fn browser_says_ours(headers: &HeaderMap, issuer: &str) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    match (text("sec-fetch-site".parse().unwrap_or(header::ORIGIN)), text(header::ORIGIN)) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) if origin != "null" => origin == issuer,
        (None, _) => true,
    }
}
