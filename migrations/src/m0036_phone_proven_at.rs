//! When a phone number was proven: after some time it is proven again, for numbers change owners.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// A column of `accounts`. Of numbers that were proven before, the last change of the account says when at the latest.
pub(crate) struct PhoneProvenAt;

impl MigrationName for PhoneProvenAt {
    fn name(&self) -> &'static str {
        "m0036_phone_proven_at"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for PhoneProvenAt {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // A node of the version before writes rows without this column: then the number counts as proven long ago.
        let column = ColumnDef::new("phone_proven_at").big_integer().null().take();
        manager.alter_table(Table::alter().table("accounts").add_column(column).take()).await?;
        let known = Query::update()
            .table("accounts")
            .value("phone_proven_at", Expr::col("updated_at"))
            .and_where(Expr::col("phone_verified").eq(true))
            .take();
        manager.get_connection().execute(&known).await.map(drop)
    }
}
