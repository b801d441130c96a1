//! Where the signing keys lie, sealed.

use idp_core::audit::Event;
use idp_core::key_life::KeyLife;
use idp_core::oidc::Algorithm;
use idp_core::port::Answer;
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use zeroize::Zeroizing;

use super::entity::signing_keys::{ActiveModel, Column, Entity, Model};
use super::sealed_columns::SIGNING_KEY;
use super::value::{instant, millis};
use super::{Database, Fault};

/// A signing key as it is stored.
pub struct StoredKey {
    /// Its times.
    pub life: KeyLife,
    /// The private JWK, as JSON; empty once the key is revoked.
    pub jwk: Zeroizing<Vec<u8>>,
}

impl Database {
    /// Every signing key. A key of an algorithm that this program does not know is left alone: a newer one has made it.
    pub async fn signing_keys(&self) -> Answer<Vec<StoredKey>> {
        self.asked("read the signing keys", async {
            let names = Algorithm::ALL.map(Algorithm::as_str);
            let rows = Entity::find().filter(Column::Algorithm.is_in(names)).all(&self.readers).await?;
            rows.into_iter().map(|row| self.stored_key(row)).collect()
        })
        .await
    }

    /// Stores a key; false if there is one of its generation already. Of two nodes that make it at once, the unique generation
    /// lets one.
    pub async fn add_signing_key(&self, key: StoredKey, event: Event) -> Answer<bool> {
        self.asked("store a signing key", async {
            let row = ActiveModel {
                jwk: Set(self.seal(SIGNING_KEY, &key.life.kid, &key.jwk)?),
                kid: Set(key.life.kid),
                algorithm: Set(key.life.algorithm.as_str().to_owned()),
                generation: Set(key.life.generation),
                created_at: Set(millis(key.life.created_at)),
                signs_at: Set(millis(key.life.signs_at)),
                revoked_at: Set(None),
            };
            let unless_there = OnConflict::columns([Column::Algorithm, Column::Generation]).do_nothing().to_owned();
            let txn = self.begin().await?;
            if Entity::insert(row).on_conflict(unless_there).exec_without_returning(&txn).await? == 0 {
                txn.rollback().await?;
                return Ok(false);
            }
            self.append(&txn, &event).await?;
            txn.commit().await?;
            Ok(true)
        })
        .await
    }

    /// Ends a key and destroys its private half; false if there is none of this name, or it has been revoked before.
    pub async fn revoke_signing_key(&self, kid: &str, now: Timestamp, event: Event) -> Answer<bool> {
        self.asked("revoke a signing key", async {
            let revoke = Entity::update_many()
                .col_expr(Column::RevokedAt, Expr::value(millis(now)))
                .col_expr(Column::Jwk, Expr::value(""))
                .filter(Column::Kid.eq(kid))
                .filter(Column::RevokedAt.is_null());
            let txn = self.begin().await?;
            if revoke.exec(&txn).await?.rows_affected == 0 {
                txn.rollback().await?;
                return Ok(false);
            }
            self.append(&txn, &event).await?;
            txn.commit().await?;
            Ok(true)
        })
        .await
    }

    /// Forgets a key; false if another node has done so.
    pub async fn remove_signing_key(&self, kid: &str, event: Event) -> Answer<bool> {
        self.asked("remove a signing key", async {
            let txn = self.begin().await?;
            if Entity::delete_by_id(kid).exec(&txn).await?.rows_affected == 0 {
                txn.rollback().await?;
                return Ok(false);
            }
            self.append(&txn, &event).await?;
            txn.commit().await?;
            Ok(true)
        })
        .await
    }

    fn stored_key(&self, row: Model) -> Result<StoredKey, Fault> {
        let revoked_at = row.revoked_at.map(instant).transpose()?;
        let jwk = match revoked_at {
            Some(_) => Zeroizing::default(),
            None => self.open(SIGNING_KEY, &row.kid, &row.jwk)?,
        };
        let life = KeyLife {
            algorithm: Algorithm::named(&row.algorithm).ok_or("a signing key of an unknown algorithm")?,
            generation: row.generation,
            created_at: instant(row.created_at)?,
            signs_at: instant(row.signs_at)?,
            revoked_at,
            kid: row.kid,
        };
        Ok(StoredKey { life, jwk })
    }
}
