//! What was used once. An identifier is taken by one statement, which does nothing while it is taken already.

use async_trait::async_trait;
use idp_core::port::{Answer, SeenId, SeenIds};
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::entity::seen_ids::{ActiveModel, Column, Entity};
use super::value::millis;
use super::{Database, Fault};

/// How many expired ones are forgotten when one is remembered: more than one, so that they never pile up.
const SWEPT: u64 = 10;

#[async_trait]
impl SeenIds for Database {
    async fn remember(&self, id: &SeenId, until: Timestamp, now: Timestamp) -> Answer<bool> {
        self.asked("remember what was used once", async {
            self.sweep(now).await?;
            let row = ActiveModel { id: Set(id.as_str().to_owned()), expires_at: Set(millis(until)) };
            let expired = Expr::col((Entity, Column::ExpiresAt)).lte(millis(now));
            let unless_taken =
                OnConflict::column(Column::Id).update_column(Column::ExpiresAt).action_and_where(expired).to_owned();
            Ok(Entity::insert(row).on_conflict(unless_taken).exec_without_returning(&self.writer).await? == 1)
        })
        .await
    }
}

impl Database {
    /// SQLite, with its one writer, has no locks and needs none; on PostgreSQL no two nodes wait for each other here.
    async fn sweep(&self, now: Timestamp) -> Result<(), Fault> {
        let expired = Entity::find()
            .filter(Column::ExpiresAt.lte(millis(now)))
            .limit(SWEPT)
            .select_only()
            .column(Column::Id)
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        Entity::delete_many().filter(Column::Id.in_subquery(expired.into_query())).exec(&self.writer).await?;
        Ok(())
    }
}
