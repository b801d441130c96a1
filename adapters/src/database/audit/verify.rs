//! Verifying: reads the whole log and says what is not as we left it, and where.

use std::collections::BTreeMap;
use std::fmt;

use idp_core::port::Answer;
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::proof;
use super::removal::{self, Removed};
use super::seal::{self, Entry};
use super::sealing::Head;
use crate::database::entity::{audit_events, audit_removals, audit_seals};
use crate::database::value::instant;
use crate::database::{Database, Fault};
use crate::sealing::DataKey;

/// How many seals, or events, are read at once.
const PAGE: u64 = 100;
/// How many faults are told: who sees twenty knows enough.
const TOLD: usize = 20;

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// A seal is gone.
    SealMissing(i64),
    /// A seal was changed, or made by somebody else.
    SealAltered(i64),
    /// An event is gone.
    EventMissing {
        /// Its `seq`.
        seq: i64,
        /// The seal that names it.
        seal: i64,
    },
    /// An event was changed, or another one is in its place.
    EventAltered {
        /// Its `seq`.
        seq: i64,
        /// The seal that names it.
        seal: i64,
    },
    /// An event that no node of ours wrote, or that was changed before it was sealed.
    EventForged(i64),
    /// A removal that no node of ours made. By its id.
    RemovalForged(i64),
    /// A seal that was noted before is not there, or is another one: the end of the log was cut off.
    CutOff(i64),
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SealMissing(number) => write!(f, "seal {number} is missing"),
            Self::SealAltered(number) => write!(f, "seal {number} was altered, or we did not make it"),
            Self::EventMissing { seq, seal } => write!(f, "event {seq} is missing (seal {seal} names it)"),
            Self::EventAltered { seq, seal } => write!(f, "event {seq} was altered or replaced (seal {seal} names it)"),
            Self::EventForged(seq) => write!(f, "event {seq} was inserted, or altered before it was sealed"),
            Self::RemovalForged(id) => write!(f, "removal {id} was altered, or we did not make it"),
            Self::CutOff(number) => {
                write!(f, "seal {number} is not the one that was noted: the log was cut off or replaced")
            }
        }
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// What is wrong, in the order of the log; no more than twenty.
    pub wrong: Vec<Wrong>,
    /// How many seals there are.
    pub seals: u64,
    /// How many events are there and sealed.
    pub sealed: u64,
    /// How many events were removed because they were over.
    pub removed: u64,
    /// How many events are not sealed yet: whoever can write in the database could remove these and leave no trace.
    pub unsealed: u64,
    /// When the oldest of these happened.
    pub unsealed_since: Option<Timestamp>,
    /// The end of the chain.
    pub head: Option<Head>,
}

impl Database {
    /// Reads the whole log and compares it with its seals. `noted` is an end of the chain that was seen before.
    pub async fn verify_audit(&self, noted: Option<&Head>) -> Answer<Verified> {
        self.asked("verify the audit log", async {
            // What a running node removes meanwhile is missing for a reason: then it is read once more.
            loop {
                let removals = self.removals().await?;
                let mut reading = Reading::new(self, removed(self.known_data_key().await?, &removals)?);
                reading.chain(noted).await?;
                reading.rest().await?;
                if reading.verified.wrong.is_empty() || self.removals().await?.len() == removals.len() {
                    return Ok(reading.verified);
                }
            }
        })
        .await
    }

    async fn removals(&self) -> Result<Vec<audit_removals::Model>, Fault> {
        Ok(audit_removals::Entity::find().order_by_asc(audit_removals::Column::Id).all(&self.readers).await?)
    }
}

/// What is known to be removed, with the forged removals.
fn removed(key: &DataKey, removals: &[audit_removals::Model]) -> Result<(Removed, Vec<Wrong>), Fault> {
    let (mut removed, mut wrong) = (Removed::default(), Vec::new());
    for removal in removals {
        match removal::proof(key, removal)? == removal.proof {
            true => removed.take(removal),
            false => wrong.push(Wrong::RemovalForged(removal.id)),
        }
    }
    Ok((removed, wrong))
}

struct Reading<'a> {
    database: &'a Database,
    removed: Removed,
    verified: Verified,
    last: Option<audit_seals::Model>,
    /// Events that the seals up to here do not name, with when they happened.
    unnamed: BTreeMap<i64, audit_events::Model>,
}

impl<'a> Reading<'a> {
    fn new(database: &'a Database, (removed, wrong): (Removed, Vec<Wrong>)) -> Self {
        let verified = Verified { wrong, removed: removed.events, ..Verified::default() };
        Self { database, removed, verified, last: None, unnamed: BTreeMap::new() }
    }

    fn wrong(&mut self, wrong: Wrong) {
        if self.verified.wrong.len() < TOLD {
            self.verified.wrong.push(wrong);
        }
    }

    /// Follows the chain from seal to seal, and compares each event with what its seal says.
    async fn chain(&mut self, noted: Option<&Head>) -> Result<(), Fault> {
        use audit_seals::{Column, Entity};
        let key = self.database.known_data_key().await?;
        // What is sealed from here on is not read: it would be compared with a removal that we do not know.
        let Some(last) = self.database.last_seal().await? else {
            if let Some(noted) = noted {
                self.wrong(Wrong::CutOff(noted.number));
            }
            return Ok(());
        };
        let (mut number, mut previous, mut after) = match &self.removed.seals {
            Some(base) => (base.through, base.head.clone(), base.through_seq),
            None => (0, String::new(), 0),
        };
        self.name_none_up_to(after).await?;
        let mut seen = None;
        while number < last.number {
            let page = Entity::find().filter(Column::Number.gt(number)).filter(Column::Number.lte(last.number));
            let page = page.order_by_asc(Column::Number).limit(PAGE).all(&self.database.readers).await?;
            if page.is_empty() {
                break;
            }
            for seal in page {
                let follows = seal.number == number + 1;
                if !follows {
                    self.wrong(Wrong::SealMissing(number + 1));
                }
                if (follows && seal.previous != previous) || seal::proof(key, &seal)? != seal.proof {
                    self.wrong(Wrong::SealAltered(seal.number));
                }
                if noted.is_some_and(|noted| noted.number == seal.number) {
                    seen = Some(seal.proof.clone());
                }
                self.events_of(key, &seal, after).await?;
                self.verified.seals += 1;
                (number, previous, after) = (seal.number, seal.proof.clone(), seal.through);
                self.last = Some(seal);
            }
        }
        if let Some(noted) = noted.filter(|noted| seen.as_ref() != Some(&noted.proof)) {
            self.wrong(Wrong::CutOff(noted.number));
        }
        self.verified.head = Some(Head { number, proof: previous });
        Ok(())
    }

    /// Events from before the first seal that is left. None but those which a later seal names may be there.
    async fn name_none_up_to(&mut self, through: i64) -> Result<(), Fault> {
        use audit_events::{Column, Entity};
        let rows = Entity::find().filter(Column::Seq.lte(through)).all(&self.database.readers).await?;
        self.unnamed.extend(rows.into_iter().map(|row| (row.seq, row)));
        Ok(())
    }

    async fn events_of(&mut self, key: &DataKey, seal: &audit_seals::Model, after: i64) -> Result<(), Fault> {
        use audit_events::{Column, Entity};
        let Ok(entries) = seal::entries(&seal.entries) else { return Ok(()) };
        let window = Entity::find().filter(Column::Seq.gt(after)).filter(Column::Seq.lte(seal.through));
        for row in window.order_by_asc(Column::Seq).all(&self.database.readers).await? {
            self.unnamed.insert(row.seq, row);
        }
        for Entry { seq, class, hash } in entries {
            match self.unnamed.remove(&seq) {
                Some(row) if Entry::of(key, &row)?.hash == hash => self.verified.sealed += 1,
                Some(_) => self.wrong(Wrong::EventAltered { seq, seal: seal.number }),
                None if self.removed.covers(class, seal.number) => {}
                None => self.wrong(Wrong::EventMissing { seq, seal: seal.number }),
            }
        }
        Ok(())
    }

    /// What no seal names: on its way to the next one, or not ours.
    async fn rest(&mut self) -> Result<(), Fault> {
        use audit_events::{Column, Entity};
        // A last seal that cannot be read was altered, and is told already.
        let coming = self.last.as_ref().and_then(|last| seal::gaps(last).ok()).unwrap_or_default();
        for (seq, row) in std::mem::take(&mut self.unnamed) {
            match coming.iter().any(|gap| gap.holds(seq)) {
                true => self.unsealed(&row).await?,
                false => self.wrong(Wrong::EventForged(seq)),
            }
        }
        let mut after = self.last.as_ref().map_or(0, |last| last.through);
        loop {
            let page = Entity::find().filter(Column::Seq.gt(after)).order_by_asc(Column::Seq).limit(PAGE);
            let page = page.all(&self.database.readers).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.seq;
            for row in page {
                self.unsealed(&row).await?;
            }
        }
    }

    async fn unsealed(&mut self, row: &audit_events::Model) -> Result<(), Fault> {
        let key = self.database.known_data_key().await?;
        if !proof::is_proven(key, row)? {
            self.wrong(Wrong::EventForged(row.seq));
            return Ok(());
        }
        let at = instant(row.at)?;
        self.verified.unsealed += 1;
        self.verified.unsealed_since = Some(self.verified.unsealed_since.map_or(at, |since| since.min(at)));
        Ok(())
    }
}
