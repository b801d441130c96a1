//! What an act on a page of ours came to, as the page that follows says it. It travels in the URL as a word of this list, so a
//! link of a stranger can make a page say one of these sentences and nothing else.

use jiff::Timestamp;

/// What came of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// The key of another app is ready.
    KeyReady,
    /// The app is confirmed.
    AppAdded,
    /// It has its name.
    AppNamed,
    /// It is gone.
    AppRemoved,
    /// It cannot go: it is the last.
    AppStays,
    /// No name, or one that cannot be.
    AppNameMalformed,
    /// The browser can ask the authenticator for a passkey.
    PasskeyReady,
    /// The passkey is there.
    PasskeyAdded,
    /// It has its name.
    PasskeyNamed,
    /// It is gone.
    PasskeyRemoved,
    /// No answer of an authenticator came.
    PasskeyMissing,
    /// It could not be made.
    PasskeyRefused,
    /// The key waits no longer.
    KeyGone,
    /// Not six digits.
    CodeMalformed,
    /// Not the right code.
    CodeWrong,
    /// No code can be right any more.
    CodeDead,
    /// A code is on its way.
    CodeSent,
    /// Too soon for another message.
    SendPaused,
    /// Too many wrong codes.
    BudgetSpent,
    /// The recovery codes are kept.
    CodesKept,
    /// No phone number.
    PhoneMalformed,
    /// A number that cannot receive an SMS.
    PhoneNotMobile,
    /// A country to which no SMS goes.
    PhoneCountry,
    /// The new number is on record.
    PhoneChanged,
    /// No e-mail address.
    EmailMalformed,
    /// The new address is on record.
    EmailChanged,
    /// The session is over.
    SessionEnded,
    /// All others are over.
    OthersEnded,
    /// The application has nothing any more.
    ConsentTakenBack,
    /// The account moved on meanwhile.
    Changed,
}

/// With until when, where waiting helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// What.
    pub said: Said,
    /// Until when it is so.
    pub until: Option<Timestamp>,
}

impl Said {
    /// Everything, with its word in URLs and in the words of the theme.
    pub const ALL: [(Self, &'static str); 30] = [
        (Self::KeyReady, "key_ready"),
        (Self::AppAdded, "app_added"),
        (Self::AppNamed, "app_named"),
        (Self::AppRemoved, "app_removed"),
        (Self::AppStays, "app_stays"),
        (Self::AppNameMalformed, "app_name_malformed"),
        (Self::PasskeyReady, "passkey_ready"),
        (Self::PasskeyAdded, "passkey_added"),
        (Self::PasskeyNamed, "passkey_named"),
        (Self::PasskeyRemoved, "passkey_removed"),
        (Self::PasskeyMissing, "passkey_missing"),
        (Self::PasskeyRefused, "passkey_refused"),
        (Self::KeyGone, "key_gone"),
        (Self::CodeMalformed, "code_malformed"),
        (Self::CodeWrong, "code_wrong"),
        (Self::CodeDead, "code_dead"),
        (Self::CodeSent, "code_sent"),
        (Self::SendPaused, "send_paused"),
        (Self::BudgetSpent, "budget_spent"),
        (Self::CodesKept, "codes_kept"),
        (Self::PhoneMalformed, "phone_malformed"),
        (Self::PhoneNotMobile, "phone_not_mobile"),
        (Self::PhoneCountry, "phone_country"),
        (Self::PhoneChanged, "phone_changed"),
        (Self::EmailMalformed, "email_malformed"),
        (Self::EmailChanged, "email_changed"),
        (Self::SessionEnded, "session_ended"),
        (Self::OthersEnded, "others_ended"),
        (Self::ConsentTakenBack, "consent_taken_back"),
        (Self::Changed, "changed"),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL.into_iter().find(|(said, _)| *said == self).map_or("changed", |(_, word)| word)
    }

    /// The one with this word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, name)| *name == word).map(|(said, _)| said)
    }

    /// Whether it is an error: something did not happen that was asked.
    pub fn is_refusal(self) -> bool {
        !matches!(
            self,
            Self::KeyReady
                | Self::AppAdded
                | Self::AppNamed
                | Self::AppRemoved
                | Self::PasskeyReady
                | Self::PasskeyAdded
                | Self::PasskeyNamed
                | Self::PasskeyRemoved
                | Self::CodeSent
                | Self::CodesKept
                | Self::PhoneChanged
                | Self::EmailChanged
                | Self::SessionEnded
                | Self::OthersEnded
                | Self::ConsentTakenBack
        )
    }
}

impl Told {
    /// It is so until then.
    pub fn until(said: Said, until: Timestamp) -> Self {
        Self { said, until: Some(until) }
    }
}

impl From<Said> for Told {
    fn from(said: Said) -> Self {
        Self { said, until: None }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_has_a_word_of_its_own() {
        assert_eq!(Said::ALL.iter().map(|(_, word)| word).collect::<BTreeSet<_>>().len(), Said::ALL.len());
        for (said, word) in Said::ALL {
            assert_eq!((said.word(), Said::named(word)), (word, Some(said)));
        }
        assert_eq!(Said::named("U bent gehackt"), None);
    }
}
