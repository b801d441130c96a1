//! Confirmed authenticator apps.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "authenticators")]
pub(in crate::database) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub subject: String,
    /// Sealed.
    pub secret: String,
    pub last_step: i64,
    pub confirmed_at: i64,
    pub name: Option<String>,
    pub last_used_at: Option<i64>,
    #[sea_orm(belongs_to, from = "subject", to = "subject")]
    pub account: HasOne<super::accounts::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
