//! Messages to people: how many were queued, and what each gateway made of them.

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use idp_core::audit::Event;
use idp_core::message::Outgoing;
use idp_core::port::{Accepted, Answer, Deliver, DeliveryFailed, Leased, Outbox};
use jiff::Timestamp;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use tracing::Instrument;

/// From a gateway nearby to the longest that one may take, in seconds.
const BUCKETS: [f64; 7] = [0.05, 0.2, 0.5, 1.0, 3.0, 10.0, 30.0];

/// What is measured of messages. Cloning clones a handle.
#[derive(Debug, Clone)]
pub struct Messages {
    queued: Family<Channel, Counter>,
    seconds: Family<Handed, Histogram, fn() -> Histogram>,
    passed_over: Family<Gateway, Gauge>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Channel {
    channel: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Handed {
    channel: &'static str,
    gateway: String,
    result: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Gateway {
    gateway: String,
}

impl Default for Messages {
    fn default() -> Self {
        let seconds: Family<_, _, fn() -> Histogram> = Family::new_with_constructor(|| Histogram::new(BUCKETS));
        Self { queued: Family::default(), seconds, passed_over: Family::default() }
    }
}

impl Messages {
    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register("sluis_messages_queued", "Messages to people that were queued", self.queued.clone());
        let help = "Seconds until a gateway accepted a message, refused it for good, failed or was given up (late)";
        registry.register("sluis_message_delivery_seconds", help, self.seconds.clone());
        let help = "1 while a gateway is passed over because it failed again and again";
        registry.register("sluis_gateway_passed_over", help, self.passed_over.clone());
    }

    /// Begins to measure a call of a gateway. A call that nobody waits for any more was late.
    pub(crate) fn call(&self, channel: &'static str, gateway: &str) -> Call<'_> {
        let labels = Handed { channel, gateway: gateway.to_owned(), result: "late" };
        Call { began: Instant::now(), labels, of: self }
    }

    /// Notes whether a gateway is passed over.
    pub(crate) fn passed_over(&self, gateway: &str, is_so: bool) {
        self.passed_over.get_or_create(&Gateway { gateway: gateway.to_owned() }).set(i64::from(is_so));
    }
}

/// An [`Outbox`] whose messages are counted.
pub struct MeasuredOutbox(pub Arc<dyn Outbox>, pub Messages);

#[async_trait]
impl Outbox for MeasuredOutbox {
    async fn queue(&self, message: Outgoing, event: Event) -> Answer<()> {
        let channel = message.to.channel();
        self.0.queue(message, event).await?;
        self.1.queued.get_or_create(&Channel { channel }).inc();
        Ok(())
    }

    async fn lease(&self, limit: u64, lease: Duration, now: Timestamp) -> Answer<Vec<Leased>> {
        self.0.lease(limit, lease, now).await
    }

    async fn accepted(&self, message: &Outgoing, by: &Accepted, now: Timestamp) -> Answer<()> {
        self.0.accepted(message, by, now).await
    }

    async fn again(&self, message: &Outgoing, at: Timestamp) -> Answer<()> {
        self.0.again(message, at).await
    }
}

/// A gateway whose answers are measured.
pub struct MeasuredDelivery {
    inner: Arc<dyn Deliver>,
    gateway: &'static str,
    messages: Messages,
}

impl MeasuredDelivery {
    /// Measures this gateway, under a word for it.
    pub fn new(inner: Arc<dyn Deliver>, gateway: &'static str, messages: Messages) -> Self {
        Self { inner, gateway, messages }
    }
}

#[async_trait]
impl Deliver for MeasuredDelivery {
    async fn deliver(&self, message: &Outgoing) -> Result<Accepted, DeliveryFailed> {
        let (channel, gateway) = (message.to.channel(), self.gateway);
        let mut call = self.messages.call(channel, gateway);
        let span = tracing::debug_span!("deliver a message", channel, gateway);
        let delivered = self.inner.deliver(message).instrument(span).await;
        call.came_to(match &delivered {
            Ok(_) => "accepted",
            Err(failed) if failed.permanent => "refused",
            Err(_) => "failed",
        });
        delivered
    }
}

/// One call, noted when it ends. Whoever waits for it may give up: then it is late.
pub(crate) struct Call<'a> {
    began: Instant,
    labels: Handed,
    of: &'a Messages,
}

impl Call<'_> {
    /// Says what came of it: `accepted`, `refused` (no other gateway would take it either) or `failed`.
    pub(crate) fn came_to(&mut self, result: &'static str) {
        self.labels.result = result;
    }
}

impl Drop for Call<'_> {
    fn drop(&mut self) {
        self.of.seconds.get_or_create(&self.labels).observe(self.began.elapsed().as_secs_f64());
    }
}
