//! A clock that tests move.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use idp_core::port::Clock;
use jiff::Timestamp;

/// Stands at the time of its making until it is moved.
pub(crate) struct TestClock(AtomicI64);

impl TestClock {
    #[expect(clippy::disallowed_methods, reason = "relying parties compare with the real time")]
    pub(crate) fn new() -> Self {
        Self(AtomicI64::new(Timestamp::now().as_millisecond()))
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.0.fetch_add(i64::try_from(by.as_millis()).expect("a duration"), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).expect("a time")
    }
}
