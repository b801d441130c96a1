//! The registrations of clients that are and were in force, so that a change can be compared with them before it is made.

use sea_orm_migration::prelude::*;

/// The table `configurations`.
pub(crate) struct Configurations;

impl MigrationName for Configurations {
    fn name(&self) -> &'static str {
        "m0020_configurations"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Configurations {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("configurations")
            .col(ColumnDef::new("seq").big_integer().not_null().primary_key())
            .col(ColumnDef::new("version").text().not_null())
            .col(ColumnDef::new("registrations").text().not_null())
            .col(ColumnDef::new("applied_at").big_integer().not_null())
            .take();
        manager.create_table(table).await
    }
}
