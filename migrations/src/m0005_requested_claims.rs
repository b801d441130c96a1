//! Claims that a client asked for by name (OIDC Core 5.5) are kept with the grant.

use sea_orm_migration::prelude::*;

/// The column of the requested claims.
pub(crate) struct RequestedClaims;

impl MigrationName for RequestedClaims {
    fn name(&self) -> &'static str {
        "m0005_requested_claims"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for RequestedClaims {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = ColumnDef::new("claims").text().null().take();
        manager.alter_table(Table::alter().table("grants").add_column(column).take()).await
    }
}
