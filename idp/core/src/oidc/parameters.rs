//! The parameters of a request, as a query or a form carries them (RFC 6749 3.1).

use super::{Error, ErrorCode};

/// Parameters in the order in which they came.
#[derive(Debug, Clone, Default)]
pub struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Decodes `application/x-www-form-urlencoded`, from a query or a body.
    pub fn decode(encoded: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// The parameter, if it was sent. One without a value counts as not sent, and one that is repeated is refused
    /// (RFC 6749 3.1).
    pub fn get(&self, name: &str) -> Result<Option<&str>, Error> {
        let mut values = self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let first = values.next();
        if values.next().is_some() {
            return Err(Error::new(
                ErrorCode::InvalidRequest,
                format!("the parameter {} is repeated", printable(name)),
            ));
        }
        Ok(first.filter(|value| !value.is_empty()))
    }

    /// The parameter, which must be there.
    pub fn require(&self, name: &str) -> Result<&str, Error> {
        self.get(name)?.ok_or_else(|| {
            Error::new(ErrorCode::InvalidRequest, format!("the parameter {} is missing", printable(name)))
        })
    }

    /// Refuses a request in which any parameter is repeated.
    pub fn refuse_repeated(&self) -> Result<(), Error> {
        self.0.iter().try_for_each(|(name, _)| self.get(name).map(|_| ()))
    }
}

/// A name fit for an `error_description`, whose characters RFC 6749 4.1.2.1 limits.
fn printable(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(40).collect()
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Parameters {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(k, v)| (k.into(), v.into())).collect())
    }
}
