//! A guess at a code of the person: counted for the account before the code is looked at.
//!
//! [`count`] comes first and says whether it may be looked at; [`refused`] says what a wrong one comes to.

use jiff::Timestamp;

use super::prompt::{Outcome, Turn};
use super::sent_code;
use super::transaction::{Refusal, Stop};
use crate::audit::Code;
use crate::port::{Answer, Counted};
use crate::throttle::{BudgetKey, Guess};

/// A guess that was counted.
pub(super) struct Counting {
    guess: Guess,
    /// Until when the budget is closed if this guess was wrong.
    closes: Option<Timestamp>,
}

/// Counts a guess. `Err` where the budget is spent: then nothing is looked at, be it right or not.
pub(super) async fn count(turn: &Turn<'_>, guess: Guess) -> Answer<Result<Counting, Outcome>> {
    let Some(account) = &turn.account else { return Ok(Err(Outcome::GivenUp(Stop::Changed))) };
    let key = BudgetKey::of_subject(&account.subject, guess);
    Ok(match turn.provider.ports.guess_budgets.count(&key, &guess.rule(), turn.now).await? {
        Counted::Spent { until } => Err(Outcome::GivenUp(Stop::BudgetSpent { guess, until })),
        Counted::Allowed { closed_until, .. } => Ok(Counting { guess, closes: closed_until }),
    })
}

/// The guess was wrong. One that spends the budget ends the login, and the person is told.
pub(super) async fn refused(turn: &Turn<'_>, counting: Counting, code: Code, refusal: Refusal) -> Answer<Outcome> {
    turn.provider.ports.audit.record(turn.event(code)).await?;
    match counting.closes {
        Some(until) => sent_code::spent(turn, counting.guess, until).await,
        None => Ok(Outcome::Refused(refusal)),
    }
}
