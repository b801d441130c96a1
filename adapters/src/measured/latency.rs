//! How long a store takes to answer, for each thing that it is asked.

use std::time::Instant;

use idp_core::port::Answer;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use tracing::Instrument;

/// From what a local file takes to what a person notices, in seconds.
const BUCKETS: [f64; 7] = [0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0];

/// What kind of store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Store {
    /// What must not be forgotten.
    Database,
    /// What may be lost at the price of starting a login again.
    Transient,
}

impl Store {
    fn word(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Transient => "transient",
        }
    }
}

/// The latency of stores. Cloning clones a handle.
#[derive(Clone)]
pub struct Latency(Family<Labels, Histogram, fn() -> Histogram>);

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    store: &'static str,
    asked: &'static str,
    result: &'static str,
}

impl Default for Latency {
    fn default() -> Self {
        Self(Family::new_with_constructor(|| Histogram::new(BUCKETS)))
    }
}

impl Latency {
    pub(super) fn register(&self, registry: &mut Registry) {
        let help = "Seconds until a store answered, waiting for a connection and committing included";
        registry.register("sluis_store_seconds", help, self.0.clone());
    }

    /// Measures the answer to what was asked. In a trace it is a span of its own.
    pub async fn of<T>(
        &self,
        store: Store,
        asked: &'static str,
        work: impl Future<Output = Answer<T>> + Send,
    ) -> Answer<T> {
        let began = Instant::now();
        let store = store.word();
        let answer = work.instrument(tracing::debug_span!("store", store, asked)).await;
        let result = if answer.is_ok() { "answered" } else { "unavailable" };
        self.0.get_or_create(&Labels { store, asked, result }).observe(began.elapsed().as_secs_f64());
        answer
    }
}
