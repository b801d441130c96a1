//! The parts of pages that browsers keep: their names change with their content.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::Web;
use crate::failure::Failure;

/// `GET /static/{file}`.
pub(crate) async fn file(State(web): State<Arc<Web>>, Path(file): Path<String>) -> Result<Response, Failure> {
    let asset = web.theme.asset(&format!("/static/{file}")).ok_or(Failure::NotFound)?;
    Ok(([(header::CONTENT_TYPE, asset.media_type)], asset.content.clone()).into_response())
}
