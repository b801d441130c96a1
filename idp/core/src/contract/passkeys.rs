//! What every store of people must do with their passkeys.

#![expect(clippy::panic, reason = "a suite fails as a test does")]

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::Log;
use super::race::{at_once, count};
use super::samples::{event, person, visit_code};
use crate::account::{
    Account, AppName, Change, CredentialDigest, NewPasskey, Others, PasskeyCredential, SecurityVersion, TotpSecret,
};
use crate::audit::Code;
use crate::id::{AuthenticatorId, PasskeyId};
use crate::port::{Accounts, Answer, Changed, PasskeyUse, Rng};

/// The promises of [`Accounts`] about passkeys.
pub async fn suite(store: Arc<dyn Accounts>, log: &dyn Log, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    a_passkey_stands_beside_an_app(&*store, rng, now).await?;
    a_passkey_is_of_one_person(&store, rng, now).await?;
    a_passkey_has_a_name_and_goes(&*store, rng, now).await?;
    a_counter_only_goes_up(&store, log, rng, now).await?;
    a_passkey_that_never_counts_is_used_again(&*store, rng, now).await?;
    passkeys_go_with_the_factors_and_with_the_account(&*store, rng, now).await
}

async fn a_passkey_stands_beside_an_app(store: &dyn Accounts, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let jan = add(store, rng, now).await?;
    assert!(
        !change(store, &jan, Change::AddPasskey(passkey(rng, 0))).await?,
        "without an app it would be the only factor"
    );
    assert!(change(store, &jan, confirm(rng, Others::None)).await?);
    let new = passkey(rng, 3);
    assert!(change(store, &jan, Change::AddPasskey(new.clone())).await?);
    let found = find(store, &jan).await?;
    let [kept] = found.passkeys.as_slice() else { panic!("one passkey") };
    assert_eq!((&kept.id, &kept.digest, &kept.credential), (&new.id, &new.digest, &new.credential));
    assert_eq!((kept.added_at, kept.last_used_at, &kept.name), (jan.updated_at, None, &None));
    assert_eq!(found.security_version, jan.security_version, "who adds one stays logged in");
    assert_eq!(store.by_passkey(&new.digest).await?.map(|owner| owner.subject), Some(jan.subject.clone()));
    assert!(store.by_passkey(&passkey(rng, 0).digest).await?.is_none());
    let listed =
        store.list(None, u64::from(u16::MAX)).await?.into_iter().find(|account| account.subject == jan.subject);
    assert_eq!(listed.map(|account| account.passkeys.len()), Some(1));
    assert!(!change(store, &jan, confirm(rng, Others::None)).await?, "an enrolment is over");
    Ok(())
}

async fn a_passkey_is_of_one_person(store: &Arc<dyn Accounts>, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let people = [enrolled(&**store, rng, now).await?, enrolled(&**store, rng, now).await?];
    let digest = passkey(rng, 0).digest;
    let registered = at_once(20, || {
        let mut either = [0];
        rng.fill(&mut either);
        let (store, who) = (Arc::clone(store), people[usize::from(either[0] % 2)].clone());
        let same = NewPasskey { digest: digest.clone(), ..passkey(rng, 0) };
        async move { change(&*store, &who, Change::AddPasskey(same)).await }
    });
    assert_eq!(count(&registered.await?, |won| *won), 1, "of many who register it one does");
    let Some(owner) = store.by_passkey(&digest).await? else { panic!("it is somebody's") };
    assert_eq!(owner.passkeys.len(), 1);
    let id = owner.passkeys[0].id.clone();
    let Some(other) = people.iter().find(|person| person.subject != owner.subject) else { panic!("two people") };
    let Some(name) = AppName::parse("Van een ander") else { panic!("a name") };
    assert!(!change(&**store, other, Change::NamePasskey { id: id.clone(), name }).await?, "it is not theirs");
    assert!(!change(&**store, other, Change::RemovePasskey(id)).await?, "it is not theirs");
    assert_eq!(find(&**store, &owner).await?.passkeys.len(), 1);
    Ok(())
}

async fn a_passkey_has_a_name_and_goes(store: &dyn Accounts, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let jan = enrolled(store, rng, now).await?;
    let (one, two) = (passkey(rng, 0), passkey(rng, 0));
    assert!(change(store, &jan, Change::AddPasskey(one.clone())).await?);
    assert!(change(store, &jan, Change::AddPasskey(two.clone())).await?);
    let Some(name) = AppName::parse("Laptop — ☎") else { panic!("a name") };
    assert!(change(store, &jan, Change::NamePasskey { id: one.id.clone(), name }).await?);
    assert!(change(store, &jan, Change::RemovePasskey(two.id.clone())).await?);
    assert!(!change(store, &jan, Change::RemovePasskey(two.id)).await?, "it is gone");
    let found = find(store, &jan).await?;
    let [kept] = found.passkeys.as_slice() else { panic!("one passkey") };
    assert_eq!(kept.name.as_ref().map(AppName::as_str), Some("Laptop — ☎"));
    assert!(change(store, &jan, Change::RemovePasskey(one.id)).await?, "the app stays, so the last one goes too");
    assert!(find(store, &jan).await?.passkeys.is_empty());
    Ok(())
}

async fn a_counter_only_goes_up(store: &Arc<dyn Accounts>, log: &dyn Log, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let jan = enrolled(&**store, rng, now).await?;
    let new = passkey(rng, 5);
    assert!(change(&**store, &jan, Change::AddPasskey(new.clone())).await?);
    let told = || event(Code::PasskeyProven, &jan.subject, now);
    for behind in [0, 4, 5] {
        assert_eq!(store.use_passkey(&new.id, behind, told()).await?, PasskeyUse::Behind, "{behind}");
    }
    assert_eq!(find(&**store, &jan).await?.passkeys[0].last_used_at, None, "nothing was changed");
    let used = at_once(50, || {
        let (store, id, told) = (Arc::clone(store), new.id.clone(), told());
        async move { store.use_passkey(&id, 6, told).await }
    });
    assert_eq!(count(&used.await?, |used| *used == PasskeyUse::Counted), 1, "of two of it one is right");
    assert_eq!(store.use_passkey(&new.id, 4_000_000_000, told()).await?, PasskeyUse::Counted);
    assert_eq!(find(&**store, &jan).await?.passkeys[0].last_used_at, Some(now));
    assert_eq!(store.use_passkey(&PasskeyId::generate(rng), 7, told()).await?, PasskeyUse::Gone);
    let proven = log.about(&jan.subject).await?.iter().filter(|word| *word == Code::PasskeyProven.as_str()).count();
    assert_eq!(proven, 2, "what did not happen left no event");
    Ok(())
}

async fn a_passkey_that_never_counts_is_used_again(store: &dyn Accounts, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let jan = enrolled(store, rng, now).await?;
    let new = passkey(rng, 0);
    assert!(change(store, &jan, Change::AddPasskey(new.clone())).await?);
    let told = || event(Code::PasskeyProven, &jan.subject, now);
    for signatures in [0, 0, 1] {
        assert_eq!(store.use_passkey(&new.id, signatures, told()).await?, PasskeyUse::Counted);
    }
    assert_eq!(store.use_passkey(&new.id, 0, told()).await?, PasskeyUse::Behind, "it counts now");
    Ok(())
}

async fn passkeys_go_with_the_factors_and_with_the_account(
    store: &dyn Accounts,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let jan = enrolled(store, rng, now).await?;
    let (one, two) = (passkey(rng, 0), passkey(rng, 0));
    assert!(change(store, &jan, Change::AddPasskey(one.clone())).await?);
    assert!(change(store, &jan, Change::ResetFactors(visit_code("a", now))).await?);
    let reset = find(store, &jan).await?;
    assert!(reset.passkeys.is_empty() && store.by_passkey(&one.digest).await?.is_none());
    let told = event(Code::PasskeyProven, &jan.subject, now);
    assert_eq!(store.use_passkey(&one.id, 9, told).await?, PasskeyUse::Gone);

    assert!(change(store, &reset, confirm(rng, Others::None)).await?);
    assert!(change(store, &reset, Change::AddPasskey(two.clone())).await?);
    let gone = event(Code::AccountDeleted, &jan.subject, now);
    let stale = SecurityVersion(reset.security_version.0 + 1);
    assert!(!store.delete(&jan.subject, stale, &BTreeSet::new(), gone.clone()).await?);
    assert!(store.by_passkey(&two.digest).await?.is_some(), "what is stale changes nothing");
    assert!(store.delete(&jan.subject, reset.security_version, &BTreeSet::new(), gone).await?);
    assert!(store.by_passkey(&two.digest).await?.is_none());
    Ok(())
}

fn passkey(rng: &dyn Rng, signatures: u32) -> NewPasskey {
    let id = PasskeyId::generate(rng);
    let digest = CredentialDigest::from_store(format!("digest of {id}"));
    NewPasskey { digest, credential: PasskeyCredential::from_store(format!("{{\"of\":\"{id}\"}}")), id, signatures }
}

fn confirm(rng: &dyn Rng, others: Others) -> Change {
    let (id, secret) = (AuthenticatorId::generate(rng), TotpSecret::generate(rng));
    Change::ConfirmAuthenticator { id, secret, step: 1, others }
}

async fn enrolled(store: &dyn Accounts, rng: &dyn Rng, now: Timestamp) -> Answer<Account> {
    let account = add(store, rng, now).await?;
    change(store, &account, confirm(rng, Others::None)).await?;
    find(store, &account).await
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
