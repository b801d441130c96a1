//! The names of the levels: what `acr` says in tokens and what `acr_values` asks for (OIDC Core 2).
//!
//! A name is a promise of the organisation to its applications, so it is configuration. What a level rests on is not: that
//! is a rule, and it is in [`Level`].

use std::fmt;

use thiserror::Error;
use url::Url;

use super::Level;

/// An Authentication Context Class Reference: the name of a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acr(String);

/// Why a text cannot be the name of a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InvalidAcr {
    /// It is empty or too long.
    #[error("has not 1 to 200 characters")]
    Length,
    /// `acr_values` parts names at spaces, and the challenge of RFC 9470 puts them between quotes.
    #[error("has a character other than visible ASCII, or a quote or backslash")]
    Character,
    /// It is neither of the two.
    #[error("is neither an absolute URI nor a plain word")]
    Shape,
}

impl Acr {
    /// The longest name, in bytes.
    const MAX: usize = 200;

    /// Takes a name from the configuration: an absolute URI, as NL GOV and eIDAS use them, or a plain word of letters,
    /// digits and `-._~`.
    pub fn parse(text: &str) -> Result<Self, InvalidAcr> {
        if !(1..=Self::MAX).contains(&text.len()) {
            return Err(InvalidAcr::Length);
        }
        if !text.bytes().all(|b| b.is_ascii_graphic() && b != b'"' && b != b'\\') {
            return Err(InvalidAcr::Character);
        }
        let word = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b));
        if word || Url::parse(text).is_ok() { Ok(Self(text.to_owned())) } else { Err(InvalidAcr::Shape) }
    }

    /// The name. Two are the same if their bytes are.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Acr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One name for each level, each name for one level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcrNames {
    password: Acr,
    mfa: Acr,
    phishing_resistant: Acr,
}

impl AcrNames {
    /// Names the levels. `None` if two would have one name.
    pub fn new(password: Acr, mfa: Acr, phishing_resistant: Acr) -> Option<Self> {
        let differ = password != mfa && mfa != phishing_resistant && phishing_resistant != password;
        differ.then_some(Self { password, mfa, phishing_resistant })
    }

    /// The name of a level.
    pub fn of(&self, level: Level) -> &Acr {
        match level {
            Level::Password => &self.password,
            Level::Mfa => &self.mfa,
            Level::PhishingResistant => &self.phishing_resistant,
        }
    }

    /// The level with this name, if there is one.
    pub fn level(&self, name: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| self.of(*level).as_str() == name)
    }

    /// Every name, that of the weakest level first.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        Level::ALL.into_iter().map(|level| self.of(level).as_str())
    }
}

/// Names of our own, which promise no more than the technique: see the decision records.
impl Default for AcrNames {
    fn default() -> Self {
        let own = |level: Level| Acr(format!("urn:sluis:acr:{}", level.as_str()));
        Self { password: own(Level::Password), mfa: own(Level::Mfa), phishing_resistant: own(Level::PhishingResistant) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_uri_or_a_word() {
        let longest = format!("urn:{}", "a".repeat(196));
        for good in ["urn:sluis:acr:mfa", "http://eidas.europa.eu/LoA/substantial", "substantial", "loa-2.1", &longest]
        {
            assert_eq!(Acr::parse(good).map(|acr| acr.to_string()).as_deref(), Ok(good));
        }
        for (bad, why) in [
            ("", InvalidAcr::Length),
            (&format!("{longest}a"), InvalidAcr::Length),
            ("two words", InvalidAcr::Character),
            ("urn:a\n", InvalidAcr::Character),
            ("urn:é", InvalidAcr::Character),
            ("urn:\"a", InvalidAcr::Character),
            ("urn:a\\b", InvalidAcr::Character),
            ("/LoA/high", InvalidAcr::Shape),
            ("a,b", InvalidAcr::Shape),
            ("http://", InvalidAcr::Shape),
        ] {
            assert_eq!(Acr::parse(bad), Err(why), "{bad}");
        }
    }

    #[test]
    fn each_name_is_one_level() {
        let acr = |text| Acr::parse(text).expect("a name");
        let names = AcrNames::new(acr("low"), acr("high"), acr("higher")).expect("three names");
        for level in Level::ALL {
            assert_eq!(names.level(names.of(level).as_str()), Some(level));
        }
        assert_eq!(names.level("High"), None, "to the byte");
        assert_eq!(names.level("urn:sluis:acr:mfa"), None, "the default is not known beside it");
        for [one, two, three] in [["same", "same", "other"], ["same", "other", "same"], ["other", "same", "same"]] {
            assert_eq!(AcrNames::new(acr(one), acr(two), acr(three)), None);
        }
        let own = ["urn:sluis:acr:password", "urn:sluis:acr:mfa", "urn:sluis:acr:phishing_resistant"];
        assert_eq!(AcrNames::default().iter().collect::<Vec<_>>(), own);
    }
}
