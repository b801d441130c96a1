//! `sluis serve`: the identity provider itself.

use std::path::Path;

use super::failure::Failure;
use super::load;
use crate::{causes, start, telemetry};

/// Serves until it is told to stop.
pub(super) async fn run(path: &Path) -> Result<(), Failure> {
    let config = load(path)?;
    let tracing = telemetry::init(config.traces.as_ref()).map_err(|error| Failure::Usage(causes::chain(&error)))?;
    for warning in &config.warnings.0 {
        tracing::warn!("{}", warning.summary());
    }
    start::run(config, tracing).await.map_err(|error| Failure::because("cannot serve", &error))
}
