//! What relying parties read before they begin: the metadata (OpenID Connect Discovery 4, RFC 8414 3) and the keys (RFC 7517).
//!
//! Both are written when their content changes, not for each request, and who has the newest gets no second copy (RFC 9110
//! 13.1.2).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use idp_core::oidc::Document;

use crate::Web;
use crate::failure::Failure;

/// `GET /.well-known/openid-configuration` and `/.well-known/oauth-authorization-server`.
pub(crate) async fn configuration(State(web): State<Arc<Web>>, headers: HeaderMap) -> Response {
    answer(&web.metadata, &headers)
}

/// `GET /jwks`.
pub(crate) async fn jwks(State(web): State<Arc<Web>>, headers: HeaderMap) -> Result<Response, Failure> {
    Ok(answer(&web.provider.ports.keys.public_set().await?, &headers))
}

fn answer(document: &Document, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", document.version());
    if has(headers, &tag) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    let json = HeaderValue::from_static("application/json");
    let Ok(tag) = HeaderValue::try_from(tag) else { return Failure::Internal("a version is no tag").into_response() };
    let headers = [(header::CONTENT_TYPE, json), (header::ETAG, tag)];
    (headers, Bytes::from_owner(document.clone())).into_response()
}

/// Whether the reader has this version. A proxy that compresses makes a tag weak, which counts here (RFC 9110 8.8.3.2).
fn has(headers: &HeaderMap, tag: &str) -> bool {
    let lists = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|list| list.to_str().ok());
    let mut tags = lists.flat_map(|list| list.split(',')).map(str::trim);
    tags.any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_found_in_every_way_of_writing_it() {
        let has = |lists: &[&'static str]| {
            let lists = lists.iter().map(|list| (header::IF_NONE_MATCH, HeaderValue::from_static(list)));
            super::has(&lists.collect(), "\"a\"")
        };
        for lists in [&["\"a\""][..], &["W/\"a\""], &["\"b\", \"a\""], &["\"b\"", "\"a\""], &["*"]] {
            assert!(has(lists), "{lists:?}");
        }
        for lists in [&[][..], &["a"], &["\"b\""], &["\"ab\""], &[""]] {
            assert!(!has(lists), "{lists:?}");
        }
    }
}
