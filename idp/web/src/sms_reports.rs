//! Where SMS gateways tell what became of a message. No browser comes here: a report shows the secret or the signature of its
//! gateway, and what it says only informs.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use idp_core::port::{CallBack, Forged};

use crate::Web;
use crate::failure::Failure;

/// `GET` or `POST /sms/reports/{gateway}`. A gateway hears "fine" of every report that is its own, so that it does not come
/// again with one about a message that is long forgotten.
pub(crate) async fn take(
    State(web): State<Arc<Web>>,
    uri: Uri,
    Path(gateway): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let ports = &web.provider.ports;
    let now = ports.clock.now();
    // Gateways sign the URL that they were given, which is that of the issuer, whatever a proxy made of it.
    let url = web.provider.settings.issuer.url(uri.path_and_query().map_or(uri.path(), |path| path.as_str()));
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let call = CallBack { gateway: &gateway, url: &url, header: &header, body: &body };
    let report = match ports.sms_reports.read(&call, now) {
        Ok(Some(report)) => report,
        Ok(None) => return Ok(StatusCode::NO_CONTENT.into_response()),
        Err(forged) => {
            tracing::warn!(reason = %forged, "a delivery report was refused");
            return Ok(status(forged).into_response());
        }
    };
    let changed = ports.deliveries.reported(&gateway, &report, now).await?;
    tracing::info!(gateway, outcome = report.outcome.as_str(), changed, "delivery report");
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn status(forged: Forged) -> StatusCode {
    match forged {
        Forged::Unknown => StatusCode::NOT_FOUND,
        Forged::Unproven => StatusCode::FORBIDDEN,
        Forged::Malformed => StatusCode::BAD_REQUEST,
    }
}
