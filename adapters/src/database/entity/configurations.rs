//! Registrations of clients that are or were in force.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "configurations")]
pub(in crate::database) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub version: String,
    pub registrations: String,
    pub applied_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
