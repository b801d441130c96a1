//! Bringing the schema up to date.

use std::time::Duration;

use idp_core::port::Answer;
use idp_migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, RuntimeErr, sqlx};
use tokio::time::sleep;

use super::{Database, Fault};

/// Names the advisory lock of PostgreSQL under which one process at a time changes the schema.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7310032611)";

/// How long a step waits for who uses a table, such as a backup. Everybody else waits behind it, so not for long;
const PATIENCE: &str = "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '3s'";
/// and then they have the table to themselves for so long.
const BREATH: Duration = Duration::from_secs(5);
/// `lock_not_available`.
const LOCKED: &str = "55P03";

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
            loop {
                match self.take_steps().await {
                    Err(fault) if is_locked(&fault) => {
                        tracing::warn!("somebody uses a table that must change, such as a backup; it is tried again");
                        sleep(BREATH).await;
                    }
                    taken => return taken,
                }
            }
        })
        .await
    }

    async fn take_steps(&self) -> Result<(), Fault> {
        let txn = self.begin().await?;
        if txn.get_database_backend() == DbBackend::Postgres {
            txn.execute_unprepared(PATIENCE).await?;
            txn.execute_unprepared(LOCK).await?;
        }
        if !Migrator::not_taken(&txn).await?.is_empty() {
            Migrator::up(&txn, None).await?;
        }
        Ok(txn.commit().await?)
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

fn is_locked(fault: &Fault) -> bool {
    let Some(DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) =
        fault.downcast_ref()
    else {
        return false;
    };
    matches!(error.as_ref(), sqlx::Error::Database(error) if error.code().as_deref() == Some(LOCKED))
}
