//! How far a command is, for who waits for it: a bar at a terminal, nothing elsewhere.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// The shape of the bar.
const SHAPE: &str = "{msg} {bar:30} {human_pos} of {human_len}, {eta} left";

/// A bar, on standard error.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// Shows that nothing is done yet of so much.
    pub(super) fn new(what: &'static str, of: u64) -> Self {
        let bar = ProgressBar::new(of).with_message(what);
        bar.set_style(ProgressStyle::with_template(SHAPE).unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }

    /// So much more is done.
    pub(super) fn more(&self, done: u64) {
        self.0.inc(done);
    }

    /// Everything is done.
    pub(super) fn finish(&self) {
        self.0.finish_and_clear();
    }
}
