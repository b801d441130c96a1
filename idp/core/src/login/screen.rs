//! What a prompt shows, as data. The words and the looks are the theme's.

use jiff::Timestamp;
use serde::Serialize;

use super::pipeline::Progress;
use super::prompt::Prompt;
use super::second_factor::SecondFactor;
use super::transaction::{Flash, Transaction};
use crate::oidc::consent::Part;

/// The content of a prompt's page. A template gets the fields of its variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Screen {
    /// Who are you?
    Identify {
        /// What to fill in: the application's hint.
        username: Option<String>,
        /// What an authenticator is asked, for whoever has a passkey: the same for everybody.
        passkey: Option<String>,
    },
    /// Your password.
    Password {
        /// Whose; visible, and sent with the form for password managers.
        username: String,
        /// What an authenticator is asked, for whoever has a passkey: the same for everybody.
        passkey: Option<String>,
    },
    /// The code in the mail.
    EmailCode {
        /// The masked address.
        to: String,
        /// Whether a code is on its way; if not, the page has a button that sends one.
        sent: bool,
        /// The life of a code.
        minutes: u64,
    },
    /// Your phone number.
    RegisterPhone {},
    /// The code in the SMS.
    SmsCode {
        /// The masked number.
        to: String,
        /// Whether a code is on its way; if not, the page has a button that sends one.
        sent: bool,
        /// The life of a code.
        minutes: u64,
        /// Whether the number was typed in this login and may be another one.
        changeable: bool,
        /// Whether it is asked to see if a number that was proven long ago is still the person's.
        again: bool,
    },
    /// Set up the authenticator app.
    EnrolAuthenticator {
        /// The key; without it the page has a button that begins.
        key: Option<EnrolmentKey>,
        /// Whether a recovery code led here: the new app replaces the old, or the old is still there.
        recovers: bool,
    },
    /// The code of the app.
    Totp {
        /// What the person can prove instead.
        others: Vec<SecondFactor>,
    },
    /// A passkey.
    Passkey {
        /// What the authenticator is asked; without it the page has a button that begins.
        passkey: Option<String>,
        /// Whether the application demands a passkey, so that nothing else will do.
        demanded: bool,
        /// What the person can prove instead.
        others: Vec<SecondFactor>,
    },
    /// Make a passkey.
    EnrolPasskey {
        /// What the authenticator is asked; without it the page has a button that begins.
        passkey: Option<String>,
        /// Whether the application demands a passkey, so that the login does not go on without.
        demanded: bool,
    },
    /// A recovery code.
    RecoveryCode {
        /// What the person can prove instead.
        others: Vec<SecondFactor>,
    },
    /// The code of the service desk.
    VisitCode {},
    /// It is set up.
    EnrolmentDone {
        /// Whether a passkey is offered.
        offers_passkey: bool,
    },
    /// May the application have this?
    Consent {
        /// What it asks.
        asked: Vec<Part>,
        /// What it asks and the person agreed to before; empty where all is asked again.
        before: Vec<Part>,
    },
}

/// What an app needs to be set up. Shown on one page, never again after it is confirmed.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct EnrolmentKey {
    /// The `otpauth://` link: for the QR code, and for an app on the same device.
    pub uri: String,
    /// The key in groups of four letters, to copy or read aloud.
    pub groups: Vec<String>,
}

impl EnrolmentKey {
    /// Groups a base32 key by four.
    pub fn new(uri: String, base32: &str) -> Self {
        let letters: Vec<char> = base32.chars().collect();
        Self { uri, groups: letters.chunks(4).map(|group| group.iter().collect()).collect() }
    }
}

impl std::fmt::Debug for EnrolmentKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[key]")
    }
}

/// A page of the login: the prompt's screen, and what stands around it.
#[derive(Debug, Clone)]
pub struct View {
    /// Which prompt.
    pub prompt: Prompt,
    /// Its content.
    pub screen: Screen,
    /// What came of the last answer.
    pub flash: Option<Flash>,
    /// Where the person is on the way; only after the password, so that it tells nothing before.
    pub progress: Option<Progress>,
    /// The login.
    pub transaction: Transaction,
    /// The time, to say how long until something.
    pub now: Timestamp,
}
