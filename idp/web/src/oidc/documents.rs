//! What relying parties read before they begin: the metadata (OpenID Connect Discovery 4) and the keys (RFC 7517).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use idp_core::oidc::discovery;
use serde_json::Value;

use crate::Web;
use crate::failure::Failure;

/// `GET /.well-known/openid-configuration`.
pub(crate) async fn configuration(State(web): State<Arc<Web>>) -> Json<Value> {
    Json(discovery::metadata(&web.provider.settings.issuer))
}

/// `GET /jwks`.
pub(crate) async fn jwks(State(web): State<Arc<Web>>) -> Result<Json<Value>, Failure> {
    Ok(Json(web.provider.ports.keys.public_set().await?))
}
