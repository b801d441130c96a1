//! The database, as commands open it, and the commands about the database itself: `migrate`, `backup` and `verify`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use idp_adapters::clock::SystemClock;
use idp_adapters::database::{Contents, Database};
use idp_adapters::rng::SystemRng;
use idp_adapters::sealing::Sealer;
use idp_core::port::Clock;

use super::failure::Failure;
use super::load;
use super::output::{say, table};
use crate::config::Config;

const NOT_CURRENT: &str = "the schema of the database is not up to date: run `sluis migrate` first";

/// Opens the database of a configuration.
pub(super) async fn connect(config: Config) -> Result<Database, Failure> {
    let sealer = Arc::new(Sealer::new(config.master_keys));
    let opened = Database::connect(&config.database, sealer, Arc::new(SystemRng)).await;
    opened.map_err(|error| Failure::because("the database does not open", &error))
}

/// Opens the database for a command that needs the schema it knows. A new database gets it; an older one is left to who
/// upgrades it.
pub(super) async fn connect_to_current(config: Config) -> Result<Database, Failure> {
    let database = connect(config).await?;
    if database.is_new().await? {
        database.migrate().await?;
    }
    if !database.pending().await?.is_empty() {
        return Err(Failure::Failed(NOT_CURRENT.to_owned()));
    }
    let now = SystemClock.now();
    database.agree_on_master_keys(now).await?.map_err(|odds| Failure::Failed(odds.to_string()))?;
    // Whatever is written has a proof with it.
    database.data_key(now).await?;
    Ok(database)
}

/// Brings the schema up to date.
pub(super) async fn migrate(path: &Path) -> Result<(), Failure> {
    let database = connect(load(path)?).await?;
    let pending = database.pending().await?;
    database.migrate().await?;
    match pending.as_slice() {
        [] => say("the schema was up to date"),
        steps => say(&format!("the schema is up to date: took {}", steps.join(", "))),
    }
    Ok(())
}

/// Where a copy goes.
#[derive(Args)]
pub(super) struct Backup {
    /// The file to write; it must not be there yet
    file: PathBuf,
}

impl Backup {
    /// Copies a SQLite database while Sluis may serve.
    pub(super) async fn run(self, path: &Path) -> Result<(), Failure> {
        let config = load(path)?;
        let database = connect(config).await?;
        if !database.is_file() {
            let hint = "this database is PostgreSQL: use pg_dump, and `sluis verify` on what pg_restore made of it";
            return Err(Failure::Usage(hint.to_owned()));
        }
        database.back_up(&self.file).await?;
        say(&format!("{} is a copy of the database; keep it apart from the master key", self.file.display()));
        Ok(())
    }
}

/// Reads everything in the database of the configuration, and opens everything sealed with its master key.
pub(super) async fn verify(path: &Path) -> Result<(), Failure> {
    let database = connect(load(path)?).await?;
    if !database.pending().await?.is_empty() {
        return Err(Failure::Failed(NOT_CURRENT.to_owned()));
    }
    let Contents { accounts, authenticators, sessions, grants, signing_keys, messages, audit_events } =
        database.verify().await?;
    let rows = [
        ("accounts", accounts),
        ("authenticators", authenticators),
        ("sessions", sessions),
        ("grants", grants),
        ("signing keys", signing_keys),
        ("messages that wait", messages),
        ("audit events", audit_events),
    ];
    say(&table(&rows.map(|(what, number)| [what.to_owned(), number.to_string()])));
    say("everything can be read, and everything sealed opens");
    Ok(())
}
