//! What the pages of the service desk need: the role in the account, how people are found, acts that wait for a second pair of
//! eyes, and how many messages left.

use sea_orm_migration::prelude::*;

/// Columns of `accounts`, and the tables `desk_requests` and `messages_sent`.
pub(crate) struct ServiceDesk;

impl MigrationName for ServiceDesk {
    fn name(&self) -> &'static str {
        "m0035_service_desk"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for ServiceDesk {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // A node of the version before writes rows without these columns, so each has a value of its own accord.
        let columns = [
            ColumnDef::new("role").text().not_null().default("none").take(),
            // Written by us; a row without it waits to be made findable.
            ColumnDef::new("found_by_name").text().null().take(),
            ColumnDef::new("found_by_email").text().null().take(),
            ColumnDef::new("found_by_phone").text().null().take(),
        ];
        // SQLite takes one column at a time.
        for column in columns {
            manager.alter_table(Table::alter().table("accounts").add_column(column).take()).await?;
        }
        for column in ["role", "found_by_name", "found_by_email", "found_by_phone"] {
            let name = format!("accounts_by_{column}");
            manager.create_index(Index::create().name(name).table("accounts").col(column).take()).await?;
        }
        let text = |name: &'static str| ColumnDef::new(name).text().not_null().take();
        let number = |name: &'static str| ColumnDef::new(name).big_integer().not_null().take();
        let requests = Table::create()
            .table("desk_requests")
            .col(text("id").primary_key())
            .col(text("subject"))
            .col(text("act"))
            .col(ColumnDef::new("value").text().null())
            .col(number("security_version"))
            .col(text("asked_by"))
            .col(text("reason"))
            .col(text("ticket"))
            .col(number("asked_at"))
            .col(number("expires_at"))
            // Of an act on a person one waits.
            .index(Index::create().name("desk_requests_once").unique().col("subject").col("act"))
            .take();
        manager.create_table(requests).await?;
        let over = Index::create().name("desk_requests_by_expires_at").table("desk_requests").col("expires_at").take();
        manager.create_index(over).await?;
        let mut sent = Table::create();
        sent.table("messages_sent")
            .col(text("month"))
            .col(text("channel"))
            .col(text("gateway"))
            .col(number("messages"))
            .primary_key(Index::create().col("month").col("channel").col("gateway"));
        manager.create_table(sent).await
    }
}
