//! Where the signing keys lie, sealed.

use idp_core::audit::Event;
use idp_core::port::Answer;
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, QueryOrder};
use zeroize::Zeroizing;

use super::entity::signing_keys::{ActiveModel, Column, Entity, Model};
use super::value::{instant, millis};
use super::{Database, Fault, asked, audit};
use crate::sealing::Place;

/// A signing key as it is stored.
pub struct StoredKey {
    /// Its `kid`.
    pub kid: String,
    /// The `alg` it signs with.
    pub algorithm: String,
    /// The private JWK, as JSON.
    pub jwk: Zeroizing<Vec<u8>>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// The generation of the first key of an algorithm.
const FIRST: i64 = 1;

impl Database {
    /// Every signing key, oldest first.
    pub async fn signing_keys(&self) -> Answer<Vec<StoredKey>> {
        asked("read the signing keys", async {
            let rows = Entity::find().order_by_asc(Column::CreatedAt).order_by_asc(Column::Generation);
            rows.all(&self.readers).await?.into_iter().map(|row| self.stored_key(row)).collect()
        })
        .await
    }

    /// Stores the first key of an algorithm; false if there is one already. Of two nodes that make it at once, the unique
    /// generation lets one.
    pub async fn add_first_signing_key(&self, key: StoredKey, event: Event) -> Answer<bool> {
        asked("store the first signing key", async {
            let row = ActiveModel {
                jwk: Set(self.seal(place(&key.kid), &key.jwk)?),
                kid: Set(key.kid),
                algorithm: Set(key.algorithm),
                generation: Set(FIRST),
                created_at: Set(millis(key.created_at)),
            };
            let unless_there = OnConflict::columns([Column::Algorithm, Column::Generation]).do_nothing().to_owned();
            let txn = self.begin().await?;
            if Entity::insert(row).on_conflict(unless_there).exec_without_returning(&txn).await? == 0 {
                txn.rollback().await?;
                return Ok(false);
            }
            audit::append(&txn, &event).await?;
            txn.commit().await?;
            Ok(true)
        })
        .await
    }

    fn stored_key(&self, row: Model) -> Result<StoredKey, Fault> {
        let jwk = self.open(place(&row.kid), &row.jwk)?;
        Ok(StoredKey { kid: row.kid, algorithm: row.algorithm, jwk, created_at: instant(row.created_at)? })
    }
}

fn place(kid: &str) -> Place<'_> {
    Place { table: "signing_keys", row: kid, column: "jwk" }
}
