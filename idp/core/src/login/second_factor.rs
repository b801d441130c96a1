//! The second factor of a login, where a person has more than one: which there are, which is asked, and how another is chosen.
//!
//! A choice only says what is asked next. It proves nothing, and it can only be of what is on record.

use serde::{Deserialize, Serialize};

use super::facts::Facts;
use super::form::{Action, Form};
use super::prompt::{Outcome, Turn};
use super::transaction::Choice;
use crate::account::Account;
use crate::assurance::{Level, Proof};

/// A second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecondFactor {
    /// An authenticator app.
    App,
    /// A passkey.
    Passkey,
    /// A recovery code.
    RecoveryCode,
}

impl SecondFactor {
    /// Every one, that first which is asked where nothing was chosen.
    pub const ALL: [Self; 3] = [Self::App, Self::Passkey, Self::RecoveryCode];

    /// What it can prove.
    pub fn proofs(self) -> &'static [Proof] {
        match self {
            Self::App => &[Proof::Authenticator],
            Self::Passkey => &[Proof::Passkey, Proof::VerifiedPasskey],
            Self::RecoveryCode => &[Proof::RecoveryCode],
        }
    }

    /// Its word, in forms and templates.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Passkey => "passkey",
            Self::RecoveryCode => "recovery_code",
        }
    }

    /// The one with this word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|factor| factor.as_str() == word)
    }
}

/// The second factors that are on record of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SecondFactors {
    /// A confirmed authenticator app.
    pub app: bool,
    /// A passkey.
    pub passkey: bool,
    /// A recovery code that was not used.
    pub recovery_codes: bool,
    /// A passkey was used after every app: so it is what the person wants, and is asked first.
    pub prefers_passkey: bool,
}

impl SecondFactors {
    /// Those of an account.
    pub fn of(account: &Account) -> Self {
        let app = account.authenticators.iter().filter_map(|app| app.last_used_at).max();
        let passkey = account.passkeys.iter().filter_map(|passkey| passkey.last_used_at).max();
        Self {
            app: account.has_authenticator(),
            passkey: !account.passkeys.is_empty(),
            recovery_codes: account.recovery_codes > 0,
            prefers_passkey: passkey > app,
        }
    }

    /// Whether what proved this is still on record: who removed a lost device is not logged in by it any more.
    pub fn still_prove(&self, proof: Proof) -> bool {
        match proof {
            Proof::Authenticator => self.app,
            Proof::Passkey | Proof::VerifiedPasskey => self.passkey,
            _ => true,
        }
    }

    /// Whether one stands that lasts: then the bootstrap by SMS and mail is closed. Recovery codes run out, so they stand in
    /// for another factor and never alone.
    pub fn stand(self) -> bool {
        self.app || self.passkey
    }

    /// Whether this one can be asked.
    pub fn have(self, factor: SecondFactor) -> bool {
        self.stand()
            && match factor {
                SecondFactor::App => self.app,
                SecondFactor::Passkey => self.passkey,
                SecondFactor::RecoveryCode => self.recovery_codes,
            }
    }
}

impl Facts {
    /// The second factor that is asked: the chosen one if it is on record, else the one that was used last, else the first that
    /// is. Where a passkey is demanded and there is one, nothing else will do.
    pub fn second_factor(&self) -> Option<SecondFactor> {
        let record = self.record.factors;
        if self.required == Level::PhishingResistant && record.passkey {
            return Some(SecondFactor::Passkey);
        }
        let preferred = record.prefers_passkey.then_some(SecondFactor::Passkey);
        self.chosen.into_iter().chain(preferred).chain(SecondFactor::ALL).find(|factor| record.have(*factor))
    }
}

/// The other second factors that the person can choose on the page of this one.
pub(super) fn others(turn: &Turn<'_>, than: SecondFactor) -> Vec<SecondFactor> {
    let on_record = turn.account.as_ref().map(SecondFactors::of).unwrap_or_default();
    if turn.transaction.purpose.required() == Level::PhishingResistant && on_record.passkey {
        return Vec::new();
    }
    SecondFactor::ALL.into_iter().filter(|factor| *factor != than && on_record.have(*factor)).collect()
}

/// The choice of another second factor, if that is what was posted on the page of this one.
pub(super) fn choice(turn: &Turn<'_>, than: SecondFactor, form: &Form) -> Option<Outcome> {
    let Action::Other(chosen) = form.action() else { return None };
    others(turn, than).contains(&chosen).then_some(Outcome::Settled(Choice::SecondFactor(chosen)))
}
