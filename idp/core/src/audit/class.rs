//! What kinds of events there are: how long each is kept, and whether it tells of a success.

use super::Code;

/// For how long an event is of use. Each class is kept for a time of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Changes that last: accounts, factors, keys, and the log itself.
    Administration,
    /// Who proved what, and what came of it.
    Authentication,
    /// What follows from a login by itself: tokens and messages. Most events are of this class.
    Traffic,
}

impl Class {
    /// Every class.
    pub const ALL: [Self; 3] = [Self::Administration, Self::Authentication, Self::Traffic];

    /// The stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Administration => "administration",
            Self::Authentication => "authentication",
            Self::Traffic => "traffic",
        }
    }

    /// The class of this word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == word)
    }
}

/// Whether what was asked was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was.
    Success,
    /// It was refused, or did not succeed.
    Failure,
}

impl Outcome {
    /// The stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
        }
    }
}

impl Code {
    /// How long it is of use.
    pub fn class(self) -> Class {
        match self {
            Self::PhoneVerified
            | Self::PhoneDoubted
            | Self::EmailVerified
            | Self::AuthenticatorEnrolled
            | Self::RecoveryCodesMade
            | Self::RecoveryCodesKept
            | Self::AuthenticatorNamed
            | Self::AuthenticatorRemoved
            | Self::PasskeyEnrolled
            | Self::PasskeyNamed
            | Self::PasskeyRemoved
            | Self::LoginDisputed
            | Self::DisputeReviewed
            | Self::ConsentGiven
            | Self::ConsentRevoked
            | Self::AccountAdded
            | Self::AccountUpdated
            | Self::PasswordLinkMade
            | Self::PasswordLinkWithheld
            | Self::PasswordSet
            | Self::PasswordRehashed
            | Self::AccountDisabled
            | Self::AccountEnabled
            | Self::AccountDeleted
            | Self::FactorsReset
            | Self::VisitCodeGiven
            | Self::AccountUnlocked
            | Self::SessionsEnded
            | Self::PhoneCorrected
            | Self::EmailCorrected
            | Self::RoleAssigned
            | Self::DeskSearched
            | Self::DeskLooked
            | Self::DeskAsked
            | Self::DeskApproved
            | Self::DeskRefused
            | Self::DeskReported
            | Self::DeskDenied
            | Self::KeyCreated
            | Self::KeyRotated
            | Self::KeyRevoked
            | Self::KeyRemoved
            | Self::ConfigurationChanged
            | Self::ServerStarted
            | Self::ServerStopped
            | Self::AuditRemoved
            | Self::AuditBroken
            | Self::MasterKeyInForce
            | Self::MasterKeyResealed
            | Self::MasterKeyRetired => Class::Administration,
            Self::PasswordProven
            | Self::PasswordRefused
            | Self::CodeProven
            | Self::CodeRefused
            | Self::AuthenticatorProven
            | Self::AuthenticatorRefused
            | Self::PasskeyProven
            | Self::PasskeyRefused
            | Self::PasskeyCloned
            | Self::RecoveryCodeProven
            | Self::RecoveryCodeRefused
            | Self::VisitCodeProven
            | Self::VisitCodeRefused
            | Self::BudgetSpent
            | Self::SessionStarted
            | Self::SessionRenewed
            | Self::SessionEnded
            | Self::GrantIssued
            | Self::GrantRevoked
            | Self::CodeReplayed
            | Self::RefreshTokenReplayed
            | Self::ClientRefused => Class::Authentication,
            Self::MessageQueued
            | Self::LogoutTold
            | Self::LogoutGivenUp
            | Self::GrantRedeemed
            | Self::RefreshTokenIssued
            | Self::RefreshTokenRotated
            | Self::ClientTokenIssued => Class::Traffic,
        }
    }

    /// Whether it tells of a success.
    pub fn outcome(self) -> Outcome {
        match self {
            Self::PasswordRefused
            | Self::CodeRefused
            | Self::AuthenticatorRefused
            | Self::PasskeyRefused
            | Self::PasskeyCloned
            | Self::RecoveryCodeRefused
            | Self::VisitCodeRefused
            | Self::BudgetSpent
            | Self::LogoutGivenUp
            | Self::CodeReplayed
            | Self::RefreshTokenReplayed
            | Self::ClientRefused
            | Self::PasswordLinkWithheld
            | Self::DeskDenied
            | Self::AuditBroken => Outcome::Failure,
            _ => Outcome::Success,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back_and_each_is_used_once() {
        for code in Code::ALL {
            assert_eq!(Code::named(code.as_str()), Some(code));
        }
        for class in Class::ALL {
            assert_eq!(Class::named(class.as_str()), Some(class));
            assert!(Code::ALL.into_iter().any(|code| code.class() == class));
        }
    }
}
