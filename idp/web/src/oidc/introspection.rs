//! The introspection endpoint (RFC 7662 2).

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use idp_core::oidc::error::Failure as Refused;
use idp_core::oidc::introspection;
use serde_json::{Map, Value};

use super::client_request::{ClientRequest, answer};
use crate::Web;
use crate::failure::Failure;
use crate::request::Context;

/// `POST /introspect`.
pub(crate) async fn post(
    State(web): State<Arc<Web>>,
    context: Context,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let outcome = introspect(&web, context, &headers, &body).await;
    web.metrics.introspection(
        &outcome,
        |claims| if claims.get("active") == Some(&true.into()) { "active" } else { "inactive" },
    );
    answer(outcome.map(Json), &headers)
}

async fn introspect(
    web: &Web,
    context: Context,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Map<String, Value>, Refused> {
    let request = ClientRequest::read(web, context, headers, body).await?;
    introspection::introspect(&web.provider, request.client, &request.form).await
}
