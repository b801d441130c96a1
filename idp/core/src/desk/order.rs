//! An act as a member asks for it: with the reason and the number of the ticket, which stand in the audit log beside it.

use super::Deed;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Order {
    /// What is to be done.
    pub deed: Deed,
    /// Why.
    pub reason: Reason,
    /// Where the desk keeps the case.
    pub ticket: Ticket,
}

/// Why an act is done, in a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(String);

impl Reason {
    /// The longest, in characters.
    pub const MAX: usize = 200;
    const MIN: usize = 5;
    /// As many digits in a row are the number of something: of a telephone, or of a person.
    const DIGITS: usize = 9;

    /// Takes what was typed: 5 to 200 characters on one line. `None` also where an e-mail address or a number is in it, because it
    /// goes into the audit log.
    pub fn parse(typed: &str) -> Option<Self> {
        let reason = typed.trim();
        let fits = (Self::MIN..=Self::MAX).contains(&reason.chars().count());
        let spoken: String = reason.chars().filter(|c| !c.is_whitespace() && !"-./()+".contains(*c)).collect();
        let longest = spoken.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or_default();
        let tells = reason.contains('@') || longest >= Self::DIGITS;
        (fits && !tells && !reason.chars().any(char::is_control)).then(|| Self(reason.to_owned()))
    }

    /// A reason as a store wrote it.
    pub fn from_store(reason: String) -> Self {
        Self(reason)
    }

    /// The reason.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The number of the case at the service desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket(String);

impl Ticket {
    /// The longest, in characters.
    pub const MAX: usize = 40;

    /// Takes what was typed: 1 to 40 letters, digits and `-_/#.`, with a digit among them.
    pub fn parse(typed: &str) -> Option<Self> {
        let ticket = typed.trim();
        let clean = ticket.chars().all(|c| c.is_ascii_alphanumeric() || "-_/#.".contains(c));
        let fits = ticket.len() <= Self::MAX && ticket.chars().any(|c| c.is_ascii_digit());
        (clean && fits).then(|| Self(ticket.to_owned()))
    }

    /// A number as a store wrote it.
    pub fn from_store(ticket: String) -> Self {
        Self(ticket)
    }

    /// The number.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_some_words_and_tells_no_number_or_address() {
        for good in ["Nieuwe telefoon, teruggebeld op 27-11-2026", "Heeft om 10:30 gebeld"] {
            assert!(Reason::parse(good).is_some(), "{good}");
        }
        let long = "x".repeat(201);
        for bad in
            ["", "nee", "a\nbcdef", "mail jan@gemeente.nl", "belt met 06 12 34 56 78", "belt met 06-12345678", &long]
        {
            assert!(Reason::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_ticket_is_a_number() {
        for good in ["INC-2026/0042", "#7", " 123 "] {
            assert!(Ticket::parse(good).is_some(), "{good}");
        }
        for bad in ["", "geen", "=1+1", "1 2", &"1".repeat(41)] {
            assert!(Ticket::parse(bad).is_none(), "{bad}");
        }
    }
}
