//! The code in the SMS: to the number on record, or to the one just registered in this login. It opens the enrolment. Who has
//! an app is asked for it now and then, after everything else, to see whether the number is still theirs: it is no factor then.

use async_trait::async_trait;

use crate::account::{Account, Change, Contact, OneTimeCode, PhoneNumber};
use crate::assurance::Proof;
use crate::audit::{Code, Event};
use crate::login::facts::Facts;
use crate::login::form::{Action, Form};
use crate::login::prompt::{Behaviour, Check, Outcome, Prompt, Reason, Turn};
use crate::login::screen::Screen;
use crate::login::sent_code::{self, Checked};
use crate::login::transaction::{Choice, FlashMessage, Refusal, Stop};
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
        } else if facts.owes_phone() {
            Check::Needed(Reason::OldPhone)
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
        sent_code::start(turn, &to, message).await?;
        if let (Some(Stop::BudgetSpent { until, .. }), true) = (turn.transaction.stopped, checks_an_old_number(turn)) {
            turn.transaction.stopped = None;
            turn.transaction.say(Prompt::SmsCode, FlashMessage::Refused(Refusal::SendPaused { until }));
        }
        Ok(())
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
            again: checks_an_old_number(turn),
        })
    }

    async fn answer(&self, turn: &mut Turn<'_>, form: &Form) -> Answer<Outcome> {
        let (Some(to), Some(account)) = (recipient(turn), &turn.account) else {
            return Ok(Outcome::GivenUp(Stop::Changed));
        };
        match form.action() {
            Action::Withdraw if account.phone.is_none() => return Ok(Outcome::Withdrawn(Choice::OtherPhone)),
            Action::Withdraw if checks_an_old_number(turn) => return doubt(turn).await,
            Action::Start => return Ok(stays(turn, sent_code::send_again(turn, &to, message).await?)),
            Action::Withdraw | Action::Answer | Action::Other(_) | Action::Keep | Action::AddPasskey => {}
        }
        match sent_code::check(turn, &to, form).await? {
            Checked::Wrong(outcome) => return Ok(stays(turn, outcome)),
            Checked::Right => {}
        }
        // A proven code verifies exactly the number that it was sent to; from here on that number is on record.
        let counts = on_record(turn).is_some_and(|phone| phone.verified) && !is_old(turn);
        if let (Recipient::Phone(number), false) = (to, counts) {
            let event = turn.event(Code::PhoneVerified).with("phone", number.masked());
            if !change(turn, Change::VerifyPhone(number), event).await? {
                return Ok(Outcome::GivenUp(Stop::Changed));
            }
        }
        Ok(Outcome::Proven(Proof::Sms))
    }

    fn samples(&self) -> Vec<Screen> {
        let screen = |sent, changeable, again| {
            let to = "** ** ** 78".into();
            Screen::SmsCode { to, sent, minutes: 15, changeable, again }
        };
        vec![
            screen(true, false, false),
            screen(true, true, false),
            screen(false, false, false),
            screen(true, false, true),
            screen(false, false, true),
        ]
    }
}

/// A spent budget stops the bootstrap, and not who has proven everything else and is asked after a number.
fn stays(turn: &Turn<'_>, outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::GivenUp(Stop::BudgetSpent { until, .. }) if checks_an_old_number(turn) => {
            Outcome::Refused(Refusal::SendPaused { until })
        }
        outcome => outcome,
    }
}

/// The person cannot confirm that the number is theirs: it proves nothing any more, and the login goes on.
async fn doubt(turn: &mut Turn<'_>) -> Answer<Outcome> {
    let Some(number) = number(turn).cloned() else { return Ok(Outcome::GivenUp(Stop::Changed)) };
    let event = turn.event(Code::PhoneDoubted).with("phone", number.masked());
    Ok(match change(turn, Change::DoubtPhone(number), event).await? {
        true => Outcome::Settled(Choice::DoubtsPhone),
        false => Outcome::GivenUp(Stop::Changed),
    })
}

/// False if the account moved on meanwhile.
async fn change(turn: &mut Turn<'_>, change: Change, event: Event) -> Answer<bool> {
    let Some(account) = &turn.account else { return Ok(false) };
    let (subject, seen) = (account.subject.clone(), account.security_version);
    let called = turn.provider.clients.called_at_logout();
    Ok(match turn.provider.ports.accounts.change(&subject, seen, change, &called, event).await? {
        Changed::Done(account) => {
            turn.account = Some(*account);
            true
        }
        Changed::Stale => false,
    })
}

fn is_old(turn: &Turn<'_>) -> bool {
    let life = turn.provider.settings.phone_life;
    turn.account.as_ref().is_some_and(|account| account.phone_is_old(life, turn.now))
}

/// Whether this is about a number that was proven long ago, and not about the bootstrap.
fn checks_an_old_number(turn: &Turn<'_>) -> bool {
    is_old(turn) && turn.account.as_ref().is_some_and(Account::has_authenticator)
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
