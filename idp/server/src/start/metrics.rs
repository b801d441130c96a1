//! The numbers of a node: what its parts count, and what is looked at when somebody asks.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use async_trait::async_trait;
use idp_adapters::database::Database;
use idp_adapters::keys::SigningKeys;
use idp_adapters::measured::Measures;
use idp_core::port::Clock;
use idp_web::health::Readiness;
use idp_web::metrics::{Exposition, Metrics};
use jiff::Timestamp;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

/// How long the database may take to be counted in.
const PATIENCE: Duration = Duration::from_secs(2);

type Seconds = Gauge<f64, AtomicU64>;

/// The numbers of a node.
pub(super) struct Numbers {
    registry: Registry,
    /// What the web counts.
    pub(super) web: Metrics,
    /// What the adapters measure.
    pub(super) measures: Measures,
    /// What becomes of changed files.
    pub(super) configuration: Configuration,
    looks: Looks,
}

/// What is counted of changes of the configuration. Cloning clones handles.
#[derive(Clone, Default)]
pub(super) struct Configuration {
    reloads: Family<Reload, Counter>,
    in_force: Seconds,
    is_refused: Gauge,
}

/// What is looked at when somebody asks.
#[derive(Clone, Default)]
struct Looks {
    outbox: Seconds,
    ready: Family<PartName, Gauge>,
    key_next: Family<Algorithm, Seconds>,
    key_overdue: Family<Algorithm, Gauge>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Reload {
    result: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct PartName {
    part: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Algorithm {
    algorithm: &'static str,
}

impl Numbers {
    /// Begins to count.
    pub(super) fn new(started: Timestamp) -> Self {
        let mut registry = Registry::default();
        let (web, measures) = (Metrics::default(), Measures::default());
        let (configuration, looks) = (Configuration::default(), Looks::default());
        web.register(&mut registry);
        measures.register(&mut registry);
        configuration.register(&mut registry);
        looks.register(&mut registry);
        let version = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("sluis_build", "The version that runs", version);
        let start = Seconds::default();
        start.set(seconds(started));
        registry.register("process_start_time_seconds", "When the process started, as a Unix time", start);
        configuration.took_up(started);
        Self { registry, web, measures, configuration, looks }
    }

    /// What is shown to operators, from what they should see.
    pub(super) fn exposed(
        self,
        database: Database,
        keys: Arc<SigningKeys>,
        readiness: Arc<Readiness>,
        clock: Arc<dyn Clock>,
    ) -> Arc<dyn Exposition> {
        Arc::new(Exposed { registry: self.registry, looks: self.looks, database, keys, readiness, clock })
    }
}

impl Configuration {
    fn register(&self, registry: &mut Registry) {
        let help = "Changes of the clients' files that were taken up or refused";
        registry.register("sluis_configuration_reloads", help, self.reloads.clone());
        let help = "Since when the clients that are in force are, as a Unix time";
        registry.register("sluis_configuration_in_force_timestamp_seconds", help, self.in_force.clone());
        let help = "1 while the clients' files have a fault and the old ones stay in force";
        registry.register("sluis_configuration_refused", help, self.is_refused.clone());
    }

    /// These clients are in force since then.
    pub(super) fn took_up(&self, now: Timestamp) {
        self.in_force.set(seconds(now));
        self.is_refused.set(0);
    }

    /// A change was taken up.
    pub(super) fn changed(&self, now: Timestamp) {
        self.reloads.get_or_create(&Reload { result: "taken_up" }).inc();
        self.took_up(now);
    }

    /// A change was refused.
    pub(super) fn refused(&self) {
        self.reloads.get_or_create(&Reload { result: "refused" }).inc();
        self.is_refused.set(1);
    }
}

impl Looks {
    fn register(&self, registry: &mut Registry) {
        let help = "Messages that wait to be delivered; NaN if the database does not say";
        registry.register("sluis_outbox_messages", help, self.outbox.clone());
        registry.register("sluis_ready", "1 for each part of the node that answers as it should", self.ready.clone());
        let help = "When the next signing key takes over, or should have been made, as a Unix time";
        registry.register("sluis_signing_key_next_timestamp_seconds", help, self.key_next.clone());
        let help = "1 while a signing key should have been made and is not there";
        registry.register("sluis_signing_key_overdue", help, self.key_overdue.clone());
    }
}

/// The numbers, and what must be looked at to have them all.
struct Exposed {
    registry: Registry,
    looks: Looks,
    database: Database,
    keys: Arc<SigningKeys>,
    readiness: Arc<Readiness>,
    clock: Arc<dyn Clock>,
}

#[async_trait]
impl Exposition for Exposed {
    async fn text(&self) -> String {
        let counted = tokio::time::timeout(PATIENCE, self.database.waiting_messages()).await;
        self.looks.outbox.set(counted.ok().and_then(Result::ok).map_or(f64::NAN, |count| count as f64));
        for &(part, answers) in self.readiness.look().await.iter() {
            self.looks.ready.get_or_create(&PartName { part }).set(answers.into());
        }
        self.look_at_keys();
        let mut text = String::new();
        if encode(&mut text, &self.registry).is_err() {
            tracing::error!("the metrics cannot be written");
        }
        text
    }
}

impl Exposed {
    fn look_at_keys(&self) {
        let now = self.clock.now();
        let (algorithms, ring) = self.keys.lives();
        for algorithm in algorithms {
            let labels = Algorithm { algorithm: algorithm.as_str() };
            self.looks.key_next.get_or_create(&labels).set(ring.next_at(algorithm, now).map_or(f64::NAN, seconds));
            self.looks.key_overdue.get_or_create(&labels).set(ring.due(algorithm, now).is_some().into());
        }
    }
}

fn seconds(at: Timestamp) -> f64 {
    at.as_duration().as_secs_f64()
}
