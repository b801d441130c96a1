//! Races: what counts once or so many times, wanted by two hundred at once, over all nodes, a hundred times over.
//!
//! The suites of the stores try each race once, among everything else that they promise. A window of some microseconds
//! between a look and a write shows only now and then, so here nothing else is done, and often.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jiff::Timestamp;

use super::race;
use super::race::count;
use super::samples::{client, event, grant, person, phone, redirect_uri, session};
use super::transient::sample_transaction;
use crate::account::{Change, Others, SecurityVersion, TotpSecret};
use crate::audit::Code;
use crate::id::{AuthenticatorId, AuthorizationCode, RefreshToken, Subject, TransactionId};
use crate::message::Recipient;
use crate::oidc::pkce::CodeChallenge;
use crate::port::{
    Accounts, Answer, Challenges, Counted, Grants, GuessBudgets, Hit, KeyedHash, Redeemed, RefreshTokens, Rng, Rotated,
    Rotation, SeenId, SeenIds, SentCode, SentCodeKey, Throttle, Transactions, Verdict,
};
use crate::throttle::{BudgetKey, Guess, MessageBudget, Rule, TRIES_OF_A_SENT_CODE};

/// How many want the same at once.
const MANY: usize = 200;
/// How often.
const ROUNDS: usize = 100;
const LIFE: Duration = Duration::from_secs(600);

/// A node on a durable store.
pub trait Durable: Accounts + Grants + RefreshTokens + SeenIds + GuessBudgets + 'static {}
impl<T: Accounts + Grants + RefreshTokens + SeenIds + GuessBudgets + 'static> Durable for T {}

/// Codes, refresh tokens, identifiers, time steps and budgets. `nodes` have one store.
pub async fn durable<S: Durable>(nodes: &[Arc<S>], hash: &dyn KeyedHash, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let nodes = Nodes::of(nodes);
    for _ in 0..ROUNDS {
        a_code_and_its_refresh_token(&nodes, rng, now).await?;
        an_identifier(&nodes, rng, now).await?;
        a_time_step(&nodes, rng, now).await?;
        budgets(&nodes, hash, rng, now).await?;
    }
    Ok(())
}

/// The end of a login, sent codes and the pace of messages. Each list is the same nodes.
pub async fn transient(
    transactions: &[Arc<dyn Transactions>],
    challenges: &[Arc<dyn Challenges>],
    throttles: &[Arc<dyn Throttle>],
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let (transactions, challenges, throttles) = (Nodes::of(transactions), Nodes::of(challenges), Nodes::of(throttles));
    for _ in 0..ROUNDS {
        the_end_of_a_login(&transactions, rng, now).await?;
        a_sent_code(&challenges, rng, now).await?;
        let key = format!("race-{}", TransactionId::generate(rng));
        let hits = at_once(MANY, || {
            let (store, key) = (throttles.next(), key.clone());
            async move { store.hit(&key, 5, LIFE, now).await }
        });
        won(&hits.await?, |hit| *hit == Hit::Allowed, 5, "hits");
    }
    Ok(())
}

/// What came of those who got an answer. Who gets none, because so many want a connection at once on a machine that does much
/// else, is refused by the caller; but most must get one, or nothing was raced.
async fn at_once<T, F>(times: usize, act: impl Fn() -> F) -> Answer<Vec<T>>
where
    T: Send + 'static,
    F: Future<Output = Answer<T>> + Send + 'static,
{
    let outcomes = race::at_once(times, || {
        let act = act();
        async move { Ok(act.await.ok()) }
    });
    let answered: Vec<T> = outcomes.await?.into_iter().flatten().collect();
    assert!(answered.len() > times / 2, "only {} of {times} got an answer", answered.len());
    Ok(answered)
}

/// So many won, and never more. Who got no answer may be one of them.
fn won<T>(outcomes: &[T], wanted: impl Fn(&T) -> bool, limit: usize, what: &str) {
    let (won, unanswered) = (count(outcomes, wanted), MANY - outcomes.len());
    assert!(won <= limit && won + unanswered >= limit, "{what}: {won} and not {limit}; {unanswered} without an answer");
}

/// Nodes, each in its turn.
struct Nodes<'a, S: ?Sized> {
    all: &'a [Arc<S>],
    turn: AtomicUsize,
}

impl<'a, S: ?Sized> Nodes<'a, S> {
    fn of(all: &'a [Arc<S>]) -> Self {
        Self { all, turn: AtomicUsize::new(0) }
    }

    fn next(&self) -> Arc<S> {
        Arc::clone(&self.all[self.turn.fetch_add(1, Ordering::Relaxed) % self.all.len()])
    }
}

async fn a_code_and_its_refresh_token<S: Durable>(nodes: &Nodes<'_, S>, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let grant = grant(rng, &session(rng, now), now);
    let code = AuthorizationCode::generate(rng).digest();
    let told = event(Code::GrantIssued, &grant.subject, now);
    Grants::issue(&*nodes.next(), &grant, &code, now + LIFE, told).await?;
    let redeemed = at_once(MANY, || {
        let (store, code, told) = (nodes.next(), code.clone(), event(Code::GrantRedeemed, &grant.subject, now));
        async move {
            let (client, uri) = (client("contract"), redirect_uri("https://client.example/callback"));
            store.redeem(&code, &client, &uri, CodeChallenge::of_verifier(&"v".repeat(43)).as_ref(), now, told).await
        }
    });
    let redeemed = redeemed.await?;
    won(&redeemed, |outcome| matches!(outcome, Redeemed::Fresh(_)), 1, "codes");
    won(&redeemed, |outcome| matches!(outcome, Redeemed::Spent(_)), MANY - 1, "codes");

    let first = RefreshToken::generate(rng).digest();
    let told = event(Code::RefreshTokenIssued, &grant.subject, now);
    RefreshTokens::issue(&*nodes.next(), &first, &grant.id, now, now + LIFE, told).await?;
    let rotated = at_once(MANY, || {
        let (store, told) = (nodes.next(), event(Code::RefreshTokenRotated, &grant.subject, now));
        let rotation = Rotation {
            presented: first.clone(),
            client: client("contract"),
            // Each another one: of two that both believe to be the first, one chain would be lost.
            successor: RefreshToken::generate(rng).digest(),
            successor_expires_at: now + LIFE,
            grace: Duration::ZERO,
            now,
        };
        async move { store.rotate(&rotation, told).await }
    });
    won(&rotated.await?, |outcome| *outcome == Rotated::Next, 1, "refresh tokens");
    Ok(())
}

async fn an_identifier<S: Durable>(nodes: &Nodes<'_, S>, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let jti = SeenId::of_assertion(&client("contract"), Subject::generate(rng).as_str());
    let login = SeenId::of_login(&TransactionId::generate(rng));
    for shown in [jti, login] {
        let outcomes = at_once(MANY, || {
            let (store, shown) = (nodes.next(), shown.clone());
            async move { store.remember(&shown, now + LIFE, now).await }
        });
        won(&outcomes.await?, |first| *first, 1, "identifiers");
    }
    Ok(())
}

async fn a_time_step<S: Durable>(nodes: &Nodes<'_, S>, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let (store, account, id) = (nodes.next(), person(rng), AuthenticatorId::generate(rng));
    let told = event(Code::AuthenticatorProven, &account.subject, now);
    store.add(account.clone(), told.clone()).await?;
    let confirm = Change::ConfirmAuthenticator {
        id: id.clone(),
        secret: TotpSecret::generate(rng),
        step: 1,
        others: Others::None,
    };
    store.change(&account.subject, SecurityVersion(1), confirm, &[].into(), told.clone()).await?;
    let accepted = at_once(MANY, || {
        let (store, id, told) = (nodes.next(), id.clone(), told.clone());
        async move { store.accept_step(&id, 2, told).await }
    });
    won(&accepted.await?, |accepted| *accepted, 1, "time steps");
    Ok(())
}

async fn budgets<S: Durable>(nodes: &Nodes<'_, S>, hash: &dyn KeyedHash, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let person = Subject::generate(rng);
    let guesses = Guess::ALL.map(|guess| (BudgetKey::of_subject(&person, guess), guess.rule()));
    let messages = MessageBudget::of_message(&person, &Recipient::Phone(phone("+31612345678")), hash);
    let messages = messages.into_iter().take(1).map(|budget| (budget.key, budget.rule));
    for (key, rule) in guesses.into_iter().chain(messages) {
        let counted = at_once(MANY, || {
            let (store, key, rule): (_, _, Rule) = (nodes.next(), key.clone(), rule);
            async move { store.count(&key, &rule, now).await }
        });
        let allowed = |counted: &Counted| matches!(counted, Counted::Allowed { .. });
        won(&counted.await?, allowed, rule.closes_at() as usize, key.as_str());
    }
    Ok(())
}

async fn the_end_of_a_login(nodes: &Nodes<'_, dyn Transactions>, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let transaction = sample_transaction(rng, now);
    nodes.next().create(&transaction).await?;
    let ended = at_once(MANY, || {
        let (store, id) = (nodes.next(), transaction.id.clone());
        async move { store.end(&id, 1).await }
    });
    won(&ended.await?, |won| *won, 1, "ends of a login");
    Ok(())
}

async fn a_sent_code(nodes: &Nodes<'_, dyn Challenges>, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let key = SentCodeKey(format!("race-{}", TransactionId::generate(rng)));
    let code = SentCode { hash: [1; 32], tries_left: TRIES_OF_A_SENT_CODE, sent_at: now, expires_at: now + LIFE };
    for (answer, looked_at, right) in [([1; 32], 1, 1), ([2; 32], usize::from(TRIES_OF_A_SENT_CODE), 0)] {
        nodes.next().put(&key, code.clone()).await?;
        let verdicts = at_once(MANY, || {
            let (store, key) = (nodes.next(), key.clone());
            async move { store.answer(&key, &answer, now).await }
        });
        let verdicts = verdicts.await?;
        won(&verdicts, |verdict| *verdict != Verdict::Dead, looked_at, "answers to a sent code");
        won(&verdicts, |verdict| *verdict == Verdict::Right, right, "right answers to a sent code");
    }
    Ok(())
}
