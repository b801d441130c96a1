//! The second listener: what operators alone should reach. Nothing of it is for people or relying parties.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;

use crate::metrics::Exposition;
use crate::{Served, health};

/// How Prometheus knows the format (OpenMetrics 1.0, "Overall Structure").
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

pub(crate) fn router(served: Served, exposition: Arc<dyn Exposition>) -> Router {
    let metrics = Router::new().route("/metrics", get(metrics)).with_state(exposition);
    Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .with_state(served)
        .merge(metrics)
}

/// `GET /metrics`.
async fn metrics(State(exposition): State<Arc<dyn Exposition>>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, OPEN_METRICS)], exposition.text().await)
}
