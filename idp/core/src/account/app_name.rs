//! What a person calls an authenticator app, to tell several apart.

use std::fmt;

/// A name of 1 to 40 characters on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppName(String);

impl AppName {
    /// The longest, in characters.
    pub const MAX: usize = 40;

    /// Takes what was typed, without the space around it.
    pub fn parse(typed: &str) -> Option<Self> {
        let name = typed.trim();
        let fits = (1..=Self::MAX).contains(&name.chars().count());
        (fits && !name.chars().any(char::is_control)).then(|| Self(name.to_owned()))
    }

    /// A name as a store wrote it.
    pub fn from_store(name: String) -> Self {
        Self(name)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AppName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_on_one_line() {
        assert_eq!(
            AppName::parse("  Telefoon van het werk ").map(|name| name.to_string()).as_deref(),
            Some("Telefoon van het werk")
        );
        for bad in ["", "  ", "a\nb", &"x".repeat(41)] {
            assert_eq!(AppName::parse(bad), None, "{bad:?}");
        }
    }
}
