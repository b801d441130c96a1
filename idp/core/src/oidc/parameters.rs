//! The parameters of a request, as a query or a form carries them (RFC 6749 3.1).

use std::collections::BTreeSet;
use std::fmt;

use super::{Error, ErrorCode};

/// Parameters in the order in which they came.
#[derive(Clone, Default)]
pub struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Decodes `application/x-www-form-urlencoded`, from a query or a body.
    pub fn decode(encoded: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// The parameters as a query.
    pub fn encode(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }

    /// The parameter, if it was sent. One without a value counts as not sent, and one that is repeated is refused
    /// (RFC 6749 3.1).
    pub fn get(&self, name: &str) -> Result<Option<&str>, Error> {
        let mut values = self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let first = values.next();
        if values.next().is_some() {
            return Err(repeated(name));
        }
        Ok(first.filter(|value| !value.is_empty()))
    }

    /// Whether a value was UTF-8 when it was sent. What was not was read as something else, and cannot be handed back.
    pub fn is_as_sent(value: &str) -> bool {
        !value.contains(char::REPLACEMENT_CHARACTER)
    }

    /// The parameter, which must be there.
    pub fn require(&self, name: &str) -> Result<&str, Error> {
        self.get(name)?.ok_or_else(|| {
            Error::new(ErrorCode::InvalidRequest, format!("the parameter {} is missing", printable(name)))
        })
    }

    /// Refuses a request in which any parameter is repeated.
    pub fn refuse_repeated(&self) -> Result<(), Error> {
        let mut seen = BTreeSet::new();
        match self.0.iter().find(|(name, _)| !seen.insert(name)) {
            Some((name, _)) => Err(repeated(name)),
            None => Ok(()),
        }
    }
}

/// Prints the names alone: among the values are passwords, codes and secrets.
impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

fn repeated(name: &str) -> Error {
    Error::new(ErrorCode::InvalidRequest, format!("the parameter {} is repeated", printable(name)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_parameter_is_refused_by_its_name() {
        let twice: Parameters = [("a", "1"), ("b", "2"), ("a", "1")].into_iter().collect();
        let error = twice.refuse_repeated().expect_err("repeated");
        assert_eq!(error.description, "the parameter a is repeated");
        assert_eq!(twice.get("a").expect_err("repeated"), error);
        assert_eq!(twice.get("b"), Ok(Some("2")));
    }

    #[test]
    fn values_do_not_print() {
        let form: Parameters = [("password", "hunter2")].into_iter().collect();
        assert_eq!(format!("{form:?}"), "[\"password\"]");
    }
}
