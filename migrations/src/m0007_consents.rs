//! What people agreed to: one row for each value of a scope and each claim, of one person for one client. And the way to the
//! grants between the two, which end when it is taken back.

use sea_orm_migration::prelude::*;

/// The table `consents`.
pub(crate) struct Consents;

impl MigrationName for Consents {
    fn name(&self) -> &'static str {
        "m0007_consents"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Consents {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let key = ["subject", "client_id", "kind", "name"];
        let mut table = Table::create().table("consents").take();
        for column in key {
            table.col(ColumnDef::new(column).text().not_null());
        }
        table.col(ColumnDef::new("given_at").big_integer().not_null());
        table.primary_key(key.into_iter().fold(&mut Index::create(), |index, column| index.col(column)));
        manager.create_table(table).await?;
        let mut between = Index::create();
        between.name("grants_by_subject_and_client").table("grants").col("subject").col("client_id");
        manager.create_index(between).await
    }
}
