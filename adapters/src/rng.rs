//! The chance of the machine.

use idp_core::port::Rng;

/// The operating system's random numbers. Tests bring seeded ones.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRng;

impl Rng for SystemRng {
    #[expect(clippy::disallowed_methods, reason = "this is the Rng port: the one place that may ask the machine")]
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            // Every secret of every login is drawn here. A process that goes on without chance hands out secrets that can be
            // guessed, and a panic would end only the task that asked: so the whole process stops.
            tracing::error!(%error, "the operating system gives no random numbers: stopping at once");
            std::process::abort();
        }
    }
}
