//! The authorization endpoint (OIDC Core 3.1.2).

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use idp_core::id::BrowserToken;
use idp_core::oidc::Parameters;
use idp_core::oidc::authorize::{AuthorizationRequest, Rejection};

use crate::failure::Failure;
use crate::login::{login, respond, see_other};
use crate::request::Context;
use crate::{Web, cookies};

/// `GET /authorize`: begins a login, or answers at once where the session is enough.
pub(crate) async fn get(
    State(web): State<Arc<Web>>,
    mut context: Context,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let parameters = Parameters::decode(query.unwrap_or_default().as_bytes());
    let request = match AuthorizationRequest::parse(&parameters, &web.provider.clients) {
        Ok(request) => request,
        Err(Rejection::Page(error)) => return Err(Failure::Protocol(error)),
        Err(Rejection::Redirect(target, error)) => {
            return Ok(see_other(&target.error(&web.provider.settings.issuer, &error), None));
        }
    };
    let new_browser = context.browser.is_none().then(|| BrowserToken::generate(web.provider.ports.rng.as_ref()));
    if let Some(browser) = &new_browser {
        context.browser = Some(browser.clone());
    }
    let next = login(&web, &context).begin(request).await?;
    let mut response = respond(&web, &context, next);
    if let Some(browser) = new_browser
        && let Ok(cookie) = HeaderValue::from_str(&cookies::set_browser(&web, &browser).to_string())
    {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
