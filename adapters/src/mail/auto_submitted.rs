//! The header that keeps holiday replies and mailing lists quiet (RFC 3834 5).

use std::error::Error;

use lettre::message::header::{Header, HeaderName, HeaderValue};

/// `Auto-Submitted: auto-generated`.
#[derive(Clone)]
pub(super) struct AutoSubmitted;

const VALUE: &str = "auto-generated";

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(value: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
        if value == VALUE { Ok(Self) } else { Err("not a value that we write".into()) }
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), VALUE.to_owned())
    }
}
