//! Passkeys: what is kept of each, and how many a person has.

use sea_orm_migration::prelude::*;

/// The table `passkeys`, and the column of `accounts` that says whether there are any to look for.
pub(crate) struct Passkeys;

impl MigrationName for Passkeys {
    fn name(&self) -> &'static str {
        "m0034_passkeys"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Passkeys {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // A node of the version before writes rows without this column, so it has a value of its own accord.
        let count = ColumnDef::new("passkeys").integer().not_null().default(0).take();
        manager.alter_table(Table::alter().table("accounts").add_column(count).take()).await?;
        let mut passkeys = Table::create();
        passkeys
            .table("passkeys")
            .col(ColumnDef::new("id").text().not_null().primary_key())
            .col(ColumnDef::new("subject").text().not_null())
            .col(ColumnDef::new("digest").text().not_null().unique_key())
            .col(ColumnDef::new("credential").text().not_null())
            .col(ColumnDef::new("signatures").big_integer().not_null())
            .col(ColumnDef::new("name").text().null())
            .col(ColumnDef::new("added_at").big_integer().not_null())
            .col(ColumnDef::new("last_used_at").big_integer().null())
            .foreign_key(ForeignKey::create().from("passkeys", "subject").to("accounts", "subject"));
        manager.create_table(passkeys).await?;
        let of_a_person = Index::create().name("passkeys_by_subject").table("passkeys").col("subject").take();
        manager.create_index(of_a_person).await
    }
}
