//! How the world reaches us: routes, cookies, headers, pages and errors, over HTTP.
//!
//! Everything about HTTP and nothing about the rules: a handler parses at the edge, asks `idp-core`, and turns the answer
//! into a response. Start at [`routes`]: the one table that says, for each path, its methods and the rules it obeys.

use std::sync::Arc;

use axum::Router;
use idp_core::oidc::Document;
use idp_core::provider::Provider;
use idp_themes::Theme;
use ipnet::IpNet;

use health::Readiness;
use metrics::{Exposition, Metrics};
use trace::Traces;

mod account;
mod assets;
mod cookies;
mod csrf;
mod desk;
mod failure;
mod headers;
pub mod health;
mod login;
mod management;
pub mod metrics;
mod oidc;
mod own;
mod page;
mod password;
mod peer;
mod request;
pub mod routes;
mod security_txt;
mod served;
mod sms_reports;
pub mod trace;

pub use served::Served;

/// What every handler works with.
#[derive(Clone)]
pub struct Web {
    /// The rules, the clients and everything outside.
    pub provider: Provider,
    /// What the provider says of itself.
    pub metadata: Document,
    /// What people read.
    pub theme: Arc<Theme>,
    /// Shown on every page outside of production.
    pub environment: Option<String>,
    /// The proxies whose word about a client's address is taken.
    pub trusted_proxies: Vec<IpNet>,
    /// What must answer before requests are sent here.
    pub readiness: Arc<Readiness>,
    /// What is counted.
    pub metrics: Metrics,
    /// Whom to tell of a weakness here, if anybody is named.
    pub security_txt: Option<Arc<str>>,
    /// Where requests are traced to, if anywhere.
    pub traces: Option<Arc<dyn Traces>>,
}

/// The whole web side, ready to be served with connection info.
pub fn router(served: &Served) -> Router {
    routes::router(served)
}

/// What operators alone should reach, for a listener of its own.
pub fn management(served: Served, exposition: Arc<dyn Exposition>) -> Router {
    management::router(served, exposition)
}
