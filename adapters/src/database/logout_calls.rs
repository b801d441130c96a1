//! Logout calls on their way. They are written with the end of their session, by [`write`].

use std::time::Duration;

use async_trait::async_trait;
use idp_core::audit::Event;
use idp_core::client::ClientId;
use idp_core::id::LogoutCallId;
use idp_core::lifetimes;
use idp_core::oidc::backchannel_logout::LogoutCall;
use idp_core::port::{Answer, Hands, LeasedCall, LogoutCalls, Rng};
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::logout_calls::{ActiveModel, Column, Entity, Model};
use super::entity::sessions;
use super::queue::{readable, take};
use super::value::{client_id, id, instant, millis};
use super::{Database, Fault};

#[async_trait]
impl LogoutCalls for Database {
    async fn lease(&self, hands: &Hands, lease: Duration, now: Timestamp) -> Answer<Vec<LeasedCall>> {
        self.asked("lease logout calls", async {
            let due = || Entity::find().filter(Column::DueAt.lte(millis(now)));
            let waiting = due().select_only().column(Column::ClientId).distinct().into_tuple();
            let waiting: Vec<String> = waiting.all(&self.readers).await?;
            if waiting.is_empty() {
                return Ok(Vec::new());
            }
            let txn = self.begin().await?;
            let mut taken = Vec::new();
            for client in waiting {
                let held = hands.held.get(&client_id(&client)?).copied().unwrap_or_default();
                let room = hands.per_client.saturating_sub(held);
                let of_client = due().filter(Column::ClientId.eq(client)).order_by_asc(Column::DueAt);
                taken.extend((held..).zip(take(&txn, of_client, Column::Id, room).await?));
            }
            // Whoever has the fewest hands gets the next. What was taken and is not needed is free again at the commit.
            taken.sort_by_key(|(hand, _)| *hand);
            let taken = taken.into_iter().take(usize::try_from(hands.free)?).map(|(_, id)| id);
            let mut rows = Entity::update_many()
                .col_expr(Column::DueAt, Expr::value(millis(now.checked_add(lease)?)))
                .col_expr(Column::Tries, Expr::col(Column::Tries).add(1))
                .filter(Column::Id.is_in(taken))
                .exec_with_returning(&txn)
                .await?;
            txn.commit().await?;
            rows.sort_by_key(|row| row.created_at);
            Ok(readable(&rows, |row| &row.id, leased))
        })
        .await
    }

    async fn done(&self, id: &LogoutCallId, event: Event) -> Answer<()> {
        self.asked("remove a logout call", async {
            let txn = self.begin().await?;
            if Entity::delete_by_id(id.as_str()).exec(&txn).await?.rows_affected == 0 {
                return Ok(txn.rollback().await?);
            }
            self.append(&txn, &event).await?;
            Ok(txn.commit().await?)
        })
        .await
    }

    async fn again(&self, id: &LogoutCallId, at: Timestamp) -> Answer<()> {
        self.asked("put a logout call back", async {
            Entity::update_many()
                .col_expr(Column::DueAt, Expr::value(millis(at)))
                .filter(Column::Id.eq(id.as_str()))
                .exec(&self.writer)
                .await?;
            Ok(())
        })
        .await
    }
}

/// Writes a call to each of these clients, in the transaction that ends the session.
pub(super) async fn write<'a>(
    txn: &DatabaseTransaction,
    ended: &sessions::Model,
    clients: impl Iterator<Item = &'a ClientId>,
    rng: &dyn Rng,
    at: Timestamp,
) -> Result<(), Fault> {
    let expires_at = at.checked_add(lifetimes::LOGOUT_CALL)?;
    let calls: Vec<_> = clients
        .map(|client| ActiveModel {
            id: Set(LogoutCallId::generate(rng).to_string()),
            session_id: Set(ended.id.clone()),
            subject: Set(ended.subject.clone()),
            client_id: Set(client.to_string()),
            due_at: Set(millis(at)),
            tries: Set(0),
            expires_at: Set(millis(expires_at)),
            created_at: Set(millis(at)),
        })
        .collect();
    if !calls.is_empty() {
        Entity::insert_many(calls).exec_without_returning(txn).await?;
    }
    Ok(())
}

fn leased(row: &Model) -> Result<LeasedCall, Fault> {
    let call = LogoutCall {
        id: id(&row.id)?,
        session: id(&row.session_id)?,
        subject: id(&row.subject)?,
        client: client_id(&row.client_id)?,
        expires_at: instant(row.expires_at)?,
    };
    Ok(LeasedCall { call, tries: u32::try_from(row.tries)?.saturating_sub(1) })
}
