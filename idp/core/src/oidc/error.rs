//! The errors of the protocol (RFC 6749 4.1.2.1 and 5.2, OIDC Core 3.1.2.6, RFC 6750 3.1).
//!
//! An [`Error`] has a code and a description that is safe to send. Whether it may travel in a redirect is not decided
//! here but by the type that carries it: see [`super::authorize::Rejection`].

use serde::Serialize;

/// The registered codes that we send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// RFC 6749 4.1.2.1.
    InvalidRequest,
    /// RFC 6749 4.1.2.1.
    UnauthorizedClient,
    /// RFC 6749 4.1.2.1.
    AccessDenied,
    /// RFC 6749 4.1.2.1.
    UnsupportedResponseType,
    /// RFC 6749 4.1.2.1.
    InvalidScope,
    /// RFC 6749 4.1.2.1.
    ServerError,
    /// RFC 6749 4.1.2.1.
    TemporarilyUnavailable,
    /// RFC 6749 5.2.
    InvalidClient,
    /// RFC 6749 5.2.
    InvalidGrant,
    /// RFC 6749 5.2.
    UnsupportedGrantType,
    /// RFC 7009 2.2.1.
    UnsupportedTokenType,
    /// RFC 8707 2.
    InvalidTarget,
    /// RFC 6750 3.1.
    InvalidToken,
    /// RFC 6750 3.1.
    InsufficientScope,
    /// OIDC Core 3.1.2.6.
    LoginRequired,
    /// OIDC Core 3.1.2.6.
    InteractionRequired,
    /// OIDC Core 3.1.2.6.
    AccountSelectionRequired,
    /// OIDC Core 3.1.2.6.
    ConsentRequired,
    /// OIDC Core 3.1.2.6.
    RequestNotSupported,
    /// OIDC Core 3.1.2.6.
    RequestUriNotSupported,
    /// OIDC Core 3.1.2.6.
    RegistrationNotSupported,
    /// OpenID Connect Core Error Code unmet_authentication_requirements 1.0.
    UnmetAuthenticationRequirements,
}

impl ErrorCode {
    /// The registered word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::AccessDenied => "access_denied",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::InvalidScope => "invalid_scope",
            Self::ServerError => "server_error",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::UnsupportedTokenType => "unsupported_token_type",
            Self::InvalidTarget => "invalid_target",
            Self::InvalidToken => "invalid_token",
            Self::InsufficientScope => "insufficient_scope",
            Self::LoginRequired => "login_required",
            Self::InteractionRequired => "interaction_required",
            Self::AccountSelectionRequired => "account_selection_required",
            Self::ConsentRequired => "consent_required",
            Self::RequestNotSupported => "request_not_supported",
            Self::RequestUriNotSupported => "request_uri_not_supported",
            Self::RegistrationNotSupported => "registration_not_supported",
            Self::UnmetAuthenticationRequirements => "unmet_authentication_requirements",
        }
    }
}

/// A protocol error. The description is for the developer of the relying party: ASCII, one line, nothing secret, nothing
/// that the sender typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Error {
    /// The registered code.
    #[serde(rename = "error")]
    pub code: ErrorCode,
    /// What to mend.
    #[serde(rename = "error_description")]
    pub description: String,
}

impl Error {
    /// An error with what to mend.
    pub fn new(code: ErrorCode, description: impl Into<String>) -> Self {
        Self { code, description: description.into() }
    }

    /// The answer to anything wrong with a code: always the same, so that it tells a stranger nothing.
    pub fn invalid_grant() -> Self {
        Self::new(
            ErrorCode::InvalidGrant,
            "the code is unknown, expired, used, or was issued to another client, redirect_uri or challenge",
        )
    }
}

/// Why a request did not get what it asked for.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The request was wrong.
    #[error("{}: {}", .0.code.as_str(), .0.description)]
    Refused(Error),
    /// Something outside did not answer: a server error, with a reference number.
    #[error(transparent)]
    Unavailable(#[from] crate::port::Unavailable),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}
