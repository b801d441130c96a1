//! How the program says what it does: lines for a person at a terminal, JSON for a collector, and traces where they are asked
//! for.

use std::io::{self, IsTerminal};

use thiserror::Error;
use tracing_subscriber::filter::ParseError;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry};

use crate::config::Otlp;

mod collector;
mod exporting;

pub use exporting::{CannotTrace, Exporting};

/// The environment variable that chooses what is said, such as `info,sluis=debug`.
pub const FILTER: &str = "SLUIS_LOG";
/// Whatever is chosen: what checks passkeys writes down whole answers of authenticators where it is asked for more.
const QUIET: &str = "webauthn_rs_core=warn";

/// Why nothing can be said.
#[derive(Debug, Error)]
pub enum InitError {
    /// [`FILTER`] has something else in it.
    #[error("{FILTER} does not choose what to log")]
    Filter(#[from] ParseError),
    /// Traces cannot be sent.
    #[error(transparent)]
    Traces(#[from] CannotTrace),
}

/// Starts saying, on standard error, and tracing if there is somewhere to. It is done once, by the program itself, within the
/// runtime: a second time changes nothing.
pub fn init(otlp: Option<&Otlp>) -> Result<Option<Exporting>, InitError> {
    let lines = lines()?;
    let exporting = otlp.map(Exporting::start).transpose()?;
    // A subscriber that is there already belongs to a test, which then wins.
    drop(match &exporting {
        Some(exporting) => Registry::default().with(lines).with(exporting.layer()).try_init(),
        None => Registry::default().with(lines).try_init(),
    });
    Ok(exporting)
}

fn lines() -> Result<Box<dyn Layer<Registry> + Send + Sync>, ParseError> {
    let chosen = std::env::var(FILTER).unwrap_or_default();
    let filter = EnvFilter::try_new(if chosen.trim().is_empty() { "info" } else { &chosen })?;
    let filter = filter.add_directive(QUIET.parse()?);
    // A line that cannot be written is lost: to complain of it on standard error again would end the request with it.
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr).log_internal_errors(false);
    Ok(if io::stderr().is_terminal() {
        lines.compact().with_filter(filter).boxed()
    } else {
        lines.json().flatten_event(true).with_span_list(false).with_filter(filter).boxed()
    })
}
