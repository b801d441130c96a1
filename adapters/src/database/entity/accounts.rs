//! People.

use sea_orm::entity::prelude::*;

use super::Hidden;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "accounts")]
pub(in crate::database) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject: String,
    #[sea_orm(unique)]
    pub username: String,
    pub security_version: i64,
    pub disabled: bool,
    pub password_hash: Option<Hidden>,
    /// Sealed.
    pub phone: Option<String>,
    pub phone_verified: bool,
    pub phone_proven_at: Option<i64>,
    /// Sealed.
    pub email: Option<String>,
    pub email_verified: bool,
    /// JSON.
    pub claims: String,
    pub organisation: Option<String>,
    /// JSON.
    pub roles: String,
    pub created_at: i64,
    pub updated_at: i64,
    /// How many rows of `recovery_codes` there are.
    pub recovery_codes: i32,
    /// How many rows of `passkeys` there are.
    pub passkeys: i32,
    pub owes_visit: bool,
    pub password_by_mail: bool,
    /// A keyed hash.
    pub visit_code: Option<String>,
    pub visit_code_expires_at: Option<i64>,
    pub disputed_at: Option<i64>,
    pub owes_password: bool,
    /// The word of the role.
    pub role: String,
    /// The words of the names, each after a space.
    pub found_by_name: Option<String>,
    /// A keyed hash.
    pub found_by_email: Option<String>,
    /// A keyed hash of the last digits.
    pub found_by_phone: Option<String>,
    #[sea_orm(has_many)]
    pub authenticators: HasMany<super::authenticators::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
