//! Which master keys there are: the database says which one seals, so that all nodes agree, and which ones are needed to read
//! it, so that nothing starts without one of them.
//!
//! A key is *announced* before it seals anything, and comes *in force* when every node has it. The one that came in force last
//! seals. One is *retired* when nothing is sealed with it any more. Its row holds something known that it sealed: by that
//! a node knows whether it has the key itself, or another of the same name.

use idp_core::audit::{Code, Event, Origin};
use idp_core::port::{Answer, Unavailable};
use jiff::{SignedDuration, Timestamp};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use thiserror::Error;

use super::entity::master_keys::{ActiveModel, Column, Entity, Model};
use super::value::{instant, millis};
use super::{Database, Fault};
use crate::sealing::{MasterKeys, Place, Sealer};

/// What each key seals as its proof.
const KNOWN: &[u8] = b"sluis";
/// How long a key is kept after another came in force: longer than a login in Redis lives, and than any command writes.
const REST: SignedDuration = SignedDuration::from_hours(2);

/// A master key, as the database knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MasterKey {
    /// Its id in the file.
    pub id: String,
    /// Where it stands in its life.
    pub state: State,
    /// Since when.
    pub since: Timestamp,
    /// Whether everything that is older was sealed with it anew.
    pub resealed: bool,
}

/// Where a master key stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is to seal when every node has it.
    Announced,
    /// It seals.
    InForce,
    /// It sealed, and opens what it sealed.
    Superseded,
    /// Nothing is sealed with it any more.
    Retired,
}

/// The master key file is not the one of the database.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}", self.told())]
pub struct AtOdds {
    /// Keys that the file does not have.
    pub missing: Vec<String>,
    /// Keys of which the file has another of the same name.
    pub other: Vec<String>,
}

impl AtOdds {
    fn told(&self) -> String {
        let mut told = Vec::new();
        if !self.missing.is_empty() {
            let ids = self.missing.join(", ");
            told.push(format!(
                "the master key file does not have {ids}, with which values of this database are sealed"
            ));
        }
        if !self.other.is_empty() {
            let ids = self.other.join(", ");
            told.push(format!("{ids} in the master key file is not the key of that name that sealed this database"));
        }
        told.push(
            "put the line of that key back into the file, from the copy that you keep apart from the backups (other lines \
             may stay, in any order), or name the database that belongs to this file; nothing was changed. Without the key \
             what it sealed is lost: phone numbers, e-mail addresses, authenticators, signing keys"
                .to_owned(),
        );
        told.join("; ")
    }
}

/// Why a key is not retired.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotRetired {
    /// There is none of this name.
    #[error("there is no such key: `sluis keys master list` shows them")]
    Unknown,
    /// It is not yet, or still, the one that seals.
    #[error("it is the one that seals, or is to seal next: `sluis keys master rotate` begins with another")]
    InUse,
    /// Logins in Redis, and commands that run, may still need it.
    #[error("it sealed until {since:.0}, and what lies in Redis may need it for two hours: try again later")]
    TooSoon {
        /// When another key came in force.
        since: Timestamp,
    },
    /// A node seals with it.
    #[error("the node {0} seals with it")]
    Seals(String),
    /// Something is sealed with it.
    #[error("something in {0} is sealed with it: `sluis keys master rotate` seals it anew")]
    Needed(String),
}

impl Database {
    /// Agrees with the database on the keys: each one that is needed must be here, and the one that is in force seals from
    /// here on. A database that names none yet gets what is found in it.
    pub async fn agree_on_master_keys(&self, now: Timestamp) -> Answer<Result<(), AtOdds>> {
        if self.master_key_rows().await?.is_empty() {
            let strangers = self.strange_keys().await?;
            if !strangers.is_empty() {
                return Ok(Err(AtOdds { missing: strangers, other: Vec::new() }));
            }
            self.data_key(now).await?;
            self.name_the_keys(now).await?;
        }
        let rows = self.master_key_rows().await?;
        let odds = at_odds(&self.sealer, &rows);
        if !odds.missing.is_empty() || !odds.other.is_empty() {
            return Ok(Err(odds));
        }
        let in_force =
            in_force(&rows).ok_or_else(|| Unavailable::new("agree on the master keys", "none is in force"))?;
        if let Some(keys) = self.sealer.keys().sealing_with(&in_force.id) {
            self.sealer.exchange(keys);
        }
        Ok(Ok(()))
    }

    /// The same with other keys, which are taken up if nothing that is needed is missing in them. Until then the old ones stay.
    pub async fn take_up_master_keys(&self, keys: MasterKeys, now: Timestamp) -> Answer<Result<(), AtOdds>> {
        let odds = at_odds(&Sealer::new(keys.clone()), &self.master_key_rows().await?);
        if !odds.missing.is_empty() || !odds.other.is_empty() {
            return Ok(Err(odds));
        }
        self.open_with(keys);
        self.agree_on_master_keys(now).await
    }

    /// Opens with these keys from here on, and seals as before.
    pub fn open_with(&self, keys: MasterKeys) {
        let current = self.sealer.keys();
        self.sealer.exchange(keys.sealing_with(current.seals()).unwrap_or(keys));
    }

    /// The keys that this node opens with, of those that the database names; and the one that it seals with.
    pub async fn own_master_keys(&self) -> Answer<(Vec<String>, String)> {
        let rows = self.master_key_rows().await?;
        let opens = rows.into_iter().filter(|row| proves(&self.sealer, row).is_ok()).map(|row| row.id).collect();
        Ok((opens, self.sealer.keys().seals().to_owned()))
    }

    /// The keys that the database names, the oldest first.
    pub async fn master_keys(&self) -> Answer<Vec<MasterKey>> {
        let rows = self.master_key_rows().await?;
        let known = rows.iter().map(|row| known(&rows, row)).collect::<Result<_, _>>();
        known.map_err(|error| Unavailable::new("read the master keys", error.to_string()))
    }

    /// Announces a key of the file, before it seals anything. False if it was already.
    pub async fn announce_master_key(&self, id: &str, now: Timestamp) -> Answer<bool> {
        self.asked("announce a master key", async {
            let row = ActiveModel {
                id: Set(id.to_owned()),
                proof: Set(self.proof(id)?),
                announced_at: Set(millis(now)),
                in_force_at: Set(None),
                resealed_at: Set(None),
                retired_at: Set(None),
            };
            let unless_there = OnConflict::column(Column::Id).do_nothing().to_owned();
            let inserted = Entity::insert(row).on_conflict(unless_there).exec_without_returning(&self.writer).await?;
            Ok(inserted == 1)
        })
        .await
    }

    /// Lets an announced key seal, here and in every node. Nothing is done where it does so already.
    pub async fn put_master_key_in_force(&self, id: &str, origin: &Origin, now: Timestamp) -> Answer<()> {
        self.asked("put a master key in force", async {
            let latest = self.rows().await?.iter().filter_map(|row| row.in_force_at).max().unwrap_or_default();
            let txn = self.begin().await?;
            let taken = Entity::update_many()
                // Always the last one, also where a clock was put back.
                .col_expr(Column::InForceAt, Expr::value(Ord::max(millis(now), latest + 1)))
                .filter(Column::Id.eq(id))
                .filter(Column::InForceAt.is_null())
                .filter(Column::RetiredAt.is_null())
                .exec(&txn)
                .await?;
            if taken.rows_affected == 0 {
                txn.rollback().await?;
                return Ok(());
            }
            self.append(&txn, &Event::new(Code::MasterKeyInForce, origin, now).with("key", id)).await?;
            Ok(txn.commit().await?)
        })
        .await
    }

    /// Notes that everything is sealed with this key.
    pub async fn note_resealed(&self, id: &str, origin: &Origin, now: Timestamp) -> Answer<()> {
        self.asked("note that everything is sealed anew", async {
            let txn = self.begin().await?;
            let noted = Entity::update_many()
                .col_expr(Column::ResealedAt, Expr::value(millis(now)))
                .filter(Column::Id.eq(id))
                .filter(Column::ResealedAt.is_null())
                .exec(&txn)
                .await?;
            if noted.rows_affected == 0 {
                txn.rollback().await?;
                return Ok(());
            }
            self.append(&txn, &Event::new(Code::MasterKeyResealed, origin, now).with("key", id)).await?;
            Ok(txn.commit().await?)
        })
        .await
    }

    /// Retires a key: from here on nothing needs it. Every text of every table is looked at before.
    pub async fn retire_master_key(&self, id: &str, origin: &Origin, now: Timestamp) -> Answer<Result<(), NotRetired>> {
        let keys = self.master_keys().await?;
        match keys.iter().find(|key| key.id == id) {
            None => return Ok(Err(NotRetired::Unknown)),
            Some(key) => match key.state {
                State::Announced | State::InForce => return Ok(Err(NotRetired::InUse)),
                State::Superseded if now.duration_since(key.since) < REST => {
                    return Ok(Err(NotRetired::TooSoon { since: key.since }));
                }
                State::Superseded => {}
                State::Retired => return Ok(Ok(())),
            },
        }
        if let Some(node) = self.nodes(now).await?.into_iter().find(|node| node.seals == id) {
            return Ok(Err(NotRetired::Seals(node.id)));
        }
        if let Some(place) = self.sealed_anywhere(id).await? {
            return Ok(Err(NotRetired::Needed(place)));
        }
        self.asked("retire a master key", async {
            let txn = self.begin().await?;
            let retired = Entity::update_many()
                .col_expr(Column::RetiredAt, Expr::value(millis(now)))
                .filter(Column::Id.eq(id))
                .filter(Column::RetiredAt.is_null())
                .exec(&txn)
                .await?;
            if retired.rows_affected == 1 {
                self.append(&txn, &Event::new(Code::MasterKeyRetired, origin, now).with("key", id)).await?;
            }
            Ok(txn.commit().await?)
        })
        .await?;
        Ok(Ok(()))
    }

    /// Which of the keys that sealed something are not in the file. The first start on a database that names no keys asks.
    async fn strange_keys(&self) -> Answer<Vec<String>> {
        let sealed = self.sealing_keys().await?;
        let keys = self.sealer.keys();
        Ok(sealed.into_iter().filter(|id| keys.ids().all(|own| own != id)).collect())
    }

    /// Names the keys that sealed something, and the first of the file as the one in force.
    async fn name_the_keys(&self, now: Timestamp) -> Answer<()> {
        let first = self.sealer.keys().seals().to_owned();
        let mut older: Vec<_> = self.sealing_keys().await?;
        older.retain(|id| *id != first);
        self.asked("name the master keys", async {
            let resealed_at = older.is_empty().then(|| millis(now));
            let named = (0_i64..).zip(older.iter()).map(|(n, id)| (id, n, None));
            for (id, in_force_at, resealed_at) in named.chain([(&first, millis(now), resealed_at)]) {
                let row = ActiveModel {
                    id: Set(id.clone()),
                    proof: Set(self.proof(id)?),
                    announced_at: Set(millis(now)),
                    in_force_at: Set(Some(in_force_at)),
                    resealed_at: Set(resealed_at),
                    retired_at: Set(None),
                };
                let unless_there = OnConflict::new().do_nothing().to_owned();
                Entity::insert(row).on_conflict(unless_there).exec_without_returning(&self.writer).await?;
            }
            Ok(())
        })
        .await
    }

    fn proof(&self, id: &str) -> Result<String, Fault> {
        let with = self.sealer.keys().sealing_with(id).ok_or("the key is not in the master key file")?;
        Ok(Sealer::new(with).seal(place(id), KNOWN, self.rng.as_ref())?)
    }

    async fn master_key_rows(&self) -> Answer<Vec<Model>> {
        self.asked("read the master keys", self.rows()).await
    }

    async fn rows(&self) -> Result<Vec<Model>, Fault> {
        Ok(Entity::find().order_by_asc(Column::AnnouncedAt).order_by_asc(Column::InForceAt).all(&self.readers).await?)
    }
}

fn place(id: &str) -> Place<'_> {
    Place { table: "master_keys", row: id, column: "proof" }
}

/// Whether a sealer has the key of this row; otherwise whether it has another of its name.
fn proves(sealer: &Sealer, row: &Model) -> Result<(), bool> {
    match sealer.open(place(&row.id), &row.proof) {
        Ok(known) if known.as_slice() == KNOWN => Ok(()),
        _ => Err(sealer.keys().ids().any(|id| id == row.id)),
    }
}

/// What is needed and not here. A key that is only announced has sealed nothing, and one that is retired is not needed.
fn at_odds(sealer: &Sealer, rows: &[Model]) -> AtOdds {
    let mut odds = AtOdds { missing: Vec::new(), other: Vec::new() };
    for row in rows.iter().filter(|row| row.in_force_at.is_some() && row.retired_at.is_none()) {
        match proves(sealer, row) {
            Ok(()) => {}
            Err(true) => odds.other.push(row.id.clone()),
            Err(false) => odds.missing.push(row.id.clone()),
        }
    }
    odds
}

fn in_force(rows: &[Model]) -> Option<&Model> {
    let candidates = rows.iter().filter(|row| row.in_force_at.is_some() && row.retired_at.is_none());
    candidates.max_by_key(|row| row.in_force_at)
}

fn known(rows: &[Model], row: &Model) -> Result<MasterKey, Fault> {
    let after = |at| rows.iter().filter_map(|other| other.in_force_at).filter(|other| *other > at).min();
    let (state, since) = match (row.retired_at, row.in_force_at, row.in_force_at.and_then(after)) {
        (Some(at), _, _) => (State::Retired, at),
        (None, Some(_), Some(at)) => (State::Superseded, at),
        (None, Some(at), None) => (State::InForce, at),
        (None, None, _) => (State::Announced, row.announced_at),
    };
    Ok(MasterKey { id: row.id.clone(), state, since: instant(since)?, resealed: row.resealed_at.is_some() })
}
