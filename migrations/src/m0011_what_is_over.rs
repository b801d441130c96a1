//! The ways to what is over, for who removes it.

use sea_orm_migration::prelude::*;

/// Indexes by the times at which rows began.
pub(crate) struct WhatIsOver;

impl MigrationName for WhatIsOver {
    fn name(&self) -> &'static str {
        "m0011_what_is_over"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for WhatIsOver {
    /// Whole or not at all, on SQLite as well.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in
            [("sessions", "started_at"), ("grants", "issued_at"), ("guess_budgets", "window_started_at")]
        {
            let name = format!("{table}_by_{column}");
            manager.create_index(Index::create().name(name).table(table).col(column).take()).await?;
        }
        Ok(())
    }
}
