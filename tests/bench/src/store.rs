//! Where the server that is measured keeps things.

/// A pair of stores.
#[derive(Clone)]
pub(crate) struct Store {
    /// The server of PostgreSQL; SQLite without.
    pub(crate) postgres: Option<String>,
    /// The URL of the transient store.
    pub(crate) transient: String,
}

impl Store {
    /// How the report calls it.
    pub(crate) fn name(&self) -> String {
        let durable = if self.postgres.is_some() { "postgres" } else { "sqlite" };
        let transient = self.transient.split(':').next().unwrap_or_default();
        format!("{durable}+{transient}")
    }
}
