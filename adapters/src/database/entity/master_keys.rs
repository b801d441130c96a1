//! Master keys that seal or have sealed something; the keys themselves are in the master key file.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "master_keys")]
pub(in crate::database) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub proof: String,
    pub announced_at: i64,
    pub in_force_at: Option<i64>,
    pub resealed_at: Option<i64>,
    pub retired_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
