//! What became of messages.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deliveries")]
pub(in crate::database) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub message: String,
    pub subject: String,
    pub channel: String,
    /// Masked.
    pub recipient: String,
    pub queued_at: i64,
    pub expires_at: i64,
    pub gateway: Option<String>,
    pub provider_id: Option<String>,
    pub accepted_at: Option<i64>,
    pub given_up: bool,
    /// `delivered` or `failed`.
    pub report: Option<String>,
    pub reason: Option<String>,
    pub reported_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
