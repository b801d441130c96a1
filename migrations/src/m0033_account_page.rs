//! What one's own account page keeps: the name and the use of an authenticator, and what a person says of a login.

use sea_orm_migration::prelude::*;

/// Columns of `authenticators` and `accounts`, and the indexes by which a person's own sessions and events are found.
pub(crate) struct AccountPage;

impl MigrationName for AccountPage {
    fn name(&self) -> &'static str {
        "m0033_account_page"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for AccountPage {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // A node of the version before writes rows without these columns, so each has a value of its own accord.
        let columns = [
            ("authenticators", ColumnDef::new("name").text().null().take()),
            ("authenticators", ColumnDef::new("last_used_at").big_integer().null().take()),
            ("accounts", ColumnDef::new("disputed_at").big_integer().null().take()),
            ("accounts", ColumnDef::new("owes_password").boolean().not_null().default(false).take()),
        ];
        // SQLite takes one column at a time.
        for (table, column) in columns {
            manager.alter_table(Table::alter().table(table).add_column(column).take()).await?;
        }
        Ok(())
    }
}
