//! What waits at the service desk for a second pair of eyes.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "desk_requests")]
pub(in crate::database) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub subject: String,
    /// The word of the act.
    pub act: String,
    /// Sealed: the number or address.
    pub value: Option<String>,
    pub security_version: i64,
    pub asked_by: String,
    pub reason: String,
    pub ticket: String,
    pub asked_at: i64,
    pub expires_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
