//! Passkeys.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "passkeys")]
pub(in crate::database) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub subject: String,
    /// A keyed hash of what authenticators call it.
    #[sea_orm(unique)]
    pub digest: String,
    /// Sealed.
    pub credential: String,
    /// How often it signed.
    pub signatures: i64,
    pub name: Option<String>,
    pub added_at: i64,
    pub last_used_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
