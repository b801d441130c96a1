//! What every store of people must do with codes that count once: recovery codes and the code of the service desk.

#![expect(clippy::panic, reason = "a suite fails as a test does")]

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::Log;
use super::race::{at_once, count};
use super::samples::{MOMENT, event, person, visit_code};
use crate::account::{Account, BootstrapGuard, Change, Others, RecoveryDigest, TotpSecret};
use crate::audit::Code;
use crate::id::AuthenticatorId;
use crate::port::{Accounts, Answer, Changed, Rng};

/// The promises of [`Accounts`] about codes that count once.
pub async fn suite(store: Arc<dyn Accounts>, log: &dyn Log, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    a_recovery_code_is_used_once(&store, log, rng, now).await?;
    new_recovery_codes_kill_the_old(&*store, rng, now).await?;
    a_visit_code_is_taken_once_and_in_time(&store, rng, now).await?;
    an_authenticator_that_is_confirmed_ends_the_guard(&*store, rng, now).await
}

async fn a_recovery_code_is_used_once(
    store: &Arc<dyn Accounts>,
    log: &dyn Log,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let (jan, other) = (add(&**store, rng, now).await?, add(&**store, rng, now).await?);
    let codes = [digest(rng), digest(rng)];
    let made = change(&**store, &jan, Change::SetRecoveryCodes(codes.to_vec())).await?;
    assert_eq!(
        (made.recovery_codes, made.security_version),
        (2, jan.security_version),
        "who makes codes stays logged in"
    );
    let told = |account: &Account| event(Code::RecoveryCodeProven, &account.subject, now);
    assert!(!store.use_recovery_code(&other.subject, &codes[0], told(&other)).await?, "it is of one person");
    assert!(!store.use_recovery_code(&jan.subject, &digest(rng), told(&jan)).await?, "it is no code");
    let used = at_once(50, || {
        let (store, subject, code, told) = (Arc::clone(store), jan.subject.clone(), codes[0].clone(), told(&jan));
        async move { store.use_recovery_code(&subject, &code, told).await }
    });
    assert_eq!(count(&used.await?, |used| *used), 1, "of fifty one");
    assert_eq!(find(&**store, &jan).await?.recovery_codes, 1);
    assert!(store.use_recovery_code(&jan.subject, &codes[1], told(&jan)).await?);
    assert_eq!(find(&**store, &jan).await?.recovery_codes, 0);
    let words = log.about(&jan.subject).await?;
    assert_eq!(
        words.iter().filter(|word| *word == Code::RecoveryCodeProven.as_str()).count(),
        2,
        "no event without use"
    );
    Ok(())
}

async fn new_recovery_codes_kill_the_old(store: &dyn Accounts, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let jan = add(store, rng, now).await?;
    let (old, new) = (digest(rng), digest(rng));
    change(store, &jan, Change::SetRecoveryCodes(vec![old.clone()])).await?;
    let again = change(store, &jan, Change::SetRecoveryCodes(vec![new.clone()])).await?;
    assert_eq!(again.recovery_codes, 1);
    let told = || event(Code::RecoveryCodeProven, &jan.subject, now);
    assert!(!store.use_recovery_code(&jan.subject, &old, told()).await?);
    let reset = change(store, &jan, Change::ResetFactors(visit_code("a", now))).await?;
    assert_eq!(reset.recovery_codes, 0);
    assert!(!store.use_recovery_code(&jan.subject, &new, told()).await?, "a reset takes them away");
    Ok(())
}

async fn a_visit_code_is_taken_once_and_in_time(
    store: &Arc<dyn Accounts>,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let jan = add(&**store, rng, now).await?;
    assert_eq!(jan.guard, BootstrapGuard::default());
    let code = visit_code("hash of a code", now);
    let reset = change(&**store, &jan, Change::ResetFactors(code.clone())).await?;
    assert!(reset.guard.visit);
    let told = || event(Code::VisitCodeProven, &jan.subject, now);
    let last = code.expires_at.checked_sub(MOMENT).unwrap_or(now);
    assert!(!store.take_visit_code(&jan.subject, "another hash", now, told()).await?);
    assert!(!store.take_visit_code(&jan.subject, &code.hash, code.expires_at, told()).await?, "too late");
    let taken = at_once(50, || {
        let (store, subject, hash, told) = (Arc::clone(store), jan.subject.clone(), code.hash.clone(), told());
        async move { store.take_visit_code(&subject, &hash, last, told).await }
    });
    assert_eq!(count(&taken.await?, |taken| *taken), 1, "of fifty one");
    assert!(find(&**store, &jan).await?.guard.visit, "it is asked again at the next login");
    Ok(())
}

async fn an_authenticator_that_is_confirmed_ends_the_guard(
    store: &dyn Accounts,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let jan = add(store, rng, now).await?;
    let reset = change(store, &jan, Change::ResetFactors(visit_code("a", now))).await?;
    let enrolled = change(store, &reset, confirm(rng, Others::None)).await?;
    assert_eq!(enrolled.guard, BootstrapGuard::default());
    let told = event(Code::VisitCodeProven, &jan.subject, now);
    assert!(!store.take_visit_code(&jan.subject, "a", now, told).await?, "the code went with it");
    let lost = enrolled.authenticators[0].id.clone();
    let again = change(store, &enrolled, confirm(rng, Others::Go)).await?;
    let left: Vec<_> = again.authenticators.iter().map(|app| &app.id).collect();
    assert!(left.len() == 1 && *left[0] != lost, "the lost one is gone");
    Ok(())
}

fn confirm(rng: &dyn Rng, others: Others) -> Change {
    let (id, secret) = (AuthenticatorId::generate(rng), TotpSecret::generate(rng));
    Change::ConfirmAuthenticator { id, secret, step: 1, others }
}

fn digest(rng: &dyn Rng) -> RecoveryDigest {
    let mut hash = [0; 32];
    rng.fill(&mut hash);
    RecoveryDigest::of_hash(&hash)
}

async fn add(store: &dyn Accounts, rng: &dyn Rng, now: Timestamp) -> Answer<Account> {
    let account = person(rng);
    store.add(account.clone(), event(Code::AccountAdded, &account.subject, now)).await?;
    match store.by_subject(&account.subject).await? {
        Some(account) => Ok(account),
        None => panic!("an account that was added is found"),
    }
}

async fn find(store: &dyn Accounts, account: &Account) -> Answer<Account> {
    match store.by_subject(&account.subject).await? {
        Some(account) => Ok(account),
        None => panic!("it is still there"),
    }
}

async fn change(store: &dyn Accounts, account: &Account, change: Change) -> Answer<Account> {
    let told = event(Code::AccountUpdated, &account.subject, account.updated_at);
    match store.change(&account.subject, account.security_version, change, &BTreeSet::new(), told).await? {
        Changed::Done(account) => Ok(*account),
        Changed::Stale => panic!("the account is what the caller saw"),
    }
}
