//! What must answer before requests are sent to this node.

use std::sync::Arc;

use async_trait::async_trait;
use idp_adapters::database::Database;
use idp_adapters::keys::SigningKeys;
use idp_core::port::{Answer, Keys, Unavailable};
use idp_web::health::Part;

/// Every part of a node.
pub(super) fn of(database: &Database, keys: &Arc<SigningKeys>) -> Vec<Arc<dyn Part>> {
    vec![Arc::new(DatabasePart(database.clone())), Arc::new(KeysPart(keys.clone()))]
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
