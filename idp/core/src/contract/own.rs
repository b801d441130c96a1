//! What every store must do with what people change on their own account page.

#![expect(clippy::panic, reason = "a suite fails as a test does")]

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::race::{at_once, count};
use super::samples::{event, person, phone};
use crate::account::{Account, AppName, Change, EmailAddress, Others, TotpSecret};
use crate::audit::{Code, Event, Origin};
use crate::id::AuthenticatorId;
use crate::port::{Accounts, Answer, Audit, Changed, History, Rng};

/// The promises of [`Accounts`] and [`History`] about what people do themselves.
pub async fn suite(
    store: Arc<dyn Accounts>,
    audit: &dyn Audit,
    history: &dyn History,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    an_app_more_has_a_name_and_is_seen_when_it_is_used(&*store, rng, now).await?;
    the_last_app_stays(&store, rng, now).await?;
    a_contact_that_was_proven_takes_the_place_of_the_old_one(&*store, rng, now).await?;
    a_dispute_asks_for_a_password(&*store, rng, now).await?;
    people_read_their_own_logins(&*store, audit, history, rng, now).await
}

async fn an_app_more_has_a_name_and_is_seen_when_it_is_used(
    store: &dyn Accounts,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let (jan, other) = (add(store, rng, now).await?, add(store, rng, now).await?);
    assert!(!change(store, &jan, confirm(rng, Others::Stay)).await?, "the first app is an enrolment");
    assert!(change(store, &jan, confirm(rng, Others::None)).await?);
    assert!(change(store, &jan, confirm(rng, Others::Stay)).await?);
    let found = find(store, &jan).await?;
    let [first, second] = found.authenticators.as_slice() else { panic!("two authenticators") };
    assert_eq!((&first.name, first.last_used_at), (&None, None));
    assert_eq!(found.security_version, jan.security_version, "who adds one stays logged in");

    let name = |id: &AuthenticatorId| {
        let Some(name) = AppName::parse("Mijn telefoon — ☎") else { panic!("a name") };
        Change::NameAuthenticator { id: id.clone(), name }
    };
    assert!(!change(store, &other, name(&first.id)).await?, "it is not theirs");
    assert!(change(store, &jan, name(&first.id)).await?);
    assert!(store.accept_step(&second.id, 7, event(Code::AuthenticatorProven, &jan.subject, now)).await?);
    let found = find(store, &jan).await?;
    let app = |id: &AuthenticatorId| found.authenticators.iter().find(|app| app.id == *id).cloned();
    assert_eq!(
        app(&first.id).and_then(|app| app.name).map(|name| name.to_string()).as_deref(),
        Some("Mijn telefoon — ☎")
    );
    assert_eq!(app(&second.id).and_then(|app| app.last_used_at), Some(now));
    Ok(())
}

async fn the_last_app_stays(store: &Arc<dyn Accounts>, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let (jan, other) = (add(&**store, rng, now).await?, add(&**store, rng, now).await?);
    change(&**store, &jan, confirm(rng, Others::None)).await?;
    change(&**store, &jan, confirm(rng, Others::Stay)).await?;
    let found = find(&**store, &jan).await?;
    let ids: Vec<_> = found.authenticators.iter().map(|app| app.id.clone()).collect();
    let stranger = Change::RemoveAuthenticator(ids[0].clone());
    assert!(!change(&**store, &other, stranger).await?, "it is not theirs");
    let removed = at_once(20, || {
        let mut either = [0];
        rng.fill(&mut either);
        let id = ids[usize::from(either[0] % 2)].clone();
        let (store, jan) = (Arc::clone(store), jan.clone());
        async move { change(&*store, &jan, Change::RemoveAuthenticator(id)).await }
    });
    assert_eq!(count(&removed.await?, |removed| *removed), 1, "of two that go at once one stays");
    assert_eq!(find(&**store, &jan).await?.authenticators.len(), 1);
    Ok(())
}

async fn a_contact_that_was_proven_takes_the_place_of_the_old_one(
    store: &dyn Accounts,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let jan = add(store, rng, now).await?;
    let Ok(address) = EmailAddress::parse("nieuw@gemeente.nl") else { panic!("an address") };
    assert!(change(store, &jan, Change::ReplacePhone(phone("+31687654321"))).await?);
    assert!(change(store, &jan, Change::ReplaceEmail(address.clone())).await?);
    let found = find(store, &jan).await?;
    assert!(found.phone.is_some_and(|found| found.verified && found.value == phone("+31687654321")));
    assert!(found.email.is_some_and(|found| found.verified && found.value == address));
    assert_eq!(found.security_version, jan.security_version, "who proved it stays logged in");
    Ok(())
}

async fn a_dispute_asks_for_a_password(store: &dyn Accounts, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let jan = add(store, rng, now).await?;
    assert!(change(store, &jan, Change::Dispute).await?);
    let disputed = find(store, &jan).await?;
    assert_eq!((disputed.disputed_at, disputed.owes_password), (Some(now), true));
    assert!(disputed.security_version > jan.security_version, "all sessions end");
    assert!(change(store, &disputed, Change::SetPassword("$argon2id$new".to_owned().into())).await?);
    let renewed = find(store, &jan).await?;
    assert_eq!((renewed.disputed_at, renewed.owes_password), (Some(now), false), "the mark is the service desk's");
    assert!(change(store, &renewed, Change::ReviewDispute).await?);
    assert_eq!(find(store, &jan).await?.disputed_at, None);
    Ok(())
}

async fn people_read_their_own_logins(
    store: &dyn Accounts,
    audit: &dyn Audit,
    history: &dyn History,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let (jan, other) = (add(store, rng, now).await?, add(store, rng, now).await?);
    let address = "192.0.2.7".parse().ok();
    let origin = Origin { address, ..Origin::system() };
    for (code, client) in
        [(Code::SessionStarted, "drop"), (Code::PasswordRefused, "drop"), (Code::SessionRenewed, "op")]
    {
        let told = Event::new(code, &origin, now).about(&jan.subject).for_client(client).with("level", "mfa");
        audit.record(told).await?;
    }
    let logins = history.logins(&jan.subject, 10).await?;
    let clients: Vec<_> = logins.iter().filter_map(|login| login.client.as_ref()).map(ToString::to_string).collect();
    assert_eq!(clients, ["op", "drop"], "the newest first, and only what was completed");
    let first = &logins[0];
    assert_eq!((first.at, first.address, first.level.as_deref()), (now, address, Some("mfa")));
    assert_eq!(history.logins(&jan.subject, 1).await?.len(), 1);
    assert!(history.logins(&other.subject, 10).await?.is_empty(), "nobody reads of another");
    Ok(())
}

fn confirm(rng: &dyn Rng, others: Others) -> Change {
    let (id, secret) = (AuthenticatorId::generate(rng), TotpSecret::generate(rng));
    Change::ConfirmAuthenticator { id, secret, step: 1, others }
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

async fn change(store: &dyn Accounts, account: &Account, change: Change) -> Answer<bool> {
    let told = event(Code::AccountUpdated, &account.subject, account.updated_at);
    let changed = store.change(&account.subject, account.security_version, change, &BTreeSet::new(), told).await?;
    Ok(matches!(changed, Changed::Done(_)))
}
