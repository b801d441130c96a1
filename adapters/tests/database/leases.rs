//! A worker gets as many pieces of work as it has hands for, whatever the planner of PostgreSQL believes of the table.

use std::collections::BTreeMap;
use std::time::Duration;

use idp_core::account::PhoneNumber;
use idp_core::audit::{Code, Event, Origin};
use idp_core::id::MessageId;
use idp_core::message::{Outgoing, Recipient, Rendered};
use idp_core::port::{Answer, Hands, LogoutCalls, Outbox, Rng};
use sea_orm::ConnectionTrait;

use crate::stores::{Store, now};

const LIMIT: u64 = 128;
const LEASE: Duration = Duration::from_secs(60);

/// A queue is empty nearly always, and so the statistics and the plans say that it is. Then one day it is not.
#[tokio::test]
async fn a_lease_is_never_larger_than_its_limit() -> Answer<()> {
    let store = Store::postgres("leases").await;
    let node = store.node().await;
    let knife = sea_orm::Database::connect(&store.url).await.expect("the database opens");
    let run = async |sql: &str| knife.execute_unprepared(sql).await.expect("done");
    run("ALTER TABLE logout_calls SET (autovacuum_enabled = off)").await;
    let due = now().as_millisecond();
    let queue = |number: u32| {
        format!(
            "INSERT INTO logout_calls (id, session_id, subject, client_id, due_at, tries, expires_at, created_at) \
             SELECT 'call-' || n, 'session', 'subject', 'drop', {due}, 0, {due} + 1000000, {due} \
             FROM generate_series(1, {number}) n"
        )
    };
    run(&queue(500)).await;
    run("DELETE FROM logout_calls").await;
    run("ANALYZE logout_calls").await;
    // More often than a prepared statement is planned anew for its parameters.
    let hands = Hands { free: LIMIT, per_client: LIMIT, held: BTreeMap::new() };
    for _ in 0..12 {
        run(&queue(1)).await;
        assert_eq!(LogoutCalls::lease(&node, &hands, LEASE, now()).await?.len(), 1);
        run("DELETE FROM logout_calls").await;
    }
    run(&queue(300)).await;
    assert_eq!(LogoutCalls::lease(&node, &hands, LEASE, now()).await?.len() as u64, LIMIT);
    Ok(())
}

fn message(rng: &dyn Rng) -> Outgoing {
    let rendered = Rendered { subject: None, text: "Uw code is 123456".to_owned(), html: None, code: None };
    let to = Recipient::Phone(PhoneNumber::from_store("+31612345678".to_owned()));
    Outgoing { id: MessageId::generate(rng), to, rendered, expires_at: now() + LEASE * 10 }
}

/// A row that was damaged, or sealed with a key that this node does not have.
async fn one_that_cannot_be_read_holds_up_no_other(store: Store) -> Answer<()> {
    let node = store.node().await;
    let event = || Event::new(Code::MessageQueued, &Origin::system(), now());
    let (bad, good) = (message(store.rng.as_ref()), message(store.rng.as_ref()));
    for message in [&bad, &good] {
        node.queue(message.clone(), event()).await?;
    }
    let knife = sea_orm::Database::connect(&store.url).await.expect("the database opens");
    let damage = format!("UPDATE outbox SET payload = 'x' WHERE id = '{}'", bad.id);
    knife.execute_unprepared(&damage).await.expect("done");
    let leased = Outbox::lease(&node, 10, LEASE, now()).await?;
    assert_eq!(leased.iter().map(|leased| &leased.message.id).collect::<Vec<_>>(), [&good.id]);
    assert!(Outbox::lease(&node, 10, LEASE, now()).await?.is_empty(), "the other is not looked at again at once");
    Ok(())
}

#[tokio::test]
async fn one_that_cannot_be_read_on_sqlite() -> Answer<()> {
    one_that_cannot_be_read_holds_up_no_other(Store::sqlite()).await
}

#[tokio::test]
async fn one_that_cannot_be_read_on_postgres() -> Answer<()> {
    one_that_cannot_be_read_holds_up_no_other(Store::postgres("unreadable").await).await
}
