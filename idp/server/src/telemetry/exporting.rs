//! Traces, on their way to an OpenTelemetry collector. They are gathered and sent by a thread of their own: no request waits
//! for it, and what a collector does not take is lost.

use std::collections::HashMap;
use std::time::Duration;

use axum::http::StatusCode;
use idp_web::trace::Traces;
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::{Status, TraceContextExt, TracerProvider};
use opentelemetry_otlp::{SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use thiserror::Error;
use tracing::Span;
use tracing::level_filters::LevelFilter;
use tracing::subscriber::Subscriber;
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::registry::LookupSpan;

use super::collector::Collector;
use crate::config::Otlp;

/// How long a collector may take for what is sent to it.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long what is left may take to be sent when the server stops.
const LAST: Duration = Duration::from_secs(2);

/// Why traces cannot be sent.
#[derive(Debug, Error)]
pub enum CannotTrace {
    /// TLS cannot be set up.
    #[error("TLS cannot be set up for the collector of traces")]
    Tls(#[source] reqwest::Error),
    /// The exporter refuses its settings.
    #[error("traces cannot be exported")]
    Exporter(#[source] opentelemetry_otlp::ExporterBuildError),
}

/// What sends traces.
#[derive(Clone)]
pub struct Exporting(SdkTracerProvider);

impl Exporting {
    /// Begins; it connects when there is something to send.
    pub(super) fn start(otlp: &Otlp) -> Result<Self, CannotTrace> {
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Collector::new(PATIENCE).map_err(CannotTrace::Tls)?)
            .with_endpoint(otlp.traces.as_str())
            .with_timeout(PATIENCE)
            .build()
            .map_err(CannotTrace::Exporter)?;
        let version = opentelemetry::KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
        let resource = Resource::builder().with_service_name("sluis").with_attribute(version).build();
        let provider = SdkTracerProvider::builder()
            .with_resource(resource)
            .with_sampler(Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(otlp.ratio))))
            .with_batch_exporter(exporter)
            .build();
        Ok(Self(provider))
    }

    /// Takes the spans of our own crates, and no lines of the log.
    pub(super) fn layer<S>(&self) -> impl Layer<S> + use<S>
    where
        S: Subscriber + for<'span> LookupSpan<'span>,
    {
        let ours = filter_fn(|metadata| metadata.is_span() && metadata.target().starts_with("idp_"));
        tracing_opentelemetry::layer()
            .with_tracer(self.0.tracer("sluis"))
            .with_location(false)
            .with_threads(false)
            .with_tracked_inactivity(false)
            .with_filter(ours.with_max_level_hint(LevelFilter::DEBUG))
    }

    /// Sends what is left, as far as that can be done soon.
    pub async fn stop(self) {
        let stopped = tokio::task::spawn_blocking(move || self.0.shutdown_with_timeout(LAST)).await;
        if !matches!(stopped, Ok(Ok(()))) {
            tracing::warn!("the last traces were not taken by their collector");
        }
    }
}

impl Traces for Exporting {
    fn join(&self, span: &Span, traceparent: Option<&str>) -> Option<String> {
        if let Some(parent) = traceparent {
            let carrier: HashMap<String, String> = [("traceparent".to_owned(), parent.to_owned())].into();
            // A span that is not recorded has no parent; that is no fault.
            let _ = span.set_parent(TraceContextPropagator::new().extract(&carrier));
        }
        let context = span.context();
        let trace = context.span().span_context().clone();
        trace.is_valid().then(|| trace.trace_id().to_string())
    }

    fn answered(&self, span: &Span, status: StatusCode) {
        span.set_attribute("http.response.status_code", i64::from(status.as_u16()));
        if status.is_server_error() {
            span.set_status(Status::error(""));
        }
    }
}
