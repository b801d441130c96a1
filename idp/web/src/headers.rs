//! The headers of every answer, errors included.

use std::collections::BTreeSet;

use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;
use idp_themes::page::scripts::Script;

use crate::Web;
use crate::routes::{Audience, Cache, Frames, Rule};

/// To which origins besides our own the forms of a page may lead: browsers apply `form-action` to the redirect after the
/// POST too. Put into the response by the page, read by [`apply`].
#[derive(Debug, Clone)]
pub(crate) struct FormTarget(pub(crate) String);

/// The URL of the one script that a page loads. Put into the response by the page, read by [`apply`].
#[derive(Debug, Clone)]
pub(crate) struct Loads(pub(crate) String);

/// The script that a page holds. Put into the response by the page, read by [`apply`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Runs(pub(crate) Script);

/// The origins of the frames that a page holds. Put into the response by the page, read by [`apply`].
#[derive(Debug, Clone)]
pub(crate) struct Framed(pub(crate) BTreeSet<String>);

const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
/// What every answer allows, and what of no page is all.
const NOTHING: &str = "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";

/// Sets the headers that the route's rule demands. An answer of no route gets the strictest.
pub(crate) fn apply(web: &Web, rule: Option<Rule>, response: &mut Response) {
    let failed = response.status().is_client_error() || response.status().is_server_error();
    let policy = content_security_policy(rule, response.extensions());
    let headers = response.headers_mut();

    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::REFERRER_POLICY, "no-referrer");
    let cache = rule.map_or(Cache::NoStore, |rule| rule.cache);
    match cache {
        Cache::Public(life) if !failed => {
            let text = format!("public, max-age={}", life.as_secs());
            headers.insert(header::CACHE_CONTROL, HeaderValue::try_from(text).unwrap_or(NO_STORE));
        }
        Cache::Immutable if !failed => set(headers, header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        _ => drop(headers.insert(header::CACHE_CONTROL, NO_STORE)),
    }
    match rule.map_or(Frames::Denied, |rule| rule.frames) {
        Frames::Denied => set(headers, header::X_FRAME_OPTIONS, "DENY"),
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    if rule.is_none_or(|rule| rule.audience == Audience::Person) {
        set(headers, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
        set(headers, HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()");
    }
    if web.provider.settings.issuer.is_https() {
        set(headers, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
}

/// No scripts and no frames but those that the page says it has, nothing from elsewhere, nobody's frame.
fn content_security_policy(rule: Option<Rule>, page: &Extensions) -> HeaderValue {
    if rule.is_some_and(|rule| rule.audience == Audience::Client) {
        return HeaderValue::from_static(NOTHING);
    }
    let target = page.get().map(|FormTarget(origin)| format!(" {origin}")).unwrap_or_default();
    let held = page.get().map(|Runs(script)| script.source());
    let source = held.or_else(|| page.get().map(|Loads(url)| url.clone()));
    let script = source.map(|source| format!("; script-src {source}")).unwrap_or_default();
    let origins = page.get().map(|Framed(origins)| origins.iter().map(String::as_str).collect::<Vec<_>>().join(" "));
    let frames = origins.map(|origins| format!("; frame-src {origins}")).unwrap_or_default();
    let policy =
        format!("{NOTHING}; style-src 'self'; img-src 'self' data:; form-action 'self'{target}{script}{frames}");
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static(NOTHING))
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}
