//! How the program says what it does: lines for a person at a terminal, JSON for a collector.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::ParseError;

/// The environment variable that chooses what is said, such as `info,sluis=debug`.
pub const FILTER: &str = "SLUIS_LOG";

/// Starts saying, on standard error. It is done once, by the program itself: a second time changes nothing.
pub fn init() -> Result<(), ParseError> {
    let chosen = std::env::var(FILTER).unwrap_or_default();
    let filter = EnvFilter::try_new(if chosen.trim().is_empty() { "info" } else { &chosen })?;
    // A line that cannot be written is lost: to complain of it on standard error again would end the request with it.
    let subscriber =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).log_internal_errors(false);
    // A subscriber that is there already belongs to a test, which then wins.
    drop(if io::stderr().is_terminal() {
        subscriber.compact().try_init()
    } else {
        subscriber.json().flatten_event(true).with_span_list(false).try_init()
    });
    Ok(())
}
