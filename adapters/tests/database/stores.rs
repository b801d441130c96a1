//! A database of its own for each test.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use idp_adapters::database::{Database, DatabaseOptions};
use idp_adapters::sealing::{MasterKeys, Sealer};
use idp_core::contract::Log;
use idp_core::id::Subject;
use idp_core::port::{Answer, Rng};
use jiff::Timestamp;
use sea_orm::sqlx::{Connection, Executor, PgConnection};
use tempfile::TempDir;

/// Draws another value each time, and the same ones in each run.
#[derive(Default)]
pub(crate) struct Counting(AtomicU64);

impl Rng for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let next = self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes();
            chunk.copy_from_slice(&next[8 - chunk.len()..]);
        }
    }
}

/// Where a database lies that only one test uses.
pub(crate) struct Store {
    pub(crate) url: String,
    pub(crate) rng: Arc<Counting>,
    pub(crate) keys: String,
    _directory: Option<TempDir>,
}

impl Store {
    pub(crate) fn sqlite() -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let url = format!("sqlite:{}", directory.path().join("sluis.db").display());
        Self::at(url, Some(directory))
    }

    /// `name` is the test's, so that a run leaves no more databases behind than there are tests.
    pub(crate) async fn postgres(name: &str) -> Self {
        let server = std::env::var("SLUIS_TEST_POSTGRES")
            .unwrap_or_else(|_| panic!("no PostgreSQL: run tests/run, which starts PostgreSQL"));
        let (server, _) = server.rsplit_once('/').expect("postgres://user@host:port/database");
        let mut admin = PgConnection::connect(&format!("{server}/postgres")).await.expect("PostgreSQL answers");
        let database = format!("sluis_test_{name}");
        for statement in ["DROP DATABASE IF EXISTS", "CREATE DATABASE"] {
            let sql = sea_orm::sqlx::AssertSqlSafe(format!("{statement} {database}"));
            admin.execute(sea_orm::sqlx::raw_sql(sql)).await.expect(statement);
        }
        Self::at(format!("{server}/{database}"), None)
    }

    fn at(url: String, directory: Option<TempDir>) -> Self {
        let rng = Arc::new(Counting::default());
        let keys = MasterKeys::generate(rng.as_ref()).to_string();
        Self { url, rng, keys, _directory: directory }
    }

    /// One more node that has this database, before its schema is made.
    pub(crate) async fn connect(&self) -> Database {
        self.connect_with(&self.keys).await
    }

    /// The same with other master keys.
    pub(crate) async fn connect_with(&self, keys: &str) -> Database {
        let options = DatabaseOptions { url: self.url.clone().into() };
        let sealer = Sealer::new(MasterKeys::parse(keys).expect("keys"));
        Database::connect(&options, Arc::new(sealer), self.rng.clone()).await.expect("the database opens")
    }

    /// A node that has this database.
    pub(crate) async fn node(&self) -> Database {
        let node = self.connect().await;
        node.migrate().await.expect("the schema is made");
        node.data_key(now()).await.expect("the data key is made");
        node
    }
}

pub(crate) fn now() -> Timestamp {
    Timestamp::from_second(1_800_000_000).expect("a time")
}

/// The audit log, read back.
pub(crate) struct AuditLog(pub(crate) Database);

#[async_trait]
impl Log for AuditLog {
    async fn about(&self, subject: &Subject) -> Answer<Vec<String>> {
        let events = self.0.audit_events(u64::from(u32::MAX)).await?;
        let about = events.into_iter().rev().filter(|event| event.subject.as_deref() == Some(subject.as_str()));
        Ok(about.map(|event| event.code).collect())
    }
}
