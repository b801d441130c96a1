//! What was removed from the audit log because it was over.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_removals")]
pub(in crate::database) struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    /// A class of events, or `seals`.
    pub kind: String,
    /// The last seal whose events of this class, or which itself, went.
    pub through: i64,
    /// The highest `seq` that this seal had looked at.
    pub through_seq: i64,
    /// The proof of this seal: what is left of the chain begins after it.
    pub head: String,
    /// How many events went.
    pub events: i64,
    pub removed_at: i64,
    pub proof: String,
}

impl ActiveModelBehavior for ActiveModel {}
