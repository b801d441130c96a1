//! Messages on their way.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub(in crate::database) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub channel: String,
    /// Sealed JSON.
    pub payload: String,
    pub expires_at: i64,
    pub due_at: i64,
    pub tries: i64,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
