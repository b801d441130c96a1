//! Back-channel logout calls on their way to the clients that saw a session which ended.

use sea_orm_migration::prelude::*;

/// The table `logout_calls`.
pub(crate) struct LogoutCalls;

impl MigrationName for LogoutCalls {
    fn name(&self) -> &'static str {
        "m0006_logout_calls"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for LogoutCalls {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let text = |name: &'static str| ColumnDef::new(name).text().not_null().take();
        let number = |name: &'static str| ColumnDef::new(name).big_integer().not_null().take();
        let table = Table::create()
            .table("logout_calls")
            .col(text("id").primary_key())
            .col(text("session_id"))
            .col(text("subject"))
            .col(text("client_id"))
            .col(number("due_at"))
            .col(number("tries"))
            .col(number("expires_at"))
            .col(number("created_at"))
            .take();
        manager.create_table(table).await?;
        let due = Index::create().name("logout_calls_by_due_at").table("logout_calls").col("due_at").take();
        manager.create_index(due).await
    }
}
