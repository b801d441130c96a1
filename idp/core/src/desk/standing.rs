//! Where a person stands: what their next login asks after the password. The decider of the login says it, so that the desk and
//! the reports see what the person will see.

use jiff::Timestamp;

use crate::account::{Account, BootstrapGuard};
use crate::assurance::{Evidence, Level, Proof};
use crate::login::facts::{Facts, Record};
use crate::login::pipeline::{self, Step};
use crate::login::transaction::Stop;
use crate::login::{Prompt, SecondFactors};

/// What is on record of a person, as far as the way to a complete account goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Footing {
    /// The account is disabled.
    pub disabled: bool,
    /// There is a password.
    pub password: bool,
    /// A new one is owed.
    pub owes_password: bool,
    /// An authenticator was confirmed.
    pub enrolled: bool,
    /// What stands before the bootstrap.
    pub guard: BootstrapGuard,
    /// The phone number, and whether it is verified.
    pub phone: Option<bool>,
    /// The e-mail address, and whether it is verified.
    pub email: Option<bool>,
}

/// How far a person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Has no password yet.
    NoPassword,
    /// Is asked the code of the service desk.
    VisitCode,
    /// Is asked the code in a mail.
    EmailCode,
    /// Is asked for a phone number.
    RegisterPhone,
    /// Is asked the code in an SMS.
    SmsCode,
    /// Proved the number, and has no app.
    EnrolAuthenticator,
    /// There is nothing to which a code could be sent.
    NothingOnRecord,
    /// Owes a new password.
    OwesPassword,
    /// Is kept out.
    Disabled,
    /// Has everything.
    Enrolled,
}

impl Standing {
    /// Every one, in the order of the way.
    pub const ALL: [Self; 10] = [
        Self::NoPassword,
        Self::VisitCode,
        Self::EmailCode,
        Self::RegisterPhone,
        Self::SmsCode,
        Self::EnrolAuthenticator,
        Self::NothingOnRecord,
        Self::OwesPassword,
        Self::Disabled,
        Self::Enrolled,
    ];

    /// Its word, in the words of the theme and in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoPassword => "no_password",
            Self::VisitCode => "visit_code",
            Self::EmailCode => "email_code",
            Self::RegisterPhone => "register_phone",
            Self::SmsCode => "sms_code",
            Self::EnrolAuthenticator => "enrol_authenticator",
            Self::NothingOnRecord => "nothing_on_record",
            Self::OwesPassword => "owes_password",
            Self::Disabled => "disabled",
            Self::Enrolled => "enrolled",
        }
    }
}

impl Footing {
    /// That of an account.
    pub fn of(account: &Account) -> Self {
        Self {
            disabled: account.disabled,
            password: account.password_hash.is_some(),
            owes_password: account.owes_password,
            enrolled: SecondFactors::of(account).stand(),
            guard: account.guard,
            phone: account.phone.as_ref().map(|phone| phone.verified),
            email: account.email.as_ref().map(|email| email.verified),
        }
    }

    /// Where it is.
    pub fn standing(&self) -> Standing {
        if !self.disabled && !self.password {
            return Standing::NoPassword;
        }
        match pipeline::next(&self.after_the_password()) {
            Step::Stop(Stop::Disabled) => Standing::Disabled,
            Step::Stop(Stop::OwesPassword) => Standing::OwesPassword,
            Step::Stop(_) => Standing::NothingOnRecord,
            Step::Ask(Prompt::VisitCode, _) => Standing::VisitCode,
            // The next login asks the code once more; what the person has not done yet is what follows.
            Step::Ask(Prompt::EmailCode, _) if self.email == Some(true) => Standing::RegisterPhone,
            Step::Ask(Prompt::EmailCode, _) => Standing::EmailCode,
            Step::Ask(Prompt::RegisterPhone, _) => Standing::RegisterPhone,
            Step::Ask(Prompt::SmsCode, _) if self.phone == Some(true) => Standing::EnrolAuthenticator,
            Step::Ask(Prompt::SmsCode, _) => Standing::SmsCode,
            Step::Ask(Prompt::EnrolAuthenticator, _) => Standing::EnrolAuthenticator,
            Step::Ask(..) | Step::Complete(_) => Standing::Enrolled,
        }
    }

    /// A login at the higher level whose password was right.
    fn after_the_password(&self) -> Facts {
        let record = Record {
            disabled: self.disabled,
            phone: self.phone.is_some(),
            email: self.email.is_some(),
            factors: SecondFactors { app: self.enrolled, ..SecondFactors::default() },
            owes_visit: self.guard.asks_visit_code(self.phone.is_some()),
            owes_password: self.owes_password,
        };
        let password = Evidence { proof: Proof::Password, at: Timestamp::UNIX_EPOCH };
        Facts { transaction: vec![password], ..Facts::begun(Level::Mfa, record) }
    }
}

/// Whether the next login of a person asks the code of the service desk.
pub(super) fn asks_visit_code(account: &Account) -> bool {
    account.guard.asks_visit_code(account.phone.is_some()) && !SecondFactors::of(account).stand()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW: Footing = Footing {
        disabled: false,
        password: true,
        owes_password: false,
        enrolled: false,
        guard: BootstrapGuard { visit: false, password_by_mail: false },
        phone: None,
        email: None,
    };

    #[test]
    fn where_people_stand() {
        let visit = BootstrapGuard { visit: true, password_by_mail: false };
        let by_mail = BootstrapGuard { visit: false, password_by_mail: true };
        for (footing, standing) in [
            (NEW, Standing::NothingOnRecord),
            (Footing { password: false, phone: Some(false), ..NEW }, Standing::NoPassword),
            (Footing { phone: Some(false), ..NEW }, Standing::SmsCode),
            (Footing { phone: Some(true), ..NEW }, Standing::EnrolAuthenticator),
            (Footing { email: Some(false), ..NEW }, Standing::EmailCode),
            (Footing { email: Some(true), ..NEW }, Standing::RegisterPhone),
            (Footing { phone: Some(true), guard: visit, ..NEW }, Standing::VisitCode),
            (Footing { email: Some(true), guard: by_mail, ..NEW }, Standing::VisitCode),
            (Footing { phone: Some(true), enrolled: true, ..NEW }, Standing::Enrolled),
            (Footing { enrolled: true, owes_password: true, ..NEW }, Standing::OwesPassword),
            (Footing { enrolled: true, disabled: true, ..NEW }, Standing::Disabled),
            (Footing { password: false, disabled: true, ..NEW }, Standing::Disabled),
        ] {
            assert_eq!(footing.standing(), standing, "{footing:?}");
        }
    }
}
