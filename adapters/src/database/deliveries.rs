//! What became of messages. The outbox writes here in its own transactions; a report is one conditional statement.

use async_trait::async_trait;
use idp_core::delivery::{About, Delivery, Outcome, Report, Stage};
use idp_core::id::Subject;
use idp_core::message::Outgoing;
use idp_core::port::{Accepted, Answer, Deliveries};
use jiff::Timestamp;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::deliveries::{ActiveModel, Column, Entity, Model};
use super::value::{id, instant, millis};
use super::{Database, Fault};

const DELIVERED: &str = "delivered";

#[async_trait]
impl Deliveries for Database {
    async fn reported(&self, gateway: &str, report: &Report, now: Timestamp) -> Answer<bool> {
        self.asked("note a delivery report", async {
            let named = match &report.about {
                // A report can be faster than our own note of who took the message.
                About::Reference(message) => Column::Message
                    .eq(message.as_str())
                    .and(Column::Gateway.eq(gateway).or(Column::Gateway.is_null()))
                    .and(Column::Channel.eq("sms")),
                About::ProviderId(id) => Column::ProviderId.eq(id.as_str()).and(Column::Gateway.eq(gateway)),
            };
            let unreported = Column::Report.is_null();
            let (reason, news) = match &report.outcome {
                Outcome::Delivered => (None, unreported.or(Column::Report.ne(DELIVERED))),
                Outcome::Failed(reason) => (reason.as_deref(), unreported),
            };
            let update = Entity::update_many()
                .col_expr(Column::Report, Expr::value(report.outcome.as_str()))
                .col_expr(Column::Reason, Expr::value(reason))
                .col_expr(Column::ReportedAt, Expr::value(millis(now)))
                .filter(named)
                .filter(news);
            Ok(update.exec(&self.writer).await?.rows_affected > 0)
        })
        .await
    }

    async fn latest(&self, subject: &Subject, limit: u64, now: Timestamp) -> Answer<Vec<Delivery>> {
        self.asked("read what became of messages", async {
            let rows = Entity::find()
                .filter(Column::Subject.eq(subject.as_str()))
                .order_by_desc(Column::QueuedAt)
                .limit(limit)
                .all(&self.readers)
                .await?;
            rows.into_iter().map(|row| delivery(row, now)).collect()
        })
        .await
    }
}

/// A message goes on its way.
pub(super) async fn begin(
    db: &impl ConnectionTrait,
    message: &Outgoing,
    subject: &Subject,
    now: Timestamp,
) -> Result<(), Fault> {
    let row = ActiveModel {
        message: Set(message.id.to_string()),
        subject: Set(subject.to_string()),
        channel: Set(message.to.channel().to_owned()),
        recipient: Set(message.to.masked()),
        queued_at: Set(millis(now)),
        expires_at: Set(millis(message.expires_at)),
        gateway: NotSet,
        provider_id: NotSet,
        accepted_at: NotSet,
        given_up: Set(false),
        report: NotSet,
        reason: NotSet,
        reported_at: NotSet,
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// A gateway took a message.
pub(super) async fn accepted(
    db: &impl ConnectionTrait,
    message: &Outgoing,
    by: &Accepted,
    now: Timestamp,
) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::Gateway, Expr::value(by.gateway.as_str()))
        .col_expr(Column::ProviderId, Expr::value(by.provider_id.as_deref()))
        .col_expr(Column::AcceptedAt, Expr::value(millis(now)))
        .filter(Column::Message.eq(message.id.as_str()))
        .exec(db)
        .await?;
    Ok(())
}

/// Nobody will take a message any more.
pub(super) async fn given_up(db: &impl ConnectionTrait, message: &Outgoing) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::GivenUp, Expr::value(true))
        .filter(Column::Message.eq(message.id.as_str()))
        .exec(db)
        .await?;
    Ok(())
}

fn delivery(row: Model, now: Timestamp) -> Result<Delivery, Fault> {
    let reported = row.reported_at.map(instant).transpose()?;
    let accepted = row.accepted_at.map(instant).transpose()?;
    let stage = match (row.report.as_deref(), reported, accepted) {
        (Some(DELIVERED), Some(at), _) => Stage::Delivered { at },
        (Some(_), Some(at), _) => Stage::Failed { at, reason: row.reason },
        (_, _, Some(at)) => Stage::Accepted { at },
        _ if row.given_up || row.expires_at <= millis(now) => Stage::GivenUp,
        _ => Stage::Queued,
    };
    Ok(Delivery {
        message: id(&row.message)?,
        channel: row.channel,
        to: row.recipient,
        queued_at: instant(row.queued_at)?,
        gateway: row.gateway,
        provider_id: row.provider_id,
        stage,
    })
}
