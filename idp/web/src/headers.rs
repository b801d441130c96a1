//! The headers of every answer, errors included.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use idp_themes::page::form_post;

use crate::Web;
use crate::routes::{Audience, Cache, Frames, Rule};

/// To which origins besides our own the forms of a page may lead: browsers apply `form-action` to the redirect after the
/// POST too. Put into the response by the page, read by [`apply`].
#[derive(Debug, Clone)]
pub(crate) struct FormTarget(pub(crate) String);

/// That a page holds the one script that there is. Put into the response by the page, read by [`apply`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct SendsItself;

/// Leaves the route's rule in the response, where the outer layers find it.
pub(crate) async fn mark(State(rule): State<Rule>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.extensions_mut().insert(rule);
    response
}

/// Sets the headers that the route's rule demands. An answer of no route gets the strictest.
pub(crate) async fn apply(State(web): State<Arc<Web>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let rule = response.extensions().get::<Rule>().copied();
    let form_target = response.extensions().get::<FormTarget>().cloned();
    let sends_itself = response.extensions().get::<SendsItself>().copied();
    let failed = response.status().is_client_error() || response.status().is_server_error();
    let headers = response.headers_mut();

    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::REFERRER_POLICY, "no-referrer");
    let cache = rule.map_or(Cache::NoStore, |rule| rule.cache);
    match cache {
        Cache::Public(life) if !failed => {
            set(headers, header::CACHE_CONTROL, &format!("public, max-age={}", life.as_secs()));
        }
        Cache::Immutable if !failed => set(headers, header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        _ => set(headers, header::CACHE_CONTROL, "no-store"),
    }
    match rule.map_or(Frames::Denied, |rule| rule.frames) {
        Frames::Denied => set(headers, header::X_FRAME_OPTIONS, "DENY"),
    }
    set(headers, header::CONTENT_SECURITY_POLICY, &content_security_policy(rule, form_target, sends_itself));
    if rule.is_none_or(|rule| rule.audience == Audience::Person) {
        set(headers, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
        set(headers, HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()");
    }
    if web.provider.settings.issuer.is_https() {
        set(headers, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    response
}

/// No scripts at all but the one that sends a form, nothing from elsewhere, nobody's frame.
fn content_security_policy(
    rule: Option<Rule>,
    form_target: Option<FormTarget>,
    sends_itself: Option<SendsItself>,
) -> String {
    let common = "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";
    if rule.is_some_and(|rule| rule.audience == Audience::Client) {
        return common.to_owned();
    }
    let target = form_target.map(|FormTarget(origin)| format!(" {origin}")).unwrap_or_default();
    let script =
        sends_itself.map(|SendsItself| format!("; script-src {}", form_post::script_source())).unwrap_or_default();
    format!("{common}; style-src 'self'; img-src 'self' data:; form-action 'self'{target}{script}")
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
