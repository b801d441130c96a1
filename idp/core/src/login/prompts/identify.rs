//! Who are you? Leads to the password, always: the page gives nothing away on unknown names.

use async_trait::async_trait;

use crate::account::Username;
use crate::login::facts::Facts;
use crate::login::form::Form;
use crate::login::prompt::{Behaviour, Check, Outcome, Reason, Turn};
use crate::login::screen::Screen;
use crate::login::transaction::{Choice, Refusal};
use crate::port::Answer;

/// See the module.
pub(in crate::login) struct Identify;

#[async_trait]
impl Behaviour for Identify {
    fn kind(&self) -> &'static str {
        "identify"
    }

    fn check(&self, facts: &Facts) -> Check {
        if facts.identified { Check::NotNeeded } else { Check::Needed(Reason::NoSubject) }
    }

    fn pass(&self, facts: &mut Facts) {
        facts.identified = true;
    }

    async fn open(&self, turn: &Turn<'_>) -> Answer<Screen> {
        Ok(Screen::Identify { username: turn.transaction.purpose.login_hint().map(str::to_owned) })
    }

    async fn answer(&self, _turn: &mut Turn<'_>, form: &Form) -> Answer<Outcome> {
        Ok(match Username::parse(form.text("username")) {
            Some(username) => Outcome::Settled(Choice::Username(username)),
            None => Outcome::Refused(Refusal::UsernameMissing),
        })
    }

    fn samples(&self) -> Vec<Screen> {
        vec![Screen::Identify { username: None }, Screen::Identify { username: Some("j.devries".into()) }]
    }
}
