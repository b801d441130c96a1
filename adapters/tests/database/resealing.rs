//! A new master key: everything is sealed anew with it while others read and write, whatever is broken off; nothing starts
//! without a key that it needs, and none is given up that something needs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use idp_adapters::database::signing_keys::StoredKey;
use idp_adapters::database::{AtOdds, Database, NodeId, NotRetired, Resealing, State};
use idp_adapters::sealing::MasterKeys;
use idp_core::account::{
    Change, CredentialDigest, EmailAddress, NewAccount, NewPasskey, Others, PasskeyCredential, PhoneNumber, Profile,
    SecurityVersion, TotpSecret, Username,
};
use idp_core::audit::{Code, Event, Origin};
use idp_core::id::{AuthenticatorId, MessageId, PasskeyId, Subject};
use idp_core::key_life::KeyLife;
use idp_core::message::{Outgoing, Recipient, Rendered};
use idp_core::oidc::Algorithm;
use idp_core::port::{Accounts, Answer, Changed, Outbox};
use jiff::{SignedDuration, Timestamp};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use crate::stores::{Store, now};

fn event(code: Code, subject: &Subject) -> Event {
    Event::new(code, &Origin::system(), now()).about(subject)
}

fn phone(text: &str) -> PhoneNumber {
    PhoneNumber::from_store(text.to_owned())
}

fn person(store: &Store, name: &str) -> NewAccount {
    let profile = Profile {
        phone: Some(phone("+31612345678")),
        email: Some(EmailAddress::from_store(format!("{name}@gemeente.nl"))),
        ..Profile::default()
    };
    let username = Username::parse(name).expect("a name");
    NewAccount { subject: Subject::generate(store.rng.as_ref()), username, profile }
}

async fn add(db: &Database, store: &Store, name: &str) -> Answer<Subject> {
    let account = person(store, name);
    let subject = account.subject.clone();
    assert!(db.add(account, event(Code::AccountAdded, &subject)).await?);
    Ok(subject)
}

/// Something in every column that is sealed.
async fn fill(db: &Database, store: &Store) -> Answer<()> {
    let rng = store.rng.as_ref();
    for name in ["jan", "piet", "els"] {
        let subject = add(db, store, name).await?;
        let id = AuthenticatorId::generate(rng);
        let confirm =
            Change::ConfirmAuthenticator { id, secret: TotpSecret::generate(rng), step: 1, others: Others::None };
        let done = event(Code::AuthenticatorEnrolled, &subject);
        assert!(matches!(
            db.change(&subject, SecurityVersion(1), confirm, &BTreeSet::new(), done).await?,
            Changed::Done(_)
        ));
        let passkey = NewPasskey {
            id: PasskeyId::generate(rng),
            digest: CredentialDigest::from_store(format!("of {name}")),
            credential: PasskeyCredential::from_store("{}".to_owned()),
            signatures: 0,
        };
        let (change, done) = (Change::AddPasskey(passkey), event(Code::PasskeyEnrolled, &subject));
        assert!(matches!(
            db.change(&subject, SecurityVersion(1), change, &BTreeSet::new(), done).await?,
            Changed::Done(_)
        ));
        let message = Outgoing {
            id: MessageId::generate(rng),
            to: Recipient::Phone(phone("+31612345678")),
            rendered: Rendered { subject: None, text: "Uw code is 123456".to_owned(), html: None, code: None },
            expires_at: now() + SignedDuration::from_mins(15),
        };
        db.queue(message, event(Code::MessageQueued, &subject)).await?;
    }
    let life = KeyLife {
        kid: "a-key".to_owned(),
        algorithm: Algorithm::Es256,
        generation: 1,
        created_at: now(),
        signs_at: now(),
        revoked_at: None,
    };
    let made = Event::new(Code::KeyCreated, &Origin::system(), now());
    assert!(db.add_signing_key(StoredKey { life, jwk: b"{}".to_vec().into() }, made).await?);
    Ok(())
}

async fn agree(db: &Database) -> Answer<Result<(), AtOdds>> {
    db.agree_on_master_keys(now()).await
}

/// Where something is sealed, and how often with which key: found by looking at every text of every table.
async fn sealed(url: &str) -> BTreeMap<(String, String), BTreeMap<String, usize>> {
    let knife = sea_orm::Database::connect(url).await.expect("the database opens");
    let columns = match knife.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT table_name::text, column_name::text FROM information_schema.columns \
             WHERE table_schema = current_schema() AND data_type = 'text'"
        }
        _ => "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'",
    };
    let mut found: BTreeMap<_, BTreeMap<String, usize>> = BTreeMap::new();
    for (table, column) in pairs(&knife, columns).await {
        let values = format!("SELECT '' || {column}, '' FROM {table} WHERE {column} LIKE 'v1.%'");
        for (value, _) in pairs(&knife, &values).await {
            let key = value.split('.').nth(1).expect("a key").to_owned();
            *found.entry((table.clone(), column.clone())).or_default().entry(key).or_default() += 1;
        }
    }
    found.remove(&("master_keys".to_owned(), "proof".to_owned()));
    found
}

async fn pairs(knife: &DatabaseConnection, query: &str) -> Vec<(String, String)> {
    let rows = knife.query_all_raw(Statement::from_string(knife.get_database_backend(), query)).await.expect(query);
    rows.iter().map(|row| (row.try_get_by_index(0).expect("text"), row.try_get_by_index(1).expect("text"))).collect()
}

fn first_key(keys: &str) -> String {
    MasterKeys::parse(keys).expect("keys").seals().to_owned()
}

/// A pass that is broken off after some steps; true if it came to its end.
async fn some_steps(db: &Database, steps: usize) -> Answer<bool> {
    let mut from = Some(Resealing::default());
    for _ in 0..steps {
        let Some(here) = from else { return Ok(true) };
        (_, from) = db.reseal(here, 2).await?;
    }
    Ok(from.is_none())
}

async fn everything_is_sealed_anew_wherever_it_is_broken_off(store: Store) -> Answer<()> {
    let old = store.node().await;
    agree(&old).await?.expect("a new database takes the key that there is");
    fill(&old, &store).await?;
    let old_key = first_key(&store.keys);
    let places: Vec<_> =
        sealed(&store.url).await.into_keys().map(|(table, column)| format!("{table}.{column}")).collect();
    assert_eq!(
        places,
        [
            "accounts.email",
            "accounts.phone",
            "authenticators.secret",
            "data_keys.sealed",
            "outbox.payload",
            "passkeys.credential",
            "signing_keys.jwk"
        ],
        "a column that is sealed stands in the table of those, and something is put in it here"
    );

    let both = format!("{}\n{}", *MasterKeys::generate(store.rng.as_ref()), store.keys);
    let new_key = first_key(&both);
    let new = store.connect_with(&both).await;
    agree(&new).await?.expect("the old key is there");
    let origin = Origin::administrator("els");
    assert!(new.announce_master_key(&new_key, now()).await?);
    assert!(!new.announce_master_key(&new_key, now()).await?, "once");
    agree(&new).await?.expect("an announced key is needed by nobody");
    assert_eq!(new.own_master_keys().await?.1, old_key, "nor does it seal");
    agree(&old).await?.expect("not even by a node that does not have it");

    new.put_master_key_in_force(&new_key, &origin, now()).await?;
    new.put_master_key_in_force(&new_key, &origin, now()).await?;
    agree(&new).await?.expect("it has both");
    assert_eq!(new.own_master_keys().await?, (vec![old_key.clone(), new_key.clone()], new_key.clone()));
    let odds = agree(&old).await?.expect_err("a node without the key that is in force");
    assert_eq!(odds, AtOdds { missing: vec![new_key.clone()], other: Vec::new() });
    old.take_up_master_keys(MasterKeys::parse(&both).expect("keys"), now()).await?.expect("it reads the file again");

    assert_eq!(new.sealed_with_another().await?, 17, "three people, each with five values, and two keys");
    for steps in 0.. {
        // Each time a process of its own, which is killed.
        let killed = store.connect_with(&both).await;
        agree(&killed).await?.expect("both keys");
        let done = some_steps(&killed, steps).await?;
        assert_eq!(old.verify().await?.accounts, 3, "everything opens, in between too");
        if done {
            break;
        }
    }
    assert_eq!(new.sealed_with_another().await?, 0);
    for (place, keys) in sealed(&store.url).await {
        assert_eq!(keys.into_keys().collect::<Vec<_>>(), std::slice::from_ref(&new_key), "{place:?}");
    }
    new.note_resealed(&new_key, &origin, now()).await?;
    let states: Vec<_> = new.master_keys().await?.into_iter().map(|key| (key.id, key.state, key.resealed)).collect();
    assert_eq!(states, [(old_key.clone(), State::Superseded, true), (new_key.clone(), State::InForce, true)]);
    it_is_retired(&store, &new, &old_key, &new_key).await?;

    let alone = store
        .connect_with(
            both.split_inclusive('\n').take_while(|line| !line.contains(&old_key)).collect::<String>().as_str(),
        )
        .await;
    agree(&alone).await?.expect("the old key is needed no more");
    alone.data_key(now()).await?;
    assert_eq!(alone.verify().await?.messages, 3);
    let happened: Vec<_> = new.audit_events(3).await?.into_iter().map(|event| event.code).collect();
    assert_eq!(happened, ["master_key.retired", "master_key.resealed", "master_key.in_force"]);
    Ok(())
}

/// Not before nothing can need it.
async fn it_is_retired(store: &Store, db: &Database, old: &str, new: &str) -> Answer<()> {
    let (origin, later) = (Origin::administrator("els"), now() + SignedDuration::from_hours(3));
    let retire = async |id: &str, at: Timestamp| db.retire_master_key(id, &origin, at).await;
    assert_eq!(retire("nobody", later).await?, Err(NotRetired::Unknown));
    assert_eq!(retire(new, later).await?, Err(NotRetired::InUse));
    let early = retire(old, now() + SignedDuration::from_mins(119)).await?;
    assert!(matches!(early, Err(NotRetired::TooSoon { .. })), "{early:?}");
    let node = NodeId::draw(store.rng.as_ref());
    db.tell_of_node(&node, &[old.to_owned()], old, later).await?;
    assert!(matches!(retire(old, later).await?, Err(NotRetired::Seals(_))));
    db.forget_node(&node).await?;
    // In a column of which nobody thought that something is sealed in it.
    let knife = sea_orm::Database::connect(&store.url).await.expect("the database opens");
    knife.execute_unprepared(&format!("UPDATE deliveries SET reason = 'v1.{old}.AAAA'")).await.expect("written");
    assert_eq!(retire(old, later).await?, Err(NotRetired::Needed("deliveries.reason".to_owned())));
    knife.execute_unprepared("UPDATE deliveries SET reason = NULL").await.expect("written");
    assert_eq!(retire(old, later).await?, Ok(()));
    assert_eq!(retire(old, later).await?, Ok(()), "once more does no harm");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn sealed_anew_on_sqlite() -> Answer<()> {
    everything_is_sealed_anew_wherever_it_is_broken_off(Store::sqlite()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn sealed_anew_on_postgres() -> Answer<()> {
    everything_is_sealed_anew_wherever_it_is_broken_off(Store::postgres("resealing").await).await
}

async fn who_writes_meanwhile_loses_nothing(store: Store) -> Answer<()> {
    let db = Arc::new(store.node().await);
    agree(&db).await?.expect("a new database");
    let mut people = Vec::new();
    for number in 0..20 {
        people.push(add(&db, &store, &format!("p{number}")).await?);
    }
    let both = format!("{}\n{}", *MasterKeys::generate(store.rng.as_ref()), store.keys);
    let new_key = first_key(&both);
    let other = store.connect_with(&both).await;
    agree(&other).await?.expect("both keys");
    other.announce_master_key(&new_key, now()).await?;
    other.put_master_key_in_force(&new_key, &Origin::system(), now()).await?;
    agree(&other).await?.expect("both keys");
    // Seals with the old one still: what it writes behind the pass is found by the next.
    db.open_with(MasterKeys::parse(&both).expect("keys"));
    let writing = people.iter().cloned().map(|subject| {
        let db = db.clone();
        tokio::spawn(async move {
            for round in 0..10 {
                let profile = Profile { phone: Some(phone(&format!("+3161234567{round}"))), ..Profile::default() };
                let told = event(Code::AccountUpdated, &subject);
                loop {
                    let seen = db.by_subject(&subject).await?.expect("there").security_version;
                    let change = Change::SetProfile(Box::new(profile.clone()));
                    if let Changed::Done(_) = db.change(&subject, seen, change, &BTreeSet::new(), told.clone()).await? {
                        break;
                    }
                }
            }
            Answer::Ok(())
        })
    });
    let writing: Vec<_> = writing.collect();
    while writing.iter().any(|one| !one.is_finished()) {
        some_steps(&other, usize::MAX).await?;
    }
    for one in writing {
        one.await.expect("it ends")?;
    }
    agree(&db).await?.expect("both keys");
    while other.sealed_with_another().await? > 0 {
        some_steps(&other, usize::MAX).await?;
    }
    for subject in people {
        let number = db.by_subject(&subject).await?.expect("there").phone.expect("a number");
        assert_eq!(number.value, phone("+31612345679"), "the last that was written");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn writing_meanwhile_on_sqlite() -> Answer<()> {
    who_writes_meanwhile_loses_nothing(Store::sqlite()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn writing_meanwhile_on_postgres() -> Answer<()> {
    who_writes_meanwhile_loses_nothing(Store::postgres("resealing_meanwhile").await).await
}

#[tokio::test]
async fn a_key_that_is_missing_or_another_is_told_also_where_some_values_need_it() -> Answer<()> {
    let store = Store::sqlite();
    let generated = || MasterKeys::generate(store.rng.as_ref()).to_string();
    let (second, stranger) = (generated(), generated());
    let id = |keys: &str| first_key(keys);
    // As a program of before left it: the database names no key, and one value was sealed with another than the rest.
    let old = store.node().await;
    add(&old, &store, "jan").await?;
    let both = format!("{second}\n{}", store.keys);
    let with_both = store.connect_with(&both).await;
    with_both.data_key(now()).await?;
    add(&with_both, &store, "piet").await?;
    let missing = |ids: &[&str]| AtOdds { missing: ids.iter().map(|id| (*id).to_owned()).collect(), other: Vec::new() };
    let refused = |keys: String| {
        let store = &store;
        async move { agree(&store.connect_with(&keys).await).await?.map_or_else(Answer::Ok, |()| panic!("it starts")) }
    };
    assert_eq!(refused(store.keys.clone()).await?, missing(&[&id(&second)]));
    assert_eq!(refused(stranger.clone()).await?, missing(&[&id(&store.keys), &id(&second)]));
    agree(&with_both).await?.expect("it has both");
    assert_eq!(refused(store.keys.clone()).await?, missing(&[&id(&second)]), "also when the database names them");
    let of_its_name = stranger.replace(&id(&stranger), &id(&store.keys));
    let odds = refused(format!("{second}\n{of_its_name}")).await?;
    assert_eq!(odds, AtOdds { missing: Vec::new(), other: vec![id(&store.keys)] });
    let told = odds.to_string();
    assert!(told.contains("is not the key of that name") && told.contains("put the line of that key back"), "{told}");
    let unchanged = with_both.verify().await?;
    assert_eq!(unchanged.accounts, 2);
    // A running node keeps what it has when its file loses a key.
    let lost = with_both.take_up_master_keys(MasterKeys::parse(&store.keys).expect("keys"), now()).await?;
    assert_eq!(lost, Err(missing(&[&id(&second)])));
    assert_eq!(with_both.verify().await?.accounts, 2);
    Ok(())
}
