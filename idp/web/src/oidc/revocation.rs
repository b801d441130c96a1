//! The revocation endpoint (RFC 7009 2).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use idp_core::oidc::error::Failure as Refused;
use idp_core::oidc::revocation;

use super::client_request::{ClientRequest, answer};
use crate::Web;
use crate::failure::Failure;
use crate::request::Context;

/// `POST /revoke`.
pub(crate) async fn post(
    State(web): State<Arc<Web>>,
    context: Context,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    answer(revoke(&web, context, &headers, &body).await.map(|()| StatusCode::OK), &headers)
}

async fn revoke(web: &Web, context: Context, headers: &HeaderMap, body: &[u8]) -> Result<(), Refused> {
    let request = ClientRequest::read(web, context, headers, body).await?;
    revocation::revoke(&web.provider, request.client, &request.form, &request.origin).await
}
