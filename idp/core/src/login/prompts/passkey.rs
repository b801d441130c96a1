//! A passkey, after the password: a second factor, and where its authenticator makes sure who uses it, more than that.

use async_trait::async_trait;

use crate::assurance::{Level, Proof};
use crate::login::facts::Facts;
use crate::login::form::Form;
use crate::login::passkeys;
use crate::login::prompt::{Behaviour, Check, Outcome, Reason, Turn};
use crate::login::screen::Screen;
use crate::login::second_factor::{self, SecondFactor};
use crate::login::transaction::Asking;
use crate::port::Answer;

/// See the module.
pub(in crate::login) struct Passkey;

#[async_trait]
impl Behaviour for Passkey {
    fn kind(&self) -> &'static str {
        "passkey"
    }

    fn check(&self, facts: &Facts) -> Check {
        if facts.asks(SecondFactor::Passkey) { Check::Needed(Reason::NoSecondFactor) } else { Check::NotNeeded }
    }

    fn pass(&self, facts: &mut Facts) {
        let demanded = facts.required == Level::PhishingResistant;
        facts.pass_proof(if demanded { Proof::VerifiedPasskey } else { Proof::Passkey });
    }

    async fn prepare(&self, turn: &mut Turn<'_>) -> Answer<()> {
        passkeys::ask(turn, Asking::Second)
    }

    async fn open(&self, turn: &Turn<'_>) -> Answer<Screen> {
        Ok(Screen::Passkey {
            passkey: passkeys::question(turn, Asking::Second),
            demanded: passkeys::demanded(turn),
            others: second_factor::others(turn, SecondFactor::Passkey),
        })
    }

    async fn answer(&self, turn: &mut Turn<'_>, form: &Form) -> Answer<Outcome> {
        match second_factor::choice(turn, SecondFactor::Passkey, form) {
            Some(choice) => Ok(choice),
            None => passkeys::of_person(turn, form).await,
        }
    }

    fn samples(&self) -> Vec<Screen> {
        let screen = |passkey: bool, demanded, others: &[SecondFactor]| Screen::Passkey {
            passkey: passkey.then(passkeys::sample),
            demanded,
            others: others.to_vec(),
        };
        let others = [SecondFactor::App, SecondFactor::RecoveryCode];
        vec![screen(true, false, &others), screen(false, false, &others[..1]), screen(true, true, &[])]
    }
}
