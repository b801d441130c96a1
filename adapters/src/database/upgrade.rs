//! Bringing the schema up to date.

use idp_core::port::Answer;
use idp_migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DbBackend};

use super::{Database, asked};

/// Names the advisory lock of PostgreSQL under which one process at a time changes the schema.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7310032611)";

impl Database {
    /// Brings the schema up to date, whole or not at all. Of two processes that start at once the second waits, finds
    /// nothing left to do and succeeds as well: on SQLite the transaction itself is the lock. Where nothing is left to do
    /// nothing is tried: the role of a server need not be one that may make tables.
    pub async fn migrate(&self) -> Answer<()> {
        if self.pending().await?.is_empty() {
            return Ok(());
        }
        asked("bring the schema up to date", async {
            let txn = self.begin().await?;
            if txn.get_database_backend() == DbBackend::Postgres {
                txn.execute_unprepared("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0").await?;
                txn.execute_unprepared(LOCK).await?;
            }
            Migrator::up(&txn, None).await?;
            Ok(txn.commit().await?)
        })
        .await
    }

    /// The steps that [`Self::migrate`] would take, by name. It fails on a schema that is newer than this program.
    pub async fn pending(&self) -> Answer<Vec<String>> {
        asked("compare the schema", async {
            let pending = Migrator::get_pending_migrations_read_only(&self.readers).await?;
            Ok(pending.iter().map(|step| step.name().to_owned()).collect())
        })
        .await
    }

    /// Whether nothing was ever kept here: no step was taken yet.
    pub async fn is_new(&self) -> Answer<bool> {
        Ok(self.pending().await?.len() == Migrator::migrations().len())
    }
}
