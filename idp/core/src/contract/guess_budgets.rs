//! What every store of guess budgets must do.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::race::{at_once, count};
use super::samples::MOMENT;
use crate::id::Subject;
use crate::port::{Answer, Counted, GuessBudgets, Rng};
use crate::throttle::{BudgetKey, Guess, Pause, Rule};

/// The promises of [`GuessBudgets`]. `rng` draws names that nobody used before.
pub async fn suite(store: Arc<dyn GuessBudgets>, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    a_spent_budget_stays_closed_until_its_window_ends(&*store, &new_key(rng), now).await?;
    pauses_grow_and_are_not_counted(&*store, &new_key(rng), now).await?;
    only_what_is_named_is_reset(&*store, &new_key(rng), &new_key(rng), now).await?;
    however_many_guess_at_once(store, &new_key(rng), now).await
}

const TEN_A_DAY: Rule = Rule { window: Duration::from_secs(86_400), pauses: &[(10, Pause::UntilWindowEnds)] };

const SLOWER: Rule = Rule {
    window: Duration::from_secs(86_400),
    pauses: &[(2, Pause::For(Duration::from_secs(30))), (3, Pause::For(Duration::from_secs(60)))],
};

async fn a_spent_budget_stays_closed_until_its_window_ends(
    store: &dyn GuessBudgets,
    key: &BudgetKey,
    now: Timestamp,
) -> Answer<()> {
    let end = now + TEN_A_DAY.window;
    assert_eq!(store.closed_until(key, now).await?, None, "nobody guessed yet");
    assert_eq!(store.count(key, &TEN_A_DAY, now).await?, open(1));
    // The window is that of the first try, however late the others come.
    let later = now + Duration::from_secs(3_600);
    for tries in 2..10 {
        assert_eq!(store.count(key, &TEN_A_DAY, later).await?, open(tries));
    }
    assert_eq!(store.closed_until(key, later).await?, None);
    let last = Counted::Allowed { count: 10, closed_until: Some(end) };
    assert_eq!(store.count(key, &TEN_A_DAY, later).await?, last, "the tenth may be made, and closes the budget");
    assert_eq!(store.count(key, &TEN_A_DAY, end - MOMENT).await?, Counted::Spent { until: end });
    assert_eq!(store.closed_until(key, end - MOMENT).await?, Some(end));
    assert_eq!(store.closed_until(key, end).await?, None, "then it is open");
    assert_eq!(store.count(key, &TEN_A_DAY, end).await?, open(1), "and counts from one");
    Ok(())
}

async fn pauses_grow_and_are_not_counted(store: &dyn GuessBudgets, key: &BudgetKey, now: Timestamp) -> Answer<()> {
    let after = |seconds| now + Duration::from_secs(seconds);
    let closes = |count, seconds| Counted::Allowed { count, closed_until: Some(after(seconds)) };
    assert_eq!(store.count(key, &SLOWER, now).await?, open(1));
    assert_eq!(store.count(key, &SLOWER, now).await?, closes(2, 30));
    for _ in 0..5 {
        assert_eq!(store.count(key, &SLOWER, after(29)).await?, Counted::Spent { until: after(30) });
    }
    assert_eq!(store.count(key, &SLOWER, after(30)).await?, closes(3, 90), "what was refused was not counted");
    assert_eq!(
        store.count(key, &SLOWER, after(90)).await?,
        closes(4, 150),
        "the last pause holds for every higher count"
    );
    let next_day = after(86_400);
    assert_eq!(store.count(key, &SLOWER, next_day).await?, open(1), "tries are forgotten with their window");
    Ok(())
}

async fn only_what_is_named_is_reset(
    store: &dyn GuessBudgets,
    reset: &BudgetKey,
    kept: &BudgetKey,
    now: Timestamp,
) -> Answer<()> {
    for key in [reset, kept] {
        store.count(key, &TEN_A_DAY, now).await?;
    }
    store.reset(std::slice::from_ref(reset)).await?;
    store.reset(&[]).await?;
    assert_eq!(store.count(reset, &TEN_A_DAY, now).await?, open(1));
    assert_eq!(store.count(kept, &TEN_A_DAY, now).await?, open(2));
    Ok(())
}

async fn however_many_guess_at_once(store: Arc<dyn GuessBudgets>, key: &BudgetKey, now: Timestamp) -> Answer<()> {
    let counted = at_once(200, || {
        let (store, key) = (Arc::clone(&store), key.clone());
        async move { store.count(&key, &TEN_A_DAY, now).await }
    });
    let counted = counted.await?;
    let allowed = |counted: &Counted| matches!(counted, Counted::Allowed { .. });
    assert_eq!(count(&counted, allowed), 10, "of two hundred guesses at once ten are looked at");
    let closing = |counted: &Counted| matches!(counted, Counted::Allowed { closed_until: Some(_), .. });
    assert_eq!(count(&counted, closing), 1, "and one of them closes the budget");
    Ok(())
}

fn open(count: u32) -> Counted {
    Counted::Allowed { count, closed_until: None }
}

fn new_key(rng: &dyn Rng) -> BudgetKey {
    BudgetKey::of_subject(&Subject::generate(rng), Guess::Authenticator)
}
