//! Links with which people choose a password: who forgot it, or who is new.

use sea_orm_migration::prelude::*;

/// The table `password_links`.
pub(crate) struct PasswordLinks;

impl MigrationName for PasswordLinks {
    fn name(&self) -> &'static str {
        "m0032_password_links"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for PasswordLinks {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut links = Table::create();
        links
            .table("password_links")
            .col(ColumnDef::new("subject").text().not_null())
            .col(ColumnDef::new("kind").text().not_null())
            .col(ColumnDef::new("digest").text().not_null().unique_key())
            .col(ColumnDef::new("security_version").big_integer().not_null())
            .col(ColumnDef::new("expires_at").big_integer().not_null())
            // A person has one link of each kind: the newest.
            .primary_key(Index::create().col("subject").col("kind"))
            .foreign_key(ForeignKey::create().from("password_links", "subject").to("accounts", "subject"));
        manager.create_table(links).await?;
        let over =
            Index::create().name("password_links_by_expires_at").table("password_links").col("expires_at").take();
        manager.create_index(over).await
    }
}
