//! The userinfo endpoint (OIDC Core 5.3), with the access token in the `Authorization` header (RFC 6750 2.1).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use idp_core::oidc::error::Failure as Refused;
use idp_core::oidc::{Error, ErrorCode, userinfo};

use crate::Web;
use crate::failure::Failure;

/// `GET` and `POST /userinfo`.
pub(crate) async fn any(State(web): State<Arc<Web>>, headers: HeaderMap) -> Result<Response, Failure> {
    let Some(token) = bearer(&headers) else {
        // RFC 6750 3.1: who shows nothing is told nothing but how to come back.
        return Ok((StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")]).into_response());
    };
    match userinfo::claims(&web.provider, token).await {
        Ok(claims) => Ok(Json(claims).into_response()),
        Err(Refused::Refused(error)) => Ok(refusal(&error)),
        Err(Refused::Unavailable(error)) => Err(error.into()),
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn refusal(error: &Error) -> Response {
    let status = match error.code {
        ErrorCode::InsufficientScope => StatusCode::FORBIDDEN,
        _ => StatusCode::UNAUTHORIZED,
    };
    let challenge = format!("Bearer error=\"{}\", error_description=\"{}\"", error.code.as_str(), error.description);
    let mut response = (status, Json(error)).into_response();
    if let Ok(challenge) = HeaderValue::from_str(&challenge) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}
