//! `/healthz` and `/readyz`, for who starts, stops and balances nodes. They are told which part fails, and nothing else of it.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use idp_core::port::Answer;
use serde_json::json;

use crate::Web;

/// How long a part may take to answer. Who balances nodes waits no longer.
const PATIENCE: Duration = Duration::from_secs(2);

/// A part of the world without which no request can be served.
#[async_trait]
pub trait Part: Send + Sync {
    /// Its name, for operators: `database`.
    fn name(&self) -> &'static str;

    /// Whether it answers, and as it should.
    async fn check(&self) -> Answer<()>;
}

/// This process runs and answers: there is no need to start it again.
pub(crate) async fn alive() -> Json<serde_json::Value> {
    Json(json!({ "status": "alive" }))
}

/// Requests can be sent here. 503 with the parts that fail while they cannot.
pub(crate) async fn ready(State(web): State<Arc<Web>>) -> Response {
    let mut failing = Vec::new();
    for part in &web.parts {
        if !answers(part.as_ref()).await {
            failing.push(part.name());
        }
    }
    if failing.is_empty() {
        return Json(json!({ "status": "ready" })).into_response();
    }
    (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "not ready", "failing": failing }))).into_response()
}

/// Whether a part answers, as it should and in time. The log says why not.
pub async fn answers(part: &dyn Part) -> bool {
    match tokio::time::timeout(PATIENCE, part.check()).await {
        Ok(Ok(())) => true,
        Ok(Err(error)) => {
            tracing::warn!(part = part.name(), %error, cause = %error.source, "not ready");
            false
        }
        Err(_) => {
            tracing::warn!(part = part.name(), "not ready: it does not answer in time");
            false
        }
    }
}
