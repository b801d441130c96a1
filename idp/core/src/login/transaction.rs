//! One login attempt for one purpose, bound to one browser.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::prompt::{Outcome, Prompt};
use super::purpose::Purpose;
use super::second_factor::SecondFactor;
use crate::account::{Account, EmailAddress, PhoneNumber, SecurityVersion, TotpSecret, Username};
use crate::assurance::{Evidence, Proof};
use crate::id::{Digest, Subject, TransactionId, of};
use crate::lifetimes;
use crate::port::Ceremony;
use crate::throttle::Guess;

/// A login attempt. It holds evidence, never the password or a code.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Transaction {
    /// Its name, in the URL.
    pub id: TransactionId,
    /// The browser that began it; no other can go on with it. `None` while it is a request that was put down and has not
    /// begun: see [`super::Login::put_down`].
    pub browser: Option<Digest<of::Browser>>,
    /// What it is for.
    pub purpose: Purpose,
    /// When it began.
    pub started_at: Timestamp,
    /// The name that was given, whether anybody has it or not.
    pub username: Option<Username>,
    /// Whose evidence this is, since the first proof.
    pub owner: Option<Owner>,
    /// What was proven in this transaction.
    pub evidence: Vec<Evidence>,
    /// A number that was registered in this transaction and is not on record yet.
    pub phone: Option<PhoneNumber>,
    /// An address that was typed on a page of ours and is not on record yet.
    #[serde(default)]
    pub email: Option<EmailAddress>,
    /// The key of an authenticator that is not confirmed yet: it logs nobody in.
    pub pending_authenticator: Option<TotpSecret>,
    /// The second factor that the person chose to prove. It only says what is asked.
    #[serde(default)]
    pub second_factor: Option<SecondFactor>,
    /// After a recovery code: the app was enrolled anew, or is still there.
    #[serde(default)]
    pub recovery_settled: bool,
    /// The question to an authenticator that waits for its answer.
    #[serde(default)]
    pub ceremony: Option<Asked>,
    /// The person wants a passkey too.
    #[serde(default)]
    pub wants_passkey: bool,
    /// An authenticator was enrolled and the person has not read that it is done.
    pub enrolment_to_acknowledge: bool,
    /// Who agreed in this transaction to what the application asks.
    pub agreed: Option<Subject>,
    /// The prompts that were passed, for the progress shown to the person. They decide nothing.
    pub passed: Vec<Prompt>,
    /// It was stopped: nothing but beginning again helps.
    pub stopped: Option<Stop>,
    /// What came of the last answer, shown until the next.
    pub flash: Option<Flash>,
}

/// A question to an authenticator, and for which answer it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// What it is for.
    pub what: Asking,
    /// The question.
    pub ceremony: Ceremony,
}

/// What an authenticator is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asking {
    /// Any passkey that lies in it, and so who the person is.
    Whoever,
    /// A passkey of the person whose password is proven.
    Second,
    /// A new passkey.
    New,
}

/// The person whose evidence a transaction holds, as they were when they proved it. If the account has moved on since, the
/// evidence is worth nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// Who.
    pub subject: Subject,
    /// The account's version then.
    pub security_version: SecurityVersion,
}

/// Why a login cannot go on. Each is a page with a way on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stop {
    /// The password is right and the account disabled.
    Disabled,
    /// A second factor is required, and there is neither a phone number nor an e-mail address to begin with.
    NothingOnRecord,
    /// Too many wrong tries.
    BudgetSpent {
        /// Of what.
        guess: Guess,
        /// When the next may be made.
        until: Timestamp,
    },
    /// The application asks for a login of another person.
    OtherPerson,
    /// The account changed while this login was on its way.
    Changed,
    /// The person said that somebody else logged in, and has not set a new password since.
    OwesPassword,
}

/// Why an answer was not accepted: something the person can act on, never which half was wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// No name was given, or one that cannot be.
    UsernameMissing,
    /// No password was given.
    PasswordMissing,
    /// Name and password do not belong together.
    CredentialsWrong,
    /// Too many wrong passwords: wait.
    PasswordPaused {
        /// Until then.
        until: Timestamp,
    },
    /// Not six digits.
    CodeMalformed,
    /// Not like a recovery code.
    RecoveryCodeMalformed,
    /// Not a recovery code of this person, or one that was used.
    RecoveryCodeWrong,
    /// Not the code of the service desk, or too late.
    VisitCodeWrong,
    /// Not the right code.
    CodeWrong,
    /// The code has expired, was used or had too many wrong tries: ask for a new one.
    CodeDead,
    /// The code of the app was used before: wait for the next.
    CodeUsed,
    /// No answer of an authenticator came.
    PasskeyMissing,
    /// Not an answer to this question, not this person's, or not the only one of its kind.
    PasskeyRefused,
    /// Too soon for another message.
    SendPaused {
        /// Until then.
        until: Timestamp,
    },
    /// No phone number.
    PhoneMalformed,
    /// A number that cannot receive an SMS.
    PhoneNotMobile,
    /// A country to which no SMS goes.
    PhoneCountry,
}

/// News that is no error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// A new code is on its way; the old one is dead.
    CodeSent,
    /// The key of the authenticator is ready to be scanned.
    KeyReady,
    /// The browser can ask the authenticator.
    PasskeyReady,
}

/// What the last answer to a prompt came to.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// The prompt that was answered.
    pub prompt: Prompt,
    /// What to say.
    pub message: FlashMessage,
    /// What was typed, to be shown again. Never a secret.
    pub typed: Option<String>,
}

/// What was typed may be a phone number, so it does not print.
impl fmt::Debug for Flash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flash").field("prompt", &self.prompt).field("message", &self.message).finish_non_exhaustive()
    }
}

/// An error or news.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlashMessage {
    /// The answer was refused.
    Refused(Refusal),
    /// Something happened.
    Notice(Notice),
}

/// Something a person chose.
#[derive(Debug, Clone)]
pub enum Choice {
    /// This name.
    Username(Username),
    /// Another name than the one before.
    OtherUsername,
    /// This number.
    Phone(PhoneNumber),
    /// Another number than the one before.
    OtherPhone,
    /// They cannot confirm that the number on record is still theirs.
    DoubtsPhone,
    /// This second factor.
    SecondFactor(SecondFactor),
    /// The app is still there, although a recovery code was used.
    KeepsApp,
    /// A passkey too, after the app was set up.
    WantsPasskey,
    /// No passkey after all, or it is made and proved too little for a level.
    NoMorePasskey,
    /// Read it.
    Acknowledged,
    /// This person agrees to what the application asks.
    Agreed(Subject),
}

impl Transaction {
    /// Begins.
    pub fn new(id: TransactionId, browser: Option<Digest<of::Browser>>, purpose: Purpose, now: Timestamp) -> Self {
        Self {
            id,
            browser,
            purpose,
            started_at: now,
            username: None,
            owner: None,
            evidence: Vec::new(),
            phone: None,
            email: None,
            pending_authenticator: None,
            second_factor: None,
            recovery_settled: false,
            ceremony: None,
            wants_passkey: false,
            enrolment_to_acknowledge: false,
            agreed: None,
            passed: Vec::new(),
            stopped: None,
            flash: None,
        }
    }

    /// When it is over, whatever happens. Tested at use, never left to a sweeper.
    pub fn expires_at(&self) -> Timestamp {
        let life = if self.browser.is_some() { lifetimes::TRANSACTION } else { lifetimes::POSTED_REQUEST };
        self.started_at.checked_add(life).unwrap_or(Timestamp::MAX)
    }

    /// What an answer makes of the transaction. Pure: the decider is asked anew afterwards.
    pub fn apply(&mut self, prompt: Prompt, outcome: Outcome, account: Option<&Account>, now: Timestamp) {
        self.flash = None;
        match outcome {
            Outcome::Proven(proof) => {
                self.passed.push(prompt);
                self.prove(proof, account, now);
            }
            Outcome::Settled(choice) | Outcome::Withdrawn(choice) => self.choose(prompt, choice),
            Outcome::Refused(refusal) => self.say(prompt, FlashMessage::Refused(refusal)),
            Outcome::Again(notice) => self.say(prompt, FlashMessage::Notice(notice)),
            Outcome::GivenUp(stop) => self.stopped = Some(stop),
            Outcome::Overtaken => {}
        }
    }

    /// Sets what the prompt's page says next.
    pub fn say(&mut self, prompt: Prompt, message: FlashMessage) {
        self.flash = Some(Flash { prompt, message, typed: None });
    }

    /// Evidence belongs to one person: the first proof says to whom, and a later one of somebody else is not taken.
    fn prove(&mut self, proof: Proof, account: Option<&Account>, now: Timestamp) {
        let Some(account) = account else { return };
        let owner = Owner { subject: account.subject.clone(), security_version: account.security_version };
        if *self.owner.get_or_insert_with(|| owner.clone()) == owner {
            self.evidence.push(Evidence { proof, at: now });
        }
    }

    fn choose(&mut self, prompt: Prompt, choice: Choice) {
        match choice {
            Choice::Username(username) => {
                self.forget_person();
                self.username = Some(username);
                self.passed.push(prompt);
            }
            Choice::OtherUsername => self.forget_person(),
            Choice::Phone(number) => {
                self.phone = Some(number);
                self.passed.push(prompt);
            }
            Choice::OtherPhone => {
                self.phone = None;
                self.passed.retain(|passed| *passed != Prompt::RegisterPhone);
            }
            Choice::DoubtsPhone => self.passed.push(prompt),
            Choice::SecondFactor(factor) => self.second_factor = Some(factor),
            Choice::KeepsApp => {
                self.recovery_settled = true;
                self.pending_authenticator = None;
                self.passed.push(prompt);
            }
            Choice::NoMorePasskey => {
                self.wants_passkey = false;
                self.passed.push(prompt);
            }
            Choice::WantsPasskey | Choice::Acknowledged => {
                self.wants_passkey = matches!(choice, Choice::WantsPasskey);
                self.enrolment_to_acknowledge = false;
                self.passed.push(prompt);
            }
            Choice::Agreed(person) => {
                self.agreed = Some(person);
                self.passed.push(prompt);
            }
        }
    }

    /// Another name is another person: nothing that was proven or chosen before counts.
    pub(super) fn forget_person(&mut self) {
        self.username = None;
        self.owner = None;
        self.evidence.clear();
        self.phone = None;
        self.pending_authenticator = None;
        self.second_factor = None;
        self.recovery_settled = false;
        self.ceremony = None;
        self.wants_passkey = false;
        self.enrolment_to_acknowledge = false;
        self.agreed = None;
        self.passed.clear();
    }
}
