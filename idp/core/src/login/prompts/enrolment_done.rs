//! The authenticator is set up: from now on its code is asked at each login. One thing to read, one button on.

use async_trait::async_trait;

use crate::login::facts::Facts;
use crate::login::form::Form;
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

    async fn open(&self, _turn: &Turn<'_>) -> Answer<Screen> {
        Ok(Screen::EnrolmentDone {})
    }

    async fn answer(&self, _turn: &mut Turn<'_>, _form: &Form) -> Answer<Outcome> {
        Ok(Outcome::Settled(Choice::Acknowledged))
    }

    fn samples(&self) -> Vec<Screen> {
        vec![Screen::EnrolmentDone {}]
    }
}
