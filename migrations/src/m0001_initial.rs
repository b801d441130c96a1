//! The first schema.
//!
//! Three conventions hold everywhere: an instant is a `bigint` of epoch milliseconds, so that both databases compare it
//! alike; a column that is sealed or that holds JSON is `text`; and a name is unique where a race could make it twice.

use sea_orm_migration::prelude::*;

/// The first schema.
pub(crate) struct Initial;

impl MigrationName for Initial {
    fn name(&self) -> &'static str {
        "m0001_initial"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Initial {
    /// Whole or not at all, on SQLite as well.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn tables() -> [TableCreateStatement; 9] {
    [
        accounts(),
        authenticators(),
        sessions(),
        grants(),
        guess_budgets(),
        outbox(),
        audit_events(),
        signing_keys(),
        data_keys(),
    ]
}

fn accounts() -> TableCreateStatement {
    Table::create()
        .table("accounts")
        .col(text("subject").primary_key())
        .col(text("username").unique_key())
        .col(number("security_version"))
        .col(flag("disabled"))
        .col(optional_text("password_hash"))
        .col(optional_text("phone"))
        .col(flag("phone_verified"))
        .col(optional_text("email"))
        .col(flag("email_verified"))
        .col(text("claims"))
        .col(optional_text("organisation"))
        .col(text("roles"))
        .col(number("created_at"))
        .col(number("updated_at"))
        .take()
}

fn authenticators() -> TableCreateStatement {
    Table::create()
        .table("authenticators")
        .col(text("id").primary_key())
        .col(text("subject"))
        .col(text("secret"))
        .col(number("last_step"))
        .col(number("confirmed_at"))
        .foreign_key(ForeignKey::create().from("authenticators", "subject").to("accounts", "subject"))
        .take()
}

fn sessions() -> TableCreateStatement {
    Table::create()
        .table("sessions")
        .col(text("id").primary_key())
        .col(text("cookie").unique_key())
        .col(text("subject"))
        .col(number("security_version"))
        .col(text("evidence"))
        .col(number("started_at"))
        .col(number("used_at"))
        .take()
}

fn grants() -> TableCreateStatement {
    Table::create()
        .table("grants")
        .col(text("id").primary_key())
        .col(text("code").unique_key())
        .col(text("client_id"))
        .col(text("subject"))
        .col(number("security_version"))
        .col(text("session_id"))
        .col(text("redirect_uri"))
        .col(text("scope"))
        .col(optional_text("nonce"))
        .col(optional_text("code_challenge"))
        .col(text("assurance"))
        .col(number("issued_at"))
        .col(number("code_expires_at"))
        .col(optional_number("redeemed_at"))
        .col(optional_number("revoked_at"))
        .take()
}

fn guess_budgets() -> TableCreateStatement {
    Table::create()
        .table("guess_budgets")
        .col(text("key").primary_key())
        .col(number("count"))
        .col(number("window_started_at"))
        .col(number("closed_until"))
        .take()
}

fn outbox() -> TableCreateStatement {
    Table::create()
        .table("outbox")
        .col(text("id").primary_key())
        .col(text("channel"))
        .col(text("payload"))
        .col(number("expires_at"))
        .col(number("due_at"))
        .col(number("tries"))
        .col(number("created_at"))
        .take()
}

fn audit_events() -> TableCreateStatement {
    Table::create()
        .table("audit_events")
        .col(number("seq").primary_key().auto_increment())
        .col(number("at"))
        .col(text("code"))
        .col(text("actor"))
        .col(optional_text("subject"))
        .col(optional_text("client"))
        .col(optional_text("address"))
        .col(optional_text("request"))
        .col(text("detail"))
        .take()
}

/// Of two nodes that make the same generation of an algorithm at once, the index lets one.
fn signing_keys() -> TableCreateStatement {
    Table::create()
        .table("signing_keys")
        .col(text("kid").primary_key())
        .col(text("algorithm"))
        .col(number("generation"))
        .col(text("jwk"))
        .col(number("created_at"))
        .index(Index::create().name("signing_keys_generation").unique().col("algorithm").col("generation"))
        .take()
}

fn data_keys() -> TableCreateStatement {
    Table::create()
        .table("data_keys")
        .col(text("name").primary_key())
        .col(text("sealed"))
        .col(number("created_at"))
        .take()
}

fn indexes() -> [IndexCreateStatement; 6] {
    let on = |table: &'static str, column: &'static str| {
        Index::create().name(format!("{table}_by_{column}")).table(table).col(column).take()
    };
    [
        on("authenticators", "subject"),
        on("sessions", "subject"),
        on("grants", "session_id"),
        on("outbox", "due_at"),
        on("outbox", "expires_at"),
        on("audit_events", "subject"),
    ]
}

fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().take()
}

fn optional_text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().null().take()
}

fn number(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().take()
}

fn optional_number(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().null().take()
}

fn flag(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).boolean().not_null().take()
}
