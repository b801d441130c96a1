//! How a request becomes part of a trace (W3C Trace Context). Only a proxy of ours is believed about the trace that it is
//! part of: anybody else could tie requests together, or have each of theirs recorded.

use axum::http::{HeaderMap, StatusCode};
use tracing::Span;

/// The header in which a trace is handed on.
const TRACEPARENT: &str = "traceparent";

/// Where requests are traced to.
pub trait Traces: Send + Sync {
    /// Makes the span of a request part of a trace: of the one that `traceparent` names, or of a new one. Answers the name of
    /// the trace, for the log.
    fn join(&self, span: &Span, traceparent: Option<&str>) -> Option<String>;

    /// Notes how the request was answered.
    fn answered(&self, span: &Span, status: StatusCode);
}

/// The trace that a request says it is part of.
pub(crate) fn parent(headers: &HeaderMap) -> Option<&str> {
    headers.get(TRACEPARENT)?.to_str().ok()
}
