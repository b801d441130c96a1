//! The durable ports, on SQLite or PostgreSQL.
//!
//! One [`Database`] implements them all, one file a port, with the same statements on both. Four rules hold in every file:
//!
//! - A verb that changes something is one transaction, and its audit event is written in it.
//! - What may happen once, or so many times, is one conditional statement. Nothing is read, checked and then written,
//!   unless a conditional update has locked the row before.
//! - Whoever leaves early has changed nothing: a transaction that is dropped is rolled back.
//! - What identifies or authenticates a person lies sealed. Its nonce is random, so it is compared after it is opened.

use std::sync::Arc;

use idp_core::port::{Answer, Rng, Unavailable};
use sea_orm::{DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use tokio::sync::{Notify, OnceCell};
use zeroize::Zeroizing;

use self::sealed_columns::SealedColumn;
use crate::measured::{Latency, Store};
use crate::sealing::{DataKey, Sealer};

mod accounts;
mod audit;
mod backup;
mod configurations;
mod connect;
mod consents;
mod data_keys;
mod deliveries;
mod desk_requests;
mod entity;
mod grants;
mod guess_budgets;
mod housekeeping;
mod logout_calls;
mod master_keys;
mod nodes;
mod outbox;
mod password_links;
mod queue;
mod refresh_tokens;
mod reports;
mod resealing;
mod sealed_columns;
mod seen_ids;
mod sessions;
pub mod signing_keys;
mod upgrade;
mod value;

pub use audit::{AuditFilter, Head, Recorded, Sealed, SealedEvents, Verified, Wrong};
pub use backup::Contents;
pub use configurations::InForce;
pub use connect::{ConnectError, DatabaseOptions};
pub use master_keys::{AtOdds, MasterKey, NotRetired, State};
pub use nodes::{Node, NodeId};
pub use resealing::Resealing;

/// Whatever goes wrong inside; [`Database::asked`] gives it the name of what was asked.
type Fault = Box<dyn std::error::Error + Send + Sync>;

/// The database. Cloning clones handles.
#[derive(Clone)]
pub struct Database {
    /// SQLite has one writer at a time, so this pool then has one connection; on PostgreSQL both are the same pool.
    writer: DatabaseConnection,
    readers: DatabaseConnection,
    sealer: Arc<Sealer>,
    rng: Arc<dyn Rng>,
    logout_calls_written: Arc<Notify>,
    latency: Latency,
    data_key: Arc<OnceCell<DataKey>>,
}

impl Database {
    /// Opens the database, and makes the file of a SQLite database that is not there yet. The schema is made by
    /// [`Self::migrate`].
    pub async fn connect(
        options: &DatabaseOptions,
        sealer: Arc<Sealer>,
        rng: Arc<dyn Rng>,
    ) -> Result<Self, ConnectError> {
        let (writer, readers) = connect::open(options).await?;
        Ok(Self {
            writer,
            readers,
            sealer,
            rng,
            logout_calls_written: Arc::default(),
            latency: Latency::default(),
            data_key: Arc::default(),
        })
    }

    /// Notified when logout calls were written here, so that they are made at once and not at the worker's next look.
    pub fn logout_calls_written(&self) -> Arc<Notify> {
        self.logout_calls_written.clone()
    }

    /// The same database, whose answers are measured there.
    #[must_use]
    pub fn measured(self, latency: Latency) -> Self {
        Self { latency, ..self }
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Answer<()> {
        self.asked("ping the database", async { Ok(self.readers.ping().await?) }).await
    }

    /// Begins a transaction that writes. SQLite takes its write lock here, where it can wait for it: a transaction that
    /// reads first and then wants to write is refused instead.
    async fn begin(&self) -> Result<DatabaseTransaction, Fault> {
        let sqlite_transaction_mode = Some(SqliteTransactionMode::Immediate);
        Ok(self.writer.begin_with_options(TransactionOptions { sqlite_transaction_mode, ..Default::default() }).await?)
    }

    /// Names what was asked of the database, for whatever goes wrong on the way, and measures how long it took. Of the fault
    /// only its words are kept: the `Debug` of PostgreSQL's errors shows the row.
    async fn asked<T>(&self, what: &'static str, work: impl Future<Output = Result<T, Fault>> + Send) -> Answer<T> {
        let work = async { work.await.map_err(|fault| Unavailable::new(what, fault.to_string())) };
        self.latency.of(Store::Database, what, work).await
    }

    /// Seals what goes into a column of this row.
    fn seal(&self, column: SealedColumn, row: &str, plaintext: &[u8]) -> Result<String, Fault> {
        Ok(self.sealer.seal(column.of(row)?, plaintext, self.rng.as_ref())?)
    }

    /// Opens what lies in a column of this row.
    fn open(&self, column: SealedColumn, row: &str, sealed: &str) -> Result<Zeroizing<Vec<u8>>, Fault> {
        Ok(self.sealer.open(column.of(row)?, sealed)?)
    }
}
