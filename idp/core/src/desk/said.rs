//! What an act of the desk came to, as the page that follows says it: one word of a list, as on [one's own
//! pages](crate::own::Said).

use super::Act;

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// It is done.
    Done(Act),
    /// It waits for another member.
    Asked,
    /// It waits already.
    AskedAlready,
    /// Another member's act was refused.
    Refused,
    /// No reason, or one that cannot be.
    ReasonMalformed,
    /// No ticket, or one that cannot be.
    TicketMalformed,
    /// No phone number.
    PhoneMalformed,
    /// A number that cannot receive an SMS.
    PhoneNotMobile,
    /// A country to which no SMS goes.
    PhoneCountry,
    /// No e-mail address.
    EmailMalformed,
    /// It is on record already.
    Same,
    /// The account is not as the page showed it.
    Changed,
    /// The request is over, or somebody else decided it.
    Gone,
    /// Nothing to look for.
    TermMalformed,
    /// Too many questions about people.
    TooMany,
}

const OTHERS: [(Said, &str); 14] = [
    (Said::Asked, "asked"),
    (Said::AskedAlready, "asked_already"),
    (Said::Refused, "refused"),
    (Said::ReasonMalformed, "reason_malformed"),
    (Said::TicketMalformed, "ticket_malformed"),
    (Said::PhoneMalformed, "phone_malformed"),
    (Said::PhoneNotMobile, "phone_not_mobile"),
    (Said::PhoneCountry, "phone_country"),
    (Said::EmailMalformed, "email_malformed"),
    (Said::Same, "same"),
    (Said::Changed, "changed"),
    (Said::Gone, "gone"),
    (Said::TermMalformed, "term_malformed"),
    (Said::TooMany, "too_many"),
];

impl Said {
    /// Everything that can be said.
    pub fn all() -> impl Iterator<Item = Self> {
        Act::ALL.map(Self::Done).into_iter().chain(OTHERS.map(|(said, _)| said))
    }

    /// Its word, in URLs and in the words of the theme.
    pub fn word(self) -> String {
        match self {
            Self::Done(act) => format!("done-{}", act.as_str()),
            other => OTHERS.into_iter().find(|(said, _)| *said == other).map_or("changed", |(_, word)| word).to_owned(),
        }
    }

    /// The one with this word.
    pub fn named(word: &str) -> Option<Self> {
        Self::all().find(|said| said.word() == word)
    }

    /// Whether it is an error: something did not happen that was asked.
    pub fn is_refusal(self) -> bool {
        !matches!(self, Self::Done(_) | Self::Asked | Self::Refused)
    }

    /// The field that it is about, if typing something else helps.
    pub fn field(self) -> Option<&'static str> {
        match self {
            Self::ReasonMalformed => Some("reason"),
            Self::TicketMalformed => Some("ticket"),
            Self::PhoneMalformed | Self::PhoneNotMobile | Self::PhoneCountry | Self::EmailMalformed | Self::Same => {
                Some("value")
            }
            Self::TermMalformed => Some("term"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_has_a_word_of_its_own() {
        let words: BTreeSet<_> = Said::all().map(Said::word).collect();
        assert_eq!(words.len(), Said::all().count());
        for said in Said::all() {
            assert_eq!(Said::named(&said.word()), Some(said));
        }
        assert_eq!(Said::named("U bent gehackt"), None);
    }
}
