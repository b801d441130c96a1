//! What became of messages, beside the outbox, which forgets each one that it is rid of.

use sea_orm_migration::prelude::*;

/// The table `deliveries`.
pub(crate) struct Deliveries;

impl MigrationName for Deliveries {
    fn name(&self) -> &'static str {
        "m0010_deliveries"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Deliveries {
    /// Whole or not at all, on SQLite as well.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let text = |name: &'static str| ColumnDef::new(name).text().not_null().take();
        let optional_text = |name: &'static str| ColumnDef::new(name).text().null().take();
        let optional_time = |name: &'static str| ColumnDef::new(name).big_integer().null().take();
        let table = Table::create()
            .table("deliveries")
            .col(text("message").primary_key())
            .col(text("subject"))
            .col(text("channel"))
            .col(text("recipient"))
            .col(ColumnDef::new("queued_at").big_integer().not_null())
            .col(ColumnDef::new("expires_at").big_integer().not_null())
            .col(optional_text("gateway"))
            .col(optional_text("provider_id"))
            .col(optional_time("accepted_at"))
            .col(ColumnDef::new("given_up").boolean().not_null().default(false))
            .col(optional_text("report"))
            .col(optional_text("reason"))
            .col(optional_time("reported_at"))
            .take();
        manager.create_table(table).await?;
        for column in ["subject", "provider_id", "queued_at"] {
            let name = format!("deliveries_by_{column}");
            manager.create_index(Index::create().name(name).table("deliveries").col(column).take()).await?;
        }
        Ok(())
    }
}
