//! The life of signing keys, with many nodes that do the same at the same moment.

use std::collections::BTreeSet;
use std::sync::Arc;

use idp_adapters::database::Database;
use idp_adapters::keys::{Keeper, Revoked, Rotated};
use idp_core::audit::Origin;
use idp_core::key_life::KeyRing;
use idp_core::oidc::Algorithm;
use idp_core::port::Answer;
use idp_migrations::{Migrator, MigratorTrait};
use jiff::{SignedDuration, Timestamp};
use sea_orm::{ConnectionTrait, Statement};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::stores::{Store, now};

const NODES: usize = 8;
const ALGORITHM: Algorithm = Algorithm::Es256;

fn day(day: i64) -> Timestamp {
    now() + SignedDuration::from_hours(24 * day)
}

/// What a node does with the keys.
#[derive(Debug, Clone)]
enum Act {
    Keep,
    Rotate,
    Revoke(String),
}

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
enum Came {
    Kept,
    Rotated(Rotated),
    Revoked(Revoked),
}

/// All nodes do it at once.
async fn all(nodes: &[Database], act: Act, at: Timestamp) -> Answer<Vec<Came>> {
    let barrier = Arc::new(Barrier::new(nodes.len()));
    let mut acts = JoinSet::new();
    for node in nodes {
        let (node, barrier, act) = (node.clone(), barrier.clone(), act.clone());
        acts.spawn(async move {
            let (algorithms, origin) = (BTreeSet::from([ALGORITHM]), Origin::administrator("els"));
            let keeper = Keeper { database: &node, algorithms: &algorithms, origin: &origin, now: at };
            barrier.wait().await;
            Ok(match act {
                Act::Keep => keeper.keep().await.map(|()| Came::Kept)?,
                Act::Rotate => Came::Rotated(keeper.rotate(ALGORITHM).await?),
                Act::Revoke(kid) => Came::Revoked(keeper.revoke(&kid).await?),
            })
        });
    }
    acts.join_all().await.into_iter().collect()
}

/// The keys, as every node reads them.
async fn ring(nodes: &[Database]) -> Answer<KeyRing> {
    let mut rings = Vec::new();
    for node in nodes {
        rings.push(KeyRing::new(node.signing_keys().await?.into_iter().map(|key| key.life)));
    }
    assert!(rings.iter().all(|ring| *ring == rings[0]), "every node reads the same");
    Ok(rings.swap_remove(0))
}

fn states(ring: &KeyRing, at: Timestamp) -> Vec<&'static str> {
    ring.iter().map(|key| ring.standing(key, at).state.as_str()).collect()
}

fn current(ring: &KeyRing, at: Timestamp) -> String {
    ring.current(ALGORITHM, at).expect("a key").kid.clone()
}

async fn events(node: &Database) -> Answer<Vec<String>> {
    let events = node.audit_events(1000).await?;
    assert!(events.iter().all(|event| event.actor == "administrator:els" && event.detail.contains("ES256")));
    Ok(events.into_iter().rev().map(|event| event.code).collect())
}

async fn nodes_agree_on_every_step(store: Store) -> Answer<()> {
    let mut nodes = Vec::new();
    for _ in 0..NODES {
        nodes.push(store.node().await);
    }
    all(&nodes, Act::Keep, day(0)).await?;
    let first = current(&ring(&nodes).await?, day(0));
    for quiet in [1, 50, 89] {
        all(&nodes, Act::Keep, day(quiet)).await?;
    }
    assert_eq!(events(&nodes[0]).await?, ["key.created"], "one made it, and it is young");

    all(&nodes, Act::Keep, day(90)).await?;
    all(&nodes, Act::Keep, day(91)).await?;
    let two = ring(&nodes).await?;
    assert_eq!(
        (states(&two, day(90)), states(&two, day(98))),
        (vec!["current", "waiting"], vec!["retired", "current"])
    );
    let second = current(&two, day(98));
    let came = all(&nodes, Act::Rotate, day(97)).await?;
    assert!(came.iter().all(|came| matches!(came, Came::Rotated(Rotated::Waiting(key)) if key.kid == second)));

    all(&nodes, Act::Keep, day(99)).await?;
    assert_eq!(states(&ring(&nodes).await?, day(99)), ["current"], "the first is removed, and it was not {first}");
    assert_eq!(events(&nodes[0]).await?, ["key.created", "key.rotated", "key.removed"]);

    let came = all(&nodes, Act::Rotate, day(100)).await?;
    assert_eq!(came.iter().filter(|came| matches!(came, Came::Rotated(Rotated::Made(_)))).count(), 1, "{came:?}");
    let third = ring(&nodes).await?.waiting(ALGORITHM, day(100)).expect("a key").kid.clone();

    for (kid, then) in [(&second, "the waiting key"), (&third, "a new one")] {
        let came = all(&nodes, Act::Revoke(kid.clone()), day(101)).await?;
        let done = came.iter().filter(|came| matches!(came, Came::Revoked(Revoked::Done { .. }))).count();
        let before = came.iter().filter(|came| **came == Came::Revoked(Revoked::Before)).count();
        assert_eq!((done, before), (1, NODES - 1), "{then} signs");
        let ring = ring(&nodes).await?;
        assert_eq!(states(&ring, day(101)).iter().filter(|state| **state == "current").count(), 1, "{then} signs");
    }
    let keys = nodes[0].signing_keys().await?;
    assert!(keys.iter().all(|key| key.jwk.is_empty() == key.life.revoked_at.is_some()), "private halves are destroyed");
    let events = events(&nodes[0]).await?;
    assert_eq!(events[3..], ["key.rotated", "key.revoked", "key.created", "key.revoked"], "and no event more");
    let unknown = all(&nodes[..1], Act::Revoke("nothing".to_owned()), day(101)).await?;
    assert_eq!(unknown, [Came::Revoked(Revoked::Unknown)]);
    Ok(())
}

/// A key from before there were times has signed since it was made.
async fn a_key_of_the_first_schema_is_taken_over(store: Store) {
    let knife = sea_orm::Database::connect(&store.url).await.expect("the database opens");
    Migrator::up(&knife, Some(1)).await.expect("the first schema");
    let old =
        "INSERT INTO signing_keys (kid, algorithm, generation, jwk, created_at) VALUES ('a', 'RS256', 1, 'x', 12345)";
    knife.execute_unprepared(old).await.expect("a key");
    store.connect().await.migrate().await.expect("the schema is made");
    let read = "SELECT signs_at, revoked_at FROM signing_keys";
    let row = knife.query_one_raw(Statement::from_string(knife.get_database_backend(), read)).await.expect("read");
    let row = row.expect("the key");
    let times: (i64, Option<i64>) =
        (row.try_get("", "signs_at").expect("a"), row.try_get("", "revoked_at").expect("b"));
    assert_eq!(times, (12345, None));
}

mod sqlite {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn nodes_agree_on_every_step() -> Answer<()> {
        super::nodes_agree_on_every_step(Store::sqlite()).await
    }

    #[tokio::test]
    async fn a_key_of_the_first_schema_is_taken_over() {
        let store = Store::sqlite();
        drop(store.connect().await);
        super::a_key_of_the_first_schema_is_taken_over(store).await;
    }
}

mod postgres {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn nodes_agree_on_every_step() -> Answer<()> {
        super::nodes_agree_on_every_step(Store::postgres("signing_keys").await).await
    }

    #[tokio::test]
    async fn a_key_of_the_first_schema_is_taken_over() {
        super::a_key_of_the_first_schema_is_taken_over(Store::postgres("first_signing_keys").await).await;
    }
}
