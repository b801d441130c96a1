//! Links with which people choose a password: one that is used is gone.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "password_links")]
pub(in crate::database) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject: String,
    /// The word of its kind.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// Of the secret in the link.
    #[sea_orm(unique)]
    pub digest: String,
    pub security_version: i64,
    pub expires_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
