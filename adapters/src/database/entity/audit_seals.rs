//! The seals of the audit log: each names the events that it seals, and holds on to the seal before it.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_seals")]
pub(in crate::database) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub sealed_at: i64,
    /// The highest `seq` that was looked at.
    pub through: i64,
    /// The numbers up to there that were not there yet: JSON.
    pub missing: String,
    /// A line for each event: its `seq`, its class, its keyed hash.
    pub entries: String,
    /// The proof of the seal before.
    pub previous: String,
    pub proof: String,
}

impl ActiveModelBehavior for ActiveModel {}
