//! Sealing: what was appended since is tied to the chain, a batch at a time.
//!
//! Events are numbered when they are written and seen when their transaction commits, so number 7 may be seen after number
//! 9, or never. A seal therefore names the events that it found, and the numbers that it missed; the next one looks for
//! these too. Any node seals what any node wrote: a seal's number lets one of them, and one that dies leaves nothing undone.

use idp_core::port::Answer;
use jiff::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use super::proof;
use super::seal::{self, Entry, Gap};
use crate::database::entity::{audit_events, audit_seals};
use crate::database::value::millis;
use crate::database::{Database, Fault};

/// How many events go into one seal.
const BATCH: usize = 1000;
/// How many gaps go into one statement.
const GAPS: usize = 100;

/// The last seal: the end of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its number.
    pub number: i64,
    /// Its proof.
    pub proof: String,
}

/// What one pass sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The seal that was made.
    pub head: Head,
    /// How many events it seals.
    pub events: usize,
    /// The `seq` of events that no node of ours wrote, or that were changed since: they are left out.
    pub refused: Vec<i64>,
    /// Whether there may be more to seal.
    pub more: bool,
}

impl Database {
    /// The seal of this number.
    pub async fn audit_seal(&self, number: i64) -> Answer<Option<Head>> {
        self.asked("read a seal of the audit log", async {
            let seal = audit_seals::Entity::find_by_id(number).one(&self.readers).await?;
            Ok(seal.map(|seal| Head { number, proof: seal.proof }))
        })
        .await
    }

    /// The last seal.
    pub async fn audit_head(&self) -> Answer<Option<Head>> {
        self.asked("read the last seal of the audit log", async {
            Ok(self.last_seal().await?.map(|seal| Head { number: seal.number, proof: seal.proof }))
        })
        .await
    }

    /// Seals what is not sealed yet, as far as it goes into one batch. `None` if there is nothing, or another node was first.
    pub async fn seal_audit(&self, now: Timestamp) -> Answer<Option<Sealed>> {
        self.asked("seal the audit log", self.seal_batch(millis(now))).await
    }

    async fn seal_batch(&self, now: i64) -> Result<Option<Sealed>, Fault> {
        use audit_events::{Column, Entity};
        let key = self.known_data_key().await?;
        let head = self.last_seal().await?;
        let after = head.as_ref().map_or(0, |head| head.through);
        let gaps = head.as_ref().map(seal::gaps).transpose()?.unwrap_or_default();
        let fresh = Entity::find().filter(Column::Seq.gt(after)).order_by_asc(Column::Seq).limit(BATCH as u64);
        let fresh = fresh.all(&self.readers).await?;
        let late = self.came_late(&gaps).await?;
        if fresh.is_empty() && late.is_empty() {
            return Ok(None);
        }

        let (mut entries, mut refused) = (Vec::new(), Vec::new());
        for row in late.iter().chain(&fresh) {
            match proof::is_proven(key, row)? {
                true => entries.push(Entry::of(key, row)?),
                false => refused.push(row.seq),
            }
        }
        let seqs = |rows: &[audit_events::Model]| rows.iter().map(|row| row.seq).collect::<Vec<_>>();
        let missing = seal::missing(&gaps, &seqs(&late), after, &seqs(&fresh), now);
        let mut new = audit_seals::Model {
            number: head.as_ref().map_or(0, |head| head.number) + 1,
            sealed_at: now,
            through: fresh.last().map_or(after, |row| row.seq),
            missing: serde_json::to_string(&missing)?,
            entries: seal::written(&entries),
            previous: head.map(|head| head.proof).unwrap_or_default(),
            proof: String::new(),
        };
        new.proof = seal::proof(key, &new)?;
        let head = Head { number: new.number, proof: new.proof.clone() };
        let unless_there = OnConflict::column(audit_seals::Column::Number).do_nothing().to_owned();
        let insert = audit_seals::Entity::insert(new.into_active_model()).on_conflict(unless_there);
        if insert.exec_without_returning(&self.writer).await? == 0 {
            return Ok(None);
        }
        Ok(Some(Sealed { head, events: entries.len(), refused, more: fresh.len() == BATCH }))
    }

    pub(super) async fn last_seal(&self) -> Result<Option<audit_seals::Model>, Fault> {
        let last = audit_seals::Entity::find().order_by_desc(audit_seals::Column::Number);
        Ok(last.one(&self.readers).await?)
    }

    /// The events that were missed before and are there now.
    async fn came_late(&self, gaps: &[Gap]) -> Result<Vec<audit_events::Model>, Fault> {
        use audit_events::{Column, Entity};
        let mut late = Vec::new();
        for gaps in gaps.chunks(GAPS) {
            let between = |any: Condition, gap: &Gap| any.add(Column::Seq.between(gap.first, gap.last));
            let any = gaps.iter().fold(Condition::any(), between);
            late.extend(Entity::find().filter(any).order_by_asc(Column::Seq).all(&self.readers).await?);
        }
        Ok(late)
    }
}
