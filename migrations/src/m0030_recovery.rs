//! What people come back with who lost their app: recovery codes, and what stands before the bootstrap after a reset.

use sea_orm_migration::prelude::*;

/// The table `recovery_codes`, and the columns of `accounts` that go with it.
pub(crate) struct Recovery;

impl MigrationName for Recovery {
    fn name(&self) -> &'static str {
        "m0030_recovery"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Recovery {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // A node of the version before writes rows without these columns, so each has a value of its own accord.
        let columns = [
            ColumnDef::new("recovery_codes").integer().not_null().default(0).take(),
            ColumnDef::new("owes_visit").boolean().not_null().default(false).take(),
            ColumnDef::new("password_by_mail").boolean().not_null().default(false).take(),
            ColumnDef::new("visit_code").text().null().take(),
            ColumnDef::new("visit_code_expires_at").big_integer().null().take(),
        ];
        // SQLite takes one column at a time.
        for column in columns {
            manager.alter_table(Table::alter().table("accounts").add_column(column).take()).await?;
        }
        let mut codes = Table::create();
        codes
            .table("recovery_codes")
            .col(ColumnDef::new("digest").text().not_null().primary_key())
            .col(ColumnDef::new("subject").text().not_null())
            .foreign_key(ForeignKey::create().from("recovery_codes", "subject").to("accounts", "subject"));
        manager.create_table(codes).await?;
        let of_a_person =
            Index::create().name("recovery_codes_by_subject").table("recovery_codes").col("subject").take();
        manager.create_index(of_a_person).await
    }
}
