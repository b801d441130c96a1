//! The audit log. Every other file of the database appends to it inside its own transaction.
//!
//! An event is written once, with a proof of its own, in the one statement that it costs its act. What makes the log a whole
//! comes later and beside it: [`sealing`] ties events to one chain, [`verify`] checks it, [`removal`] takes away what is
//! over, [`reading`] reads. Who can write in the database but has not the master key can forge none of it.

use std::slice;

use async_trait::async_trait;
use idp_core::audit::Event;
use idp_core::port::{Answer, Audit};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ConnectionTrait, EntityTrait};

use super::entity::audit_events::{ActiveModel, Entity};
use super::value::millis;
use super::{Database, Fault};
use crate::sealing::DataKey;

mod history;
mod proof;
mod reading;
mod removal;
mod seal;
mod sealing;
mod verify;

pub use reading::{AuditFilter, Recorded, SealedEvents};
pub use sealing::{Head, Sealed};
pub use verify::{Verified, Wrong};

#[async_trait]
impl Audit for Database {
    async fn record(&self, event: Event) -> Answer<()> {
        self.asked("record an event", self.append(&self.writer, &event)).await
    }
}

impl Database {
    /// Appends an event, in the transaction of what it tells.
    pub(super) async fn append(&self, db: &impl ConnectionTrait, event: &Event) -> Result<(), Fault> {
        self.append_all(db, slice::from_ref(event)).await
    }

    /// Appends many events at once.
    pub(super) async fn append_all(&self, db: &impl ConnectionTrait, events: &[Event]) -> Result<(), Fault> {
        let key = self.known_data_key().await?;
        let rows = events.iter().map(|event| self.audit_row(key, event)).collect::<Result<Vec<_>, _>>()?;
        Entity::insert_many(rows).exec_without_returning(db).await?;
        Ok(())
    }

    fn audit_row(&self, key: &DataKey, event: &Event) -> Result<ActiveModel, Fault> {
        let actor = event.origin.actor.to_string();
        let content = proof::Content {
            at: millis(event.at),
            code: event.code.as_str(),
            actor: &actor,
            subject: event.subject.as_ref().map(|subject| subject.as_str()),
            client: event.client.as_deref(),
            address: event.origin.address.map(|address| address.to_string()),
            request: event.origin.request.as_ref().map(|request| request.as_str()),
            detail: &serde_json::to_string(&event.detail)?,
        };
        let proof = content.proof(key, self.rng.as_ref())?;
        Ok(ActiveModel {
            seq: NotSet,
            at: Set(content.at),
            code: Set(content.code.to_owned()),
            subject: Set(content.subject.map(str::to_owned)),
            client: Set(content.client.map(str::to_owned)),
            request: Set(content.request.map(str::to_owned)),
            detail: Set(content.detail.to_owned()),
            address: Set(content.address),
            actor: Set(actor),
            proof: Set(Some(proof)),
        })
    }
}
