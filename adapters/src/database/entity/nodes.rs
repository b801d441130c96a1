//! Nodes that serve, and the master keys that each has.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "nodes")]
pub(in crate::database) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub seen_at: i64,
    pub opens: String,
    pub seals: String,
}

impl ActiveModelBehavior for ActiveModel {}
