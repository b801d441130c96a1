//! Authorizations.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "grants")]
pub(in crate::database) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The digest of the code.
    #[sea_orm(unique)]
    pub code: String,
    pub client_id: String,
    pub subject: String,
    pub security_version: i64,
    pub session_id: String,
    pub redirect_uri: String,
    pub scope: String,
    /// JSON; null in grants of before there were any.
    pub claims: Option<String>,
    pub nonce: Option<String>,
    pub code_challenge: Option<String>,
    /// JSON.
    pub assurance: String,
    /// Whether it outlives its session.
    pub offline: bool,
    pub resource: Option<String>,
    pub issued_at: i64,
    pub code_expires_at: i64,
    pub redeemed_at: Option<i64>,
    pub revoked_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
