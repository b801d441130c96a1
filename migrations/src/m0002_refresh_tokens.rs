//! Refresh tokens, and what a grant must know for them: whether it outlives its session, and for which resource it is.

use sea_orm_migration::prelude::*;

/// The table `refresh_tokens`, and the columns of `grants` that go with it.
pub(crate) struct RefreshTokens;

impl MigrationName for RefreshTokens {
    fn name(&self) -> &'static str {
        "m0002_refresh_tokens"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for RefreshTokens {
    /// Whole or not at all, on SQLite as well.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let offline = ColumnDef::new("offline").boolean().not_null().default(false).take();
        let resource = ColumnDef::new("resource").text().null().take();
        // SQLite takes one column a statement.
        for column in [offline, resource] {
            manager.alter_table(Table::alter().table("grants").add_column(column).take()).await?;
        }
        let tokens = Table::create()
            .table("refresh_tokens")
            .col(ColumnDef::new("digest").text().not_null().primary_key())
            .col(ColumnDef::new("grant_id").text().not_null())
            .col(ColumnDef::new("issued_at").big_integer().not_null())
            .col(ColumnDef::new("expires_at").big_integer().not_null())
            .col(ColumnDef::new("rotated_at").big_integer().null())
            .foreign_key(ForeignKey::create().from("refresh_tokens", "grant_id").to("grants", "id"))
            .take();
        manager.create_table(tokens).await?;
        let of_grant = Index::create().name("refresh_tokens_by_grant").table("refresh_tokens").col("grant_id").take();
        manager.create_index(of_grant).await
    }
}
