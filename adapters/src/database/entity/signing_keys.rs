//! Signing keys.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signing_keys")]
pub(in crate::database) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub kid: String,
    pub algorithm: String,
    /// Counts the keys of one algorithm.
    pub generation: i64,
    /// Sealed; empty once the key is revoked.
    pub jwk: String,
    pub created_at: i64,
    /// From when it signs.
    pub signs_at: i64,
    pub revoked_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
