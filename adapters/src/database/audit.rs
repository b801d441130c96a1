//! The audit log. Every other file of the database appends to it inside its own transaction.

use async_trait::async_trait;
use idp_core::audit::{Actor, Event};
use idp_core::port::{Answer, Audit};
use jiff::Timestamp;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, QuerySelect};

use super::entity::audit_events::{ActiveModel, Column, Entity, Model};
use super::value::{instant, millis};
use super::{Database, Fault};

/// An event as the log holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its place in the log.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// The stable word for what happened.
    pub code: String,
    /// Who did it: `person`, `client:<id>`, `administrator:<name>` or `system`.
    pub actor: String,
    /// About whom.
    pub subject: Option<String>,
    /// For which client.
    pub client: Option<String>,
    /// From which address.
    pub address: Option<String>,
    /// In which HTTP request.
    pub request: Option<String>,
    /// What else is known, as JSON.
    pub detail: String,
}

#[async_trait]
impl Audit for Database {
    async fn record(&self, event: Event) -> Answer<()> {
        self.asked("record an event", append(&self.writer, &event)).await
    }
}

impl Database {
    /// The latest events, newest first.
    pub async fn audit_events(&self, limit: u64) -> Answer<Vec<Recorded>> {
        self.asked("read the audit log", async {
            let rows = Entity::find().order_by_desc(Column::Seq).limit(limit).all(&self.readers).await?;
            rows.into_iter().map(recorded).collect()
        })
        .await
    }
}

/// Appends an event, in the transaction of what it tells.
pub(super) async fn append(db: &impl ConnectionTrait, event: &Event) -> Result<(), Fault> {
    Entity::insert(row(event)?).exec_without_returning(db).await?;
    Ok(())
}

/// Appends many events at once.
pub(super) async fn append_all(db: &impl ConnectionTrait, events: &[Event]) -> Result<(), Fault> {
    let rows = events.iter().map(row).collect::<Result<Vec<_>, _>>()?;
    Entity::insert_many(rows).exec_without_returning(db).await?;
    Ok(())
}

fn row(event: &Event) -> Result<ActiveModel, Fault> {
    let actor = match &event.origin.actor {
        Actor::Person => "person".to_owned(),
        Actor::Client(id) => format!("client:{id}"),
        Actor::Administrator(name) => format!("administrator:{name}"),
        Actor::System => "system".to_owned(),
    };
    Ok(ActiveModel {
        seq: NotSet,
        at: Set(millis(event.at)),
        code: Set(event.code.as_str().to_owned()),
        actor: Set(actor),
        subject: Set(event.subject.as_ref().map(ToString::to_string)),
        client: Set(event.client.clone()),
        address: Set(event.origin.address.map(|address| address.to_string())),
        request: Set(event.origin.request.as_ref().map(ToString::to_string)),
        detail: Set(serde_json::to_string(&event.detail)?),
    })
}

fn recorded(row: Model) -> Result<Recorded, Fault> {
    Ok(Recorded {
        seq: row.seq,
        at: instant(row.at)?,
        code: row.code,
        actor: row.actor,
        subject: row.subject,
        client: row.client,
        address: row.address,
        request: row.request,
        detail: row.detail,
    })
}
