//! The password. An unknown name costs the same work and gets the same words as a wrong password.

use async_trait::async_trait;
use secrecy::ExposeSecret;

use crate::assurance::Proof;
use crate::audit::Code;
use crate::login::facts::Facts;
use crate::login::form::{Action, Form};
use crate::login::prompt::{Behaviour, Check, Outcome, Reason, Turn};
use crate::login::screen::Screen;
use crate::login::transaction::{Choice, Refusal, Stop};
use crate::port::{Answer, Counted};
use crate::throttle::{BudgetKey, Guess};

/// See the module.
pub(in crate::login) struct Password;

/// Longer than any password that can be set; what is longer is refused before it is hashed.
const MAX_BYTES: usize = 1024;

#[async_trait]
impl Behaviour for Password {
    fn kind(&self) -> &'static str {
        "password"
    }

    fn check(&self, facts: &Facts) -> Check {
        if !facts.has(Proof::Password) {
            return Check::Needed(Reason::NoPassword);
        }
        // Only who knows the password learns that the account is disabled, or is not the one that is asked for.
        match (facts.record.disabled, facts.admitted) {
            (true, _) => Check::Impossible(Stop::Disabled),
            (false, false) => Check::Impossible(Stop::OtherPerson),
            (false, true) => Check::NotNeeded,
        }
    }

    fn pass(&self, facts: &mut Facts) {
        facts.pass_proof(Proof::Password);
    }

    async fn open(&self, turn: &Turn<'_>) -> Answer<Screen> {
        let username = turn.transaction.username.as_ref().map(ToString::to_string).unwrap_or_default();
        Ok(Screen::Password { username })
    }

    async fn answer(&self, turn: &mut Turn<'_>, form: &Form) -> Answer<Outcome> {
        if form.action() == Action::Withdraw {
            return Ok(Outcome::Withdrawn(Choice::OtherUsername));
        }
        let password = form.secret("password");
        let length = password.expose_secret().len();
        if length == 0 {
            return Ok(Outcome::Refused(Refusal::PasswordMissing));
        }
        let Some(username) = &turn.transaction.username else {
            return Ok(Outcome::Refused(Refusal::CredentialsWrong));
        };
        let ports = &turn.provider.ports;
        let key = BudgetKey::of_name(turn.account.as_ref(), username, ports.keyed_hash.as_ref());
        let counted = ports.guess_budgets.count(&key, &Guess::Password.rule(), turn.now).await?;
        if let Counted::Spent { until } = counted {
            return Ok(Outcome::Refused(Refusal::PasswordPaused { until }));
        }
        let hash = turn.account.as_ref().and_then(|account| account.password_hash.clone());
        let right = match ports.passwords.verify(password, hash).await {
            Ok(right) => right && length <= MAX_BYTES,
            Err(_) => return Ok(Outcome::Refused(Refusal::Busy)),
        };
        if right {
            ports.audit.record(turn.event(Code::PasswordProven)).await?;
            return Ok(Outcome::Proven(Proof::Password));
        }
        ports.audit.record(turn.event(Code::PasswordRefused)).await?;
        Ok(Outcome::Refused(match counted {
            Counted::Allowed { closed_until: Some(until), .. } => Refusal::PasswordPaused { until },
            _ => Refusal::CredentialsWrong,
        }))
    }

    fn samples(&self) -> Vec<Screen> {
        vec![Screen::Password { username: "j.devries".into() }]
    }
}
