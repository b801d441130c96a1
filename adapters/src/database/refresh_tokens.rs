//! Refresh tokens. A token is used by one statement that names everything which must match, and its successor is stored in the
//! same transaction: there is never a second chain, and never none.

use async_trait::async_trait;
use idp_core::audit::Event;
use idp_core::client::ClientId;
use idp_core::id::GrantId;
use idp_core::port::{Answer, RefreshDigest, RefreshTokens, Rotated, Rotation, StoredRefreshToken};
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Condition, Expr, Query};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use super::entity::grants;
use super::entity::refresh_tokens::{ActiveModel, Column, Entity};
use super::value::{id, instant, millis};
use super::{Database, Fault};

#[async_trait]
impl RefreshTokens for Database {
    async fn issue(
        &self,
        token: &RefreshDigest,
        grant: &GrantId,
        now: Timestamp,
        expires_at: Timestamp,
        event: Event,
    ) -> Answer<()> {
        self.asked("issue a refresh token", async {
            let txn = self.begin().await?;
            Entity::insert(row(token, grant.as_str(), now, expires_at)).exec_without_returning(&txn).await?;
            self.append(&txn, &event).await?;
            Ok(txn.commit().await?)
        })
        .await
    }

    async fn find(&self, token: &RefreshDigest) -> Answer<Option<StoredRefreshToken>> {
        self.asked("find a refresh token", async {
            let found = Entity::find_by_id(token.as_str()).one(&self.readers).await?;
            let Some(found) = found else { return Ok(None) };
            let Some(grant) = super::grants::live(&self.readers, &id(&found.grant_id)?).await? else { return Ok(None) };
            Ok(Some(StoredRefreshToken {
                grant,
                issued_at: instant(found.issued_at)?,
                expires_at: instant(found.expires_at)?,
                rotated: found.rotated_at.is_some(),
            }))
        })
        .await
    }

    async fn rotate(&self, rotation: &Rotation, event: Event) -> Answer<Rotated> {
        self.asked("rotate a refresh token", async {
            let presented = Condition::all()
                .add(Column::Digest.eq(rotation.presented.as_str()))
                .add(Column::GrantId.in_subquery(live_grants_of(&rotation.client)));
            let txn = self.begin().await?;
            let rotated = Entity::update_many()
                .col_expr(Column::RotatedAt, Expr::value(millis(rotation.now)))
                .filter(presented.clone())
                .filter(Column::RotatedAt.is_null())
                .filter(Column::ExpiresAt.gt(millis(rotation.now)))
                .exec_with_returning(&txn)
                .await?;
            if let Some(used) = rotated.into_iter().next() {
                let successor = row(&rotation.successor, &used.grant_id, rotation.now, rotation.successor_expires_at);
                Entity::insert(successor).exec_without_returning(&txn).await?;
                self.append(&txn, &event).await?;
                txn.commit().await?;
                return Ok(Rotated::Next);
            }
            let used = Entity::find().filter(presented).filter(Column::RotatedAt.is_not_null()).one(&txn).await?;
            let came = match used.and_then(|used| used.rotated_at) {
                None => Rotated::Unknown,
                Some(at) if within_grace(at, rotation) && is_unused(&txn, &rotation.successor).await? => {
                    Rotated::SameNext
                }
                Some(_) => Rotated::Reused,
            };
            match came {
                // Whoever holds the same token gets the same successor: that this happened is on record.
                Rotated::SameNext => {
                    self.append(&txn, &event.with("again", "within the grace")).await?;
                    txn.commit().await?;
                }
                _ => txn.rollback().await?,
            }
            Ok(came)
        })
        .await
    }
}

fn live_grants_of(client: &ClientId) -> sea_orm::sea_query::SelectStatement {
    Query::select()
        .column(grants::Column::Id)
        .from(grants::Entity)
        .and_where(grants::Column::ClientId.eq(client.as_str()))
        .and_where(grants::Column::RevokedAt.is_null())
        .take()
}

/// Who comes at the same moment may have read the clock before the one who was first. A clock that was set back opens nothing.
fn within_grace(rotated_at: i64, rotation: &Rotation) -> bool {
    u128::from(millis(rotation.now).abs_diff(rotated_at)) < rotation.grace.as_millis()
}

async fn is_unused(txn: &DatabaseTransaction, token: &RefreshDigest) -> Result<bool, Fault> {
    let unused = Entity::find_by_id(token.as_str()).filter(Column::RotatedAt.is_null());
    Ok(unused.one(txn).await?.is_some())
}

fn row(token: &RefreshDigest, grant: &str, issued_at: Timestamp, expires_at: Timestamp) -> ActiveModel {
    ActiveModel {
        digest: Set(token.as_str().to_owned()),
        grant_id: Set(grant.to_owned()),
        issued_at: Set(millis(issued_at)),
        expires_at: Set(millis(expires_at)),
        rotated_at: Set(None),
    }
}
