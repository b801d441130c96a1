//! The circuit breaker of a gateway: one that fails again and again is passed over, and tried again later by one message.
//!
//! What it knows is of this process alone: a node that just started finds out for itself.

use std::time::Duration;

use jiff::Timestamp;

/// So many failures in a row open the circuit.
const FAILURES: u32 = 3;
/// How long a gateway is passed over. Then one message tries it.
const PAUSE: Duration = Duration::from_secs(60);

/// Whether a gateway is used.
#[derive(Debug, Default)]
pub(super) struct Circuit {
    failures: u32,
    open_until: Option<Timestamp>,
}

/// What an operator should hear of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Opened,
    Closed,
}

impl Circuit {
    /// Whether a message may try the gateway. After the pause that is one message a pause, until one succeeds.
    pub(super) fn permits(&mut self, now: Timestamp) -> bool {
        match self.open_until {
            None => true,
            Some(until) if until <= now => {
                self.open_until = Some(later(now));
                true
            }
            Some(_) => false,
        }
    }

    /// From when it is used again; a closed one is used from the beginning of time.
    pub(super) fn due(&self) -> Timestamp {
        self.open_until.unwrap_or(Timestamp::MIN)
    }

    /// The gateway did its work.
    pub(super) fn succeeded(&mut self) -> Option<Change> {
        self.failures = 0;
        self.open_until.take().map(|_| Change::Closed)
    }

    /// The gateway did not.
    pub(super) fn failed(&mut self, now: Timestamp) -> Option<Change> {
        self.failures = self.failures.saturating_add(1);
        if self.failures < FAILURES {
            return None;
        }
        let was_closed = self.open_until.replace(later(now)).is_none();
        was_closed.then_some(Change::Opened)
    }
}

fn later(now: Timestamp) -> Timestamp {
    now.checked_add(PAUSE).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).expect("a time")
    }

    #[test]
    fn it_opens_after_failures_in_a_row() {
        let mut circuit = Circuit::default();
        assert_eq!([circuit.failed(at(0)), circuit.failed(at(0))], [None, None]);
        assert_eq!(circuit.succeeded(), None);
        assert_eq!(
            [circuit.failed(at(1)), circuit.failed(at(1))],
            [None, None],
            "one success and the count begins anew"
        );
        assert!(circuit.permits(at(1)));
        assert_eq!(circuit.failed(at(1)), Some(Change::Opened));
        assert_eq!(circuit.failed(at(2)), None, "one that was under way: said once");
        assert!(!circuit.permits(at(61)));
    }

    #[test]
    fn after_the_pause_one_message_tries_it() {
        let mut circuit = Circuit::default();
        (0..3).for_each(|_| _ = circuit.failed(at(0)));
        assert!(!circuit.permits(at(59)));
        assert!(circuit.permits(at(60)) && !circuit.permits(at(60)), "one");
        assert_eq!(circuit.failed(at(65)), None, "still open");
        assert!(!circuit.permits(at(124)) && circuit.permits(at(125)), "the pause begins anew");
        assert_eq!(circuit.succeeded(), Some(Change::Closed));
        assert!(circuit.permits(at(125)) && circuit.permits(at(125)));
    }

    #[test]
    fn a_try_that_never_ends_does_not_close_it_for_ever() {
        let mut circuit = Circuit::default();
        (0..3).for_each(|_| _ = circuit.failed(at(0)));
        assert!(circuit.permits(at(60)));
        assert!(circuit.permits(at(120)));
    }
}
