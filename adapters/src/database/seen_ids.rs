//! What was used once. An identifier is taken by one statement, which does nothing while it is taken already.

use async_trait::async_trait;
use idp_core::port::{Answer, SeenId, SeenIds};
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};

use super::Database;
use super::entity::seen_ids::{ActiveModel, Column, Entity};
use super::value::millis;

#[async_trait]
impl SeenIds for Database {
    async fn remember(&self, id: &SeenId, until: Timestamp, now: Timestamp) -> Answer<bool> {
        self.asked("remember what was used once", async {
            let row = ActiveModel { id: Set(id.as_str().to_owned()), expires_at: Set(millis(until)) };
            let expired = Expr::col((Entity, Column::ExpiresAt)).lte(millis(now));
            let unless_taken =
                OnConflict::column(Column::Id).update_column(Column::ExpiresAt).action_and_where(expired).to_owned();
            Ok(Entity::insert(row).on_conflict(unless_taken).exec_without_returning(&self.writer).await? == 1)
        })
        .await
    }
}
