//! What every store of transactions, sent codes and throttle counters must do, races included.
//!
//! Each suite panics at the first promise that is broken. `now` must be the store's own time if it has one, and `rng` draws
//! names that nobody used before, so that a suite can run twice against a store that remembers.

#![expect(clippy::panic, reason = "a suite fails as a test does")]

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::race::{at_once, count};
use super::samples::{self, MOMENT};
use crate::account::{SecurityVersion, TotpSecret, Username};
use crate::assurance::{Evidence, Level, Proof};
use crate::id::{BrowserToken, Subject, TransactionId};
use crate::lifetimes;
use crate::login::transaction::{FlashMessage, Owner};
use crate::login::{Flash, Prompt, Refusal, Stop, Transaction};
use crate::oidc::authorization_response::{ResponseMode, ResponseTarget};
use crate::oidc::authorize::AuthorizationRequest;
use crate::oidc::claims_request::RequestedClaims;
use crate::oidc::scope::Scope;
use crate::port::{Answer, Challenges, Hit, Rng, SentCode, SentCodeKey, Throttle, Transactions, Verdict};
use crate::throttle::Guess;

const LIFE: Duration = Duration::from_secs(900);
/// How many want the same at once.
const MANY: usize = 200;

/// The promises of [`Transactions`].
pub async fn transactions(store: Arc<dyn Transactions>, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let transaction = full_transaction(rng, now);
    let id = transaction.id.clone();
    assert!(store.load(&id, now).await?.is_none(), "one that nobody began is unknown");
    assert!(!store.replace(&transaction, 1).await?, "and cannot be replaced");
    assert!(!store.end(&id, 1).await?, "or ended");

    store.create(&transaction).await?;
    let Some(first) = store.load(&id, now).await? else { panic!("what was created can be loaded") };
    assert_eq!(serde_json::to_value(&first.value).ok(), serde_json::to_value(&transaction).ok(), "as it was");
    let end = transaction.expires_at();
    assert!(store.load(&id, end - MOMENT).await?.is_some(), "it lives its whole life");
    assert!(store.load(&id, end).await?.is_none(), "and not a moment longer");

    let mut changed = transaction.clone();
    changed.enrolment_to_acknowledge = true;
    let replaced = at_once(MANY, || {
        let (store, changed) = (Arc::clone(&store), changed.clone());
        async move { store.replace(&changed, first.version).await }
    });
    assert_eq!(count(&replaced.await?, |won| *won), 1, "of many writers who read the same version one wins");
    let Some(second) = store.load(&id, now).await? else { panic!("a replaced transaction is still there") };
    assert!(second.value.enrolment_to_acknowledge, "with what the winner wrote");
    assert_ne!(second.version, first.version, "under another version");
    assert!(!store.end(&id, first.version).await?, "under which alone it can be ended");
    assert!(!store.replace(&transaction, first.version).await?, "or replaced");

    let ended = at_once(MANY, || {
        let (store, id) = (Arc::clone(&store), id.clone());
        async move { store.end(&id, second.version).await }
    });
    assert_eq!(count(&ended.await?, |won| *won), 1, "of many who finish it one does");
    assert!(store.load(&id, now).await?.is_none(), "and it is over");
    assert!(!store.replace(&changed, second.version).await?, "for good");

    let mut posted = sample_transaction(rng, now);
    posted.browser = None;
    store.create(&posted).await?;
    assert!(store.load(&posted.id, posted.expires_at() - MOMENT).await?.is_some(), "each lives as long as it says");
    assert!(store.load(&posted.id, posted.expires_at()).await?.is_none());
    let begun = Transaction { browser: transaction.browser.clone(), ..posted };
    store.create(&begun).await?;
    let Some(again) = store.load(&begun.id, now).await? else { panic!("another takes the place of the one before") };
    assert_eq!(again.value.browser, begun.browser);
    Ok(())
}

/// The promises of [`Challenges`].
pub async fn challenges(store: Arc<dyn Challenges>, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let key = new_key(rng);
    assert!(store.peek(&key, now).await?.is_none(), "no code was sent");
    assert_eq!(store.answer(&key, &RIGHT, now).await?, Verdict::Dead, "so none can be right");

    let code = sent(5, now);
    store.put(&key, code.clone()).await?;
    assert_eq!(store.peek(&key, now).await?.as_ref(), Some(&code), "a page can see that one was");
    assert!(store.peek(&new_key(rng), now).await?.is_none(), "under its own key");
    assert!(store.peek(&key, code.expires_at - MOMENT).await?.is_some(), "for its whole life");
    assert!(store.peek(&key, code.expires_at).await?.is_none(), "and not longer");
    assert_eq!(store.answer(&key, &RIGHT, code.expires_at).await?, Verdict::Dead, "nor can it be answered then");

    let verdicts = answers(&store, &key, RIGHT, MANY, now).await?;
    assert_eq!(count(&verdicts, |outcome| *outcome == Verdict::Right), 1, "of many right answers at once one is");
    assert_eq!(store.answer(&key, &RIGHT, now).await?, Verdict::Dead, "and it is used up");
    assert!(store.peek(&key, now).await?.is_none());

    store.put(&key, sent(5, now)).await?;
    let mut verdicts = answers(&store, &key, WRONG, MANY, now).await?;
    verdicts.retain(|verdict| *verdict != Verdict::Dead);
    let mut left: Vec<_> = verdicts.iter().map(|verdict| format!("{verdict:?}")).collect();
    left.sort();
    let each_once: Vec<_> = (0..5).map(|tries_left| format!("{:?}", Verdict::Wrong { tries_left })).collect();
    assert_eq!(left, each_once, "of many wrong answers at once five are looked at");
    assert_eq!(store.answer(&key, &RIGHT, now).await?, Verdict::Dead, "then even the right one comes too late");
    assert!(store.peek(&key, now).await?.is_none());

    store.put(&key, sent(1, now)).await?;
    store.put(&key, SentCode { hash: WRONG, ..sent(5, now) }).await?;
    assert_eq!(store.answer(&key, &RIGHT, now).await?, Verdict::Wrong { tries_left: 4 }, "a new code kills the old");
    assert_eq!(store.answer(&key, &WRONG, now).await?, Verdict::Right);
    Ok(())
}

/// The promises of [`Throttle`].
pub async fn throttle(store: Arc<dyn Throttle>, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let key = new_key(rng).0;
    let end = now + LIFE;
    let hits = at_once(MANY, || {
        let (store, key) = (Arc::clone(&store), key.clone());
        async move { store.hit(&key, 5, LIFE, now).await }
    });
    let hits = hits.await?;
    assert_eq!(count(&hits, |outcome| *outcome == Hit::Allowed), 5, "of many hits at once five are allowed");
    assert_eq!(
        count(&hits, |outcome| *outcome == Hit::Wait { until: end }),
        MANY - 5,
        "the others learn when the window ends"
    );
    assert_eq!(store.hit(&new_key(rng).0, 5, LIFE, now).await?, Hit::Allowed, "another key has its own window");

    let late = end - MOMENT;
    assert_eq!(store.hit(&key, 5, LIFE, late).await?, Hit::Wait { until: end }, "waiting does not move the window");
    assert_eq!(store.hit(&key, 6, LIFE, late).await?, Hit::Allowed, "a refused hit was not counted");
    assert_eq!(store.hit(&key, 1, LIFE, end).await?, Hit::Allowed, "then a new window begins");
    assert_eq!(store.hit(&key, 1, LIFE, end).await?, Hit::Wait { until: end + LIFE }, "from its own first hit");
    Ok(())
}

const RIGHT: [u8; 32] = [1; 32];
const WRONG: [u8; 32] = [2; 32];

fn sent(tries_left: u8, now: Timestamp) -> SentCode {
    SentCode { hash: RIGHT, tries_left, sent_at: now, expires_at: now + LIFE }
}

fn new_key(rng: &dyn Rng) -> SentCodeKey {
    SentCodeKey(format!("contract-{}", TransactionId::generate(rng)))
}

pub(super) fn sample_transaction(rng: &dyn Rng, now: Timestamp) -> Transaction {
    let request = AuthorizationRequest {
        client: samples::client("contract"),
        target: ResponseTarget {
            redirect_uri: samples::redirect_uri("https://client.example/callback"),
            mode: ResponseMode::FormPost,
            state: Some("state".to_owned()),
        },
        scope: Scope::from("openid email"),
        nonce: None,
        resource: None,
        code_challenge: None,
        claims: RequestedClaims { userinfo: ["name".to_owned()].into(), ..RequestedClaims::default() },
        subjects: vec!["sub".to_owned()],
        required: Level::Mfa,
        accepted: vec![Level::Password],
        prompt: [].into(),
        max_age: Some(lifetimes::SESSION.as_secs()),
        login_hint: None,
        ui_locales: None,
    };
    Transaction::new(TransactionId::generate(rng), Some(BrowserToken::generate(rng).digest()), request.into(), now)
}

/// One with everything in it that a transaction can hold.
pub fn full_transaction(rng: &dyn Rng, now: Timestamp) -> Transaction {
    Transaction {
        username: Username::parse("jan"),
        owner: Some(Owner { subject: Subject::generate(rng), security_version: SecurityVersion(3) }),
        evidence: vec![Evidence { proof: Proof::Password, at: now }],
        phone: Some(samples::phone("+31612345678")),
        email: crate::account::EmailAddress::parse("jan@contract.example").ok(),
        pending_authenticator: Some(TotpSecret::generate(rng)),
        passed: vec![Prompt::Identify, Prompt::Password],
        stopped: Some(Stop::BudgetSpent { guess: Guess::SentCode, until: now + LIFE }),
        flash: Some(Flash {
            prompt: Prompt::Password,
            message: FlashMessage::Refused(Refusal::PasswordPaused { until: now + LIFE }),
            typed: Some("Jan — ☎".to_owned()),
        }),
        ..sample_transaction(rng, now)
    }
}

async fn answers(
    store: &Arc<dyn Challenges>,
    key: &SentCodeKey,
    hash: [u8; 32],
    times: usize,
    now: Timestamp,
) -> Answer<Vec<Verdict>> {
    at_once(times, || {
        let (store, key) = (Arc::clone(store), key.clone());
        async move { store.answer(&key, &hash, now).await }
    })
    .await
}
