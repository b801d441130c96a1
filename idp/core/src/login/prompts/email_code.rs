//! The code in the mail: where no phone number is on record, it opens the registration of one. Mail is never a factor.

use async_trait::async_trait;

use crate::account::{Change, EmailAddress};
use crate::assurance::Proof;
use crate::audit::Code;
use crate::login::facts::Facts;
use crate::login::form::{Action, Form};
use crate::login::prompt::{Behaviour, Check, Outcome, Reason, Turn};
use crate::login::screen::Screen;
use crate::login::sent_code::{self, Checked};
use crate::login::transaction::Stop;
use crate::message::{Message, Recipient};
use crate::port::{Answer, Changed};

/// See the module.
pub(in crate::login) struct EmailCode;

#[async_trait]
impl Behaviour for EmailCode {
    fn kind(&self) -> &'static str {
        "email_code"
    }

    fn check(&self, facts: &Facts) -> Check {
        if !facts.may_bootstrap() || facts.record.phone || facts.has_here(Proof::Email) {
            Check::NotNeeded
        } else if facts.record.email {
            Check::Needed(Reason::NoAuthenticator)
        } else {
            Check::Impossible(Stop::NothingOnRecord)
        }
    }

    fn pass(&self, facts: &mut Facts) {
        facts.pass_proof(Proof::Email);
    }

    async fn start(&self, turn: &mut Turn<'_>) -> Answer<()> {
        let Some(to) = recipient(turn) else { return Ok(()) };
        sent_code::start(turn, &to, message).await
    }

    async fn open(&self, turn: &Turn<'_>) -> Answer<Screen> {
        let to = recipient(turn);
        let sent = match &to {
            Some(to) => sent_code::is_on_its_way(turn, to).await?,
            None => false,
        };
        let to = address(turn).map(EmailAddress::masked).unwrap_or_default();
        Ok(Screen::EmailCode { to, sent, minutes: turn.provider.settings.code_minutes() })
    }

    async fn answer(&self, turn: &mut Turn<'_>, form: &Form) -> Answer<Outcome> {
        let (Some(to), Some(account)) = (recipient(turn), &turn.account) else {
            return Ok(Outcome::GivenUp(Stop::Changed));
        };
        if form.action() == Action::Start {
            return sent_code::send_again(turn, &to, message).await;
        }
        match sent_code::check(turn, &to, form).await? {
            Checked::Wrong(outcome) => return Ok(outcome),
            Checked::Right => {}
        }
        // A proven code verifies exactly the address that it was sent to.
        if let (Recipient::Email(address), Some(email)) = (to, &account.email)
            && !email.verified
        {
            let (subject, seen) = (account.subject.clone(), account.security_version);
            let event = turn.event(Code::EmailVerified);
            let change = Change::VerifyEmail(address);
            let called = turn.provider.clients.called_at_logout();
            match turn.provider.ports.accounts.change(&subject, seen, change, &called, event).await? {
                Changed::Done(account) => turn.account = Some(*account),
                Changed::Stale => return Ok(Outcome::GivenUp(Stop::Changed)),
            }
        }
        Ok(Outcome::Proven(Proof::Email))
    }

    fn samples(&self) -> Vec<Screen> {
        let screen = |sent| Screen::EmailCode { to: "j***@gemeente.nl".into(), sent, minutes: 15 };
        vec![screen(true), screen(false)]
    }
}

fn address<'a>(turn: &'a Turn<'_>) -> Option<&'a EmailAddress> {
    turn.account.as_ref().and_then(|account| account.email.as_ref()).map(|email| &email.value)
}

fn recipient(turn: &Turn<'_>) -> Option<Recipient> {
    address(turn).cloned().map(Recipient::Email)
}

fn message(code: crate::account::OneTimeCode, minutes: u64) -> Message {
    Message::EmailCode { code, minutes }
}
