//! What the service desk can do for a person.

use super::standing::asks_visit_code;
use crate::account::{Account, Role};

/// An act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// The second factors go; the person sets up an app anew, with the code that the desk tells.
    ResetFactors,
    /// Another such code.
    GiveVisitCode,
    /// Every session ends.
    EndSessions,
    /// Another phone number on record, not verified.
    CorrectPhone,
    /// Another e-mail address on record, not verified.
    CorrectEmail,
    /// No login from now on.
    Disable,
    /// Logins again.
    Enable,
    /// A mail with a link to choose the first password.
    Invite,
    /// The wrong tries are forgotten.
    ClearBudgets,
    /// The mark of a disputed login goes.
    ReviewDispute,
    /// The person becomes one of the service desk.
    MakeDesk,
    /// The person has no role any more.
    TakeRole,
}

impl Act {
    /// Every act, in the order in which they are offered.
    pub const ALL: [Self; 12] = [
        Self::ResetFactors,
        Self::GiveVisitCode,
        Self::ClearBudgets,
        Self::CorrectPhone,
        Self::CorrectEmail,
        Self::Invite,
        Self::EndSessions,
        Self::ReviewDispute,
        Self::Disable,
        Self::Enable,
        Self::MakeDesk,
        Self::TakeRole,
    ];

    /// Its word, in URLs, the store and the words of the theme.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ResetFactors => "reset",
            Self::GiveVisitCode => "visit_code",
            Self::EndSessions => "end_sessions",
            Self::CorrectPhone => "phone",
            Self::CorrectEmail => "email",
            Self::Disable => "disable",
            Self::Enable => "enable",
            Self::Invite => "invite",
            Self::ClearBudgets => "unlock",
            Self::ReviewDispute => "review",
            Self::MakeDesk => "make_desk",
            Self::TakeRole => "take_role",
        }
    }

    /// The act of this word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == word)
    }

    /// The lowest role that may do it.
    pub fn least(self) -> Role {
        match self {
            Self::MakeDesk | Self::TakeRole => Role::Administrator,
            _ => Role::Desk,
        }
    }

    /// Whether it only shuts. Then it waits for nobody: who must stop a thief must be quick.
    pub fn shuts(self) -> bool {
        matches!(self, Self::EndSessions | Self::Disable | Self::TakeRole)
    }

    /// Whether it is of use for this account as it is.
    pub fn applies(self, account: &Account) -> bool {
        match self {
            Self::ResetFactors | Self::CorrectPhone | Self::CorrectEmail | Self::ClearBudgets => true,
            Self::GiveVisitCode => !account.disabled && asks_visit_code(account),
            Self::EndSessions | Self::Disable => !account.disabled,
            Self::Enable => account.disabled,
            Self::Invite => !account.disabled && account.password_hash.is_none() && account.email.is_some(),
            Self::ReviewDispute => account.disputed_at.is_some(),
            Self::MakeDesk => account.role == Role::None && !account.disabled,
            Self::TakeRole => account.role == Role::Desk,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_a_word_of_its_own() {
        for act in Act::ALL {
            assert_eq!(Act::named(act.as_str()), Some(act));
        }
    }
}
