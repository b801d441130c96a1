//! The code of the authenticator app: each time step is accepted once, anywhere.

use async_trait::async_trait;

use crate::account::OneTimeCode;
use crate::assurance::Proof;
use crate::audit::Code;
use crate::login::facts::Facts;
use crate::login::form::Form;
use crate::login::guess;
use crate::login::prompt::{Behaviour, Check, Outcome, Reason, Turn};
use crate::login::screen::Screen;
use crate::login::second_factor::{self, SecondFactor};
use crate::login::transaction::{Refusal, Stop};
use crate::port::Answer;
use crate::throttle::Guess;

/// See the module.
pub(in crate::login) struct Totp;

#[async_trait]
impl Behaviour for Totp {
    fn kind(&self) -> &'static str {
        "totp"
    }

    fn check(&self, facts: &Facts) -> Check {
        if facts.asks(SecondFactor::App) { Check::Needed(Reason::NoSecondFactor) } else { Check::NotNeeded }
    }

    fn pass(&self, facts: &mut Facts) {
        facts.pass_proof(Proof::Authenticator);
    }

    async fn open(&self, turn: &Turn<'_>) -> Answer<Screen> {
        Ok(Screen::Totp { others: second_factor::others(turn, SecondFactor::App) })
    }

    async fn answer(&self, turn: &mut Turn<'_>, form: &Form) -> Answer<Outcome> {
        if let Some(choice) = second_factor::choice(turn, SecondFactor::App, form) {
            return Ok(choice);
        }
        let Some(account) = turn.account.clone() else {
            return Ok(Outcome::GivenUp(Stop::Changed));
        };
        // What cannot be a code is no guess.
        let Some(code) = OneTimeCode::parse(form.text("code")) else {
            return Ok(Outcome::Refused(Refusal::CodeMalformed));
        };
        let counting = match guess::count(turn, Guess::Authenticator).await? {
            Ok(counting) => counting,
            Err(outcome) => return Ok(outcome),
        };
        let ports = &turn.provider.ports;
        let mut refusal = Refusal::CodeWrong;
        for authenticator in &account.authenticators {
            if let Some(step) = authenticator.secret.matching_step(&code, turn.now) {
                let event = turn.event(Code::AuthenticatorProven).with("authenticator", authenticator.id.as_str());
                if ports.accounts.accept_step(&authenticator.id, step, event).await? {
                    return Ok(Outcome::Proven(Proof::Authenticator));
                }
                refusal = Refusal::CodeUsed;
            }
        }
        guess::refused(turn, counting, Code::AuthenticatorRefused, refusal).await
    }

    fn samples(&self) -> Vec<Screen> {
        vec![Screen::Totp { others: vec![] }, Screen::Totp { others: vec![SecondFactor::RecoveryCode] }]
    }
}
