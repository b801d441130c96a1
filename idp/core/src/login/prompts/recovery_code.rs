//! A recovery code: the second factor of who has no other at hand. It counts once, the person is told, and what follows is
//! the question what became of the app.

use async_trait::async_trait;

use crate::account::RecoveryCode as Typed;
use crate::assurance::Proof;
use crate::audit::Code;
use crate::login::facts::Facts;
use crate::login::form::Form;
use crate::login::prompt::{Behaviour, Check, Outcome, Reason, Turn};
use crate::login::screen::Screen;
use crate::login::second_factor::{self, SecondFactor};
use crate::login::transaction::{Refusal, Stop};
use crate::login::{guess, sent_code};
use crate::message::Message;
use crate::port::Answer;
use crate::throttle::Guess;

/// See the module.
pub(in crate::login) struct RecoveryCode;

#[async_trait]
impl Behaviour for RecoveryCode {
    fn kind(&self) -> &'static str {
        "recovery_code"
    }

    fn check(&self, facts: &Facts) -> Check {
        if facts.asks(SecondFactor::RecoveryCode) { Check::Needed(Reason::NoSecondFactor) } else { Check::NotNeeded }
    }

    fn pass(&self, facts: &mut Facts) {
        facts.pass_proof(Proof::RecoveryCode);
    }

    async fn open(&self, turn: &Turn<'_>) -> Answer<Screen> {
        Ok(Screen::RecoveryCode { others: second_factor::others(turn, SecondFactor::RecoveryCode) })
    }

    async fn answer(&self, turn: &mut Turn<'_>, form: &Form) -> Answer<Outcome> {
        if let Some(choice) = second_factor::choice(turn, SecondFactor::RecoveryCode, form) {
            return Ok(choice);
        }
        let Some(account) = turn.account.clone() else { return Ok(Outcome::GivenUp(Stop::Changed)) };
        // What cannot be a code is no guess.
        let Some(code) = Typed::parse(form.text("code")) else {
            return Ok(Outcome::Refused(Refusal::RecoveryCodeMalformed));
        };
        let counting = match guess::count(turn, Guess::RecoveryCode).await? {
            Ok(counting) => counting,
            Err(outcome) => return Ok(outcome),
        };
        let ports = &turn.provider.ports;
        let digest = code.digest(&account.subject, ports.keyed_hash.as_ref());
        let left = account.recovery_codes.saturating_sub(1);
        let event = turn.event(Code::RecoveryCodeProven).with("left", left.to_string());
        if !ports.accounts.use_recovery_code(&account.subject, &digest, event).await? {
            return guess::refused(turn, counting, Code::RecoveryCodeRefused, Refusal::RecoveryCodeWrong).await;
        }
        sent_code::tell(turn, &Message::RecoveryCodeUsed { left }).await?;
        Ok(Outcome::Proven(Proof::RecoveryCode))
    }

    fn samples(&self) -> Vec<Screen> {
        vec![Screen::RecoveryCode { others: vec![SecondFactor::App] }, Screen::RecoveryCode { others: vec![] }]
    }
}
