//! The token endpoint (RFC 6749 3.2).

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use idp_core::audit::{Actor, Code, Event, Origin};
use idp_core::oidc::error::Failure as Refused;
use idp_core::oidc::token::{self, TokenResponse};
use idp_core::oidc::{Error, ErrorCode, Parameters, client_authentication};

use crate::Web;
use crate::failure::Failure;
use crate::request::Context;

/// `POST /token`.
pub(crate) async fn post(
    State(web): State<Arc<Web>>,
    context: Context,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    match exchange(&web, context, &headers, &body).await {
        Ok(tokens) => Ok(Json(tokens).into_response()),
        Err(Refused::Refused(error)) => Ok(refusal(&error, headers.contains_key(header::AUTHORIZATION))),
        Err(Refused::Unavailable(error)) => Err(error.into()),
    }
}

async fn exchange(web: &Web, context: Context, headers: &HeaderMap, body: &[u8]) -> Result<TokenResponse, Refused> {
    let form = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !form.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded") {
        let description = "the body must be application/x-www-form-urlencoded";
        return Err(Error::new(ErrorCode::InvalidRequest, description).into());
    }
    let form = Parameters::decode(body);
    let credentials = headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap_or_default());
    let client = match client_authentication::authenticate(credentials, &form, &web.provider.clients) {
        Ok(client) => client,
        Err(error) => {
            let event = Event::new(Code::ClientRefused, &context.origin, web.provider.ports.clock.now());
            web.provider.ports.audit.record(event).await?;
            return Err(error.into());
        }
    };
    let origin = Origin { actor: Actor::Client(client.id.to_string()), ..context.origin };
    token::exchange(&web.provider, client, &form, &origin).await
}

/// RFC 6749 5.2: 401 for a client that is not who it says, with a challenge if it tried HTTP Basic; 400 for everything else.
fn refusal(error: &Error, tried_basic: bool) -> Response {
    let status = match error.code {
        ErrorCode::InvalidClient => StatusCode::UNAUTHORIZED,
        _ => StatusCode::BAD_REQUEST,
    };
    let mut response = (status, Json(error)).into_response();
    if status == StatusCode::UNAUTHORIZED && tried_basic {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"sluis\""));
    }
    response
}
