//! The audit log: many nodes write it at once, and whatever somebody else changes in it is found, with its place.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use idp_adapters::audit_log::{Keeper, Retention};
use idp_adapters::database::{Database, Head, Verified, Wrong};
use idp_core::audit::{Class, Code, Event, Origin};
use idp_core::port::{Audit, Clock};
use jiff::{SignedDuration, Timestamp};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, TransactionTrait};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::stores::{Store, now};

const NODES: usize = 4;
const EACH: usize = 60;

fn event(what: impl Into<String>) -> Event {
    Event::new(Code::PasswordProven, &Origin::system(), now()).with("what", what)
}

fn later(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

async fn verify(node: &Database) -> Verified {
    node.verify_audit(None).await.expect("it is read")
}

async fn write(node: &Database, count: usize) {
    for n in 0..count {
        node.record(event(n.to_string())).await.expect("recorded");
    }
}

/// All that is not sealed yet.
async fn seal(node: &Database, at: Timestamp) {
    while node.seal_audit(at).await.expect("sealed").is_some_and(|sealed| sealed.more) {}
}

/// Somebody who can write in the database, and drops what refuses it.
async fn burglar(store: &Store) -> DatabaseConnection {
    let knife = sea_orm::Database::connect(&store.url).await.expect("the database opens");
    for table in ["audit_events", "audit_seals", "audit_removals"] {
        let drops = match knife.get_database_backend() {
            DbBackend::Postgres => vec![
                format!("DROP TRIGGER {table}_append_only ON {table}"),
                format!("DROP TRIGGER {table}_no_truncate ON {table}"),
            ],
            _ => vec![format!("DROP TRIGGER {table}_no_update"), format!("DROP TRIGGER {table}_no_delete")],
        };
        for drop in drops {
            knife.execute_unprepared(&drop).await.expect("dropped");
        }
    }
    knife
}

async fn nodes_that_write_and_seal_at_once(store: Store) {
    let store = Arc::new(store);
    store.node().await;
    let barrier = Arc::new(Barrier::new(NODES));
    let mut writing = JoinSet::new();
    for node in 0..NODES {
        let (store, barrier) = (store.clone(), barrier.clone());
        writing.spawn(async move {
            let database = store.connect().await;
            barrier.wait().await;
            for n in 0..EACH {
                database.record(event(format!("{node}/{n}"))).await.expect("recorded");
                if n % 5 == node {
                    database.seal_audit(now()).await.expect("sealed");
                }
            }
        });
    }
    writing.join_all().await;
    let node = store.node().await;
    seal(&node, now()).await;
    let verified = verify(&node).await;
    assert_eq!((verified.wrong.as_slice(), verified.sealed, verified.unsealed), (&[][..], (NODES * EACH) as u64, 0));
    assert!(verified.seals > 1);

    let mut read = Vec::new();
    let mut after = 0;
    while let Some(sealed) = node.sealed_events(after).await.expect("read") {
        assert!(sealed.seal == after + 1);
        after = sealed.seal;
        read.extend(sealed.events.into_iter().map(|event| event.detail));
    }
    assert_eq!(read.len(), NODES * EACH, "a collector gets each event");
    assert_eq!(read.into_iter().collect::<BTreeSet<_>>().len(), NODES * EACH, "and each once");
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_at_once_on_sqlite() {
    nodes_that_write_and_seal_at_once(Store::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_at_once_on_postgres() {
    nodes_that_write_and_seal_at_once(Store::postgres("audit_nodes").await).await;
}

/// On PostgreSQL a number is given before its transaction commits: 2 is seen after 3, and 4 is never seen.
#[tokio::test]
async fn an_event_that_commits_late_is_sealed_late_and_one_that_is_rolled_back_is_no_fault() {
    let store = Store::postgres("audit_late").await;
    let node = store.node().await;
    write(&node, 1).await;
    let knife = sea_orm::Database::connect(&store.url).await.expect("the database opens");
    // What a node of ours writes, held open between its statement and its commit.
    let copy = "INSERT INTO audit_events (at, code, actor, detail, proof) \
                SELECT at, code, actor, detail, 'taken' || seq FROM audit_events WHERE seq = 1";
    let rolled_back = knife.begin().await.expect("begun");
    rolled_back.execute_unprepared(copy).await.expect("written");
    write(&node, 1).await;
    seal(&node, now()).await;
    assert_eq!(verify(&node).await.sealed, 2);
    rolled_back.rollback().await.expect("rolled back");
    write(&node, 1).await;
    seal(&node, later(1)).await;
    let verified = verify(&node).await;
    assert_eq!((verified.wrong.as_slice(), verified.sealed), (&[][..], 3));
    // A genuine event in a number that was missed: it is moved there, as only a commit that comes late could bring it.
    write(&node, 1).await;
    let open = knife.begin().await.expect("begun");
    open.execute_unprepared("ALTER TABLE audit_events DISABLE TRIGGER USER").await.expect("off");
    open.execute_unprepared("UPDATE audit_events SET seq = 2 WHERE seq = 5").await.expect("moved");
    open.execute_unprepared("ALTER TABLE audit_events ENABLE TRIGGER USER").await.expect("on");
    open.commit().await.expect("committed");
    let verified = verify(&node).await;
    assert_eq!((verified.wrong.as_slice(), verified.unsealed), (&[][..], 1), "it is on its way, and said so");
    seal(&node, later(2)).await;
    assert_eq!(verify(&node).await.sealed, 4);
    // A number that was missed for so long that no transaction can still hold it.
    write(&node, 1).await;
    seal(&node, later(3600)).await;
    assert_eq!(verify(&node).await.wrong, []);
}

async fn tampering_is_found_with_its_place(store: Store) {
    let node = store.node().await;
    for at in 0..3 {
        write(&node, 4).await;
        seal(&node, later(at)).await;
    }
    write(&node, 2).await;
    let clean = verify(&node).await;
    assert_eq!((clean.wrong.as_slice(), clean.seals, clean.sealed, clean.unsealed), (&[][..], 3, 12, 2));
    assert_eq!(clean.unsealed_since, Some(now()));
    let knife = burglar(&store).await;
    let altered = |seq, seal| Wrong::EventAltered { seq, seal };
    let swap = "UPDATE audit_events SET seq = -1 WHERE seq = 5; UPDATE audit_events SET seq = 5 WHERE seq = 6; \
                UPDATE audit_events SET seq = 6 WHERE seq = -1";
    let columns = "at, code, actor, detail";
    let forge =
        format!("INSERT INTO audit_events (seq, {columns}) SELECT 15, {columns} FROM audit_events WHERE seq = 1");
    let forge_before =
        format!("INSERT INTO audit_events (seq, {columns}) SELECT -7, {columns} FROM audit_events WHERE seq = 1");
    let reproof = "UPDATE audit_events SET proof = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' WHERE seq = 14";
    let cases: Vec<(&str, String, Vec<Wrong>)> = vec![
        ("altered", "UPDATE audit_events SET actor = 'system ' WHERE seq = 6".into(), vec![altered(6, 2)]),
        ("an empty subject", "UPDATE audit_events SET subject = '' WHERE seq = 6".into(), vec![altered(6, 2)]),
        ("removed", "DELETE FROM audit_events WHERE seq = 7".into(), vec![Wrong::EventMissing { seq: 7, seal: 2 }]),
        ("put in another order", swap.into(), vec![altered(5, 2), altered(6, 2)]),
        ("inserted at the end", forge, vec![Wrong::EventForged(15)]),
        ("inserted before", forge_before, vec![Wrong::EventForged(-7)]),
        (
            "altered before it was sealed",
            "UPDATE audit_events SET code = 'x' WHERE seq = 13".into(),
            vec![Wrong::EventForged(13)],
        ),
        ("a proof of nobody", reproof.into(), vec![Wrong::EventForged(14)]),
        (
            "a seal removed",
            "DELETE FROM audit_seals WHERE number = 2".into(),
            vec![
                Wrong::SealMissing(2),
                Wrong::EventForged(5),
                Wrong::EventForged(6),
                Wrong::EventForged(7),
                Wrong::EventForged(8),
            ],
        ),
        (
            "a seal and its events removed",
            "DELETE FROM audit_seals WHERE number = 2; \
          DELETE FROM audit_events WHERE seq BETWEEN 5 AND 8"
                .into(),
            vec![Wrong::SealMissing(2)],
        ),
        (
            "a seal that forgets its last event",
            "UPDATE audit_seals SET through = 7, \
          entries = substr(entries, 1, 20) WHERE number = 2"
                .into(),
            vec![
                Wrong::SealAltered(2),
                altered(5, 2),
                Wrong::EventForged(6),
                Wrong::EventForged(7),
                Wrong::EventForged(8),
            ],
        ),
        (
            "a seal in another's place",
            "UPDATE audit_seals SET number = 4 WHERE number = 3".into(),
            vec![Wrong::SealMissing(3), Wrong::SealAltered(4)],
        ),
        (
            "a removal that nobody made",
            "INSERT INTO audit_removals (kind, through, through_seq, head, events, \
          removed_at, proof) VALUES ('authentication', 1, 4, '', 4, 0, 'x'); DELETE FROM audit_events WHERE seq = 1"
                .into(),
            vec![Wrong::RemovalForged(1), Wrong::EventMissing { seq: 1, seal: 1 }],
        ),
    ];
    for (case, sql, expected) in cases {
        let before = dump(&knife).await;
        knife.execute_unprepared(&sql).await.unwrap_or_else(|error| panic!("{case}: {error}"));
        // A day later, when every node writes proofs.
        let found = node.verify_audit(None).await.expect("read").wrong;
        assert_eq!(found, expected, "{case}");
        restore(&knife, before).await;
        assert_eq!(verify(&node).await, clean, "{case}: put back");
    }
    let copy = "INSERT INTO audit_events (at, code, actor, detail, proof) \
                SELECT at, code, actor, detail, proof FROM audit_events WHERE seq = 1";
    assert!(knife.execute_unprepared(copy).await.is_err(), "an event cannot be said twice");
}

/// The three tables, as statements that make them again.
async fn dump(knife: &DatabaseConnection) -> Vec<String> {
    let backup = ["audit_events", "audit_seals", "audit_removals"];
    for table in backup {
        knife.execute_unprepared(&format!("DROP TABLE IF EXISTS kept_{table}")).await.expect("dropped");
        let keep = format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}");
        knife.execute_unprepared(&keep).await.expect("kept");
    }
    backup.map(str::to_owned).into()
}

async fn restore(knife: &DatabaseConnection, tables: Vec<String>) {
    for table in tables {
        for sql in [format!("DELETE FROM {table}"), format!("INSERT INTO {table} SELECT * FROM kept_{table}")] {
            knife.execute_unprepared(&sql).await.expect("put back");
        }
    }
}

#[tokio::test]
async fn tampering_on_sqlite() {
    tampering_is_found_with_its_place(Store::sqlite()).await;
}

#[tokio::test]
async fn tampering_on_postgres() {
    tampering_is_found_with_its_place(Store::postgres("audit_tampering").await).await;
}

struct Fixed;
impl Clock for Fixed {
    fn now(&self) -> Timestamp {
        later(60)
    }
}

/// The end of the log is cut off, seals and all: the chain that is left is right. A running node and who noted the end know.
async fn an_end_that_is_cut_off_is_missed(store: Store) {
    let node = store.node().await;
    write(&node, 3).await;
    seal(&node, now()).await;
    let mut keeper = Keeper::new(node.clone(), Arc::new(Fixed), Retention::default());
    write(&node, 3).await;
    keeper.seal().await.expect("sealed");
    let noted = verify(&node).await.head.expect("sealed");
    assert_eq!(noted.number, 2);
    assert_eq!(node.verify_audit(Some(&noted)).await.expect("read").wrong, []);

    let knife = burglar(&store).await;
    let cut = "DELETE FROM audit_seals WHERE number = 2; DELETE FROM audit_events WHERE seq > 3";
    knife.execute_unprepared(cut).await.expect("cut off");
    assert_eq!(verify(&node).await.wrong, [], "of itself it is a right chain");
    let cut_off = [Wrong::CutOff(2)];
    assert_eq!(node.verify_audit(Some(&noted)).await.expect("read").wrong, cut_off);
    keeper.seal().await.expect("sealed");
    let event = node.audit_events(1).await.expect("read").remove(0);
    assert_eq!(event.code, "audit.broken");
    assert!(event.detail.contains(&noted.proof), "{}", event.detail);
    // The number is used again, and is another seal.
    assert_eq!(node.verify_audit(Some(&noted)).await.expect("read").wrong, cut_off);
    keeper.seal().await.expect("sealed");
    assert_eq!(node.audit_events(10).await.expect("read").len(), 4, "it is told once");
}

#[tokio::test]
async fn a_cut_on_sqlite() {
    an_end_that_is_cut_off_is_missed(Store::sqlite()).await;
}

#[tokio::test]
async fn a_cut_on_postgres() {
    an_end_that_is_cut_off_is_missed(Store::postgres("audit_cut").await).await;
}

/// A node writes and is gone before it seals: whoever comes next does it.
#[tokio::test]
async fn what_a_dead_node_left_is_sealed_by_the_next() {
    let store = Store::sqlite();
    write(&store.node().await, 5).await;
    let next = store.node().await;
    let verified = verify(&next).await;
    assert_eq!((verified.sealed, verified.unsealed, verified.head), (0, 5, None));
    seal(&next, now()).await;
    assert_eq!(verify(&next).await.sealed, 5);
}

/// Who can write in the database and has no key.
/// The proof does not cover the number, so a copy's is right; that there is one of each is the index's to say.
async fn an_event_that_is_copied_with_its_proof_is_refused(store: Store) {
    let node = store.node().await;
    write(&node, 3).await;
    let knife = burglar(&store).await;
    let columns = "at, code, actor, subject, client, address, request, detail, proof";
    let copy = format!("INSERT INTO audit_events ({columns}) SELECT {columns} FROM audit_events WHERE seq = 2");
    for sealed in [false, true] {
        let refused = knife.execute_unprepared(&copy).await.expect_err("refused");
        assert!(refused.to_string().to_lowercase().contains("unique"), "sealed: {sealed}: {refused}");
        seal(&node, now()).await;
    }
    let verified = verify(&node).await;
    assert_eq!((verified.wrong.as_slice(), verified.sealed, verified.unsealed), (&[][..], 3, 0));
}

#[tokio::test]
async fn a_copied_event_on_sqlite() {
    an_event_that_is_copied_with_its_proof_is_refused(Store::sqlite()).await;
}

#[tokio::test]
async fn a_copied_event_on_postgres() {
    an_event_that_is_copied_with_its_proof_is_refused(Store::postgres("audit_copied").await).await;
}

#[tokio::test]
async fn an_event_without_a_proof_is_not_ours() {
    let store = Store::sqlite();
    let node = store.node().await;
    let knife = sea_orm::Database::connect(&store.url).await.expect("the database opens");
    let forged = "INSERT INTO audit_events (at, code, actor, detail) VALUES (1, 'password.proven', 'person', '{}')";
    knife.execute_unprepared(forged).await.expect("written");
    let refused = node.seal_audit(now()).await.expect("sealed").expect("one more");
    assert_eq!((refused.events, refused.refused), (0, vec![1]), "not even before the first seal");
    assert_eq!(verify(&node).await.wrong, [Wrong::EventForged(1)]);
}

/// Seals that are made to look old must not have our own housekeeping remove what they name.
#[tokio::test]
async fn nothing_is_removed_by_a_seal_that_is_not_ours() {
    let store = Store::sqlite();
    let node = store.node().await;
    for at in [0, 10] {
        write(&node, 3).await;
        seal(&node, later(at)).await;
    }
    let knife = burglar(&store).await;
    knife.execute_unprepared("UPDATE audit_seals SET sealed_at = 0 WHERE number = 1").await.expect("altered");
    for class in Class::ALL {
        assert!(node.remove_audit(class, later(5), later(20)).await.is_err(), "{class:?}");
    }
    assert_eq!(node.audit_events(100).await.expect("a store").len(), 6, "all are there");
}

/// Somebody puts an event far ahead of all numbers, so that the genuine ones fall behind it.
#[tokio::test]
async fn an_event_far_ahead_stops_nothing() {
    let store = Store::postgres("audit_far_ahead").await;
    let node = store.node().await;
    write(&node, 2).await;
    seal(&node, now()).await;
    let knife = sea_orm::Database::connect(&store.url).await.expect("the database opens");
    let forged = "INSERT INTO audit_events (seq, at, code, actor, detail, proof) \
                  VALUES (1000000000000, 1, 'password.proven', 'person', '{}', 'x')";
    knife.execute_unprepared(forged).await.expect("inserted");
    for hour in 1..4 {
        write(&node, 2).await;
        seal(&node, later(hour * 3600)).await;
    }
    let verified = verify(&node).await;
    assert_eq!((verified.sealed, verified.wrong), (8, vec![Wrong::EventForged(1_000_000_000_000)]));
}

async fn nothing_is_changed_by_mistake(store: Store) {
    let node = store.node().await;
    write(&node, 2).await;
    seal(&node, now()).await;
    let knife = sea_orm::Database::connect(&store.url).await.expect("the database opens");
    let mut refused = vec![
        "UPDATE audit_events SET code = 'x'",
        "DELETE FROM audit_events",
        "UPDATE audit_seals SET proof = 'x'",
        "DELETE FROM audit_seals",
    ];
    if knife.get_database_backend() == DbBackend::Postgres {
        refused.extend(["TRUNCATE audit_events", "TRUNCATE audit_seals", "TRUNCATE audit_removals"]);
    }
    for sql in refused {
        let error = knife.execute_unprepared(sql).await.expect_err(sql).to_string();
        assert!(error.contains("append-only"), "{sql}: {error}");
    }
}

#[tokio::test]
async fn append_only_on_sqlite() {
    nothing_is_changed_by_mistake(Store::sqlite()).await;
}

#[tokio::test]
async fn append_only_on_postgres() {
    nothing_is_changed_by_mistake(Store::postgres("audit_append_only").await).await;
}

/// The rights that `docs/reference/audit.md` gives the server: it lives with these, and they forbid the rest.
#[tokio::test]
async fn a_role_that_may_only_add_and_remove_what_is_over_is_enough() {
    let mut store = Store::postgres("audit_role").await;
    store.node().await;
    let owner = sea_orm::Database::connect(&store.url).await.expect("the database opens");
    let role = "sluis_test_audit_role";
    let book = include_str!("../../../docs/reference/audit.md");
    let rights = book.split("```sql\n").find(|part| part.starts_with("GRANT")).expect("the rights are in the book");
    let rights = rights.split("```").next().expect("an end").replace("sluis_server", role);
    let made = format!("DROP ROLE IF EXISTS {role}; CREATE ROLE {role} LOGIN; {rights}");
    owner.execute_unprepared(&made).await.expect("the rights are given");
    let (_, place) = store.url.split_once('@').expect("a user in the URL");
    store.url = format!("postgres://{role}@{place}");

    let node = store.node().await;
    write(&node, 3).await;
    seal(&node, now()).await;
    for class in Class::ALL {
        node.remove_audit(class, later(1), later(1)).await.expect("removed");
    }
    seal(&node, later(1)).await;
    node.remove_audit_seals(later(1)).await.expect("removed");
    assert_eq!(verify(&node).await.wrong, []);
    let server = sea_orm::Database::connect(&store.url).await.expect("the database opens");
    for sql in [
        "UPDATE audit_events SET code = 'x'",
        "DELETE FROM audit_removals",
        "TRUNCATE audit_events",
        "DROP TRIGGER audit_events_append_only ON audit_events",
        "ALTER TABLE audit_events DISABLE TRIGGER ALL",
    ] {
        assert!(server.execute_unprepared(sql).await.is_err(), "{sql}");
    }
    owner.execute_unprepared(&format!("DROP OWNED BY {role}; DROP ROLE {role}")).await.expect("cleared");
}

async fn what_is_over_goes_and_the_rest_is_still_shown(store: Store) {
    let node = store.node().await;
    let day = |day: i64| later(day * 24 * 3600);
    for n in 0..10 {
        for code in [Code::PasswordProven, Code::MessageQueued, Code::AccountUpdated] {
            node.record(Event::new(code, &Origin::system(), day(n))).await.expect("recorded");
        }
        seal(&node, day(n)).await;
    }
    let remove = async |class, before| node.remove_audit(class, before, day(10)).await.expect("removed");
    assert_eq!(remove(Class::Traffic, day(0)).await, (0, false), "at the boundary it stays");
    assert_eq!(remove(Class::Traffic, day(4)).await, (4, true));
    assert_eq!(remove(Class::Traffic, day(4)).await, (0, false));
    let verified = verify(&node).await;
    assert_eq!((verified.wrong.as_slice(), verified.sealed, verified.removed), (&[][..], 26, 4));
    assert_eq!(verified.unsealed, 1, "the removal is an event");
    let left = node.audit_events(100).await.expect("read");
    assert_eq!(left.iter().filter(|event| event.code == "message.queued").count(), 6);

    // Seals go when all of their events are over.
    node.remove_audit_seals(day(10)).await.expect("nothing");
    assert_eq!(verify(&node).await.seals, 10);
    assert_eq!(remove(Class::Authentication, day(3)).await, (3, true));
    assert_eq!(remove(Class::Administration, day(2)).await, (2, true));
    node.remove_audit_seals(day(10)).await.expect("removed");
    seal(&node, day(10)).await;
    let verified = verify(&node).await;
    assert_eq!((verified.wrong.as_slice(), verified.seals, verified.removed), (&[][..], 9, 9));
    assert_eq!(node.audit_seal(2).await.expect("read"), None);

    // What is left is guarded as before, and so is what went.
    let knife = burglar(&store).await;
    let missing = Wrong::EventMissing { seq: 30, seal: 10 };
    knife.execute_unprepared("DELETE FROM audit_events WHERE seq = 30").await.expect("deleted");
    assert_eq!(verify(&node).await.wrong, std::slice::from_ref(&missing));
    let back =
        "INSERT INTO audit_events (seq, at, code, actor, detail) VALUES (2, 1, 'message.queued', 'person', '{}')";
    knife.execute_unprepared(back).await.expect("inserted");
    assert_eq!(verify(&node).await.wrong, [missing, Wrong::EventForged(2)]);
    knife.execute_unprepared("DELETE FROM audit_removals WHERE kind = 'seals'").await.expect("deleted");
    assert_eq!(verify(&node).await.wrong[0], Wrong::SealMissing(1));
}

#[tokio::test]
async fn retention_on_sqlite() {
    what_is_over_goes_and_the_rest_is_still_shown(Store::sqlite()).await;
}

#[tokio::test]
async fn retention_on_postgres() {
    what_is_over_goes_and_the_rest_is_still_shown(Store::postgres("audit_retention").await).await;
}

/// Everything is over, and the log goes on after it.
#[tokio::test]
async fn a_log_of_which_all_is_over_goes_on() {
    let store = Store::sqlite();
    let node = store.node().await;
    for at in 0..3 {
        write(&node, 2).await;
        seal(&node, later(at)).await;
    }
    for class in Class::ALL {
        node.remove_audit(class, later(100), later(100)).await.expect("removed");
    }
    node.remove_audit_seals(later(100)).await.expect("removed");
    assert_eq!(verify(&node).await.seals, 1, "the last one stays");
    write(&node, 1).await;
    seal(&node, later(101)).await;
    let verified = verify(&node).await;
    assert_eq!((verified.wrong.as_slice(), verified.sealed, verified.seals), (&[][..], 2, 2));
    assert_eq!(verified.head.map(|head: Head| head.number), Some(4));
}

/// A measure, and a bound that only a fault of another order breaks: how fast events are sealed and verified.
#[tokio::test(flavor = "multi_thread")]
async fn sealing_keeps_up() {
    const EVENTS: usize = 2000;
    let store = Store::postgres("audit_speed").await;
    let node = store.node().await;
    write(&node, EVENTS).await;
    let begun = Instant::now();
    seal(&node, now()).await;
    let sealing = begun.elapsed();
    let begun = Instant::now();
    assert_eq!(verify(&node).await.sealed, EVENTS as u64);
    let verifying = begun.elapsed();
    println!("{EVENTS} events sealed in {sealing:?}, verified in {verifying:?}");
    assert!(sealing < Duration::from_secs(10) && verifying < Duration::from_secs(10));
}
