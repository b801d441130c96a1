//! Which master keys seal or have sealed something here, and which nodes can open what they seal: so that nothing is sealed
//! with a key before every node has it, and none starts without one that it needs.
//!
//! A node of before goes on beside it: it seals with the first key of its file.

use sea_orm_migration::prelude::*;

/// The tables `master_keys` and `nodes`.
pub(crate) struct MasterKeys;

impl MigrationName for MasterKeys {
    fn name(&self) -> &'static str {
        "m0050_master_keys"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for MasterKeys {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let text = |name: &'static str| ColumnDef::new(name).text().not_null().take();
        let time = |name: &'static str| ColumnDef::new(name).big_integer().null().take();
        let keys = Table::create()
            .table("master_keys")
            .col(text("id").primary_key())
            // Something known that it sealed.
            .col(text("proof"))
            .col(ColumnDef::new("announced_at").big_integer().not_null())
            // Of two that come in force at once, one does.
            .col(time("in_force_at").unique_key())
            .col(time("resealed_at"))
            .col(time("retired_at"))
            .take();
        manager.create_table(keys).await?;
        let nodes = Table::create()
            .table("nodes")
            .col(text("id").primary_key())
            .col(ColumnDef::new("seen_at").big_integer().not_null())
            .col(text("opens"))
            .col(text("seals"))
            .take();
        manager.create_table(nodes).await
    }
}
