//! Recovery codes that were not used: a code that is used is gone.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recovery_codes")]
pub(in crate::database) struct Model {
    /// A keyed hash over the person and the code.
    #[sea_orm(primary_key, auto_increment = false)]
    pub digest: String,
    pub subject: String,
}

impl ActiveModelBehavior for ActiveModel {}
