//! The queue in front of the hashing threads, and how long a password takes to get through.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use async_trait::async_trait;
use idp_core::account::PasswordHash;
use idp_core::port::{Busy, Passwords};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use secrecy::SecretString;
use tracing::Instrument;

/// From one hash on a free worker to the longest queue, in seconds.
const BUCKETS: [f64; 8] = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5];

/// What is measured of hashing. Cloning clones a handle.
#[derive(Debug, Clone)]
pub struct Hashing {
    queue: Queue,
    refused: Counter,
    seconds: Histogram,
}

/// How many passwords are with the workers, and how many workers there are.
#[derive(Debug, Clone, Default)]
struct Queue {
    inside: Arc<AtomicI64>,
    workers: Arc<AtomicI64>,
}

impl Default for Hashing {
    fn default() -> Self {
        Self { queue: Queue::default(), refused: Counter::default(), seconds: Histogram::new(BUCKETS) }
    }
}

impl Hashing {
    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register_collector(Box::new(self.queue.clone()));
        let help = "Passwords that were turned away because too many waited";
        registry.register("sluis_hashing_refused", help, self.refused.clone());
        let help = "Seconds that a password took, waiting included";
        registry.register("sluis_hashing_seconds", help, self.seconds.clone());
    }
}

impl Collector for Queue {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let workers = self.workers.load(Ordering::Relaxed);
        let inside = self.inside.load(Ordering::Relaxed);
        for (name, help, value) in [
            ("sluis_hashing_workers", "Threads that hash passwords", workers),
            ("sluis_hashing_busy_workers", "Threads that hash a password now", inside.min(workers)),
            ("sluis_hashing_waiting", "Passwords that wait for a free thread", (inside - workers).max(0)),
        ] {
            let gauge = ConstGauge::new(value);
            gauge.encode(encoder.encode_descriptor(name, help, None, gauge.metric_type())?)?;
        }
        Ok(())
    }
}

/// [`Passwords`], measured.
pub struct MeasuredPasswords<P> {
    passwords: P,
    hashing: Hashing,
}

impl<P: Passwords> MeasuredPasswords<P> {
    /// Measures these, of which so many are worked at at once.
    pub fn new(passwords: P, workers: usize, hashing: Hashing) -> Self {
        hashing.queue.workers.store(i64::try_from(workers).unwrap_or(i64::MAX), Ordering::Relaxed);
        Self { passwords, hashing }
    }

    async fn measure<T>(&self, work: impl Future<Output = Result<T, Busy>> + Send) -> Result<T, Busy> {
        let began = Instant::now();
        let _inside = Inside::enter(&self.hashing.queue);
        let answer = work.instrument(tracing::debug_span!("hash a password")).await;
        match answer {
            Ok(_) => self.hashing.seconds.observe(began.elapsed().as_secs_f64()),
            Err(Busy) => _ = self.hashing.refused.inc(),
        }
        answer
    }
}

#[async_trait]
impl<P: Passwords> Passwords for MeasuredPasswords<P> {
    async fn hash(&self, password: SecretString) -> Result<PasswordHash, Busy> {
        self.measure(self.passwords.hash(password)).await
    }

    fn is_outdated(&self, hash: &PasswordHash) -> bool {
        self.passwords.is_outdated(hash)
    }

    async fn verify(&self, password: SecretString, hash: Option<PasswordHash>) -> Result<bool, Busy> {
        self.measure(self.passwords.verify(password, hash)).await
    }
}

/// One password with the workers, until it is dropped: also when nobody waits for the answer any more.
struct Inside<'a>(&'a AtomicI64);

impl<'a> Inside<'a> {
    fn enter(queue: &'a Queue) -> Self {
        queue.inside.fetch_add(1, Ordering::Relaxed);
        Self(&queue.inside)
    }
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
