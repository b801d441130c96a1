//! The authenticator is set up: from now on its code is asked at each login. One thing to read, one button on, and one to a
//! passkey beside the app, for who wants one.

use async_trait::async_trait;

use crate::assurance::{Assurance, Level};
use crate::login::facts::Facts;
use crate::login::form::{Action, Form};
use crate::login::prompt::{Behaviour, Check, Outcome, Reason, Turn};
use crate::login::screen::Screen;
use crate::login::transaction::Choice;
use crate::port::Answer;

/// See the module.
pub(in crate::login) struct EnrolmentDone;

#[async_trait]
impl Behaviour for EnrolmentDone {
    fn kind(&self) -> &'static str {
        "enrolment_done"
    }

    fn check(&self, facts: &Facts) -> Check {
        if facts.enrolment_to_acknowledge { Check::Needed(Reason::Unread) } else { Check::NotNeeded }
    }

    fn pass(&self, facts: &mut Facts) {
        facts.enrolment_to_acknowledge = false;
    }

    async fn open(&self, turn: &Turn<'_>) -> Answer<Screen> {
        Ok(Screen::EnrolmentDone { offers_passkey: offers_passkey(turn) })
    }

    async fn answer(&self, turn: &mut Turn<'_>, form: &Form) -> Answer<Outcome> {
        let wanted = form.action() == Action::AddPasskey && offers_passkey(turn);
        Ok(Outcome::Settled(if wanted { Choice::WantsPasskey } else { Choice::Acknowledged }))
    }

    fn samples(&self) -> Vec<Screen> {
        [true, false].map(|offers_passkey| Screen::EnrolmentDone { offers_passkey }).into()
    }
}

/// A passkey is offered to who has none and has just proven everything. Who must make one is led to it anyway.
fn offers_passkey(turn: &Turn<'_>) -> bool {
    let proven = Assurance::of(&turn.transaction.evidence).is_some_and(|assurance| assurance.level >= Level::Mfa);
    let has_none = turn.account.as_ref().is_some_and(|account| account.passkeys.is_empty());
    proven && has_none && turn.transaction.purpose.required() < Level::PhishingResistant
}
