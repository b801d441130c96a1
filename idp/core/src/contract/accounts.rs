//! What every store of people must do.

#![expect(clippy::panic, reason = "a suite fails as a test does")]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::Log;
use super::race::{at_once, count};
use super::samples::{MOMENT, event, person, phone, visit_code};
use crate::account::{
    Account, Change, EmailAddress, NewAccount, Others, Profile, SecurityVersion, TotpSecret, Username, same_secret,
};
use crate::audit::Code;
use crate::id::{AuthenticatorId, Subject};
use crate::port::{Accounts, Answer, Changed, Imported, Rng};

/// The promises of [`Accounts`]. `rng` draws names that nobody used before.
pub async fn suite(store: Arc<dyn Accounts>, log: &dyn Log, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    a_name_is_one_account(&*store, log, rng, now).await?;
    accounts_are_listed_by_name(&*store, rng, now).await?;
    what_must_die_raises_the_security_version(&*store, log, rng, now).await?;
    a_contact_is_verified_as_it_stands(&*store, rng, now).await?;
    a_profile_keeps_what_was_proven(&*store, rng, now).await?;
    a_password_is_hashed_anew_once(&store, log, rng, now).await?;
    factors_are_reset(&*store, rng, now).await?;
    who_is_deleted_is_gone(&*store, log, rng, now).await?;
    an_import_is_all_or_nothing(&*store, log, rng, now).await?;
    of_many_enrolments_one_wins(&store, log, rng, now).await?;
    a_time_step_is_accepted_once(&store, log, rng, now).await
}

async fn a_name_is_one_account(store: &dyn Accounts, log: &dyn Log, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let jan = person(rng);
    assert!(store.by_username(&jan.username).await?.is_none() && store.by_subject(&jan.subject).await?.is_none());
    assert!(store.add(jan.clone(), event(Code::AccountAdded, &jan.subject, now)).await?);
    for found in [store.by_username(&jan.username).await?, store.by_subject(&jan.subject).await?] {
        let Some(found) = found else { panic!("an account that was added is found") };
        assert_eq!((&found.subject, &found.username), (&jan.subject, &jan.username));
        assert_eq!(
            found.phone.as_ref().map(|p| (&p.value, p.verified)),
            jan.profile.phone.as_ref().map(|p| (p, false))
        );
        assert_eq!(
            found.email.as_ref().map(|e| (&e.value, e.verified)),
            jan.profile.email.as_ref().map(|e| (e, false))
        );
        assert!(same_password(&found, "$argon2id$first"));
        assert_eq!((&found.claims, &found.organisation), (&jan.profile.claims, &jan.profile.organisation));
        assert_eq!((&found.roles, found.updated_at), (&jan.profile.roles, now));
        assert!(!found.disabled && found.authenticators.is_empty());
    }
    let namesake = NewAccount { username: jan.username.clone(), ..person(rng) };
    assert!(!store.add(namesake.clone(), event(Code::AccountAdded, &namesake.subject, now)).await?, "it is taken");
    assert!(store.by_subject(&namesake.subject).await?.is_none());
    assert_eq!(log.about(&jan.subject).await?, [Code::AccountAdded.as_str()]);
    assert!(log.about(&namesake.subject).await?.is_empty(), "what did not happen left no event");
    Ok(())
}

async fn accounts_are_listed_by_name(store: &dyn Accounts, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let prefix = Username::parse(&format!("list-{}", Subject::generate(rng)));
    let Some(prefix) = prefix else { panic!("a name") };
    let named = |letter: &str| Username::from_store(format!("{prefix}{letter}"));
    for letter in ["c", "a", "b"] {
        let account = NewAccount { username: named(letter), ..person(rng) };
        store.add(account.clone(), event(Code::AccountAdded, &account.subject, now)).await?;
    }
    let page = async |after: &Username, limit| {
        Answer::Ok(store.list(Some(after), limit).await?.into_iter().map(|a| a.username).collect::<Vec<_>>())
    };
    assert_eq!(page(&prefix, 2).await?, [named("a"), named("b")]);
    assert_eq!(page(&named("b"), 1).await?, [named("c")]);
    assert!(store.list(None, 3).await?.len() == 3);
    Ok(())
}

async fn what_must_die_raises_the_security_version(
    store: &dyn Accounts,
    log: &dyn Log,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let first = add(store, rng, now).await?;
    let changes = [
        (Change::Disable, Code::AccountDisabled),
        (Change::Enable, Code::AccountEnabled),
        (Change::SetPassword("$argon2id$second".to_owned().into()), Code::PasswordSet),
        (Change::ResetFactors(visit_code("a", now)), Code::FactorsReset),
        (Change::VerifyPhone(phone("+31612345678")), Code::PhoneVerified),
    ];
    let mut account = first.clone();
    for (change, code) in changes {
        let ends = change.ends_sessions();
        let risen = SecurityVersion(account.security_version.0 + i64::from(ends));
        let later = account.updated_at + MOMENT;
        let told = event(code, &account.subject, later);
        account = done(store.change(&account.subject, account.security_version, change, &BTreeSet::new(), told).await?);
        assert_eq!((account.security_version, account.updated_at), (risen, later), "{code:?}");
        assert_eq!(account.disabled, code == Code::AccountDisabled);
    }
    assert!(same_password(&account, "$argon2id$second"));
    let stale = event(Code::AccountEnabled, &account.subject, now);
    for (subject, seen) in [
        (&account.subject, first.security_version),
        (&account.subject, SecurityVersion(account.security_version.0 + 1)),
        (&Subject::generate(rng), account.security_version),
    ] {
        assert!(matches!(
            store.change(subject, seen, Change::Disable, &BTreeSet::new(), stale.clone()).await?,
            Changed::Stale
        ));
    }
    let Some(stored) = store.by_subject(&account.subject).await? else { panic!("it is still there") };
    assert!(!stored.disabled && stored.security_version == account.security_version, "what is stale changes nothing");
    assert_eq!(log.about(&account.subject).await?.len(), 6, "and leaves no event");
    Ok(())
}

async fn a_contact_is_verified_as_it_stands(store: &dyn Accounts, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let account = add(store, rng, now).await?;
    let refused = change_now(store, &account, Change::VerifyPhone(phone("+31687654321"))).await?;
    assert!(matches!(refused, Changed::Stale), "another number is on record");
    let number = phone("+31612345678");
    let account = done(change_now(store, &account, Change::VerifyPhone(number.clone())).await?);
    assert!(account.phone.as_ref().is_some_and(|phone| phone.value == number && phone.verified));
    assert_eq!(account.phone_proven_at, Some(now));
    let year = Duration::from_secs(365 * 24 * 60 * 60);
    let after = now.checked_add(year).unwrap_or(Timestamp::MAX);
    assert!(!account.phone_is_old(year, now) && account.phone_is_old(year, after));
    let refused = change_now(store, &account, Change::DoubtPhone(phone("+31687654321"))).await?;
    assert!(matches!(refused, Changed::Stale), "another number is on record");
    let account = done(change_now(store, &account, Change::DoubtPhone(number.clone())).await?);
    assert!(account.phone.as_ref().is_some_and(|phone| phone.value == number && !phone.verified));
    assert!(!account.phone_is_old(year, after), "what is not proven is not asked again");

    let without = Change::SetProfile(Box::default());
    let account = done(change_now(store, &account, without).await?);
    let number = phone("+31687654321");
    let account = done(change_now(store, &account, Change::VerifyPhone(number.clone())).await?);
    assert!(account.phone.as_ref().is_some_and(|phone| phone.value == number && phone.verified), "the first on record");
    let address = Profile { email: Some(EmailAddress::from_store("jan@gemeente.nl".to_owned())), ..Profile::default() };
    let account = done(change_now(store, &account, Change::SetProfile(Box::new(address))).await?);

    let other = EmailAddress::from_store("piet@gemeente.nl".to_owned());
    let refused = change_now(store, &account, Change::VerifyEmail(other)).await?;
    assert!(matches!(refused, Changed::Stale), "another address is on record");
    let Some(email) = account.email.clone() else { panic!("the sample has an address") };
    assert!(!email.verified);
    let account = done(change_now(store, &account, Change::VerifyEmail(email.value)).await?);
    assert!(account.email.is_some_and(|email| email.verified));
    Ok(())
}

async fn a_profile_keeps_what_was_proven(store: &dyn Accounts, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let account = add(store, rng, now).await?;
    let (number, address) = (phone("+31612345678"), EmailAddress::from_store("jan@gemeente.nl".to_owned()));
    let account = done(change_now(store, &account, Change::VerifyPhone(number.clone())).await?);
    let account = done(change_now(store, &account, Change::VerifyEmail(address.clone())).await?);

    let same = Profile { phone: Some(number), email: Some(address), ..Profile::default() };
    let kept = done(change_now(store, &account, Change::SetProfile(Box::new(same.clone()))).await?);
    assert!(kept.phone.is_some_and(|phone| phone.verified) && kept.email.is_some_and(|email| email.verified));
    assert!(kept.claims.is_empty() && kept.organisation.is_none() && kept.roles.is_empty(), "it is written whole");
    let Some(kept) = store.by_subject(&account.subject).await? else { panic!("it is still there") };
    assert!(same_password(&kept, "$argon2id$first"), "no password given: the old one stays");
    assert_eq!(kept.security_version, account.security_version);

    let moved = Profile { phone: Some(phone("+31687654322")), ..same.clone() };
    let kept = done(change_now(store, &kept, Change::SetProfile(Box::new(moved))).await?);
    assert!(kept.security_version > account.security_version, "another number ends what the old one proved");

    let other = Profile {
        phone: Some(phone("+31687654321")),
        email: None,
        password_hash: Some("$argon2id$third".to_owned().into()),
        ..same
    };
    let changed = done(change_now(store, &kept, Change::SetProfile(Box::new(other))).await?);
    assert!(changed.phone.as_ref().is_some_and(|phone| !phone.verified), "a new number is not proven");
    assert!(changed.email.is_none() && same_password(&changed, "$argon2id$third"));
    assert!(changed.security_version > kept.security_version, "a new password ends what was won with the old");
    Ok(())
}

async fn a_password_is_hashed_anew_once(
    store: &Arc<dyn Accounts>,
    log: &dyn Log,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let account = add(&**store, rng, now).await?;
    let hash = |text: &str| text.to_owned().into();
    let told = || event(Code::PasswordRehashed, &account.subject, now + MOMENT);
    let renewed = at_once(50, || {
        let (store, subject, told) = (Arc::clone(store), account.subject.clone(), told());
        async move { store.renew_password_hash(&subject, &hash("$argon2id$first"), &hash("$argon2id$new"), told).await }
    });
    assert_eq!(count(&renewed.await?, |won| *won), 1, "of many logins at once one writes the new hash");
    let (first, late) = (hash("$argon2id$first"), hash("$argon2id$late"));
    let stale = store.renew_password_hash(&account.subject, &first, &late, told()).await?;
    assert!(!stale, "one that was replaced meanwhile is not written over");
    let Some(after) = store.by_subject(&account.subject).await? else { panic!("the account is there") };
    assert!(same_password(&after, "$argon2id$new"));
    assert_eq!((after.security_version, after.updated_at), (account.security_version, now), "nothing else changed");
    let words = log.about(&account.subject).await?;
    assert_eq!(words.iter().filter(|word| *word == Code::PasswordRehashed.as_str()).count(), 1);
    Ok(())
}

async fn factors_are_reset(store: &dyn Accounts, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let account = add(store, rng, now).await?;
    let secret = TotpSecret::generate(rng);
    let id = AuthenticatorId::generate(rng);
    let confirm =
        Change::ConfirmAuthenticator { id: id.clone(), secret: secret.clone(), step: 100, others: Others::None };
    let enrolled = done(change_now(store, &account, confirm).await?);
    assert_eq!(enrolled.security_version, account.security_version, "who enrols stays logged in");
    let Some(found) = store.by_username(&account.username).await? else { panic!("it is still there") };
    let [authenticator] = found.authenticators.as_slice() else { panic!("one authenticator") };
    assert_eq!((&authenticator.id, authenticator.secret.reveal()), (&id, secret.reveal()));

    let reset = done(change_now(store, &enrolled, Change::ResetFactors(visit_code("a", now))).await?);
    assert!(reset.authenticators.is_empty() && reset.phone.is_some());
    let told = event(Code::AuthenticatorProven, &account.subject, now);
    assert!(!store.accept_step(&id, 101, told).await?, "the authenticator is gone");
    Ok(())
}

async fn an_import_is_all_or_nothing(store: &dyn Accounts, log: &dyn Log, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let known = add(store, rng, now).await?;
    let known = done(change_now(store, &known, Change::VerifyPhone(phone("+31612345678"))).await?);
    let mut again = NewAccount { username: known.username.clone(), ..person(rng) };
    again.profile.password_hash = Some("$argon2id$imported".to_owned().into());
    let mut people: Vec<_> = (0..1_200).map(|_| person(rng)).collect();
    people.push(again.clone());
    let imported = event(Code::AccountUpdated, &known.subject, now);

    let twice = [people.clone(), vec![person(rng), again.clone()]].concat();
    assert!(store.import(twice, &BTreeSet::new(), imported.clone()).await.is_err(), "a name is there twice");
    assert!(store.by_subject(&people[0].subject).await?.is_none(), "so nobody was written");

    let first = store.import(people.clone(), &BTreeSet::new(), imported.clone()).await?;
    assert_eq!(first, Imported { added: 1_200, updated: 1 });
    for person in people.iter().step_by(399) {
        let found = store.by_username(&person.username).await?.map(|account| account.subject);
        let wanted = if person.username == known.username { &known.subject } else { &person.subject };
        assert_eq!(found.as_ref(), Some(wanted), "who was there keeps the subject");
        let told = log.about(wanted).await?;
        assert_eq!(told.last().map(String::as_str), Some(Code::AccountUpdated.as_str()), "each has the event");
    }
    let Some(updated) = store.by_subject(&known.subject).await? else { panic!("it is still there") };
    assert!(updated.phone.is_some_and(|phone| phone.verified), "the same number is still proven");
    assert!(updated.security_version > known.security_version, "the import brought a password");
    assert_eq!(store.import(people, &BTreeSet::new(), imported).await?, Imported { added: 0, updated: 1_201 });
    let Some(same) = store.by_subject(&known.subject).await? else { panic!("it is still there") };
    assert_eq!(same.security_version, updated.security_version, "the same once more ends nothing");
    Ok(())
}

async fn who_is_deleted_is_gone(store: &dyn Accounts, log: &dyn Log, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let account = add(store, rng, now).await?;
    let (id, secret) = (AuthenticatorId::generate(rng), TotpSecret::generate(rng));
    let account = done(
        change_now(
            store,
            &account,
            Change::ConfirmAuthenticator { id: id.clone(), secret, step: 1, others: Others::None },
        )
        .await?,
    );
    let told = event(Code::AccountDeleted, &account.subject, now);
    let stale = SecurityVersion(account.security_version.0 + 1);
    assert!(!store.delete(&account.subject, stale, &BTreeSet::new(), told.clone()).await?, "not what the caller saw");
    assert!(store.by_subject(&account.subject).await?.is_some_and(|account| account.has_authenticator()), "untouched");

    let seen = account.security_version;
    assert!(store.delete(&account.subject, seen, &BTreeSet::new(), told.clone()).await?);
    assert!(!store.delete(&account.subject, seen, &BTreeSet::new(), told.clone()).await?, "once");
    assert!(
        store.by_subject(&account.subject).await?.is_none() && store.by_username(&account.username).await?.is_none()
    );
    assert!(!store.accept_step(&id, 2, told).await?, "nor does their app open anything");
    let words = log.about(&account.subject).await?;
    assert_eq!(words.iter().filter(|word| *word == Code::AccountDeleted.as_str()).count(), 1, "{words:?}");

    let namesake = NewAccount { username: account.username.clone(), ..person(rng) };
    assert!(store.add(namesake.clone(), event(Code::AccountAdded, &namesake.subject, now)).await?, "the name is free");
    let Some(found) = store.by_username(&account.username).await? else { panic!("the namesake is there") };
    assert!(found.subject != account.subject && !found.has_authenticator(), "and somebody else's");
    Ok(())
}

async fn of_many_enrolments_one_wins(
    store: &Arc<dyn Accounts>,
    log: &dyn Log,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let account = add(&**store, rng, now).await?;
    let enrolled = at_once(20, || {
        let (store, account, id) = (Arc::clone(store), account.clone(), AuthenticatorId::generate(rng));
        let change =
            Change::ConfirmAuthenticator { id, secret: TotpSecret::generate(rng), step: 1, others: Others::None };
        async move { change_now(&*store, &account, change).await }
    });
    assert_eq!(count(&enrolled.await?, |changed| matches!(changed, Changed::Done(_))), 1, "of twenty one");
    let found = store.by_subject(&account.subject).await?;
    assert_eq!(found.map(|account| account.authenticators.len()), Some(1));
    assert_eq!(log.about(&account.subject).await?.len(), 2, "who lost left no event");
    Ok(())
}

async fn a_time_step_is_accepted_once(
    store: &Arc<dyn Accounts>,
    log: &dyn Log,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let account = add(&**store, rng, now).await?;
    let id = AuthenticatorId::generate(rng);
    let secret = TotpSecret::generate(rng);
    let confirm = Change::ConfirmAuthenticator { id: id.clone(), secret, step: 100, others: Others::None };
    done(change_now(&**store, &account, confirm).await?);
    let told = event(Code::AuthenticatorProven, &account.subject, now);
    assert!(!store.accept_step(&id, 100, told.clone()).await?, "the step that confirmed it is used up");
    let accepted = at_once(50, || {
        let (store, id, told) = (Arc::clone(store), id.clone(), told.clone());
        async move { store.accept_step(&id, 101, told).await }
    });
    assert_eq!(count(&accepted.await?, |accepted| *accepted), 1, "of fifty one");
    assert!(!store.accept_step(&id, 100, told.clone()).await?, "an earlier step never counts again");
    assert!(store.accept_step(&id, 103, told.clone()).await?);
    assert!(!store.accept_step(&AuthenticatorId::generate(rng), 104, told).await?);
    let words = log.about(&account.subject).await?;
    let proven = words.iter().filter(|word| *word == Code::AuthenticatorProven.as_str()).count();
    assert_eq!(proven, 2, "a refused step leaves no event");
    Ok(())
}

async fn add(store: &dyn Accounts, rng: &dyn Rng, now: Timestamp) -> Answer<Account> {
    let account = person(rng);
    store.add(account.clone(), event(Code::AccountAdded, &account.subject, now)).await?;
    let Some(account) = store.by_subject(&account.subject).await? else { panic!("an account that was added is found") };
    Ok(account)
}

async fn change_now(store: &dyn Accounts, account: &Account, change: Change) -> Answer<Changed> {
    let told = event(Code::AccountUpdated, &account.subject, account.updated_at);
    store.change(&account.subject, account.security_version, change, &BTreeSet::new(), told).await
}

fn done(changed: Changed) -> Account {
    let Changed::Done(account) = changed else { panic!("the account is what the caller saw") };
    *account
}

fn same_password(account: &Account, hash: &str) -> bool {
    account.password_hash.as_ref().is_some_and(|stored| same_secret(stored, &hash.to_owned().into()))
}
