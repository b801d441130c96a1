//! The code of the service desk: after a reset it stands before the bootstrap, so that who has the password and the mailbox,
//! or the number, takes over nobody. It opens the way and is no factor.

use async_trait::async_trait;

use crate::account::{OneTimeCode, VisitCode as Kept};
use crate::assurance::Proof;
use crate::audit::Code;
use crate::login::facts::Facts;
use crate::login::form::Form;
use crate::login::guess;
use crate::login::prompt::{Behaviour, Check, Outcome, Reason, Turn};
use crate::login::screen::Screen;
use crate::login::transaction::{Refusal, Stop};
use crate::port::Answer;
use crate::throttle::Guess;

/// See the module.
pub(in crate::login) struct VisitCode;

#[async_trait]
impl Behaviour for VisitCode {
    fn kind(&self) -> &'static str {
        "visit_code"
    }

    fn check(&self, facts: &Facts) -> Check {
        if facts.owes_bootstrap() && !facts.may_bootstrap() {
            Check::Needed(Reason::NoAuthenticator)
        } else {
            Check::NotNeeded
        }
    }

    fn pass(&self, facts: &mut Facts) {
        facts.pass_proof(Proof::VisitCode);
    }

    async fn open(&self, _turn: &Turn<'_>) -> Answer<Screen> {
        Ok(Screen::VisitCode {})
    }

    async fn answer(&self, turn: &mut Turn<'_>, form: &Form) -> Answer<Outcome> {
        let Some(account) = turn.account.clone() else { return Ok(Outcome::GivenUp(Stop::Changed)) };
        let Some(code) = OneTimeCode::parse(form.text("code")) else {
            return Ok(Outcome::Refused(Refusal::CodeMalformed));
        };
        let counting = match guess::count(turn, Guess::VisitCode).await? {
            Ok(counting) => counting,
            Err(outcome) => return Ok(outcome),
        };
        let ports = &turn.provider.ports;
        let hash = Kept::hash(&code, &account.subject, ports.keyed_hash.as_ref());
        let event = turn.event(Code::VisitCodeProven);
        if !ports.accounts.take_visit_code(&account.subject, &hash, turn.now, event).await? {
            return guess::refused(turn, counting, Code::VisitCodeRefused, Refusal::VisitCodeWrong).await;
        }
        Ok(Outcome::Proven(Proof::VisitCode))
    }

    fn samples(&self) -> Vec<Screen> {
        vec![Screen::VisitCode {}]
    }
}
