//! Reading the log: for a person, newest first; for a collector, seal after seal, so that it misses nothing.

use idp_core::port::Answer;
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::seal;
use crate::database::entity::audit_events::{Column, Entity, Model};
use crate::database::entity::audit_seals;
use crate::database::value::{instant, millis};
use crate::database::{Database, Fault};

/// How many numbers go into one statement.
const CHUNK: usize = 500;

/// An event as the log holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its number. It rises with the time of writing.
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

/// Which events are asked for. What is `None` does not matter.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// From this moment.
    pub since: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
    /// About this person (`sub`).
    pub subject: Option<String>,
    /// For this client.
    pub client: Option<String>,
    /// With this code.
    pub code: Option<String>,
}

/// The events of one seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedEvents {
    /// The number of the seal.
    pub seal: i64,
    /// Its proof.
    pub proof: String,
    /// Those that are there, in the order in which it names them.
    pub events: Vec<Recorded>,
}

impl Database {
    /// The latest events, newest first.
    pub async fn audit_events(&self, limit: u64) -> Answer<Vec<Recorded>> {
        self.find_audit_events(&AuditFilter::default(), limit).await
    }

    /// The latest of some events, newest first.
    pub async fn find_audit_events(&self, filter: &AuditFilter, limit: u64) -> Answer<Vec<Recorded>> {
        self.asked("read the audit log", async {
            let same = |column: Column, value: &Option<String>| value.as_ref().map(|value| column.eq(value.as_str()));
            let conditions = [
                filter.since.map(|since| Column::At.gte(millis(since))),
                filter.until.map(|until| Column::At.lt(millis(until))),
                same(Column::Subject, &filter.subject),
                same(Column::Client, &filter.client),
                same(Column::Code, &filter.code),
            ];
            let found = conditions.into_iter().flatten().fold(Entity::find(), QueryFilter::filter);
            let rows = found.order_by_desc(Column::Seq).limit(limit).all(&self.readers).await?;
            rows.into_iter().map(recorded).collect()
        })
        .await
    }

    /// Whether the log can be gone on with after this seal, as far as it was read: it has that seal, or has removed it since. One
    /// that was put back from an older copy has others, or none so far. Where the proof is empty only the number is compared.
    pub async fn goes_on_after(&self, seal: i64, proof: &str) -> Answer<bool> {
        self.asked("find a seal", async {
            match audit_seals::Entity::find_by_id(seal).one(&self.readers).await? {
                Some(found) => Ok(proof.is_empty() || found.proof == proof),
                None => {
                    let later = audit_seals::Entity::find().filter(audit_seals::Column::Number.gt(seal));
                    Ok(later.count(&self.readers).await? > 0)
                }
            }
        })
        .await
    }

    /// The events of the first seal after this one; `None` if there is none yet. An event that commits late is in a later
    /// seal than its number says, so who reads seal after seal gets every event once.
    pub async fn sealed_events(&self, after: i64) -> Answer<Option<SealedEvents>> {
        self.asked("read the sealed events", async {
            let next = audit_seals::Entity::find().filter(audit_seals::Column::Number.gt(after));
            let next = next.order_by_asc(audit_seals::Column::Number).one(&self.readers).await?;
            let Some(next) = next else { return Ok(None) };
            let entries = seal::entries(&next.entries)?;
            let mut events = Vec::with_capacity(entries.len());
            for chunk in entries.chunks(CHUNK) {
                let of_chunk = Column::Seq.is_in(chunk.iter().map(|entry| entry.seq));
                let rows = Entity::find().filter(of_chunk).order_by_asc(Column::Seq).all(&self.readers).await?;
                for row in rows {
                    events.push(recorded(row)?);
                }
            }
            Ok(Some(SealedEvents { seal: next.number, proof: next.proof, events }))
        })
        .await
    }
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
