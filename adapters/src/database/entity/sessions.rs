//! Single sign-on sessions.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub(in crate::database) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The digest of the cookie.
    #[sea_orm(unique)]
    pub cookie: String,
    pub subject: String,
    pub security_version: i64,
    /// JSON.
    pub evidence: String,
    pub started_at: i64,
    pub used_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
