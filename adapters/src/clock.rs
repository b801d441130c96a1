//! The time of the machine.

use idp_core::port::Clock;
use jiff::Timestamp;

/// The system's clock. Tests bring one that they can move.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the Clock port: the one place that may ask the machine")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}
