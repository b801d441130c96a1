//! The times of a signing key: from when it signs, and when it was revoked.

use sea_orm_migration::prelude::*;

/// The times of a signing key.
pub(crate) struct SigningKeys;

impl MigrationName for SigningKeys {
    fn name(&self) -> &'static str {
        "m0003_signing_keys"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for SigningKeys {
    /// Whole or not at all, on SQLite as well.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    /// A key that is there already has signed since it was made.
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let signs_at = ColumnDef::new("signs_at").big_integer().not_null().default(0).take();
        let revoked_at = ColumnDef::new("revoked_at").big_integer().null().take();
        // SQLite takes one column a statement.
        for column in [signs_at, revoked_at] {
            manager.alter_table(Table::alter().table("signing_keys").add_column(column).take()).await?;
        }
        let since_made = Query::update().table("signing_keys").value("signs_at", Expr::col("created_at")).take();
        manager.get_connection().execute(&since_made).await?;
        Ok(())
    }
}
