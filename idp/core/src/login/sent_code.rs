//! Sent codes in a login: what sending and checking come to for the prompt that asks for it. Shared by SMS and mail.

use super::form::Form;
use super::prompt::{Outcome, Turn};
use super::transaction::{FlashMessage, Notice, Refusal, Stop};
use crate::account::OneTimeCode;
use crate::message::{Message, Recipient};
use crate::port::Answer;
use crate::sent_code::{Checked as Verdict, Sender, Sent, Words};
use crate::throttle::Guess;

/// What came of checking a code.
pub(super) enum Checked {
    /// Right, and used up.
    Right,
    /// Not; this is what to answer.
    Wrong(Outcome),
}

/// Sends the first code when the prompt becomes the current one, unless one is on its way already.
pub(super) async fn start(turn: &mut Turn<'_>, to: &Recipient, words: Words) -> Answer<()> {
    let Some(sender) = sender(turn) else {
        turn.transaction.stopped = Some(Stop::Changed);
        return Ok(());
    };
    if sender.is_on_its_way(to).await? {
        return Ok(());
    }
    match sender.send(to, words).await? {
        Sent::OnItsWay => {}
        Sent::Spent { until } => {
            turn.transaction.stopped = Some(Stop::BudgetSpent { guess: Guess::SentCode, until });
        }
        Sent::Wait { until } => {
            let prompt = match to {
                Recipient::Phone(_) => super::Prompt::SmsCode,
                Recipient::Email(_) => super::Prompt::EmailCode,
            };
            turn.transaction.say(prompt, FlashMessage::Refused(Refusal::SendPaused { until }));
        }
    }
    Ok(())
}

/// Sends another code because the person asked for one. The old one is dead; wrong tries stay counted.
pub(super) async fn send_again(turn: &Turn<'_>, to: &Recipient, words: Words) -> Answer<Outcome> {
    let Some(sender) = sender(turn) else { return Ok(Outcome::GivenUp(Stop::Changed)) };
    Ok(match sender.send(to, words).await? {
        Sent::OnItsWay => Outcome::Again(Notice::CodeSent),
        Sent::Wait { until } => Outcome::Refused(Refusal::SendPaused { until }),
        Sent::Spent { until } => Outcome::GivenUp(Stop::BudgetSpent { guess: Guess::SentCode, until }),
    })
}

/// Whether a code can be answered that went to this destination for this person and browser.
pub(super) async fn is_on_its_way(turn: &Turn<'_>, to: &Recipient) -> Answer<bool> {
    match sender(turn) {
        Some(sender) => sender.is_on_its_way(to).await,
        None => Ok(false),
    }
}

/// Checks what the person typed.
pub(super) async fn check(turn: &Turn<'_>, to: &Recipient, form: &Form) -> Answer<Checked> {
    // What cannot be a code is no guess.
    let Some(code) = OneTimeCode::parse(form.text("code")) else {
        return Ok(Checked::Wrong(Outcome::Refused(Refusal::CodeMalformed)));
    };
    let Some(sender) = sender(turn) else { return Ok(Checked::Wrong(Outcome::GivenUp(Stop::Changed))) };
    Ok(match sender.check(to, &code).await? {
        Verdict::Right => Checked::Right,
        Verdict::Wrong => Checked::Wrong(Outcome::Refused(Refusal::CodeWrong)),
        Verdict::Dead => Checked::Wrong(Outcome::Refused(Refusal::CodeDead)),
        Verdict::Spent { until } => {
            Checked::Wrong(Outcome::GivenUp(Stop::BudgetSpent { guess: Guess::SentCode, until }))
        }
    })
}

/// A budget was spent by this try: the transaction stops and the person is told.
pub(super) async fn spent(turn: &Turn<'_>, guess: Guess, until: jiff::Timestamp) -> Answer<Outcome> {
    if let Some(sender) = sender(turn) {
        sender.spent(guess).await?;
    }
    Ok(Outcome::GivenUp(Stop::BudgetSpent { guess, until }))
}

/// Tells the person something by mail, if there is an address.
pub(super) async fn tell(turn: &Turn<'_>, message: &Message) -> Answer<()> {
    match sender(turn) {
        Some(sender) => sender.tell(message).await,
        None => Ok(()),
    }
}

/// `None` where nobody is known yet, or the login belongs to no browser.
fn sender<'a>(turn: &'a Turn<'_>) -> Option<Sender<'a>> {
    Some(Sender {
        provider: turn.provider,
        origin: turn.origin,
        locale: turn.locale,
        now: turn.now,
        browser: turn.transaction.browser.as_ref()?,
        account: turn.account.as_ref()?,
        client: turn.transaction.purpose.client(),
    })
}
