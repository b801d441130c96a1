//! What every store of guess budgets must do.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::Log;
use super::race::{at_once, count};
use super::samples::{MOMENT, event};
use crate::audit::Code;
use crate::id::Subject;
use crate::port::{Answer, Counted, GuessBudgets, Rng};
use crate::throttle::{BudgetKey, Guess, Pause, Rule};

/// The promises of [`GuessBudgets`]. `rng` draws names that nobody used before.
pub async fn suite(store: Arc<dyn GuessBudgets>, log: &dyn Log, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    a_spent_budget_stays_closed_until_its_window_ends(&*store, &new_key(rng), now).await?;
    pauses_grow_and_are_not_counted(&*store, &new_key(rng), now).await?;
    only_what_is_named_is_reset(&*store, &new_key(rng), &new_key(rng), now).await?;
    a_try_that_is_given_back_was_never_made(&*store, &new_key(rng), now).await?;
    of_many_that_are_given_back_each_is_one(&store, &new_key(rng), now).await?;
    the_service_desk_unlocks_with_its_event(&*store, log, rng, now).await?;
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

async fn a_try_that_is_given_back_was_never_made(
    store: &dyn GuessBudgets,
    key: &BudgetKey,
    now: Timestamp,
) -> Answer<()> {
    let until = |seconds| now + Duration::from_secs(seconds);
    let closes = |count, seconds| Counted::Allowed { count, closed_until: Some(until(seconds)) };
    store.give_back(key, &SLOWER, None, now).await?;
    assert_eq!(store.count(key, &SLOWER, now).await?, open(1), "where nothing was counted nothing is given back");
    for _ in 0..3 {
        assert_eq!(store.count(key, &SLOWER, now).await?, closes(2, 30), "the one that closes it closes it again");
        store.give_back(key, &SLOWER, Some(until(30)), now).await?;
        assert_eq!(store.closed_until(key, now).await?, None, "and is open as it was");
    }
    // Another try closes it while the first is yet looked at: what is left then is one try, which closes nothing.
    assert_eq!(store.count(key, &SLOWER, now).await?, closes(2, 30));
    store.give_back(key, &SLOWER, None, now).await?;
    assert_eq!(store.closed_until(key, now).await?, None);
    // And where enough are left it stays closed.
    assert_eq!(store.count(key, &SLOWER, now).await?, closes(2, 30));
    assert_eq!(store.count(key, &SLOWER, until(30)).await?, closes(3, 90));
    store.give_back(key, &SLOWER, None, now).await?;
    assert_eq!(store.closed_until(key, until(30)).await?, Some(until(90)), "two are left, and two close it");
    let next_day = now + SLOWER.window;
    assert_eq!(store.count(key, &SLOWER, next_day).await?, open(1));
    store.give_back(key, &SLOWER, None, now).await?;
    let next = Counted::Allowed { count: 2, closed_until: Some(next_day + Duration::from_secs(30)) };
    assert_eq!(store.count(key, &SLOWER, next_day).await?, next, "a try of yesterday is none of today's");
    Ok(())
}

async fn of_many_that_are_given_back_each_is_one(
    store: &Arc<dyn GuessBudgets>,
    key: &BudgetKey,
    now: Timestamp,
) -> Answer<()> {
    // A wrong try among two hundred right ones at once, all of which are given back.
    assert_eq!(store.count(key, &TEN_A_DAY, now).await?, open(1));
    let tries = at_once(200, || {
        let (store, key) = (Arc::clone(store), key.clone());
        async move {
            let counted = store.count(&key, &TEN_A_DAY, now).await?;
            if let Counted::Allowed { closed_until, .. } = counted {
                store.give_back(&key, &TEN_A_DAY, closed_until, now).await?;
            }
            Ok(counted)
        }
    });
    tries.await?;
    assert_eq!(store.count(key, &TEN_A_DAY, now).await?, open(2), "the one before them is left, and nothing is closed");
    Ok(())
}

async fn the_service_desk_unlocks_with_its_event(
    store: &dyn GuessBudgets,
    log: &dyn Log,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let (subject, other) = (Subject::generate(rng), new_key(rng));
    let keys: Vec<_> = BudgetKey::all_of(&subject).into_iter().map(|(_, key)| key).collect();
    for key in keys.iter().chain([&other, &other]) {
        store.count(key, &SLOWER, now).await?;
        store.count(key, &SLOWER, now).await?;
    }
    store.unlock(&keys, event(Code::AccountUnlocked, &subject, now)).await?;
    for key in &keys {
        assert_eq!(store.closed_until(key, now).await?, None);
    }
    assert!(store.closed_until(&other, now).await?.is_some(), "and nobody else's");
    assert_eq!(log.about(&subject).await?, [Code::AccountUnlocked.as_str()]);
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
