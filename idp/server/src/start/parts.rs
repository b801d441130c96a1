//! What must answer before requests are sent to this node.

use std::sync::Arc;

use async_trait::async_trait;
use idp_adapters::database::Database;
use idp_adapters::keys::SigningKeys;
use idp_adapters::redis::Redis;
use idp_core::port::{Answer, Keys, Unavailable};
use idp_web::health::Part;

/// Every part of a node.
pub(super) fn of(
    database: &Database,
    keys: &Arc<SigningKeys>,
    master_keys: Arc<dyn Part>,
    redis: Option<Arc<Redis>>,
) -> Vec<Arc<dyn Part>> {
    let mut parts: Vec<Arc<dyn Part>> =
        vec![Arc::new(DatabasePart(database.clone())), Arc::new(KeysPart(keys.clone())), master_keys];
    parts.extend(redis.map(|redis| -> Arc<dyn Part> { Arc::new(RedisPart(redis)) }));
    parts
}

/// The database answers, and its schema is the one that this program knows.
struct DatabasePart(Database);

#[async_trait]
impl Part for DatabasePart {
    fn name(&self) -> &'static str {
        "database"
    }

    async fn check(&self) -> Answer<()> {
        match self.0.pending().await?.as_slice() {
            [] => Ok(()),
            steps => Err(Unavailable::new("compare the schema", format!("not taken yet: {}", steps.join(", ")))),
        }
    }
}

/// Redis answers: without it nobody logs in, though tokens are served.
struct RedisPart(Arc<Redis>);

#[async_trait]
impl Part for RedisPart {
    fn name(&self) -> &'static str {
        "redis"
    }

    async fn check(&self) -> Answer<()> {
        self.0.ping().await
    }
}

/// There is something to sign with.
struct KeysPart(Arc<SigningKeys>);

#[async_trait]
impl Part for KeysPart {
    fn name(&self) -> &'static str {
        "signing keys"
    }

    async fn check(&self) -> Answer<()> {
        self.0.public_set().await.map(drop)
    }
}
