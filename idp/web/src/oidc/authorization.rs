//! The `Authorization` header (RFC 9110 11.6.2): one, or none.

use axum::http::{HeaderMap, header};
use idp_core::oidc::{Error, ErrorCode};

/// The header. Two of them say two things, and whoever stands in front of us may have believed the other one.
pub(crate) fn header(headers: &HeaderMap) -> Result<Option<&str>, Error> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let first = values.next();
    if values.next().is_some() {
        return Err(Error::new(ErrorCode::InvalidRequest, "there is more than one Authorization header"));
    }
    Ok(first.map(|value| value.to_str().unwrap_or_default()))
}
