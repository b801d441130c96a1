//! What lies in Redis: nothing that reaches or authenticates a person, nothing for ever, and nothing that another key opens.

use std::time::Duration;

use idp_adapters::rng::SystemRng;
use idp_core::contract::transient;
use idp_core::port::{Answer, Challenges, SentCode, SentCodeKey, Throttle, Transactions};

use crate::server::Server;
use crate::{node, now};

#[tokio::test(flavor = "multi_thread")]
async fn nothing_lies_open_and_nothing_for_ever() -> Answer<()> {
    let server = Server::start(&[]).await;
    let node = node(&server.options());
    let transaction = transient::full_transaction(&SystemRng, now());
    node.create(&transaction).await?;
    node.replace(&transaction, 1).await?;
    node.hit("message:sms:+31612345678", 5, Duration::from_secs(60), now()).await?;
    let code = SentCode { hash: [7; 32], tries_left: 5, sent_at: now(), expires_at: now() + Duration::from_secs(900) };
    node.put(&SentCodeKey("a-keyed-hash".to_owned()), code).await?;

    let secret = serde_json::to_value(&transaction.pending_authenticator).expect("JSON");
    let mut kinds = std::collections::BTreeSet::new();
    let keys = server.cli(&["KEYS", "*"]).await;
    for key in keys.lines() {
        kinds.insert(key.split(':').take(2).collect::<Vec<_>>().join(":"));
        let value = server.cli(&["--no-raw", "HGETALL", key]).await;
        for open in ["612345678", "jan", secret.as_str().expect("text"), "contract"] {
            assert!(!format!("{key} {value}").contains(open), "{key}: {value}");
        }
        let life: i64 = server.cli(&["PTTL", key]).await.parse().expect("a number");
        assert!((1..=61 * 60_000).contains(&life), "{key} lives {life} ms");
    }
    let named: Vec<_> = kinds.iter().map(String::as_str).collect();
    assert_eq!(named, ["sluis:sent-code", "sluis:throttle", "sluis:transaction"]);

    let stranger = crate::node(&server.options());
    assert!(stranger.load(&transaction.id, now()).await.is_err(), "another key opens nothing");
    let other = format!("sluis:transaction:{}", transient::full_transaction(&SystemRng, now()).id);
    server.cli(&["COPY", &format!("sluis:transaction:{}", transaction.id), &other]).await;
    let moved = other.rsplit(':').next().and_then(idp_core::id::TransactionId::parse).expect("an id");
    assert!(node.load(&moved, now()).await.is_err(), "nor does a copy in another place open");
    assert!(node.load(&transaction.id, now()).await?.is_some());
    Ok(())
}
