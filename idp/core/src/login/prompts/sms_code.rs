//! The code in the SMS: to the number on record, or to the one just registered in this login. It opens the enrolment.

use async_trait::async_trait;

use crate::account::{Change, Contact, OneTimeCode, PhoneNumber};
use crate::assurance::Proof;
use crate::audit::Code;
use crate::login::facts::Facts;
use crate::login::form::{Action, Form};
use crate::login::prompt::{Behaviour, Check, Outcome, Reason, Turn};
use crate::login::screen::Screen;
use crate::login::sent_code::{self, Checked};
use crate::login::transaction::{Choice, Stop};
use crate::message::{Message, Recipient};
use crate::port::{Answer, Changed};

/// See the module.
pub(in crate::login) struct SmsCode;

#[async_trait]
impl Behaviour for SmsCode {
    fn kind(&self) -> &'static str {
        "sms_code"
    }

    fn check(&self, facts: &Facts) -> Check {
        if facts.may_bootstrap() && !facts.has_here(Proof::Sms) {
            Check::Needed(Reason::NoAuthenticator)
        } else {
            Check::NotNeeded
        }
    }

    fn pass(&self, facts: &mut Facts) {
        facts.pass_proof(Proof::Sms);
        facts.record.phone = true;
    }

    async fn start(&self, turn: &mut Turn<'_>) -> Answer<()> {
        let Some(to) = recipient(turn) else { return Ok(()) };
        sent_code::start(turn, &to, message).await
    }

    async fn open(&self, turn: &Turn<'_>) -> Answer<Screen> {
        let sent = match recipient(turn) {
            Some(to) => sent_code::is_on_its_way(turn, &to).await?,
            None => false,
        };
        Ok(Screen::SmsCode {
            to: number(turn).map(PhoneNumber::masked).unwrap_or_default(),
            sent,
            minutes: turn.provider.settings.code_minutes(),
            changeable: on_record(turn).is_none(),
        })
    }

    async fn answer(&self, turn: &mut Turn<'_>, form: &Form) -> Answer<Outcome> {
        let (Some(to), Some(account)) = (recipient(turn), &turn.account) else {
            return Ok(Outcome::GivenUp(Stop::Changed));
        };
        match form.action() {
            Action::Withdraw if account.phone.is_none() => return Ok(Outcome::Withdrawn(Choice::OtherPhone)),
            Action::Start => return sent_code::send_again(turn, &to, message).await,
            Action::Withdraw | Action::Answer | Action::Other(_) | Action::Keep | Action::AddPasskey => {}
        }
        match sent_code::check(turn, &to, form).await? {
            Checked::Wrong(outcome) => return Ok(outcome),
            Checked::Right => {}
        }
        // A proven code verifies exactly the number that it was sent to; from here on that number is on record.
        if let (Recipient::Phone(number), false) = (to, on_record(turn).is_some_and(|phone| phone.verified)) {
            let (subject, seen) = (account.subject.clone(), account.security_version);
            let event = turn.event(Code::PhoneVerified).with("phone", number.masked());
            let change = Change::VerifyPhone(number);
            let called = turn.provider.clients.called_at_logout();
            match turn.provider.ports.accounts.change(&subject, seen, change, &called, event).await? {
                Changed::Done(account) => turn.account = Some(*account),
                Changed::Stale => return Ok(Outcome::GivenUp(Stop::Changed)),
            }
        }
        Ok(Outcome::Proven(Proof::Sms))
    }

    fn samples(&self) -> Vec<Screen> {
        let screen = |sent, changeable| Screen::SmsCode { to: "** ** ** 78".into(), sent, minutes: 15, changeable };
        vec![screen(true, false), screen(true, true), screen(false, false)]
    }
}

fn on_record<'a>(turn: &'a Turn<'_>) -> Option<&'a Contact<PhoneNumber>> {
    turn.account.as_ref().and_then(|account| account.phone.as_ref())
}

fn number<'a>(turn: &'a Turn<'_>) -> Option<&'a PhoneNumber> {
    on_record(turn).map(|phone| &phone.value).or(turn.transaction.phone.as_ref())
}

fn recipient(turn: &Turn<'_>) -> Option<Recipient> {
    number(turn).cloned().map(Recipient::Phone)
}

fn message(code: OneTimeCode, minutes: u64) -> Message {
    Message::SmsCode { code, minutes }
}
