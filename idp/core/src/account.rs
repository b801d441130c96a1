//! People: who they are, how they are reached, what they can prove, and how an account changes.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::claims::Claims;
use crate::id::{AuthenticatorId, PasskeyId, Subject};
use crate::locale::Locale;

mod app_name;
mod contact;
mod new_password;
mod passkey;
mod password_link;
mod recovery_code;
mod role;
mod totp;
mod visit_code;

pub use app_name::AppName;
pub use contact::{Contact, EmailAddress, InvalidEmail, InvalidPhone, PhoneNumber};
pub use new_password::{NewPassword, PasswordRules, UnfitPassword, normalised};
pub use passkey::{CredentialDigest, CredentialId, NewPasskey, Passkey, PasskeyCredential, UserHandle};
pub use password_link::{LinkDigest, LinkKind, PasswordLink};
pub use recovery_code::{RecoveryCode, RecoveryDigest};
pub use role::Role;
pub use totp::{OneTimeCode, TotpSecret};
pub use visit_code::{BootstrapGuard, VisitCode};

/// The name a person types to log in: NFKC, lower case, unique.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Username(String);

impl Username {
    /// The longest name, in characters after normalisation.
    pub const MAX: usize = 128;

    /// Normalises what was typed, so that every spelling of a name is one account. `None` if nothing is left, if it is
    /// longer than [`Self::MAX`], or if it has control characters.
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > Self::MAX * 8 {
            return None;
        }
        let name: String = typed.nfkc().flat_map(char::to_lowercase).nfkc().collect();
        // Only now: some characters become a space and an accent, and what surrounds a name is no part of it.
        let name = name.trim();
        let fits = (1..=Self::MAX).contains(&name.chars().count());
        (fits && !name.chars().any(char::is_control)).then(|| Self(name.to_owned()))
    }

    /// A name as a store wrote it: normalised already.
    pub fn from_store(name: String) -> Self {
        Self(name)
    }

    /// The normalised name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Username {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Rises when an account is disabled, its password is set, its factors are reset, its role changes, the person says that
/// somebody else logged in, or an administrator or the service desk changes how the person is reached or ends the sessions.
/// Sessions, transactions, grants and sent codes carry it, and every use compares: so any process ends them all at once without
/// reaching into a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecurityVersion(pub i64);

/// A person.
#[derive(Debug, Clone)]
pub struct Account {
    /// The stable `sub`.
    pub subject: Subject,
    /// The name to log in with.
    pub username: Username,
    /// See [`SecurityVersion`].
    pub security_version: SecurityVersion,
    /// A disabled account proves its password and then gets no further.
    pub disabled: bool,
    /// The argon2id hash in PHC form; absent until a password is set.
    pub password_hash: Option<PasswordHash>,
    /// The phone number on record.
    pub phone: Option<Contact<PhoneNumber>>,
    /// When the number on record was proven last; `None` also where nobody noted it.
    pub phone_proven_at: Option<Timestamp>,
    /// The e-mail address on record.
    pub email: Option<Contact<EmailAddress>>,
    /// The confirmed authenticator apps.
    pub authenticators: Vec<Authenticator>,
    /// Its passkeys. They stand beside an authenticator, never in its place.
    pub passkeys: Vec<Passkey>,
    /// How many recovery codes were not used.
    pub recovery_codes: u32,
    /// When the person said that somebody else logged in as them, until the service desk has looked at it.
    pub disputed_at: Option<Timestamp>,
    /// No login completes until a new password is set.
    pub owes_password: bool,
    /// What stands before the bootstrap, beside its codes.
    pub guard: BootstrapGuard,
    /// Standard claims other than e-mail and phone, keyed by their registered names.
    pub claims: Claims,
    /// Where the person works.
    pub organisation: Option<String>,
    /// Words that an import keeps of the person. They open nothing here: that is `role`.
    pub roles: Vec<String>,
    /// What the person may do at the service desk.
    pub role: Role,
    /// When the account, or what is told about it, last changed (`updated_at`).
    pub updated_at: Timestamp,
}

/// A password hash in PHC string form.
pub type PasswordHash = SecretString;

/// An authenticator app that was confirmed with a right code.
#[derive(Debug, Clone)]
pub struct Authenticator {
    /// Its name in the store.
    pub id: AuthenticatorId,
    /// The shared key.
    pub secret: TotpSecret,
    /// What the person calls it.
    pub name: Option<AppName>,
    /// When it was confirmed.
    pub confirmed_at: Timestamp,
    /// When a code of it was last right.
    pub last_used_at: Option<Timestamp>,
}

/// A new account, before the store has it.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// A fresh random subject.
    pub subject: Subject,
    /// The name to log in with.
    pub username: Username,
    /// What an import or an administrator says of the person.
    pub profile: Profile,
}

/// What administrators maintain of a person; an import writes it whole.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// The hash, if one was given. An import without one keeps the password.
    pub password_hash: Option<PasswordHash>,
    /// The phone number; a changed number is not verified.
    pub phone: Option<PhoneNumber>,
    /// The e-mail address; a changed address is not verified.
    pub email: Option<EmailAddress>,
    /// Other standard claims.
    pub claims: Claims,
    /// Where the person works.
    pub organisation: Option<String>,
    /// Words to keep of the person. No import gives a [`Role`].
    pub roles: Vec<String>,
}

/// Everything that can happen to an account after it exists. Each is one database transaction with its audit event.
#[derive(Debug, Clone)]
pub enum Change {
    /// The person proved this number: it becomes the number on record, verified. Refused if another one is on record.
    VerifyPhone(PhoneNumber),
    /// The person could not confirm that this number is still theirs: it stays on record, unverified. Refused if another one
    /// is.
    DoubtPhone(PhoneNumber),
    /// The person proved this address, which must be the one on record.
    VerifyEmail(EmailAddress),
    /// The person proved this number on their own page: it takes the place of the one on record, and is verified.
    ReplacePhone(PhoneNumber),
    /// The person proved this address on their own page: it takes the place of the one on record, and is verified.
    ReplaceEmail(EmailAddress),
    /// The person confirmed an authenticator, and with it the bootstrap is over.
    ConfirmAuthenticator {
        /// Its new name.
        id: AuthenticatorId,
        /// The shared key.
        secret: TotpSecret,
        /// The time step of the code that confirmed it: never accepted again.
        step: u64,
        /// What becomes of those that there are.
        others: Others,
    },
    /// The person calls an authenticator so. Refused if it is not theirs.
    NameAuthenticator {
        /// Which.
        id: AuthenticatorId,
        /// How.
        name: AppName,
    },
    /// An authenticator goes. Refused if it is not theirs, or the last one.
    RemoveAuthenticator(AuthenticatorId),
    /// A passkey comes. Refused without a confirmed authenticator, beside which it stands, and if somebody has it already.
    AddPasskey(NewPasskey),
    /// The person calls a passkey so. Refused if it is not theirs.
    NamePasskey {
        /// Which.
        id: PasskeyId,
        /// How.
        name: AppName,
    },
    /// A passkey goes. Refused if it is not theirs. The authenticator stays, so it is never the last factor.
    RemovePasskey(PasskeyId),
    /// Somebody else logged in as the person, who says so: the account is marked, and owes a new password.
    Dispute,
    /// The service desk looked at it: the mark goes. The new password is still owed.
    ReviewDispute,
    /// New recovery codes; those before are worth nothing from now on.
    SetRecoveryCodes(Vec<RecoveryDigest>),
    /// A new password.
    SetPassword(PasswordHash),
    /// A new password, chosen by who has this link: it is used up in the same transaction. Refused if it is not there any more.
    SetPasswordByMail(PasswordHash, LinkDigest),
    /// No login, no token, from now on.
    Disable,
    /// Logins are possible again.
    Enable,
    /// All second factors are gone; the next login bootstraps anew, for whoever has this code.
    ResetFactors(VisitCode),
    /// Another code for whoever owes one before the bootstrap; the one before is worth nothing.
    GiveVisitCode(VisitCode),
    /// Every session ends, because the service desk says so.
    EndSessions,
    /// The service desk puts this number on record. It is not verified until the person proves it.
    CorrectPhone(PhoneNumber),
    /// The service desk puts this address on record. It is not verified until the person proves it.
    CorrectEmail(EmailAddress),
    /// What the person may do at the service desk.
    SetRole(Role),
    /// What administrators maintain.
    SetProfile(Box<Profile>),
}

/// What becomes of the authenticators that there are when another is confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Others {
    /// There are none. Refused if there is one, so that of two parallel enrolments one wins.
    None,
    /// They stay: it is one more. Refused if there is none, because that would be an enrolment.
    Stay,
    /// They go: the person lost them.
    Go,
}

impl Change {
    /// Whether everything that was won before must die, whatever the account was. See [`SecurityVersion`]. (A profile with
    /// another number or address does it too: the store knows whether it is another one.)
    pub fn ends_sessions(&self) -> bool {
        match self {
            Self::SetPassword(_)
            | Self::SetPasswordByMail(..)
            | Self::Disable
            | Self::Enable
            | Self::ResetFactors(_)
            | Self::Dispute
            | Self::EndSessions
            | Self::CorrectPhone(_)
            | Self::CorrectEmail(_)
            | Self::SetRole(_) => true,
            Self::SetProfile(profile) => profile.password_hash.is_some(),
            Self::VerifyPhone(_)
            | Self::DoubtPhone(_)
            | Self::VerifyEmail(_)
            | Self::ReplacePhone(_)
            | Self::ReplaceEmail(_)
            | Self::ConfirmAuthenticator { .. }
            | Self::NameAuthenticator { .. }
            | Self::RemoveAuthenticator(_)
            | Self::AddPasskey(_)
            | Self::NamePasskey { .. }
            | Self::RemovePasskey(_)
            | Self::ReviewDispute
            | Self::SetRecoveryCodes(_)
            | Self::GiveVisitCode(_) => false,
        }
    }
}

impl Account {
    /// Whether a second factor stands: then the bootstrap by SMS and mail is closed.
    pub fn has_authenticator(&self) -> bool {
        !self.authenticators.is_empty()
    }

    /// Whether the number on record was proven longer ago than this: numbers change owners.
    pub fn phone_is_old(&self, after: Duration, now: Timestamp) -> bool {
        let proven_at = self.phone_proven_at.unwrap_or(Timestamp::MIN);
        self.phone.as_ref().is_some_and(|phone| phone.verified)
            && proven_at.checked_add(after).is_ok_and(|until| until <= now)
    }

    /// The language of the person, where it is on record and we speak it.
    pub fn locale(&self) -> Option<Locale> {
        self.claims.get("locale").and_then(|tag| tag.as_str()).and_then(Locale::first_spoken)
    }
}

/// Secret bytes that zero themselves and do not print.
pub(crate) type SecretBytes = Zeroizing<Vec<u8>>;

/// A string secret is equal to another only where a test or a store compares on purpose.
pub(crate) fn same_secret(a: &SecretString, b: &SecretString) -> bool {
    use subtle::ConstantTimeEq;
    a.expose_secret().as_bytes().ct_eq(b.expose_secret().as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_name_is_one_account() {
        let name = |typed| Username::parse(typed).map(|u| u.as_str().to_owned());
        assert_eq!(name(" J.deVries@Gemeente.NL "), Some("j.devries@gemeente.nl".into()));
        assert_eq!(name("ﬁets"), Some("fiets".into()), "compatibility forms fold");
        assert_eq!(name("ＡＢＣ"), Some("abc".into()));
        assert_eq!(name("´x"), name(" \u{301}x"), "an accent of its own is a space and an accent");
        for bad in ["", "   ", "a\u{0}b", "a\nb", &"x".repeat(129), &"x".repeat(100_000)] {
            assert_eq!(name(bad), None);
        }
    }
}
