//! Several nodes on one database: they start at once, and agree on what exists once.

use std::collections::BTreeSet;
use std::time::Duration;

use idp_adapters::database::Database;
use idp_adapters::keys::Keeper;
use idp_core::audit::{Code, Event, Origin};
use idp_core::client::Registrations;
use idp_core::oidc::Algorithm;
use idp_core::port::{Answer, KeyedHash};
use sea_orm::{ConnectionTrait, DbBackend, Statement, TransactionTrait};
use serde_json::Map;
use tokio::task::JoinSet;

use crate::stores::{Store, now};

const NODES: usize = 8;

async fn all_start_at_once(store: Store) -> Answer<()> {
    let mut starting = JoinSet::new();
    let store = std::sync::Arc::new(store);
    for _ in 0..NODES {
        let store = store.clone();
        starting.spawn(async move {
            let node = store.connect().await;
            node.migrate().await?;
            node.ping().await?;
            assert!(node.pending().await?.is_empty());
            Answer::Ok(node)
        });
    }
    let nodes: Vec<Database> = starting.join_all().await.into_iter().collect::<Answer<_>>()?;

    let mut first = JoinSet::new();
    for node in &nodes {
        let node = node.clone();
        first.spawn(async move {
            let hash = node.data_key(now()).await?.keyed_hash("purpose", b"data");
            let algorithms = BTreeSet::from([Algorithm::Es256]);
            let keeper = Keeper { database: &node, algorithms: &algorithms, origin: &Origin::system(), now: now() };
            keeper.keep().await?;
            Answer::Ok(hash)
        });
    }
    let first = first.join_all().await.into_iter().collect::<Answer<Vec<_>>>()?;
    assert!(first.iter().all(|hash| *hash == first[0]), "every node hashes alike");
    for node in &nodes {
        assert_eq!(node.signing_keys().await?.len(), 1, "one made the signing key");
        assert_eq!(node.audit_events(10).await?.len(), 1, "who lost left no event");
    }
    all_take_up_a_change(&nodes).await
}

/// Each change of the registrations is put on record by one of them, also when an old set comes back.
async fn all_take_up_a_change(nodes: &[Database]) -> Answer<()> {
    let [old, new] = ["oud", "nieuw"].map(|id| Registrations([(id.to_owned(), Map::new())].into()));
    for registrations in [&old, &new, &old] {
        let mut taking = JoinSet::new();
        for node in nodes {
            let (node, registrations) = (node.clone(), registrations.clone());
            let event = Event::new(Code::ConfigurationChanged, &Origin::system(), now());
            taking.spawn(async move { node.put_in_force(&registrations, event).await });
        }
        let said = taking.join_all().await.into_iter().collect::<Answer<Vec<_>>>()?;
        assert_eq!(said.iter().filter(|first| **first).count(), 1, "one said so");
        for node in nodes {
            assert_eq!(node.in_force().await?.map(|in_force| in_force.registrations).as_ref(), Some(registrations));
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite() -> Answer<()> {
    all_start_at_once(Store::sqlite()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres() -> Answer<()> {
    all_start_at_once(Store::postgres("nodes").await).await
}

#[tokio::test]
async fn a_database_without_schema_says_what_is_pending() -> Answer<()> {
    let store = Store::sqlite();
    let node = store.connect().await;
    assert_eq!(node.pending().await?.first().map(String::as_str), Some("m0001_initial"));
    node.migrate().await?;
    assert!(node.pending().await?.is_empty());
    node.migrate().await
}

/// As behind a long backup: it does not stand in the way of everybody else meanwhile, and comes to its turn.
#[tokio::test]
async fn a_step_that_finds_a_table_in_use_is_taken_again() -> Answer<()> {
    let store = Store::postgres("in_use").await;
    let node = store.connect().await;
    let user = sea_orm::Database::connect(&store.url).await.expect("the database opens");
    // What every step needs first.
    let using = user.begin().await.expect("a transaction");
    using.execute_unprepared("SELECT pg_advisory_xact_lock(7310032611)").await.expect("held");
    let migrating = tokio::spawn(async move { node.migrate().await.map(|()| node) });
    tokio::time::sleep(Duration::from_secs(4)).await;
    let waiting = "SELECT pid FROM pg_locks WHERE NOT granted AND database = \
                   (SELECT oid FROM pg_database WHERE datname = current_database())";
    let waiting = Statement::from_string(DbBackend::Postgres, waiting);
    assert!(user.query_one_raw(waiting).await.expect("an answer").is_none(), "nobody waits behind it");
    using.commit().await.expect("let go");
    let node = migrating.await.expect("no panic")?;
    assert!(node.pending().await?.is_empty());
    Ok(())
}

/// In a rolling upgrade, and after going back: an older program finds steps that it does not know.
async fn a_newer_schema_is_served(store: Store) -> Answer<()> {
    let node = store.node().await;
    let newer = sea_orm::Database::connect(&store.url).await.expect("the database opens");
    let step = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_of_tomorrow', 0)";
    newer.execute_unprepared(step).await.expect("taken");
    node.migrate().await?;
    assert!(node.pending().await?.is_empty() && !node.is_new().await?);
    Ok(())
}

#[tokio::test]
async fn newer_schema_on_sqlite() -> Answer<()> {
    a_newer_schema_is_served(Store::sqlite()).await
}

#[tokio::test]
async fn newer_schema_on_postgres() -> Answer<()> {
    a_newer_schema_is_served(Store::postgres("newer").await).await
}
