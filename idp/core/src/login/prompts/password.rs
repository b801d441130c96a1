//! The password. An unknown name costs the same work and gets the same words as a wrong password.

use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};

use crate::account::{NewPassword, PasswordHash};
use crate::assurance::Proof;
use crate::audit::Code;
use crate::id::Subject;
use crate::login::facts::Facts;
use crate::login::form::{Action, Form};
use crate::login::passkeys;
use crate::login::prompt::{Behaviour, Check, Outcome, Reason, Turn};
use crate::login::screen::Screen;
use crate::login::sent_code;
use crate::login::transaction::{Asking, Choice, Refusal, Stop};
use crate::login::tries::{self, Tried, Trier};
use crate::message::Message;
use crate::port::{Answer, Unavailable};
use crate::throttle::Guess;

/// See the module.
pub(in crate::login) struct Password;

#[async_trait]
impl Behaviour for Password {
    fn kind(&self) -> &'static str {
        "password"
    }

    fn check(&self, facts: &Facts) -> Check {
        if !facts.knows_person() {
            return Check::Needed(Reason::NoPassword);
        }
        // Only who knows the password, or has the passkey, learns that the account is disabled, owes another one, or is not the one that is asked
        // for.
        if facts.record.disabled {
            Check::Impossible(Stop::Disabled)
        } else if facts.record.owes_password {
            Check::Impossible(Stop::OwesPassword)
        } else if !facts.admitted {
            Check::Impossible(Stop::OtherPerson)
        } else {
            Check::NotNeeded
        }
    }

    fn pass(&self, facts: &mut Facts) {
        facts.pass_proof(Proof::Password);
    }

    async fn prepare(&self, turn: &mut Turn<'_>) -> Answer<()> {
        passkeys::ask(turn, Asking::Whoever)
    }

    async fn open(&self, turn: &Turn<'_>) -> Answer<Screen> {
        let username = turn.transaction.username.as_ref().map(ToString::to_string).unwrap_or_default();
        Ok(Screen::Password { username, passkey: passkeys::question(turn, Asking::Whoever) })
    }

    async fn answer(&self, turn: &mut Turn<'_>, form: &Form) -> Answer<Outcome> {
        if form.action() == Action::Withdraw {
            return Ok(Outcome::Withdrawn(Choice::OtherUsername));
        }
        if let Some(outcome) = passkeys::of_whoever(turn, form).await? {
            return Ok(outcome);
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
        let counted = match tries::count(&Trier::of(turn), username).await? {
            Tried::Counted(counted) => counted,
            Tried::Spent(until) => return Ok(Outcome::Refused(Refusal::PasswordPaused { until })),
        };
        let hash = turn.account.as_ref().and_then(|account| account.password_hash.clone());
        let right = match ports.passwords.verify(password.clone(), hash.clone()).await {
            Ok(right) => right && length <= NewPassword::MAX_BYTES,
            // Nobody looked at it, so it was no try; and whoever finds the queue full is told so at once, as of a store.
            Err(busy) => {
                counted.give_back(turn.provider).await?;
                return Err(Unavailable::new("hash a password", busy));
            }
        };
        if right {
            counted.give_back(turn.provider).await?;
            ports.audit.record(turn.event(Code::PasswordProven)).await?;
            if let (Some(account), Some(hash)) = (&turn.account, hash) {
                renew(turn, &account.subject, password, hash).await?;
            }
            return Ok(Outcome::Proven(Proof::Password));
        }
        ports.audit.record(turn.event(Code::PasswordRefused)).await?;
        if counted.told {
            ports.audit.record(turn.event(Code::BudgetSpent).with("guess", Guess::Password.name())).await?;
            sent_code::tell(turn, &Message::BudgetSpent { guess: Guess::Password }).await?;
        }
        Ok(Outcome::Refused(match counted.closed_until {
            Some(until) => Refusal::PasswordPaused { until },
            None => Refusal::CredentialsWrong,
        }))
    }

    fn samples(&self) -> Vec<Screen> {
        let screen = |passkey| Screen::Password { username: "j.devries".into(), passkey };
        vec![screen(Some(passkeys::sample())), screen(None)]
    }
}

/// Hashes a password anew that was right for an imported hash or one of earlier parameters. It is the same password, so nothing
/// ends; and if it cannot be done now, the next login does it.
async fn renew(turn: &Turn<'_>, subject: &Subject, password: SecretString, old: PasswordHash) -> Answer<()> {
    let ports = &turn.provider.ports;
    if ports.passwords.is_outdated(&old)
        && let Ok(new) = ports.passwords.hash(password).await
    {
        ports.accounts.renew_password_hash(subject, &old, &new, turn.event(Code::PasswordRehashed)).await?;
    }
    Ok(())
}
