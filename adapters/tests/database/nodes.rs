//! Several nodes on one database: they start at once, and agree on what exists once.

use std::collections::BTreeSet;

use idp_adapters::database::Database;
use idp_adapters::keys::Keeper;
use idp_core::audit::Origin;
use idp_core::oidc::Algorithm;
use idp_core::port::{Answer, KeyedHash};
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
