//! Several nodes on one database: they start at once, and agree on what exists once.

use idp_adapters::database::Database;
use idp_adapters::database::signing_keys::StoredKey;
use idp_core::audit::{Code, Event, Origin};
use idp_core::port::{Answer, KeyedHash};
use tokio::task::JoinSet;
use zeroize::Zeroizing;

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
    for (i, node) in nodes.iter().cloned().enumerate() {
        first.spawn(async move {
            let hash = node.data_key(now()).await?.keyed_hash("purpose", b"data");
            let key = StoredKey {
                kid: format!("kid-{i}"),
                algorithm: "RS256".to_owned(),
                jwk: Zeroizing::new(vec![i.try_into().expect("few nodes"); 100]),
                created_at: now(),
            };
            let event = Event::new(Code::KeyCreated, &Origin::system(), now());
            Answer::Ok((hash, node.add_first_signing_key(key, event).await?))
        });
    }
    let first = first.join_all().await.into_iter().collect::<Answer<Vec<_>>>()?;
    assert!(first.iter().all(|(hash, _)| *hash == first[0].0), "every node hashes alike");
    assert_eq!(first.iter().filter(|(_, added)| *added).count(), 1, "one made the signing key");
    for node in &nodes {
        let keys = node.signing_keys().await?;
        assert_eq!(keys.len(), 1);
        assert_eq!(format!("kid-{}", keys[0].jwk[0]), keys[0].kid, "every node reads it");
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
    assert_eq!(node.pending().await?, ["m0001_initial"]);
    node.migrate().await?;
    assert!(node.pending().await?.is_empty());
    node.migrate().await
}
