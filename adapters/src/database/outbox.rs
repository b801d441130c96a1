//! Messages on their way. Whom they go to and what they say lies sealed; what is delivered or worthless is removed.

use std::time::Duration;

use async_trait::async_trait;
use idp_core::account::{EmailAddress, PhoneNumber};
use idp_core::audit::Event;
use idp_core::message::{Outgoing, Recipient, Rendered};
use idp_core::port::{Accepted, Answer, Leased, Outbox};
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QueryTrait};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::entity::outbox::{ActiveModel, Column, Entity, Model};
use super::queue::{free, readable, take};
use super::sealed_columns::OUTBOX_PAYLOAD;
use super::value::{id, instant, millis};
use super::{Database, Fault, deliveries, reports};

/// What is sealed.
#[derive(Serialize, Deserialize)]
struct Payload {
    to: String,
    rendered: Rendered,
}

#[async_trait]
impl Outbox for Database {
    async fn queue(&self, message: Outgoing, event: Event) -> Answer<()> {
        self.asked("queue a message", async {
            let payload = Payload { to: message.to.reveal().to_owned(), rendered: message.rendered.clone() };
            let payload = Zeroizing::new(serde_json::to_vec(&payload)?);
            let row = ActiveModel {
                id: Set(message.id.to_string()),
                channel: Set(message.to.channel().to_owned()),
                payload: Set(self.seal(OUTBOX_PAYLOAD, message.id.as_str(), &payload)?),
                expires_at: Set(millis(message.expires_at)),
                due_at: Set(millis(event.at)),
                tries: Set(0),
                created_at: Set(millis(event.at)),
            };
            let txn = self.begin().await?;
            Entity::insert(row).exec_without_returning(&txn).await?;
            if let Some(subject) = &event.subject {
                deliveries::begin(&txn, &message, subject, event.at).await?;
            }
            self.append(&txn, &event).await?;
            Ok(txn.commit().await?)
        })
        .await
    }

    async fn lease(&self, limit: u64, lease: Duration, now: Timestamp) -> Answer<Vec<Leased>> {
        self.asked("lease messages", async {
            let worthless = free(Entity::find().filter(Column::ExpiresAt.lte(millis(now))), Column::Id);
            Entity::delete_many().filter(Column::Id.in_subquery(worthless.into_query())).exec(&self.writer).await?;
            let due = Column::DueAt.lte(millis(now)).and(Column::ExpiresAt.gt(millis(now)));
            let txn = self.begin().await?;
            let due = take(&txn, Entity::find().filter(due).order_by_asc(Column::DueAt), Column::Id, limit).await?;
            let mut rows = Entity::update_many()
                .col_expr(Column::DueAt, Expr::value(millis(now.checked_add(lease)?)))
                .col_expr(Column::Tries, Expr::col(Column::Tries).add(1))
                .filter(Column::Id.is_in(due))
                .exec_with_returning(&txn)
                .await?;
            txn.commit().await?;
            rows.sort_by_key(|row| row.created_at);
            Ok(readable(&rows, |row| &row.id, |row| self.leased(row)))
        })
        .await
    }

    async fn accepted(&self, message: &Outgoing, by: &Accepted, now: Timestamp) -> Answer<()> {
        self.asked("remove a message", async {
            let txn = self.begin().await?;
            remove(&txn, message).await?;
            deliveries::accepted(&txn, message, by, now).await?;
            reports::count_sent(&txn, message.to.channel(), &by.gateway, now).await?;
            Ok(txn.commit().await?)
        })
        .await
    }

    async fn again(&self, message: &Outgoing, at: Timestamp) -> Answer<()> {
        self.asked("put a message back", async {
            if message.expires_at <= at {
                let txn = self.begin().await?;
                remove(&txn, message).await?;
                deliveries::given_up(&txn, message).await?;
                return Ok(txn.commit().await?);
            }
            Entity::update_many()
                .col_expr(Column::DueAt, Expr::value(millis(at)))
                .filter(Column::Id.eq(message.id.as_str()))
                .exec(&self.writer)
                .await?;
            Ok(())
        })
        .await
    }
}

impl Database {
    /// How many messages wait to be handed over, those that are being handed over included.
    pub async fn waiting_messages(&self) -> Answer<u64> {
        self.asked("count messages", async { Ok(Entity::find().count(&self.readers).await?) }).await
    }

    pub(super) fn leased(&self, row: &Model) -> Result<Leased, Fault> {
        let payload = self.open(OUTBOX_PAYLOAD, &row.id, &row.payload)?;
        let Payload { to, rendered } = serde_json::from_slice(&payload)?;
        let to = match row.channel.as_str() {
            "sms" => Recipient::Phone(PhoneNumber::from_store(to)),
            "email" => Recipient::Email(EmailAddress::from_store(to)),
            _ => return Err("a message is for no channel that we know".into()),
        };
        let message = Outgoing { id: id(&row.id)?, to, rendered, expires_at: instant(row.expires_at)? };
        Ok(Leased { message, tries: u32::try_from(row.tries)?.saturating_sub(1) })
    }
}

async fn remove(db: &impl ConnectionTrait, message: &Outgoing) -> Result<(), Fault> {
    Entity::delete_by_id(message.id.as_str()).exec(db).await?;
    Ok(())
}
