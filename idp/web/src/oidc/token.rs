//! The token endpoint (RFC 6749 3.2).

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use idp_core::client::GrantType;
use idp_core::oidc::error::Failure as Refused;
use idp_core::oidc::token::{self, TokenResponse};

use super::client_request::{ClientRequest, answer};
use crate::Web;
use crate::failure::Failure;
use crate::request::Context;

/// `POST /token`.
pub(crate) async fn post(
    State(web): State<Arc<Web>>,
    context: Context,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let mut grant_type = None;
    let outcome = exchange(&web, context, &headers, &body, &mut grant_type).await;
    web.metrics.token(grant_type, &outcome);
    answer(outcome.map(Json), &headers)
}

/// Leaves behind which grant type a client that is known asked for.
async fn exchange(
    web: &Web,
    context: Context,
    headers: &HeaderMap,
    body: &[u8],
    grant_type: &mut Option<GrantType>,
) -> Result<TokenResponse, Refused> {
    let request = ClientRequest::read(web, context, headers, body).await?;
    *grant_type = request.form.get("grant_type").ok().flatten().and_then(GrantType::parse);
    token::exchange(&web.provider, request.client, &request.form, &request.origin).await
}
