//! The schema of the database, as a list of steps that runs alike on SQLite and PostgreSQL.
//!
//! A step that was released is never edited; a change of the schema is a new step at the end of the list. Who may run
//! them, and how two processes that start at once are kept apart, is the database adapter's business.

use std::collections::BTreeSet;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::sea_orm::{EntityTrait, IntoDatabaseExecutor};
use sea_orm_migration::{DbErr, MigrationTrait, SchemaManager, seaql_migrations};

mod m0001_initial;
mod m0002_refresh_tokens;
mod m0003_signing_keys;
mod m0004_seen_ids;
mod m0005_requested_claims;
mod m0006_logout_calls;
mod m0007_consents;
mod m0010_deliveries;
mod m0011_what_is_over;
mod m0012_sealed_audit;
mod m0020_configurations;
mod m0030_recovery;
mod m0032_password_links;
mod m0033_account_page;
mod m0034_passkeys;
mod m0035_service_desk;
mod m0036_phone_proven_at;
mod m0050_master_keys;

/// Every step, in order.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_initial::Initial),
            Box::new(m0002_refresh_tokens::RefreshTokens),
            Box::new(m0003_signing_keys::SigningKeys),
            Box::new(m0004_seen_ids::SeenIds),
            Box::new(m0005_requested_claims::RequestedClaims),
            Box::new(m0006_logout_calls::LogoutCalls),
            Box::new(m0007_consents::Consents),
            Box::new(m0010_deliveries::Deliveries),
            Box::new(m0011_what_is_over::WhatIsOver),
            Box::new(m0012_sealed_audit::SealedAudit),
            Box::new(m0020_configurations::Configurations),
            Box::new(m0030_recovery::Recovery),
            Box::new(m0033_account_page::AccountPage),
            Box::new(m0050_master_keys::MasterKeys),
            Box::new(m0032_password_links::PasswordLinks),
            Box::new(m0034_passkeys::Passkeys),
            Box::new(m0036_phone_proven_at::PhoneProvenAt),
            Box::new(m0035_service_desk::ServiceDesk),
        ]
    }
}

impl Migrator {
    /// The steps that a database does not have yet, by name. It may have some that are not ours: a newer program took them,
    /// and each leaves room for the version before it.
    pub async fn not_taken<'c>(db: impl IntoDatabaseExecutor<'c>) -> Result<Vec<String>, DbErr> {
        let ours = Self::migrations().into_iter().map(|step| step.name().to_owned());
        let schema = SchemaManager::new(db);
        if !schema.has_table("seaql_migrations").await? {
            return Ok(ours.collect());
        }
        let taken = seaql_migrations::Entity::find().all(schema.get_connection()).await?;
        let taken: BTreeSet<_> = taken.into_iter().map(|step| step.version).collect();
        Ok(ours.filter(|step| !taken.contains(step)).collect())
    }
}
