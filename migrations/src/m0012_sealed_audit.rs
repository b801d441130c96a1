//! What makes the audit log one that can be shown: proofs, seals, what was removed, and triggers that refuse the rest.
//!
//! A node of before goes on beside it: its events have no proof, and it changes none.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

/// The column `audit_events.proof`, and the tables `audit_seals` and `audit_removals`.
pub(crate) struct SealedAudit;

impl MigrationName for SealedAudit {
    fn name(&self) -> &'static str {
        "m0012_sealed_audit"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for SealedAudit {
    /// Whole or not at all, on SQLite as well.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let text = |name: &'static str| ColumnDef::new(name).text().not_null().take();
        let number = |name: &'static str| ColumnDef::new(name).big_integer().not_null().take();
        let proof = ColumnDef::new("proof").text().null().take();
        manager.alter_table(Table::alter().table("audit_events").add_column(proof).take()).await?;
        // An event that is copied, proof and all, is refused here.
        let once = Index::create().name("audit_events_proof").table("audit_events").col("proof").unique().take();
        manager.create_index(once).await?;
        let seals = Table::create()
            .table("audit_seals")
            .col(number("number").primary_key())
            .col(number("sealed_at"))
            .col(number("through"))
            .col(text("missing"))
            .col(text("entries"))
            .col(text("previous"))
            .col(text("proof"))
            .take();
        manager.create_table(seals).await?;
        let removals = Table::create()
            .table("audit_removals")
            .col(number("id").primary_key().auto_increment())
            .col(text("kind"))
            .col(number("through"))
            .col(number("through_seq"))
            .col(text("head"))
            .col(number("events"))
            .col(number("removed_at"))
            .col(text("proof"))
            // Of two nodes that remove the same at once, one does.
            .index(Index::create().name("audit_removals_once").unique().col("kind").col("through"))
            .take();
        manager.create_table(removals).await?;
        // For the triggers, which ask for each event.
        let covered = Index::create().name("audit_removals_covered").table("audit_removals").col("through_seq").take();
        manager.create_index(covered).await?;
        let connection = manager.get_connection();
        for statement in triggers(manager.get_database_backend()) {
            connection.execute_unprepared(&statement).await?;
        }
        Ok(())
    }
}

/// Each table, and what may go: what a removal covers. Removals stay.
const MAY_GO: [(&str, &str); 3] = [
    ("audit_events", "OLD.seq <= COALESCE((SELECT MAX(through_seq) FROM audit_removals), 0)"),
    ("audit_seals", "OLD.number <= COALESCE((SELECT MAX(through) FROM audit_removals WHERE kind = 'seals'), 0)"),
    ("audit_removals", "1 = 0"),
];

fn triggers(backend: DbBackend) -> Vec<String> {
    match backend {
        DbBackend::Postgres => MAY_GO.iter().flat_map(|(table, may_go)| on_postgres(table, may_go)).collect(),
        _ => MAY_GO.iter().flat_map(|(table, may_go)| on_sqlite(table, may_go)).collect(),
    }
}

fn on_sqlite(table: &str, may_go: &str) -> [String; 2] {
    let refuse = "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END";
    [
        format!("CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}"),
        format!("CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN NOT ({may_go}) {refuse}"),
    ]
}

fn on_postgres(table: &str, may_go: &str) -> [String; 3] {
    [
        format!(
            "CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             IF TG_OP = 'DELETE' AND TG_LEVEL = 'ROW' THEN IF {may_go} THEN RETURN OLD; END IF; END IF; \
             RAISE EXCEPTION 'the audit log is append-only'; END $$"
        ),
        format!(
            "CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} \
             FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"
        ),
        format!(
            "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} \
             FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
        ),
    ]
}
