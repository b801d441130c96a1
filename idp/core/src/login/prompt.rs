//! What a prompt is: one screen of the login, with the rule that says when it is needed and what an answer proves.
//!
//! A prompt is one file in `prompts/`. Adding one touches that file, one line in [`super::pipeline::ORDER`], the variant
//! here, one template and one block per locale.

use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::facts::Facts;
use super::form::Form;
use super::known_browser::KnownBrowser;
use super::prompts;
use super::screen::Screen;
use super::transaction::{Choice, Notice, Refusal, Stop, Transaction};
use crate::account::Account;
use crate::assurance::Proof;
use crate::audit::{Code, Event, Origin};
use crate::locale::Locale;
use crate::port::Answer;
use crate::provider::Provider;

/// The prompts. The same word names the URL, the template, the locale block, the metric and the audit detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prompt {
    /// Who are you?
    Identify,
    /// Your password.
    Password,
    /// The code of the service desk.
    VisitCode,
    /// The code in the mail.
    EmailCode,
    /// Your phone number.
    RegisterPhone,
    /// The code in the SMS.
    SmsCode,
    /// Set up the authenticator app.
    EnrolAuthenticator,
    /// The code of the app.
    Totp,
    /// A passkey, after the password.
    Passkey,
    /// A recovery code.
    RecoveryCode,
    /// It is set up.
    EnrolmentDone,
    /// Make a passkey.
    EnrolPasskey,
    /// May the application have what it asks?
    Consent,
}

impl Prompt {
    /// Its rules.
    pub fn behaviour(self) -> &'static dyn Behaviour {
        match self {
            Self::Identify => &prompts::identify::Identify,
            Self::Password => &prompts::password::Password,
            Self::VisitCode => &prompts::visit_code::VisitCode,
            Self::EmailCode => &prompts::email_code::EmailCode,
            Self::RegisterPhone => &prompts::register_phone::RegisterPhone,
            Self::SmsCode => &prompts::sms_code::SmsCode,
            Self::EnrolAuthenticator => &prompts::enrol_authenticator::EnrolAuthenticator,
            Self::Totp => &prompts::totp::Totp,
            Self::Passkey => &prompts::passkey::Passkey,
            Self::RecoveryCode => &prompts::recovery_code::RecoveryCode,
            Self::EnrolmentDone => &prompts::enrolment_done::EnrolmentDone,
            Self::EnrolPasskey => &prompts::enrol_passkey::EnrolPasskey,
            Self::Consent => &prompts::consent::Consent,
        }
    }

    /// Its word.
    pub fn kind(self) -> &'static str {
        self.behaviour().kind()
    }

    /// The prompt with this word.
    pub fn from_kind(kind: &str) -> Option<Self> {
        super::pipeline::ORDER.into_iter().find(|prompt| prompt.kind() == kind)
    }
}

/// Whether a prompt is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// No.
    NotNeeded,
    /// Yes.
    Needed(Reason),
    /// Yes, and it cannot be asked: the login stops. It never falls through to another prompt.
    Impossible(Stop),
}

/// Why a prompt is needed: for logs, metrics and the OAuth error under `prompt=none`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Nobody is identified.
    NoSubject,
    /// The password is not proven, or not recently enough.
    NoPassword,
    /// A second factor is required and none is set up: the bootstrap.
    NoAuthenticator,
    /// The second factor is not proven, or not recently enough.
    NoSecondFactor,
    /// A recovery code was used: the app is set up anew, or is still there.
    Recovered,
    /// A passkey is demanded and there is none, or the person wants one.
    NoPasskey,
    /// The phone number was proven too long ago.
    OldPhone,
    /// There is something to read.
    Unread,
    /// The person has not agreed to what the application asks.
    NoConsent,
}

/// What came of an answer.
#[derive(Debug)]
pub enum Outcome {
    /// This is proven, now.
    Proven(Proof),
    /// Something was chosen or read.
    Settled(Choice),
    /// Not accepted; the person can try again.
    Refused(Refusal),
    /// The same prompt again, with news.
    Again(Notice),
    /// The person takes a choice back.
    Withdrawn(Choice),
    /// No further try: the transaction stops.
    GivenUp(Stop),
    /// Another answer to the same question came first: this one changes nothing.
    Overtaken,
}

/// What a prompt works with while it starts, is shown or is answered.
pub struct Turn<'a> {
    /// Settings, clients and ports.
    pub provider: &'a Provider,
    /// Who acts, from where.
    pub origin: &'a Origin,
    /// The language of the person.
    pub locale: Locale,
    /// What the browser keeps of those who logged in with it.
    pub known: Option<&'a KnownBrowser>,
    /// The time.
    pub now: Timestamp,
    /// The login.
    pub transaction: Transaction,
    /// The account of the transaction's name, if there is one.
    pub account: Option<Account>,
}

impl Turn<'_> {
    /// An audit event of this turn.
    pub fn event(&self, code: Code) -> Event {
        let mut event = Event::new(code, self.origin, self.now);
        if let Some(client) = self.transaction.purpose.client() {
            event = event.for_client(client.as_str());
        }
        match &self.account {
            Some(account) => event.about(&account.subject),
            None => event,
        }
    }
}

/// The members of a prompt, in the order in which its file has them.
#[async_trait]
pub trait Behaviour: Sync {
    /// Its word.
    fn kind(&self) -> &'static str;

    /// Whether it is needed. Pure.
    fn check(&self, facts: &Facts) -> Check;

    /// What a good answer makes of the facts. Pure; for looking ahead.
    fn pass(&self, facts: &mut Facts);

    /// Runs once, in the POST whose answer makes this prompt the current one: sends the code, draws the key.
    async fn start(&self, _turn: &mut Turn<'_>) -> Answer<()> {
        Ok(())
    }

    /// Draws what the page needs and what is of no use without an answer: the question to an authenticator. It runs whenever
    /// this prompt is the current one at the end of a request that saves the login, so it sends nothing to anybody.
    async fn prepare(&self, _turn: &mut Turn<'_>) -> Answer<()> {
        Ok(())
    }

    /// What to show. It only shows: a GET never sends.
    async fn open(&self, turn: &Turn<'_>) -> Answer<Screen>;

    /// Takes an answer.
    async fn answer(&self, turn: &mut Turn<'_>, form: &Form) -> Answer<Outcome>;

    /// Screens for the template check, the guide and the tests.
    fn samples(&self) -> Vec<Screen>;
}
