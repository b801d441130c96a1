//! The code of the authenticator app: each time step is accepted once, anywhere.

use async_trait::async_trait;

use crate::account::OneTimeCode;
use crate::assurance::Proof;
use crate::audit::Code;
use crate::login::facts::Facts;
use crate::login::form::Form;
use crate::login::prompt::{Behaviour, Check, Outcome, Reason, Turn};
use crate::login::screen::Screen;
use crate::login::sent_code;
use crate::login::transaction::{Refusal, Stop};
use crate::port::{Answer, Counted};
use crate::throttle::{BudgetKey, Guess};

/// See the module.
pub(in crate::login) struct Totp;

#[async_trait]
impl Behaviour for Totp {
    fn kind(&self) -> &'static str {
        "totp"
    }

    fn check(&self, facts: &Facts) -> Check {
        if facts.owes_authenticator() && facts.record.authenticator {
            Check::Needed(Reason::NoSecondFactor)
        } else {
            Check::NotNeeded
        }
    }

    fn pass(&self, facts: &mut Facts) {
        facts.pass_proof(Proof::Authenticator);
    }

    async fn open(&self, _turn: &Turn<'_>) -> Answer<Screen> {
        Ok(Screen::Totp {})
    }

    async fn answer(&self, turn: &mut Turn<'_>, form: &Form) -> Answer<Outcome> {
        let Some(account) = turn.account.clone() else {
            return Ok(Outcome::GivenUp(Stop::Changed));
        };
        // What cannot be a code is no guess.
        let Some(code) = OneTimeCode::parse(form.text("code")) else {
            return Ok(Outcome::Refused(Refusal::CodeMalformed));
        };
        let guess = Guess::Authenticator;
        let ports = &turn.provider.ports;
        let key = BudgetKey::of_subject(&account.subject, guess);
        let closes = match ports.guess_budgets.count(&key, &guess.rule(), turn.now).await? {
            Counted::Spent { until } => return Ok(Outcome::GivenUp(Stop::BudgetSpent { guess, until })),
            Counted::Allowed { closed_until, .. } => closed_until,
        };
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
        ports.audit.record(turn.event(Code::AuthenticatorRefused)).await?;
        match closes {
            Some(until) => sent_code::spent(turn, guess, until).await,
            None => Ok(Outcome::Refused(refusal)),
        }
    }

    fn samples(&self) -> Vec<Screen> {
        vec![Screen::Totp {}]
    }
}
