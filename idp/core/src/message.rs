//! What is sent to people: the kinds of message, before they have words, and the outbox entry, after.

use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::account::{EmailAddress, OneTimeCode, PhoneNumber, Role, Username};
use crate::id::MessageId;
use crate::throttle::Guess;

/// Something to tell a person. The words are the theme's.
#[derive(Debug, Clone)]
pub enum Message {
    /// A code by SMS, with the origin-bound line that lets phones fill it in.
    SmsCode {
        /// The code.
        code: OneTimeCode,
        /// Its life, in minutes.
        minutes: u64,
    },
    /// A code by e-mail.
    EmailCode {
        /// The code.
        code: OneTimeCode,
        /// Its life, in minutes.
        minutes: u64,
    },
    /// Too many wrong codes were typed for this account.
    BudgetSpent {
        /// Of what.
        guess: Guess,
    },
    /// An authenticator was added.
    AuthenticatorAdded,
    /// A recovery code was used.
    RecoveryCodeUsed {
        /// So many are left.
        left: u32,
    },
    /// A code by e-mail to an address that is to come on record.
    AddressCode {
        /// The code.
        code: OneTimeCode,
        /// Its life, in minutes.
        minutes: u64,
    },
    /// The person added a passkey.
    PasskeyAdded,
    /// The person removed a passkey.
    PasskeyRemoved,
    /// A passkey was refused because there may be two of it.
    PasskeyCloned,
    /// The person removed an authenticator.
    AuthenticatorRemoved,
    /// The person made new recovery codes.
    RecoveryCodesMade,
    /// Another phone number is on record, by mail.
    PhoneReplaced,
    /// The same, by SMS to the number that was on record.
    PhoneReplacedSms,
    /// Another e-mail address is on record, to the one that was.
    EmailReplaced,
    /// The person said that somebody else logged in.
    LoginDisputed,
    /// The service desk removed every authenticator.
    FactorsReset,
    /// The service desk set a password.
    PasswordSet,
    /// Somebody asked for a new password: the link with which it is chosen.
    PasswordLink {
        /// The URL. Who has it sets the password.
        url: SecretString,
        /// Its life, in minutes.
        minutes: u64,
        /// For which account: people share mailboxes.
        username: Username,
    },
    /// The person is new: the link with which the password is chosen.
    Invitation {
        /// The URL. Who has it sets the password.
        url: SecretString,
        /// Its life, in days.
        days: u64,
        /// The name to log in with.
        username: Username,
    },
    /// The person chose a new password.
    PasswordChanged,
    /// The service desk ended every session.
    SessionsEnded,
    /// The service desk disabled the account.
    AccountDisabled,
    /// The service desk enabled the account again.
    AccountEnabled,
    /// The service desk told somebody a code for the bootstrap.
    VisitCodeGiven,
    /// The person has another role at the service desk.
    RoleChanged {
        /// Which.
        role: Role,
    },
}

/// Where a message goes.
#[derive(Debug, Clone)]
pub enum Recipient {
    /// An SMS.
    Phone(PhoneNumber),
    /// A mail.
    Email(EmailAddress),
}

impl Recipient {
    /// The word for the channel, in the outbox, in events and in metrics.
    pub fn channel(&self) -> &'static str {
        match self {
            Self::Phone(_) => "sms",
            Self::Email(_) => "email",
        }
    }

    /// What may be shown of the number or address.
    pub fn masked(&self) -> String {
        match self {
            Self::Phone(number) => number.masked(),
            Self::Email(address) => address.masked(),
        }
    }

    /// The full number or address, for the gateway and the sealed column only.
    pub fn reveal(&self) -> &str {
        match self {
            Self::Phone(number) => number.reveal(),
            Self::Email(address) => address.reveal(),
        }
    }
}

/// The words of a message. An SMS has only `text`, and its code apart.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendered {
    /// The subject of a mail.
    pub subject: Option<String>,
    /// Plain text.
    pub text: String,
    /// The HTML part of a mail.
    pub html: Option<String>,
    /// The code of an SMS alone, for a gateway that puts it into words of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

impl std::fmt::Debug for Rendered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[message]")
    }
}

/// A message that waits to be delivered.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// Its name: also the reference that the gateway gets, so that it can see that a call is repeated.
    pub id: MessageId,
    /// To whom.
    pub to: Recipient,
    /// The words.
    pub rendered: Rendered,
    /// After this moment it is worthless and is dropped.
    pub expires_at: Timestamp,
}
