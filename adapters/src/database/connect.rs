//! Opening the pools.
//!
//! The pools are built here rather than by sea-orm, whose connector prints the whole URL, password included, into its
//! spans. Statements are not logged either: their values are people's.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sea_orm::DatabaseConnection;
use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sea_orm::sqlx::{self, ConnectOptions, Connection};
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;

/// How long a request waits for a connection, and a writer of SQLite for another process.
const PATIENCE: Duration = Duration::from_secs(5);
/// Connections to PostgreSQL, of one node.
const POSTGRES_CONNECTIONS: u32 = 10;
/// Readers of SQLite, beside its one writer.
const SQLITE_READERS: u32 = 4;
/// A connection that rested for this long is tried before it is used: the server may have been restarted meanwhile.
const RESTED: Duration = Duration::from_secs(1);

/// How often a SQLite file is tried that another process holds while it opens, and how long between.
const LOCKED_TRIES: u32 = 50;
const LOCKED_PAUSE: Duration = Duration::from_millis(100);

/// Which database.
#[derive(Debug, Clone)]
pub struct DatabaseOptions {
    /// `sqlite:<path>` or `postgres://<user>:<password>@<host>/<database>`.
    pub url: SecretString,
}

/// Why the database cannot be opened. It never has the URL in it, which may hold a password.
#[derive(Debug, Error)]
pub enum ConnectError {
    /// The URL names no database that we know.
    #[error("the URL of the database must read `sqlite:<path>` or `postgres://<user>:<password>@<host>/<database>`")]
    Url,
    /// The file of a SQLite database cannot be made.
    #[error("cannot make the database file {path}")]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The database does not open.
    #[error("cannot open the database")]
    Open(#[from] sqlx::Error),
}

/// The pool that writes and the pool that reads.
pub(super) async fn open(options: &DatabaseOptions) -> Result<(DatabaseConnection, DatabaseConnection), ConnectError> {
    let url = options.url.expose_secret();
    match url.split_once(':') {
        Some(("sqlite", path)) => sqlite(Path::new(path.trim_start_matches("//"))).await,
        Some(("postgres" | "postgresql", _)) => postgres(url.parse().map_err(|_| ConnectError::Url)?).await,
        _ => Err(ConnectError::Url),
    }
}

async fn postgres(server: PgConnectOptions) -> Result<(DatabaseConnection, DatabaseConnection), ConnectError> {
    let timeouts = [
        ("statement_timeout", "5s"),
        ("lock_timeout", "5s"),
        // A node that stops in the middle of a transaction must not keep its locks.
        ("idle_in_transaction_session_timeout", "30s"),
    ];
    let server = server.application_name("sluis").options(timeouts).disable_statement_logging();
    let pool = PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(PATIENCE)
        .test_before_acquire(false)
        .before_acquire(|connection, rest| {
            Box::pin(async move {
                if rest.idle_for > RESTED {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_with(server)
        .await?;
    let pool = DatabaseConnection::from(pool);
    Ok((pool.clone(), pool))
}

/// The write-ahead log lets readers read while the one writer writes. Each commit reaches the disk before it counts: what was used,
/// locked or revoked stays so after a power cut as well.
async fn sqlite(path: &Path) -> Result<(DatabaseConnection, DatabaseConnection), ConnectError> {
    if path.as_os_str().is_empty() || path == Path::new(":memory:") {
        return Err(ConnectError::Url);
    }
    make_file(path).map_err(|source| ConnectError::File { path: path.to_owned(), source })?;
    let file = SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .disable_statement_logging();
    let pool = |connections| {
        // Longer than the patience of a statement, so that who waits behind one that gives up still gets its turn.
        let pool = SqlitePoolOptions::new().max_connections(connections).acquire_timeout(2 * PATIENCE);
        pool.test_before_acquire(false).idle_timeout(None).max_lifetime(None)
    };
    let writer = unlocked(|| pool(1).connect_with(file.clone())).await?;
    let readers = unlocked(|| pool(SQLITE_READERS).connect_with(file.clone().pragma("query_only", "on"))).await?;
    Ok((writer.into(), readers.into()))
}

/// Opens a pool, again and again while another process holds the file: the switch of a fresh file to the write-ahead log
/// takes a lock for which SQLite does not wait by itself.
async fn unlocked<F>(open: impl Fn() -> F) -> Result<SqlitePool, sqlx::Error>
where
    F: Future<Output = Result<SqlitePool, sqlx::Error>>,
{
    for _ in 0..LOCKED_TRIES {
        match open().await {
            Err(error) if is_locked(&error) => tokio::time::sleep(LOCKED_PAUSE).await,
            opened => return opened,
        }
    }
    open().await
}

/// `SQLITE_BUSY` in any of its forms: the low byte of the code is the kind.
fn is_locked(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code()?.parse::<u32>().ok());
    code.is_some_and(|code| code & 0xff == 5)
}

/// Makes the file before SQLite does, so that nobody else can read it; its log and index get the same mode.
fn make_file(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}
