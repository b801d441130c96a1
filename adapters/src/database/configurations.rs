//! The registrations of clients that are in force, as the nodes put them there: what a change is compared with.

use idp_core::audit::Event;
use idp_core::client::Registrations;
use idp_core::port::Answer;
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, QueryOrder};

use super::entity::configurations::{ActiveModel, Column, Entity, Model};
use super::value::{instant, millis};
use super::{Database, Fault};

/// The registrations that a node put in force last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    /// The registrations.
    pub registrations: Registrations,
    /// Since when.
    pub since: Timestamp,
}

impl Database {
    /// Puts registrations in force. False if they were already: of many nodes that take up a change, one says so.
    pub async fn put_in_force(&self, registrations: &Registrations, event: Event) -> Answer<bool> {
        self.asked("note the registrations in force", async {
            let version = registrations.version();
            let text = serde_json::to_string(registrations)?;
            loop {
                let latest = self.latest().await?;
                if latest.as_ref().is_some_and(|latest| latest.version == version) {
                    return Ok(false);
                }
                let row = ActiveModel {
                    seq: Set(latest.map_or(1, |latest| latest.seq + 1)),
                    version: Set(version.clone()),
                    registrations: Set(text.clone()),
                    applied_at: Set(millis(event.at)),
                };
                let unless_taken = OnConflict::column(Column::Seq).do_nothing().to_owned();
                let txn = self.begin().await?;
                if Entity::insert(row).on_conflict(unless_taken).exec_without_returning(&txn).await? == 1 {
                    self.append(&txn, &event).await?;
                    txn.commit().await?;
                    return Ok(true);
                }
                // Another node was faster; what it put there may be the same.
                txn.rollback().await?;
            }
        })
        .await
    }

    /// The registrations in force; none where no node has ever started.
    pub async fn in_force(&self) -> Answer<Option<InForce>> {
        self.asked("read the registrations in force", async {
            let Some(row) = self.latest().await? else { return Ok(None) };
            let registrations = serde_json::from_str(&row.registrations)?;
            Ok(Some(InForce { registrations, since: instant(row.applied_at)? }))
        })
        .await
    }

    async fn latest(&self) -> Result<Option<Model>, Fault> {
        Ok(Entity::find().order_by_desc(Column::Seq).one(&self.readers).await?)
    }
}
