//! Codes that are sent: drawn, kept as a keyed hash, put into the outbox, and checked. Shared by SMS and mail.
//!
//! A sent code belongs to account, browser, channel, destination and security version: all of them are in its key. A second
//! tab finds the same code instead of sending another; a new number, another browser or a reset finds none.

use jiff::Timestamp;

use super::form::Form;
use super::prompt::{Outcome, Turn};
use super::transaction::{FlashMessage, Notice, Refusal, Stop};
use crate::account::OneTimeCode;
use crate::audit::Code;
use crate::id::Subject;
use crate::lifetimes;
use crate::message::{Message, Recipient};
use crate::port::{Answer, Counted, Hit, SeenId, SentCode, SentCodeKey, Verdict};
use crate::sending;
use crate::throttle::{BudgetKey, Guess, MESSAGES_OF_AN_ADDRESS, MessageBudget, Network, TRIES_OF_A_SENT_CODE};

/// What came of checking a code.
pub(super) enum Checked {
    /// Right, and used up.
    Right,
    /// Not; this is what to answer.
    Wrong(Outcome),
}

/// The words around a code.
type Words = fn(OneTimeCode, u64) -> Message;

/// Sends the first code when the prompt becomes the current one, unless one is on its way already.
pub(super) async fn start(turn: &mut Turn<'_>, to: &Recipient, words: Words) -> Answer<()> {
    if is_on_its_way(turn, to).await? {
        return Ok(());
    }
    if let Some(stop) = budget_is_spent(turn).await? {
        turn.transaction.stopped = Some(stop);
    } else if let Hit::Wait { until } = send(turn, to, words).await? {
        let prompt = match to {
            Recipient::Phone(_) => super::Prompt::SmsCode,
            Recipient::Email(_) => super::Prompt::EmailCode,
        };
        turn.transaction.say(prompt, FlashMessage::Refused(Refusal::SendPaused { until }));
    }
    Ok(())
}

/// Sends another code because the person asked for one. The old one is dead; wrong tries stay counted.
pub(super) async fn send_again(turn: &Turn<'_>, to: &Recipient, words: Words) -> Answer<Outcome> {
    if let Some(stop) = budget_is_spent(turn).await? {
        return Ok(Outcome::GivenUp(stop));
    }
    Ok(match send(turn, to, words).await? {
        Hit::Allowed => Outcome::Again(Notice::CodeSent),
        Hit::Wait { until } => Outcome::Refused(Refusal::SendPaused { until }),
    })
}

/// Whether a code can be answered that went to this destination for this person and browser.
pub(super) async fn is_on_its_way(turn: &Turn<'_>, to: &Recipient) -> Answer<bool> {
    let Some(key) = key(turn, to) else { return Ok(false) };
    Ok(turn.provider.ports.challenges.peek(&key, turn.now).await?.is_some())
}

/// Checks what the person typed: counted for the account first, then for the code, then compared and taken, once.
pub(super) async fn check(turn: &Turn<'_>, to: &Recipient, form: &Form) -> Answer<Checked> {
    let refused = |refusal| Ok(Checked::Wrong(Outcome::Refused(refusal)));
    // What cannot be a code is no guess.
    let Some(code) = OneTimeCode::parse(form.text("code")) else { return refused(Refusal::CodeMalformed) };
    let (Some(key), Some(budget)) = (key(turn, to), budget(turn)) else {
        return Ok(Checked::Wrong(Outcome::GivenUp(Stop::Changed)));
    };
    let ports = &turn.provider.ports;
    let closes = match ports.guess_budgets.count(&budget, &Guess::SentCode.rule(), turn.now).await? {
        Counted::Spent { until } => {
            return Ok(Checked::Wrong(Outcome::GivenUp(Stop::BudgetSpent { guess: Guess::SentCode, until })));
        }
        Counted::Allowed { closed_until, .. } => closed_until,
    };
    let hash = hash(turn, &key, &code);
    let mut verdict = ports.challenges.answer(&key, &hash, turn.now).await?;
    // The transient store may come back as it was some time ago, so the database remembers which codes were used.
    if verdict == Verdict::Right {
        let over = later(turn.now, lifetimes::SENT_CODE);
        if !ports.seen_ids.remember(&SeenId::of_sent_code(&hash), over, turn.now).await? {
            verdict = Verdict::Dead;
        }
    }
    let what = if verdict == Verdict::Right { Code::CodeProven } else { Code::CodeRefused };
    ports.audit.record(turn.event(what).with("channel", to.channel())).await?;
    let refusal = match verdict {
        Verdict::Right => return Ok(Checked::Right),
        Verdict::Wrong { tries_left: 1.. } => Refusal::CodeWrong,
        Verdict::Wrong { tries_left: 0 } | Verdict::Dead => Refusal::CodeDead,
    };
    match closes {
        Some(until) => Ok(Checked::Wrong(spent(turn, Guess::SentCode, until).await?)),
        None => refused(refusal),
    }
}

/// A budget was spent by this try: the transaction stops and the person is told.
pub(super) async fn spent(turn: &Turn<'_>, guess: Guess, until: Timestamp) -> Answer<Outcome> {
    turn.provider.ports.audit.record(turn.event(Code::BudgetSpent).with("guess", guess.name())).await?;
    tell(turn, &Message::BudgetSpent { guess }).await?;
    Ok(Outcome::GivenUp(Stop::BudgetSpent { guess, until }))
}

/// Tells the person something by mail, if there is an address.
pub(super) async fn tell(turn: &Turn<'_>, message: &Message) -> Answer<()> {
    let address = turn.account.as_ref().and_then(|account| account.email.clone());
    match address {
        Some(address) => {
            let expires_at = later(turn.now, lifetimes::SESSION);
            queue(turn, &Recipient::Email(address.value), message, expires_at).await
        }
        None => Ok(()),
    }
}

async fn send(turn: &Turn<'_>, to: &Recipient, words: Words) -> Answer<Hit> {
    let (Some(key), Some(account)) = (key(turn, to), &turn.account) else {
        return Ok(Hit::Wait { until: turn.now });
    };
    let ports = &turn.provider.ports;
    if let Some(until) = pace(turn, to, &account.subject).await? {
        return Ok(Hit::Wait { until });
    }
    let budgets = MessageBudget::of_message(&account.subject, to, ports.keyed_hash.as_ref());
    let event = |code| turn.event(code);
    if let Some(until) = sending::spend(ports, to.channel(), &budgets, turn.now, &event).await? {
        return Ok(Hit::Wait { until });
    }
    let code = OneTimeCode::generate(ports.rng.as_ref());
    let expires_at = later(turn.now, turn.provider.settings.code_lifetime);
    let hash = hash(turn, &key, &code);
    let sent = SentCode { hash, tries_left: TRIES_OF_A_SENT_CODE, sent_at: turn.now, expires_at };
    ports.challenges.put(&key, sent).await?;
    queue(turn, to, &words(code, turn.provider.settings.code_minutes()), expires_at).await?;
    Ok(Hit::Allowed)
}

/// One message a minute, and not too many from one address. Only the pace: it may be forgotten, at the price of one message
/// that comes too soon.
async fn pace(turn: &Turn<'_>, to: &Recipient, subject: &Subject) -> Answer<Option<Timestamp>> {
    let resend = (format!("message:{}:{subject}", to.channel()), 1, lifetimes::RESEND);
    let network = turn.origin.address.map(Network::of);
    let address = network.map(|network| {
        (format!("message:address:{}", network.as_str()), MESSAGES_OF_AN_ADDRESS, lifetimes::MESSAGES_WINDOW)
    });
    for (counter, limit, window) in [resend].into_iter().chain(address) {
        if let Hit::Wait { until } = turn.provider.ports.throttle.hit(&counter, limit, window, turn.now).await? {
            return Ok(Some(until));
        }
    }
    Ok(None)
}

async fn queue(turn: &Turn<'_>, to: &Recipient, message: &Message, expires_at: Timestamp) -> Answer<()> {
    sending::queue(&turn.provider.ports, to, message, turn.locale, expires_at, &|code| turn.event(code)).await
}

async fn budget_is_spent(turn: &Turn<'_>) -> Answer<Option<Stop>> {
    let Some(budget) = budget(turn) else { return Ok(Some(Stop::Changed)) };
    let until = turn.provider.ports.guess_budgets.closed_until(&budget, turn.now).await?;
    Ok(until.map(|until| Stop::BudgetSpent { guess: Guess::SentCode, until }))
}

fn budget(turn: &Turn<'_>) -> Option<BudgetKey> {
    turn.account.as_ref().map(|account| BudgetKey::of_subject(&account.subject, Guess::SentCode))
}

fn key(turn: &Turn<'_>, to: &Recipient) -> Option<SentCodeKey> {
    let account = turn.account.as_ref()?;
    let version = account.security_version.0.to_string();
    let browser = turn.transaction.browser.as_ref()?.as_str();
    let parts = [account.subject.as_str(), browser, to.channel(), to.reveal(), &version].join("\0");
    let hash = turn.provider.ports.keyed_hash.keyed_hash("key of a sent code", parts.as_bytes());
    Some(SentCodeKey(hash.iter().map(|byte| format!("{byte:02x}")).collect()))
}

fn hash(turn: &Turn<'_>, key: &SentCodeKey, code: &OneTimeCode) -> [u8; 32] {
    let text = format!("{}\0{}", key.0, code.reveal());
    turn.provider.ports.keyed_hash.keyed_hash("sent code", text.as_bytes())
}

fn later(now: Timestamp, life: std::time::Duration) -> Timestamp {
    now.checked_add(life).unwrap_or(Timestamp::MAX)
}
