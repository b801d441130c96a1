//! The headers of every answer, errors included.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use idp_themes::page::scripts::Script;

use crate::Web;
use crate::routes::{Audience, Cache, Frames, Rule};

/// To which origins besides our own the forms of a page may lead: browsers apply `form-action` to the redirect after the
/// POST too. Put into the response by the page, read by [`apply`].
#[derive(Debug, Clone)]
pub(crate) struct FormTarget(pub(crate) String);

/// The script that a page holds. Put into the response by the page, read by [`apply`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Runs(pub(crate) Script);

/// The origins of the frames that a page holds. Put into the response by the page, read by [`apply`].
#[derive(Debug, Clone)]
pub(crate) struct Framed(pub(crate) BTreeSet<String>);

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
    let failed = response.status().is_client_error() || response.status().is_server_error();
    let policy = content_security_policy(rule, response.extensions());
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
    set(headers, header::CONTENT_SECURITY_POLICY, &policy);
    if rule.is_none_or(|rule| rule.audience == Audience::Person) {
        set(headers, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
        set(headers, HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()");
    }
    if web.provider.settings.issuer.is_https() {
        set(headers, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    response
}

/// No scripts and no frames but those that the page says it has, nothing from elsewhere, nobody's frame.
fn content_security_policy(rule: Option<Rule>, page: &Extensions) -> String {
    let common = "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";
    if rule.is_some_and(|rule| rule.audience == Audience::Client) {
        return common.to_owned();
    }
    let target = page.get().map(|FormTarget(origin)| format!(" {origin}")).unwrap_or_default();
    let script = page.get().map(|Runs(script)| format!("; script-src {}", script.source())).unwrap_or_default();
    let origins = page.get().map(|Framed(origins)| origins.iter().map(String::as_str).collect::<Vec<_>>().join(" "));
    let frames = origins.map(|origins| format!("; frame-src {origins}")).unwrap_or_default();
    format!("{common}; style-src 'self'; img-src 'self' data:; form-action 'self'{target}{script}{frames}")
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
