//! The database, as commands open it, and `sluis migrate`.

use std::path::Path;
use std::sync::Arc;

use idp_adapters::clock::SystemClock;
use idp_adapters::database::Database;
use idp_adapters::rng::SystemRng;
use idp_adapters::sealing::Sealer;
use idp_core::port::Clock;

use super::failure::Failure;
use super::load;
use super::output::say;
use crate::config::Config;

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
    if database.pending().await?.is_empty() {
        // Whatever is written has a proof with it.
        database.data_key(SystemClock.now()).await?;
        Ok(database)
    } else {
        Err(Failure::Failed("the schema of the database is not up to date: run `sluis migrate` first".to_owned()))
    }
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
