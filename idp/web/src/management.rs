//! The second listener: what operators alone should reach. Nothing of it is for people or relying parties.

use axum::Router;
use axum::routing::get;

use crate::{Served, health};

pub(crate) fn router(served: Served) -> Router {
    Router::new().route("/healthz", get(health::alive)).route("/readyz", get(health::ready)).with_state(served)
}
