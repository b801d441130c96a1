//! Everything that a server of one node keeps in its database, to compare what was with what is.

use std::collections::BTreeSet;
use std::time::Duration;

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};

use super::Server;

/// The rows of every table but the audit log, each as text.
pub(crate) type Rows = BTreeSet<String>;

/// A look into the SQLite database of a server from beside it.
pub(crate) struct Store(DatabaseConnection);

impl Store {
    pub(crate) async fn of(server: &Server) -> Self {
        let url = format!("sqlite:{}?mode=ro", server.folder().join("data/sluis.db").display());
        Self(Database::connect(url).await.expect("the database opens"))
    }

    /// What is kept now.
    pub(crate) async fn rows(&self) -> Rows {
        let mut rows = Rows::new();
        let tables = "SELECT name FROM sqlite_master \
            WHERE type = 'table' AND name NOT LIKE 'audit%' AND name NOT LIKE 'sqlite%'";
        for table in self.texts(tables).await {
            let columns = self.texts(&format!("SELECT name FROM pragma_table_info('{table}')")).await;
            let values: Vec<_> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
            let query = format!("SELECT {} AS name FROM \"{table}\"", values.join(" || ' ' || "));
            rows.extend(self.texts(&query).await.into_iter().map(|row| format!("{table}: {row}")));
        }
        rows
    }

    /// The same, once messages and calls that are on their way have left.
    pub(crate) async fn settled(&self) -> Rows {
        let mut before = self.rows().await;
        for _ in 0..100 {
            tokio::time::sleep(Duration::from_millis(300)).await;
            let now = self.rows().await;
            if now == before && !now.iter().any(|row| row.starts_with("outbox:")) {
                return now;
            }
            before = now;
        }
        panic!("the database does not come to rest: {before:?}");
    }

    async fn texts(&self, query: &str) -> Vec<String> {
        let rows = self.0.query_all_raw(Statement::from_string(DbBackend::Sqlite, query)).await.expect("rows");
        rows.iter().map(|row| row.try_get("", "name").expect("a text")).collect()
    }
}

/// What is in one and not in the other.
pub(crate) fn difference(before: &Rows, after: &Rows) -> String {
    let gone = before.difference(after).map(|row| format!("- {row}"));
    gone.chain(after.difference(before).map(|row| format!("+ {row}"))).collect::<Vec<_>>().join("\n")
}
