//! Whom to tell of a weakness here (RFC 9116 3), where somebody is named.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::Web;
use crate::failure::Failure;

/// Its path.
pub(crate) const PATH: &str = "/.well-known/security.txt";

/// `GET /.well-known/security.txt`.
pub(crate) async fn get(State(web): State<Arc<Web>>) -> Result<Response, Failure> {
    let text = web.security_txt.as_ref().ok_or(Failure::NotFound)?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text.to_string()).into_response())
}
