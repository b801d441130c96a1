//! Passkeys in a login: what an authenticator is asked, and what its answer comes to.
//!
//! A question is kept in the login and answered once: the database remembers that it was, whatever the transient store says. A
//! passkey that makes sure who uses it says who the person is and needs no name; it is asked of everybody alike, and names nobody.
//! Which passkeys somebody has is told only to who has proven the password.

use super::form::{Action, Form};
use super::guess;
use super::prompt::{Outcome, Turn};
use super::sent_code;
use super::transaction::{Asked, Asking, Choice, Notice, Refusal, Stop};
use super::tries::{self, Tried, Trier};
use crate::account::{Change, CredentialDigest, UserHandle};
use crate::assurance::{Level, Proof};
use crate::audit::Code;
use crate::message::Message;
use crate::passkeys;
use crate::port::{Answer, Asserted, Ceremony, Changed, PasskeyUse, SeenId, Verification};
use crate::throttle::Guess;

/// The field of the answer.
const FIELD: &str = "passkey";

/// Draws the question, unless it waits already.
pub(super) fn ask(turn: &mut Turn<'_>, what: Asking) -> Answer<()> {
    if question(turn, what).is_some() {
        return Ok(());
    }
    let ports = &turn.provider.ports;
    let ceremony = match (what, &turn.account) {
        (Asking::Whoever, _) => ports.passkeys.begin_login(&[], Verification::Required)?,
        (Asking::Second, Some(account)) => ports.passkeys.begin_login(&passkeys::known(account), verification(turn))?,
        (Asking::New, Some(account)) => passkeys::ask_for_new(turn.provider, account, verification(turn))?,
        (Asking::Second | Asking::New, None) => return Ok(()),
    };
    turn.transaction.ceremony = Some(Asked { what, ceremony });
    Ok(())
}

/// The question, for the page.
pub(super) fn question(turn: &Turn<'_>, what: Asking) -> Option<String> {
    let asked = turn.transaction.ceremony.as_ref().filter(|asked| asked.what == what);
    asked.map(|asked| asked.ceremony.options.clone())
}

/// Whether the application demands a passkey.
pub(super) fn demanded(turn: &Turn<'_>) -> bool {
    turn.transaction.purpose.required() == Level::PhishingResistant
}

/// A question for the samples.
pub(super) fn sample() -> String {
    let challenge = "Y2hhbGxlbmdlY2hhbGxlbmdlY2hhbGxlbmdlY2hhbGw";
    format!("{{\"challenge\":\"{challenge}\",\"rpId\":\"login.example.nl\"}}")
}

/// Takes the answer of a passkey that says who the person is. `None` if the form brings none.
pub(super) async fn of_whoever(turn: &mut Turn<'_>, form: &Form) -> Answer<Option<Outcome>> {
    if form.text(FIELD).is_empty() {
        return Ok(None);
    }
    let Some((digest, answer)) = named(turn, form) else {
        return Ok(Some(Outcome::Refused(Refusal::PasskeyMissing)));
    };
    // Nobody guesses a key; but whoever sends what is none makes work each time, and an event that is kept.
    let counted = match tries::count_of_nobody(&Trier::of(turn)).await? {
        Tried::Counted(counted) => counted,
        Tried::Spent(_) => return Ok(Some(Outcome::Refused(Refusal::PasskeyRefused))),
    };
    let ceremony = match take(turn, Asking::Whoever).await? {
        Taken::First(ceremony) => ceremony,
        Taken::Overtaken => {
            counted.give_back(turn.provider).await?;
            return Ok(Some(Outcome::Overtaken));
        }
        Taken::NotAsked => return Ok(Some(Outcome::Refused(Refusal::PasskeyRefused))),
    };
    // The name that was typed before is not looked at: the passkey says who it is.
    let owner = turn.provider.ports.accounts.by_passkey(&digest).await?;
    let typed = std::mem::replace(&mut turn.account, owner);
    let refused = match check(turn, &ceremony, &digest, answer).await? {
        Ok(Asserted { verified: true, .. }) => {
            counted.give_back(turn.provider).await?;
            turn.transaction.forget_person();
            turn.transaction.username = turn.account.as_ref().map(|account| account.username.clone());
            return Ok(Some(Outcome::Proven(Proof::VerifiedPasskey)));
        }
        Ok(Asserted { verified: false, .. }) => Code::PasskeyRefused,
        Err(refused) => refused,
    };
    turn.provider.ports.audit.record(turn.event(refused)).await?;
    turn.account = typed;
    Ok(Some(Outcome::Refused(Refusal::PasskeyRefused)))
}

/// Takes the answer of a passkey after the password. It is counted before it is looked at.
pub(super) async fn of_person(turn: &mut Turn<'_>, form: &Form) -> Answer<Outcome> {
    if form.action() == Action::Start {
        return Ok(Outcome::Again(Notice::PasskeyReady));
    }
    let Some((digest, answer)) = named(turn, form) else { return Ok(Outcome::Refused(Refusal::PasskeyMissing)) };
    let counting = match guess::count(turn, Guess::Passkey).await? {
        Ok(counting) => counting,
        Err(outcome) => return Ok(outcome),
    };
    let checked = match take(turn, Asking::Second).await? {
        Taken::First(ceremony) => check(turn, &ceremony, &digest, answer).await?,
        Taken::Overtaken => return Ok(Outcome::Overtaken),
        Taken::NotAsked => Err(Code::PasskeyRefused),
    };
    match checked {
        Ok(Asserted { verified: true, .. }) => Ok(Outcome::Proven(Proof::VerifiedPasskey)),
        Ok(Asserted { verified: false, .. }) => Ok(Outcome::Proven(Proof::Passkey)),
        Err(refused) => guess::refused(turn, counting, refused, Refusal::PasskeyRefused).await,
    }
}

/// Takes a new passkey.
pub(super) async fn make(turn: &mut Turn<'_>, form: &Form) -> Answer<Outcome> {
    match form.action() {
        Action::Start => return Ok(Outcome::Again(Notice::PasskeyReady)),
        Action::Keep if !demanded(turn) => return Ok(Outcome::Settled(Choice::NoMorePasskey)),
        _ => {}
    }
    let answer = form.text(FIELD);
    if answer.is_empty() {
        return Ok(Outcome::Refused(Refusal::PasskeyMissing));
    }
    let made = match take(turn, Asking::New).await? {
        Taken::First(ceremony) => passkeys::made(turn.provider, &ceremony, answer)?,
        Taken::Overtaken => return Ok(Outcome::Overtaken),
        Taken::NotAsked => None,
    };
    let (Some((passkey, verified)), Some(account)) = (made, &turn.account) else {
        return Ok(Outcome::Refused(Refusal::PasskeyRefused));
    };
    let (subject, seen) = (account.subject.clone(), account.security_version);
    let event = turn.event(Code::PasskeyEnrolled).with("passkey", passkey.id.as_str());
    let called = turn.provider.clients.called_at_logout();
    let change = Change::AddPasskey(passkey);
    match turn.provider.ports.accounts.change(&subject, seen, change, &called, event).await? {
        Changed::Done(account) => turn.account = Some(*account),
        Changed::Stale => return Ok(Outcome::GivenUp(Stop::Changed)),
    }
    turn.transaction.wants_passkey = false;
    sent_code::tell(turn, &Message::PasskeyAdded).await?;
    Ok(if verified { Outcome::Proven(Proof::VerifiedPasskey) } else { Outcome::Settled(Choice::NoMorePasskey) })
}

/// Where the application demands a passkey, the authenticator must make sure who uses it.
fn verification(turn: &Turn<'_>) -> Verification {
    if demanded(turn) { Verification::Required } else { Verification::Asked }
}

/// The passkey that an answer says it is of. `None` if it is no answer at all, which is no try.
fn named<'a>(turn: &Turn<'_>, form: &'a Form) -> Option<(CredentialDigest, &'a str)> {
    let (ports, answer) = (&turn.provider.ports, form.text(FIELD));
    Some((ports.passkeys.named(answer)?.digest(ports.keyed_hash.as_ref()), answer))
}

/// What became of taking the question.
enum Taken {
    /// This is the answer to it.
    First(Ceremony),
    /// It was answered before, and what came of that is not saved yet.
    Overtaken,
    /// None of its kind waits.
    NotAsked,
}

/// Takes the question, so that it is answered once.
async fn take(turn: &mut Turn<'_>, what: Asking) -> Answer<Taken> {
    let Some(asked) = turn.transaction.ceremony.take().filter(|asked| asked.what == what) else {
        return Ok(Taken::NotAsked);
    };
    let (over, seen_ids) = (turn.transaction.expires_at(), &turn.provider.ports.seen_ids);
    let first = seen_ids.remember(&SeenId::of_ceremony(&asked.ceremony), over, turn.now).await?;
    Ok(if first { Taken::First(asked.ceremony) } else { Taken::Overtaken })
}

/// Whether an answer is right and of a passkey of the turn's account; else what happened, for the caller to record. One that may
/// be of a copy is told to the person.
async fn check(
    turn: &Turn<'_>,
    ceremony: &Ceremony,
    digest: &CredentialDigest,
    answer: &str,
) -> Answer<Result<Asserted, Code>> {
    let ports = &turn.provider.ports;
    let Some(account) = &turn.account else { return Ok(Err(Code::PasskeyRefused)) };
    let Some(passkey) = account.passkeys.iter().find(|passkey| passkey.digest == *digest) else {
        return Ok(Err(Code::PasskeyRefused));
    };
    let owner = UserHandle::of(&account.subject, ports.keyed_hash.as_ref());
    let Some(asserted) = ports.passkeys.finish_login(ceremony, &owner, &passkey.credential, answer)? else {
        return Ok(Err(Code::PasskeyRefused));
    };
    let verified = if asserted.verified { "yes" } else { "no" };
    let event = turn.event(Code::PasskeyProven).with("passkey", passkey.id.as_str()).with("verified", verified);
    match ports.accounts.use_passkey(&passkey.id, asserted.signatures, event).await? {
        PasskeyUse::Counted => Ok(Ok(asserted)),
        PasskeyUse::Gone => Ok(Err(Code::PasskeyRefused)),
        PasskeyUse::Behind => {
            sent_code::tell(turn, &Message::PasskeyCloned).await?;
            Ok(Err(Code::PasskeyCloned))
        }
    }
}
