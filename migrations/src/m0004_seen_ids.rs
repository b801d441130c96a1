//! What may be used once: remembered until it has expired.

use sea_orm_migration::prelude::*;

/// The table `seen_ids`.
pub(crate) struct SeenIds;

impl MigrationName for SeenIds {
    fn name(&self) -> &'static str {
        "m0004_seen_ids"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for SeenIds {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("seen_ids")
            .col(ColumnDef::new("id").text().not_null().primary_key())
            .col(ColumnDef::new("expires_at").big_integer().not_null())
            .take();
        manager.create_table(table).await?;
        let expired = Index::create().name("seen_ids_by_expires_at").table("seen_ids").col("expires_at").take();
        manager.create_index(expired).await
    }
}
