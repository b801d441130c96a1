//! A clock that tests move.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use idp_core::port::Clock;
use jiff::Timestamp;

/// Stands at the time of its making until it is moved or begins to run.
pub(crate) struct TestClock {
    /// In milliseconds; of the moment it began to run, if it did.
    at: AtomicI64,
    running: OnceLock<Instant>,
}

impl TestClock {
    pub(crate) fn new() -> Self {
        Self { at: AtomicI64::new(real()), running: OnceLock::new() }
    }

    /// From here on it is the real time, for programs that state their own and must not be ahead of ours.
    pub(crate) fn run(&self) {
        self.at.store(real(), Ordering::SeqCst);
        let _ = self.running.set(Instant::now());
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.at.fetch_add(i64::try_from(by.as_millis()).expect("a duration"), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        let since = self.running.get().map(Instant::elapsed).unwrap_or_default();
        Timestamp::from_millisecond(self.at.load(Ordering::SeqCst)).expect("a time") + since
    }
}

#[expect(clippy::disallowed_methods, reason = "relying parties compare with the real time")]
fn real() -> i64 {
    Timestamp::now().as_millisecond()
}
