//! Removing what is over, a class at a time, from the beginning of the chain. The seals stay and still name what went, so
//! that what is left can be verified; a seal goes when all of its events are over, and the removal keeps its proof.

use std::collections::BTreeMap;

use idp_core::audit::{Class, Code, Event, Origin};
use idp_core::port::Answer;
use jiff::Timestamp;
use sea_orm::ActiveValue::NotSet;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use super::{proof, seal};
use crate::database::entity::audit_removals::{ActiveModel, Column, Entity, Model};
use crate::database::entity::{audit_events, audit_seals};
use crate::database::value::millis;
use crate::database::{Database, Fault};
use crate::sealing::DataKey;

/// The kind of a removal that takes whole seals.
const SEALS: &str = "seals";
/// How many seals are looked at, and about how many events go, in one transaction.
const AT_ONCE: u64 = 500;
const EVENTS_AT_ONCE: usize = 2000;
/// How many seals go in one transaction.
const SEALS_AT_ONCE: i64 = 2000;
/// How many numbers go into one statement.
const CHUNK: usize = 500;

/// What went, as the removals tell.
#[derive(Default)]
pub(super) struct Removed {
    classes: BTreeMap<Class, i64>,
    /// The removal that took the last seal that is gone.
    pub(super) seals: Option<Model>,
    pub(super) events: u64,
}

impl Removed {
    pub(super) fn take(&mut self, removal: &Model) {
        if let Some(class) = Class::named(&removal.kind) {
            let through = self.classes.entry(class).or_default();
            *through = removal.through.max(*through);
            self.events += u64::try_from(removal.events).unwrap_or_default();
        } else if self.seals.as_ref().is_none_or(|seals| seals.through < removal.through) {
            self.seals = Some(removal.clone());
        }
    }

    /// Whether the events of this class that this seal names are gone.
    pub(super) fn covers(&self, class: Class, seal: i64) -> bool {
        self.classes.get(&class).is_some_and(|through| seal <= *through)
    }
}

/// The proof of a removal.
pub(super) fn proof(key: &DataKey, removal: &Model) -> Result<String, Fault> {
    let Model { id: _, kind, through, through_seq, head, events, removed_at, proof: _ } = removal;
    proof::of(key, "audit removal", &(kind, through, through_seq, head, events, removed_at))
}

impl Database {
    /// Removes events of a class that were sealed before a time, as far as it goes at once; how many went, and whether there
    /// may be more.
    pub async fn remove_audit(&self, class: Class, before: Timestamp, now: Timestamp) -> Answer<(u64, bool)> {
        self.asked("remove events that are over", async {
            let done = self.last_removal(class.as_str()).await?.map_or(0, |removal| removal.through);
            let over = audit_seals::Entity::find()
                .filter(audit_seals::Column::Number.gt(done))
                .order_by_asc(audit_seals::Column::Number)
                .limit(AT_ONCE)
                .all(&self.readers)
                .await?;
            let (mut seqs, mut last) = (Vec::new(), None);
            let key = self.known_data_key().await?;
            for seal in over.into_iter().take_while(|seal| seal.sealed_at < millis(before)) {
                let seal = seal::proven(key, seal)?;
                if seqs.len() >= EVENTS_AT_ONCE {
                    break;
                }
                let entries = seal::entries(&seal.entries)?.into_iter().filter(|entry| entry.class == class);
                seqs.extend(entries.map(|entry| entry.seq));
                last = Some(seal);
            }
            let Some(last) = last else { return Ok((0, false)) };

            let txn = self.begin().await?;
            if !self.note_removal(&txn, class.as_str(), &last, seqs.len(), now).await? {
                txn.rollback().await?;
                return Ok((0, false));
            }
            for chunk in seqs.chunks(CHUNK) {
                let chunk = audit_events::Column::Seq.is_in(chunk.iter().copied());
                audit_events::Entity::delete_many().filter(chunk).exec(&txn).await?;
            }
            if !seqs.is_empty() {
                let event = Event::new(Code::AuditRemoved, &Origin::system(), now).with("class", class.as_str());
                let event = event.with("events", seqs.len().to_string()).with("through_seal", last.number.to_string());
                self.append(&txn, &event).await?;
            }
            txn.commit().await?;
            Ok((seqs.len() as u64, true))
        })
        .await
    }

    /// Removes seals of which every event is over, as far as it goes at once; whether there may be more. The last seal of all
    /// stays: the next one holds on to it.
    pub async fn remove_audit_seals(&self, now: Timestamp) -> Answer<bool> {
        self.asked("remove seals that are over", async {
            let done = self.last_removal(SEALS).await?.map_or(0, |removal| removal.through);
            let mut through = self.last_seal().await?.map_or(0, |seal| seal.number - 1).min(done + SEALS_AT_ONCE);
            for class in Class::ALL {
                let removal = self.last_removal(class.as_str()).await?;
                through = through.min(removal.map_or(0, |removal| removal.through));
            }
            let Some(last) = audit_seals::Entity::find_by_id(through).one(&self.readers).await? else {
                return Ok(false);
            };
            let last = seal::proven(self.known_data_key().await?, last)?;
            let txn = self.begin().await?;
            if !self.note_removal(&txn, SEALS, &last, 0, now).await? {
                txn.rollback().await?;
                return Ok(false);
            }
            let over = audit_seals::Column::Number.lte(through);
            audit_seals::Entity::delete_many().filter(over).exec(&txn).await?;
            txn.commit().await?;
            Ok(true)
        })
        .await
    }

    async fn last_removal(&self, kind: &str) -> Result<Option<Model>, Fault> {
        let of_kind = Entity::find().filter(Column::Kind.eq(kind)).order_by_desc(Column::Through);
        let Some(removal) = of_kind.one(&self.readers).await? else { return Ok(None) };
        if proof(self.known_data_key().await?, &removal)? == removal.proof {
            Ok(Some(removal))
        } else {
            Err("a removal from the audit log is not ours: run `sluis audit verify`".into())
        }
    }

    /// Writes the removal, before what goes: without it nothing may. False if another node has done it.
    async fn note_removal(
        &self,
        txn: &DatabaseTransaction,
        kind: &str,
        last: &audit_seals::Model,
        events: usize,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut removal = Model {
            id: 0,
            kind: kind.to_owned(),
            through: last.number,
            through_seq: last.through,
            head: last.proof.clone(),
            events: i64::try_from(events)?,
            removed_at: millis(now),
            proof: String::new(),
        };
        removal.proof = proof(self.known_data_key().await?, &removal)?;
        let row = ActiveModel { id: NotSet, ..removal.into_active_model() };
        let unless_there = OnConflict::columns([Column::Kind, Column::Through]).do_nothing().to_owned();
        Ok(Entity::insert(row).on_conflict(unless_there).exec_without_returning(txn).await? == 1)
    }
}
