//! The audit log.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_events")]
pub(in crate::database) struct Model {
    #[sea_orm(primary_key)]
    pub seq: i64,
    pub at: i64,
    pub code: String,
    pub actor: String,
    pub subject: Option<String>,
    pub client: Option<String>,
    pub address: Option<String>,
    pub request: Option<String>,
    /// JSON.
    pub detail: String,
    /// A keyed hash over all of the above but `seq`. None where a version before proofs wrote it.
    pub proof: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
