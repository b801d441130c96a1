//! Who are you? A name leads to the password, always: the page gives nothing away on unknown names. A passkey that knows its owner
//! says who that is, and is asked of everybody alike.

use async_trait::async_trait;

use crate::account::Username;
use crate::login::facts::Facts;
use crate::login::form::Form;
use crate::login::passkeys;
use crate::login::prompt::{Behaviour, Check, Outcome, Reason, Turn};
use crate::login::screen::Screen;
use crate::login::transaction::{Asking, Choice, Refusal};
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

    async fn prepare(&self, turn: &mut Turn<'_>) -> Answer<()> {
        passkeys::ask(turn, Asking::Whoever)
    }

    async fn open(&self, turn: &Turn<'_>) -> Answer<Screen> {
        let username = turn.transaction.purpose.login_hint().map(str::to_owned);
        Ok(Screen::Identify { username, passkey: passkeys::question(turn, Asking::Whoever) })
    }

    async fn answer(&self, turn: &mut Turn<'_>, form: &Form) -> Answer<Outcome> {
        if let Some(outcome) = passkeys::of_whoever(turn, form).await? {
            return Ok(outcome);
        }
        Ok(match Username::parse(form.text("username")) {
            Some(username) => Outcome::Settled(Choice::Username(username)),
            None => Outcome::Refused(Refusal::UsernameMissing),
        })
    }

    fn samples(&self) -> Vec<Screen> {
        let screen =
            |username: Option<&str>, passkey| Screen::Identify { username: username.map(str::to_owned), passkey };
        vec![screen(None, Some(passkeys::sample())), screen(Some("j.devries"), None)]
    }
}
