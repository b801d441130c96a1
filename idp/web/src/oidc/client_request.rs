//! What relying parties post by themselves, without a browser: a form, and a proof of who they are. The token, introspection
//! and revocation endpoints take the same and refuse it alike.

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use idp_core::audit::{Actor, Origin};
use idp_core::client::Client;
use idp_core::oidc::error::Failure as Refused;
use idp_core::oidc::{Error, ErrorCode, Parameters, client_authentication};

use super::authorization;
use crate::Web;
use crate::failure::Failure;
use crate::request::Context;

/// The request of a client that has proven who it is.
pub(crate) struct ClientRequest<'a> {
    pub(crate) client: &'a Client,
    pub(crate) form: Parameters,
    pub(crate) origin: Origin,
}

impl<'a> ClientRequest<'a> {
    /// Reads the form and authenticates the client.
    pub(crate) async fn read(
        web: &'a Web,
        context: Context,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Self, Refused> {
        let form = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !form.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded") {
            let description = "the body must be application/x-www-form-urlencoded";
            return Err(Error::new(ErrorCode::InvalidRequest, description).into());
        }
        let form = Parameters::decode(body);
        let credentials = authorization::header(headers)?;
        let client = client_authentication::authenticate(&web.provider, credentials, &form, &context.origin).await?;
        let origin = Origin { actor: Actor::Client(client.id.to_string()), ..context.origin };
        Ok(Self { client, form, origin })
    }
}

/// The answer to such a request. RFC 6749 5.2: 401 for a client that is not who it says, with a challenge if it tried HTTP
/// Basic; 400 for everything else that is wrong.
pub(crate) fn answer<T: IntoResponse>(outcome: Result<T, Refused>, headers: &HeaderMap) -> Result<Response, Failure> {
    let error = match outcome {
        Ok(answer) => return Ok(answer.into_response()),
        Err(Refused::Refused(error)) => error,
        Err(Refused::Unavailable(error)) => return Err(error.into()),
    };
    let status = match error.code {
        ErrorCode::InvalidClient => StatusCode::UNAUTHORIZED,
        _ => StatusCode::BAD_REQUEST,
    };
    let mut response = (status, Json(&error)).into_response();
    if status == StatusCode::UNAUTHORIZED && headers.contains_key(header::AUTHORIZATION) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"sluis\""));
    }
    Ok(response)
}
