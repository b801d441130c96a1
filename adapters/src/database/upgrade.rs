//! Bringing the schema up to date.

use idp_core::port::Answer;
use idp_migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DbBackend};

use super::Database;

/// Names the advisory lock of PostgreSQL under which one process at a time changes the schema.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7310032611)";

impl Database {
    /// Brings the schema up to date, whole or not at all. Of two processes that start at once the second waits, finds
    /// nothing left to do and succeeds as well: on SQLite the transaction itself is the lock. A schema that has all our
    /// steps and some of a newer program is left as it is: each step leaves room for the version before it. Where nothing is
    /// left to do nothing is tried: the role of a server need not be one that may make tables.
    pub async fn migrate(&self) -> Answer<()> {
        if self.pending().await?.is_empty() {
            return Ok(());
        }
        self.asked("bring the schema up to date", async {
            let txn = self.begin().await?;
            if txn.get_database_backend() == DbBackend::Postgres {
                txn.execute_unprepared("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0").await?;
                txn.execute_unprepared(LOCK).await?;
            }
            if !Migrator::not_taken(&txn).await?.is_empty() {
                Migrator::up(&txn, None).await?;
            }
            Ok(txn.commit().await?)
        })
        .await
    }

    /// The steps that [`Self::migrate`] would take, by name.
    pub async fn pending(&self) -> Answer<Vec<String>> {
        self.asked("compare the schema", async { Ok(Migrator::not_taken(&self.readers).await?) }).await
    }

    /// Whether nothing was ever kept here: no step was taken yet.
    pub async fn is_new(&self) -> Answer<bool> {
        Ok(self.pending().await?.len() == Migrator::migrations().len())
    }
}
