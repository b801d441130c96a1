//! The userinfo endpoint (OIDC Core 5.3), with the access token in the `Authorization` header (RFC 6750 2.1) or in the form of a
//! POST (2.2), in one of them; never in the query.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use idp_core::oidc::error::Failure as Refused;
use idp_core::oidc::{Error, ErrorCode, Parameters, userinfo};

use super::authorization;
use crate::Web;
use crate::failure::Failure;

/// `GET` and `POST /userinfo`.
pub(crate) async fn any(
    State(web): State<Arc<Web>>,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let form =
        if method == Method::POST && is_form(&headers) { Parameters::decode(&body) } else { Parameters::default() };
    let header = match authorization::header(&headers) {
        Ok(header) => header,
        Err(error) => return Ok(refusal(&error)),
    };
    let token = match (header.and_then(bearer), form.get("access_token")) {
        (Some(token), Ok(None)) | (None, Ok(Some(token))) => token,
        // RFC 6750 3.1: who shows nothing is told nothing but how to come back.
        (None, Ok(None)) => {
            return Ok((StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")]).into_response());
        }
        (_, Err(error)) => return Ok(refusal(&error)),
        (Some(_), Ok(Some(_))) => {
            let description = "the access token is in the header and in the form; one is enough";
            return Ok(refusal(&Error::new(ErrorCode::InvalidRequest, description)));
        }
    };
    let outcome = userinfo::claims(&web.provider, token).await;
    web.metrics.userinfo(&outcome);
    match outcome {
        Ok(claims) => Ok(Json(claims).into_response()),
        Err(Refused::Refused(error)) => Ok(refusal(&error)),
        Err(Refused::Unavailable(error)) => Err(error.into()),
    }
}

fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Whether the body is a form. That of a GET is not looked at (RFC 6750 2.2).
fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded")
}

fn refusal(error: &Error) -> Response {
    let status = match error.code {
        ErrorCode::InvalidRequest => StatusCode::BAD_REQUEST,
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
