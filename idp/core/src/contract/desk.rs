//! What every store must do for the service desk.

#![expect(clippy::panic, reason = "a suite fails as a test does")]

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::race::{at_once, count};
use super::samples::{MOMENT, event, person, phone};
use super::{Log, samples};
use crate::account::{
    Account, Change, EmailAddress, NewAccount, Others, Profile, Role, SecurityVersion, TotpSecret, Username,
};
use crate::audit::{Actor, Code, Event, Origin};
use crate::desk::reports::{Age, Group};
use crate::desk::{Act, Deed, Reason, Request, Standing, Term, Ticket};
use crate::id::{AuthenticatorId, DeskRequestId, MessageId, Subject};
use crate::message::{Outgoing, Recipient, Rendered};
use crate::port::{
    Accepted, Accounts, Answer, Audit, Changed, DeskRequests, Directory, GuessBudgets, History, Outbox, Reports, Rng,
};
use crate::throttle::{BudgetKey, Guess};

/// The stores under test: all over one database that nobody else uses.
pub struct Stores {
    /// People.
    pub accounts: Arc<dyn Accounts>,
    /// How they are found.
    pub directory: Arc<dyn Directory>,
    /// What waits for a second pair of eyes.
    pub requests: Arc<dyn DeskRequests>,
    /// What reports are made of.
    pub reports: Arc<dyn Reports>,
    /// The log, and what it says of a person.
    pub audit: Arc<dyn Audit>,
    /// The same, read.
    pub history: Arc<dyn History>,
    /// Tries.
    pub guess_budgets: Arc<dyn GuessBudgets>,
    /// Messages.
    pub outbox: Arc<dyn Outbox>,
}

/// The promises of [`Directory`], [`DeskRequests`], [`Reports`] and of the changes that the desk makes.
pub async fn suite(stores: &Stores, log: &dyn Log, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    the_funnel_counts_everybody_once(stores, rng, now).await?;
    people_are_found(stores, rng, now).await?;
    what_the_desk_corrects_is_not_verified_and_ends_everything(stores, rng, now).await?;
    a_request_is_taken_once_by_another(stores, log, rng, now).await?;
    of_many_who_approve_one_does(stores, rng, now).await?;
    a_request_that_is_over_gives_way(stores, rng, now).await?;
    who_is_dormant_and_who_is_locked(stores, rng, now).await?;
    what_is_taken_over_is_counted_by_month(stores, rng, now).await?;
    the_history_of_a_person_is_theirs_alone(stores, rng, now).await
}

async fn the_funnel_counts_everybody_once(stores: &Stores, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let ago = |hours| now.checked_sub(SignedDuration::from_hours(hours)).unwrap_or(now);
    for (at, profile) in [
        (ago(1), Profile { phone: Some(phone("+31612345678")), ..with_password() }),
        (ago(24 * 3), Profile { phone: Some(phone("+31612345678")), ..with_password() }),
        (ago(24 * 40), Profile { email: Some(address("jan@gemeente.nl")), ..with_password() }),
        (ago(24 * 10), Profile::default()),
    ] {
        add(stores, rng, profile, at).await?;
    }
    let enrolled = add(stores, rng, Profile { phone: Some(phone("+31612345678")), ..with_password() }, ago(1)).await?;
    assert!(change(stores, &enrolled, enrol(rng), ago(1)).await?);
    let groups = stores.reports.enrolment(now).await?;
    let people = |standing, age| -> u64 {
        let of = |group: &&Group| group.footing.standing() == standing && group.age == age;
        groups.iter().filter(of).map(|group| group.people).sum()
    };
    assert_eq!(people(Standing::SmsCode, Age::Day), 1);
    assert_eq!(people(Standing::SmsCode, Age::Week), 1);
    assert_eq!(people(Standing::EmailCode, Age::Longer), 1);
    assert_eq!(people(Standing::NoPassword, Age::Month), 1);
    assert_eq!(people(Standing::Enrolled, Age::Day), 1);
    assert_eq!(groups.iter().map(|group| group.people).sum::<u64>(), 5);

    let first = stores.reports.unfinished(None, 3).await?;
    assert_eq!(first.len(), 3, "a page");
    let rest = stores.reports.unfinished(first.last().map(|person| &person.username), 3).await?;
    assert_eq!(rest.len(), 1, "who has an app is not there");
    let standings: BTreeSet<_> = first.iter().chain(&rest).map(|person| person.standing).collect();
    assert_eq!(standings, [Standing::NoPassword, Standing::EmailCode, Standing::SmsCode].into());
    Ok(())
}

async fn people_are_found(stores: &Stores, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let profile = Profile {
        phone: Some(phone("+31698765432")),
        email: Some(address("Jan.Bakker@Gemeente.nl")),
        claims: [("name".to_owned(), "Jan 100%_\\ Bakkér".into())].into(),
        ..Profile::default()
    };
    let jan = named(stores, rng, "j.dewit-smit", profile, now).await?;
    let found = async |typed: &str| -> Answer<Vec<Subject>> {
        let Some(term) = Term::parse(typed) else { panic!("a term: {typed}") };
        Ok(stores.directory.find(&term, 50).await?.into_iter().map(|account| account.subject).collect())
    };
    for typed in [
        "J.DEWIT",
        "dewit",
        "smit",
        "jan",
        "bakkér",
        "jan 100%_\\ bak",
        "100%",
        "5432",
        "06 98 76 54 32",
        "jan.bakker@gemeente.NL",
    ] {
        assert!(found(typed).await?.contains(&jan.subject), "{typed}");
    }
    for typed in ["ewit", "akker", "jan x", "1%", "0698765431", "an.bakker@gemeente.nl", "%%", "__"] {
        assert!(!found(typed).await?.contains(&jan.subject), "{typed}");
    }
    let Some(all) = Term::parse("jan") else { panic!("a term") };
    assert_eq!(stores.directory.find(&all, 1).await?.len(), 1, "as many as are asked for");
    assert!(change(stores, &jan, Change::ReplacePhone(phone("+31611112222")), now).await?);
    assert!(found("5432").await?.is_empty(), "the old number finds nobody");
    assert_eq!(found("2222").await?, [jan.subject]);
    assert!(!stores.directory.make_findable(10).await?, "everybody is findable already");
    Ok(())
}

async fn what_the_desk_corrects_is_not_verified_and_ends_everything(
    stores: &Stores,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let mut jan = add(stores, rng, with_password(), now).await?;
    assert!(change(stores, &jan, Change::ReplacePhone(phone("+31612345678")), now).await?);
    assert_eq!(jan.role, Role::None, "nobody is born with a role");
    for wanted in [
        Change::CorrectPhone(phone("+31687654321")),
        Change::CorrectEmail(address("nieuw@gemeente.nl")),
        Change::EndSessions,
        Change::SetRole(Role::Desk),
    ] {
        let seen = jan.security_version;
        assert!(change(stores, &jan, wanted.clone(), now).await?, "{wanted:?}");
        assert!(!change(stores, &jan, wanted.clone(), now).await?, "{wanted:?}: what was seen is another by now");
        jan = find(stores, &jan.subject).await?;
        assert!(jan.security_version > seen, "{wanted:?}: everything that was won before is dead");
    }
    assert!(jan.phone.is_some_and(|phone| !phone.verified && phone.value == samples::phone("+31687654321")));
    assert!(jan.email.is_some_and(|email| !email.verified && email.value == address("nieuw@gemeente.nl")));
    assert_eq!(jan.role, Role::Desk);
    let again = NewAccount { subject: jan.subject.clone(), username: jan.username.clone(), profile: with_password() };
    let told = event(Code::AccountUpdated, &jan.subject, now);
    stores.accounts.import(vec![again], &BTreeSet::new(), told).await?;
    assert_eq!(find(stores, &jan.subject).await?.role, Role::Desk, "an import neither gives nor takes a role");
    Ok(())
}

async fn a_request_is_taken_once_by_another(
    stores: &Stores,
    log: &dyn Log,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let (jan, els) = (add(stores, rng, with_password(), now).await?, Subject::generate(rng));
    let request = request(rng, &jan, Deed::CorrectPhone(phone("+31687654321")), now);
    let told = |code| event(code, &jan.subject, now);
    assert!(stores.requests.ask(&request, told(Code::DeskAsked)).await?);
    let second = Request { id: DeskRequestId::generate(rng), ..request.clone() };
    assert!(!stores.requests.ask(&second, told(Code::DeskAsked)).await?, "it waits already");
    assert_eq!(stores.requests.of_person(&jan.subject, now).await?, std::slice::from_ref(&request));
    assert_eq!(stores.requests.find(&request.id, now).await?.as_ref(), Some(&request));
    assert!(stores.requests.waiting(10, now).await?.contains(&request));

    let version = jan.security_version;
    let later = SecurityVersion(version.0 + 1);
    for (case, by, seen, at) in [
        ("who asked", &request.asked_by, version, now),
        ("another account by now", &els, later, now),
        ("too late", &els, version, request.expires_at),
    ] {
        let taken = stores.requests.take(&request.id, by, seen, at, told(Code::DeskApproved)).await?;
        assert!(taken.is_none(), "{case}");
    }
    let taken = stores.requests.take(&request.id, &els, version, now, told(Code::DeskApproved)).await?;
    assert_eq!(taken.as_ref(), Some(&request));
    assert!(stores.requests.take(&request.id, &els, version, now, told(Code::DeskApproved)).await?.is_none(), "once");
    let log = log.about(&jan.subject).await?;
    assert_eq!(log[log.len() - 2..], ["desk.asked", "desk.approved"], "what did not happen is not in the log");
    Ok(())
}

async fn of_many_who_approve_one_does(stores: &Stores, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let jan = add(stores, rng, with_password(), now).await?;
    let request = request(rng, &jan, Deed::Plain(Act::ResetFactors), now);
    stores.requests.ask(&request, event(Code::DeskAsked, &jan.subject, now)).await?;
    let taken = at_once(20, || {
        let (requests, id, by) = (Arc::clone(&stores.requests), request.id.clone(), Subject::generate(rng));
        let told = event(Code::DeskApproved, &jan.subject, now);
        let seen = jan.security_version;
        async move { requests.take(&id, &by, seen, now, told).await }
    });
    assert_eq!(count(&taken.await?, Option::is_some), 1);
    Ok(())
}

async fn a_request_that_is_over_gives_way(stores: &Stores, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let jan = add(stores, rng, with_password(), now).await?;
    let told = || event(Code::DeskAsked, &jan.subject, now);
    let old = request(rng, &jan, Deed::Plain(Act::Enable), now);
    assert!(stores.requests.ask(&old, told()).await?);
    let over = old.expires_at;
    assert!(stores.requests.find(&old.id, over).await?.is_none());
    assert!(stores.requests.waiting(100, over).await?.iter().all(|request| request.id != old.id));
    let new = request(rng, &jan, Deed::Plain(Act::Enable), over);
    assert!(stores.requests.ask(&new, told()).await?, "the old one is over");
    let moved = Account { security_version: SecurityVersion(jan.security_version.0 + 1), ..jan.clone() };
    let newest = request(rng, &moved, Deed::Plain(Act::Enable), over);
    assert!(stores.requests.ask(&newest, told()).await?, "the account is another by now");
    assert_eq!(stores.requests.of_person(&jan.subject, over).await?, [newest]);
    let gone = stores.accounts.delete(&jan.subject, jan.security_version, &BTreeSet::new(), told()).await?;
    assert!(gone && stores.requests.of_person(&jan.subject, over).await?.is_empty());
    Ok(())
}

async fn who_is_dormant_and_who_is_locked(stores: &Stores, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let ago = |days: i64| now.checked_sub(SignedDuration::from_hours(24 * days)).unwrap_or(now);
    let mut names = Vec::new();
    for (name, login) in [("d-active", Some(10)), ("d-asleep", Some(300)), ("d-never", None)] {
        let jan = named(stores, rng, name, with_password(), ago(400)).await?;
        assert!(change(stores, &jan, enrol(rng), ago(400)).await?);
        if let Some(days) = login {
            let told = event(Code::SessionStarted, &jan.subject, ago(days));
            stores.audit.record(told).await?;
        }
        names.push(jan);
    }
    let dormant = stores.reports.dormant(ago(180), None, 100).await?;
    let seen: Vec<_> = dormant.iter().map(|person| (person.username.as_str(), person.last_login)).collect();
    assert_eq!(seen, [("d-asleep", Some(ago(300))), ("d-never", None)]);
    let after = dormant.first().map(|person| &person.username);
    assert_eq!(stores.reports.dormant(ago(180), after, 100).await?.len(), 1, "from after a name");

    let key = BudgetKey::of_subject(&names[0].subject, Guess::SentCode);
    for _ in 0..10 {
        stores.guess_budgets.count(&key, &Guess::SentCode.rule(), now).await?;
    }
    let locked = stores.reports.locked(now, 100).await?;
    let [one] = locked.as_slice() else { panic!("one person is locked: {locked:?}") };
    assert_eq!((one.username.as_str(), one.of.as_str()), ("d-active", "sent_code"));
    assert!(one.until > now && stores.reports.locked(one.until, 100).await?.is_empty());
    Ok(())
}

async fn what_is_taken_over_is_counted_by_month(stores: &Stores, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let jan = add(stores, rng, with_password(), now).await?;
    for gateway in ["spryng", "spryng", "cm"] {
        let message = Outgoing {
            id: MessageId::generate(rng),
            to: Recipient::Phone(phone("+31612345678")),
            rendered: Rendered { subject: None, text: "Uw code".to_owned(), html: None, code: None },
            expires_at: now.checked_add(MOMENT * 1_000).unwrap_or(now),
        };
        stores.outbox.queue(message.clone(), event(Code::MessageQueued, &jan.subject, now)).await?;
        stores.outbox.accepted(&message, &Accepted::by(gateway), now).await?;
    }
    let month = now.strftime("%Y-%m").to_string();
    let sent = stores.reports.messages(10).await?;
    let sent: Vec<_> =
        sent.iter().map(|of| (of.month == month, of.channel.as_str(), of.gateway.as_str(), of.messages)).collect();
    assert_eq!(sent, [(true, "sms", "cm", 1), (true, "sms", "spryng", 2)]);
    Ok(())
}

async fn the_history_of_a_person_is_theirs_alone(stores: &Stores, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let (jan, els) = (Subject::generate(rng), Subject::generate(rng));
    let origin = Origin { actor: Actor::Desk(els.clone()), ..Origin::system() };
    for code in [Code::FactorsReset, Code::GrantRedeemed, Code::AccountDisabled] {
        let told = Event::new(code, &origin, now).about(&jan).with("reason", "Nieuwe telefoon");
        stores.audit.record(told).await?;
    }
    let codes = [Code::FactorsReset, Code::AccountDisabled];
    let events = stores.history.events(&jan, &codes, None, 10).await?;
    let [newest, oldest] = events.as_slice() else { panic!("two events: {events:?}") };
    assert_eq!((newest.code, oldest.code), (Code::AccountDisabled, Code::FactorsReset), "the newest first");
    assert_eq!(newest.actor, Actor::Desk(els.clone()));
    assert_eq!(newest.detail["reason"], "Nieuwe telefoon");
    assert_eq!(stores.history.events(&jan, &codes, Some(newest.seq), 10).await?, std::slice::from_ref(oldest));
    assert!(stores.history.events(&els, &codes, None, 10).await?.is_empty());
    Ok(())
}

fn request(rng: &dyn Rng, of: &Account, deed: Deed, now: Timestamp) -> Request {
    let (Some(reason), Some(ticket)) = (Reason::parse("Nieuwe telefoon"), Ticket::parse("INC-42")) else {
        panic!("a reason and a ticket")
    };
    Request {
        id: DeskRequestId::generate(rng),
        subject: of.subject.clone(),
        deed,
        security_version: of.security_version,
        asked_by: Subject::generate(rng),
        reason,
        ticket,
        asked_at: now,
        expires_at: now.checked_add(SignedDuration::from_hours(1)).unwrap_or(now),
    }
}

fn with_password() -> Profile {
    Profile { password_hash: Some("$argon2id$first".to_owned().into()), ..Profile::default() }
}

fn address(text: &str) -> EmailAddress {
    match EmailAddress::parse(text) {
        Ok(address) => address,
        Err(_) => panic!("an address"),
    }
}

fn enrol(rng: &dyn Rng) -> Change {
    let (id, secret) = (AuthenticatorId::generate(rng), TotpSecret::generate(rng));
    Change::ConfirmAuthenticator { id, secret, step: 1, others: Others::None }
}

async fn add(stores: &Stores, rng: &dyn Rng, profile: Profile, at: Timestamp) -> Answer<Account> {
    let name = person(rng).username;
    named(stores, rng, name.as_str(), profile, at).await
}

async fn named(stores: &Stores, rng: &dyn Rng, name: &str, profile: Profile, at: Timestamp) -> Answer<Account> {
    let subject = Subject::generate(rng);
    let account = NewAccount { subject: subject.clone(), username: Username::from_store(name.to_owned()), profile };
    assert!(stores.accounts.add(account, event(Code::AccountAdded, &subject, at)).await?, "nobody has this name");
    find(stores, &subject).await
}

async fn find(stores: &Stores, subject: &Subject) -> Answer<Account> {
    match stores.accounts.by_subject(subject).await? {
        Some(account) => Ok(account),
        None => panic!("it is there"),
    }
}

async fn change(stores: &Stores, account: &Account, change: Change, at: Timestamp) -> Answer<bool> {
    let told = event(Code::AccountUpdated, &account.subject, at);
    let (seen, called) = (account.security_version, BTreeSet::new());
    let changed = stores.accounts.change(&account.subject, seen, change, &called, told).await?;
    Ok(matches!(changed, Changed::Done(_)))
}
