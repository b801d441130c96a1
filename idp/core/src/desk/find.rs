//! Finding people: by their name, the name to log in with, the e-mail address or the last digits of the phone number.

use unicode_normalization::UnicodeNormalization;

use super::{Desk, rule};
use crate::account::{Account, EmailAddress};
use crate::audit::Code;
use crate::port::Answer;

/// How many people are shown.
const SHOWN: usize = 20;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// The beginning of a word of a name, or of several that follow on each other; as [`words`] writes them.
    Name(String),
    /// A whole e-mail address, whatever its spelling.
    Email(EmailAddress),
    /// The end of a phone number: four to nine digits.
    Digits(String),
}

impl Term {
    /// The longest that is looked for, in characters.
    const MAX: usize = 128;
    /// How many digits a number must show to be found by them.
    pub const DIGITS: usize = 4;
    /// How many of a whole number say who it is: what goes before them is written in many ways.
    const ALL_DIGITS: usize = 8;

    /// Takes what was typed. `None` if it is too little to look for, or too long.
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        if typed.chars().count() > Self::MAX {
            return None;
        }
        if let Ok(address) = EmailAddress::parse(typed) {
            return Some(Self::Email(address));
        }
        let digits: String = typed.chars().filter(|c| !c.is_whitespace() && !"-()+.".contains(*c)).collect();
        if digits.len() >= Self::DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Self::Digits(digits[digits.len().saturating_sub(Self::ALL_DIGITS)..].to_owned()));
        }
        let name = words([typed]);
        (name.chars().count() >= 2).then_some(Self::Name(name))
    }

    /// Its word in the audit log: what it was is personal.
    fn kind(&self) -> &'static str {
        match self {
            Self::Name(_) => "name",
            Self::Email(_) => "email",
            Self::Digits(_) => "phone",
        }
    }
}

/// Names as they are compared: in lower case, each word apart.
pub fn words<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut all = Vec::new();
    for name in names {
        let name: String = name.nfkc().flat_map(char::to_lowercase).collect();
        all.extend(
            name.split(|c: char| c.is_whitespace() || c.is_control())
                .filter(|word| !word.is_empty())
                .map(str::to_owned),
        );
    }
    all.join(" ")
}

/// What came of a search.
pub enum Found {
    /// Nothing that can be looked for.
    Malformed,
    /// Too many questions.
    TooMany,
    /// These.
    People {
        /// Twenty at most, each with whether the member may look at them.
        people: Vec<(Account, bool)>,
        /// Whether there are more.
        more: bool,
    },
}

impl Desk<'_> {
    /// Looks for people. What was looked for is not in the audit log, but how and how many were found.
    pub async fn find(&self, typed: &str) -> Answer<Found> {
        let Some(term) = Term::parse(typed) else { return Ok(Found::Malformed) };
        if self.too_many().await? {
            return Ok(Found::TooMany);
        }
        let ports = &self.provider.ports;
        let mut people = ports.directory.find(&term, SHOWN as u64 + 1).await?;
        let may = |account: &Account| rule::look(self.member.role(), self.whom(account)).is_ok();
        // By a number or an address only those are found whom the member may look at: otherwise a search would tell whose it is.
        if !matches!(term, Term::Name(_)) {
            people.retain(&may);
        }
        let more = people.len() > SHOWN;
        people.truncate(SHOWN);
        let event = self.event(Code::DeskSearched).with("by", term.kind()).with("found", people.len().to_string());
        ports.audit.record(event).await?;
        let people = people.into_iter().map(|account| (may(&account), account)).map(|(may, account)| (account, may));
        Ok(Found::People { people: people.collect(), more })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_says_how_to_look() {
        let digits = |text: &str| Some(Term::Digits(text.to_owned()));
        assert_eq!(Term::parse(" 5678"), digits("5678"));
        assert_eq!(Term::parse("06 12 34 56 78"), digits("12345678"));
        assert_eq!(Term::parse("+31612345678"), digits("12345678"));
        assert_eq!(Term::parse("Jan  de VRIES"), Some(Term::Name("jan de vries".to_owned())));
        assert!(matches!(Term::parse("jan@gemeente.nl"), Some(Term::Email(_))));
        assert_eq!(Term::parse("678"), Some(Term::Name("678".to_owned())), "too few digits to be a number");
        for nothing in ["", " ", "j", &"x".repeat(129)] {
            assert_eq!(Term::parse(nothing), None, "{nothing:?}");
        }
    }
}
