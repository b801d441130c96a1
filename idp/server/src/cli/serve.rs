//! `sluis serve`: the identity provider itself.

use std::path::Path;

use super::failure::Failure;
use super::load;
use crate::{start, telemetry};

/// Serves until it is told to stop.
pub(super) async fn run(path: &Path) -> Result<(), Failure> {
    let filter = |error| Failure::Usage(format!("{} does not choose what to log: {error}", telemetry::FILTER));
    telemetry::init().map_err(filter)?;
    let config = load(path)?;
    for warning in &config.warnings.0 {
        tracing::warn!("{}", warning.summary());
    }
    start::run(config).await.map_err(|error| Failure::because("cannot serve", &error))
}
