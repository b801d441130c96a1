//! What every store must do with links to choose a password.

#![expect(clippy::panic, reason = "a suite fails as a test does")]

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::Log;
use super::race::{at_once, count};
use super::samples::{MOMENT, event, person, visit_code};
use crate::account::{Account, BootstrapGuard, Change, LinkKind, Others, PasswordLink, TotpSecret, same_secret};
use crate::audit::Code;
use crate::id::{AuthenticatorId, PasswordToken};
use crate::port::{Accounts, Answer, Changed, Housekeeping, PasswordLinks, Rng};

/// A store under test.
pub trait Store: Accounts + PasswordLinks + Housekeeping {}

impl<S: Accounts + PasswordLinks + Housekeeping> Store for S {}

/// The promises of [`PasswordLinks`], and of the change that uses a link up.
pub async fn suite<S: Store + 'static>(store: Arc<S>, log: &dyn Log, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    a_link_is_used_once_and_in_time(&store, log, rng, now).await?;
    only_the_newest_of_a_kind_counts(&*store, rng, now).await?;
    what_happens_to_an_account_ends_its_links(&*store, rng, now).await?;
    a_password_by_mail_guards_the_bootstrap(&*store, rng, now).await?;
    what_has_expired_is_swept(&*store, rng, now).await
}

async fn a_link_is_used_once_and_in_time<S: Store + 'static>(
    store: &Arc<S>,
    log: &dyn Log,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let (jan, other) = (add(&**store, rng, now).await?, add(&**store, rng, now).await?);
    let link = give(&**store, rng, &jan, LinkKind::Reset, now).await?;
    assert_eq!(store.find(&link.digest).await?, Some(link.clone()));
    assert!(matches!(by(&**store, &other, &link, now).await?, Changed::Stale), "it is of one person");
    assert!(matches!(by(&**store, &jan, &link, link.expires_at).await?, Changed::Stale), "too late");
    assert_eq!(find(&**store, &jan).await?.security_version, jan.security_version, "nothing was changed");
    let last = link.expires_at.checked_sub(MOMENT).unwrap_or(now);
    let used = at_once(50, || {
        let (store, jan, link) = (Arc::clone(store), jan.clone(), link.clone());
        async move { by(&*store, &jan, &link, last).await }
    });
    assert_eq!(count(&used.await?, |came| matches!(came, Changed::Done(_))), 1, "of fifty one");
    assert_eq!(store.find(&link.digest).await?, None);
    let words = log.about(&jan.subject).await?;
    assert_eq!(words.iter().filter(|word| *word == Code::PasswordSet.as_str()).count(), 1, "no event without use");
    Ok(())
}

async fn only_the_newest_of_a_kind_counts(store: &impl Store, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let jan = add(store, rng, now).await?;
    let old = give(store, rng, &jan, LinkKind::Reset, now).await?;
    let invitation = give(store, rng, &jan, LinkKind::Invitation, now).await?;
    let new = give(store, rng, &jan, LinkKind::Reset, now).await?;
    assert_eq!(store.find(&old.digest).await?, None);
    assert_eq!(store.find(&invitation.digest).await?, Some(invitation.clone()), "another kind stays");
    assert!(matches!(by(store, &jan, &old, now).await?, Changed::Stale));
    store.forget(&jan.subject).await?;
    for link in [&new, &invitation] {
        assert_eq!(store.find(&link.digest).await?, None, "a login ends them all");
        assert!(matches!(by(store, &jan, link, now).await?, Changed::Stale));
    }
    Ok(())
}

async fn what_happens_to_an_account_ends_its_links(store: &impl Store, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    for change in [
        Change::SetPassword("$argon2id$other".to_owned().into()),
        Change::Disable,
        Change::ResetFactors(visit_code("a", now)),
    ] {
        let jan = add(store, rng, now).await?;
        let link = give(store, rng, &jan, LinkKind::Invitation, now).await?;
        assert!(link.is_live(&jan, now));
        let after = done(store, &jan, change.clone()).await?;
        assert!(!link.is_live(&after, now), "{change:?}");
        assert!(matches!(by(store, &jan, &link, now).await?, Changed::Stale), "{change:?}");
    }
    let jan = add(store, rng, now).await?;
    let off = done(store, &jan, Change::Disable).await?;
    let link = give(store, rng, &off, LinkKind::Reset, now).await?;
    assert!(!link.is_live(&off, now));
    assert!(matches!(by(store, &off, &link, now).await?, Changed::Stale), "a disabled account chooses nothing");
    Ok(())
}

async fn a_password_by_mail_guards_the_bootstrap(store: &impl Store, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let jan = add(store, rng, now).await?;
    let link = give(store, rng, &jan, LinkKind::Reset, now).await?;
    let Changed::Done(jan) = by(store, &jan, &link, now).await? else { panic!("the link counts") };
    let chosen = "$argon2id$chosen".to_owned().into();
    assert!(jan.password_hash.as_ref().is_some_and(|hash| same_secret(hash, &chosen)));
    assert_eq!(jan.guard, BootstrapGuard { visit: false, password_by_mail: true });
    assert!(jan.guard.asks_visit_code(false) && !jan.guard.asks_visit_code(true));
    let code = visit_code("given", now);
    let jan = done(store, &jan, Change::GiveVisitCode(code.clone())).await?;
    assert!(jan.guard.password_by_mail, "who has a code still owes it");
    let told = event(Code::VisitCodeProven, &jan.subject, now);
    assert!(store.take_visit_code(&jan.subject, &code.hash, now, told).await?);
    let (id, secret) = (AuthenticatorId::generate(rng), TotpSecret::generate(rng));
    let confirmed = Change::ConfirmAuthenticator { id, secret, step: 1, others: Others::None };
    assert_eq!(done(store, &jan, confirmed).await?.guard, BootstrapGuard::default());

    let els = add(store, rng, now).await?;
    let link = give(store, rng, &els, LinkKind::Invitation, now).await?;
    let Changed::Done(els) = by(store, &els, &link, now).await? else { panic!("the link counts") };
    let set = done(store, &els, Change::SetPassword("$argon2id$desk".to_owned().into())).await?;
    assert_eq!(set.guard, BootstrapGuard::default(), "a password of another way opens the bootstrap again");
    Ok(())
}

async fn what_has_expired_is_swept(store: &impl Store, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let jan = add(store, rng, now).await?;
    let reset = give(store, rng, &jan, LinkKind::Reset, now).await?;
    let invitation = give(store, rng, &jan, LinkKind::Invitation, now).await?;
    store.sweep(1_000, reset.expires_at).await?;
    assert_eq!(store.find(&reset.digest).await?, None);
    assert_eq!(store.find(&invitation.digest).await?, Some(invitation));
    Ok(())
}

async fn give(
    store: &impl Store,
    rng: &dyn Rng,
    account: &Account,
    kind: LinkKind,
    now: Timestamp,
) -> Answer<PasswordLink> {
    let link = PasswordLink::new(&PasswordToken::generate(rng), account, kind, now);
    store.give(&link, event(Code::PasswordLinkMade, &account.subject, now)).await?;
    Ok(link)
}

async fn by(store: &impl Store, account: &Account, link: &PasswordLink, at: Timestamp) -> Answer<Changed> {
    let change = Change::SetPasswordByMail("$argon2id$chosen".to_owned().into(), link.digest.clone());
    let told = event(Code::PasswordSet, &account.subject, at);
    store.change(&account.subject, account.security_version, change, &BTreeSet::new(), told).await
}

async fn done(store: &impl Store, account: &Account, change: Change) -> Answer<Account> {
    let told = event(Code::AccountUpdated, &account.subject, account.updated_at);
    match store.change(&account.subject, account.security_version, change, &BTreeSet::new(), told).await? {
        Changed::Done(account) => Ok(*account),
        Changed::Stale => panic!("the account is what the caller saw"),
    }
}

async fn add(store: &impl Store, rng: &dyn Rng, now: Timestamp) -> Answer<Account> {
    let account = person(rng);
    store.add(account.clone(), event(Code::AccountAdded, &account.subject, now)).await?;
    match store.by_subject(&account.subject).await? {
        Some(account) => Ok(account),
        None => panic!("an account that was added is found"),
    }
}

async fn find(store: &impl Store, account: &Account) -> Answer<Account> {
    match store.by_subject(&account.subject).await? {
        Some(account) => Ok(account),
        None => panic!("it is still there"),
    }
}
