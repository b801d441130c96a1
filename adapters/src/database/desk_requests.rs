//! What waits at the service desk for a second pair of eyes. Of two who decide, one takes it.

use async_trait::async_trait;
use idp_core::account::SecurityVersion;
use idp_core::audit::Event;
use idp_core::desk::{Act, Deed, Reason, Request, Ticket};
use idp_core::id::{DeskRequestId, Subject};
use idp_core::port::{Answer, DeskRequests};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use super::entity::desk_requests::{Column, Entity, Model};
use super::sealed_columns::DESK_REQUEST_VALUE;
use super::value::{id, instant, millis, text};
use super::{Database, Fault};

#[async_trait]
impl DeskRequests for Database {
    async fn ask(&self, request: &Request, event: Event) -> Answer<bool> {
        self.asked("have a request wait", async {
            let seal = |value: &str| self.seal(DESK_REQUEST_VALUE, request.id.as_str(), value.as_bytes());
            let row = Model {
                id: request.id.to_string(),
                subject: request.subject.to_string(),
                act: request.deed.act().as_str().to_owned(),
                value: request.deed.reveal().map(seal).transpose()?,
                security_version: request.security_version.0,
                asked_by: request.asked_by.to_string(),
                reason: request.reason.as_str().to_owned(),
                ticket: request.ticket.as_str().to_owned(),
                asked_at: millis(request.asked_at),
                expires_at: millis(request.expires_at),
            };
            let columns = [
                Column::Id,
                Column::Value,
                Column::SecurityVersion,
                Column::AskedBy,
                Column::Reason,
                Column::Ticket,
                Column::AskedAt,
                Column::ExpiresAt,
            ];
            // One that is over, or was asked for an account that is another by now, gives way.
            let over = Expr::col((Entity, Column::ExpiresAt)).lte(millis(request.asked_at));
            let moved = Expr::col((Entity, Column::SecurityVersion)).ne(request.security_version.0);
            let unless_waiting = OnConflict::columns([Column::Subject, Column::Act])
                .update_columns(columns)
                .action_and_where(over.or(moved))
                .to_owned();
            let txn = self.begin().await?;
            let insert = Entity::insert(row.into_active_model()).on_conflict(unless_waiting);
            if insert.exec_without_returning(&txn).await? == 0 {
                txn.rollback().await?;
                return Ok(false);
            }
            self.append(&txn, &event).await?;
            txn.commit().await?;
            Ok(true)
        })
        .await
    }

    async fn waiting(&self, limit: u64, now: Timestamp) -> Answer<Vec<Request>> {
        self.asked("read what waits for a second pair of eyes", async {
            let waiting = Entity::find().filter(Column::ExpiresAt.gt(millis(now))).order_by_asc(Column::AskedAt);
            let rows = waiting.limit(limit).all(&self.readers).await?;
            rows.into_iter().map(|row| self.desk_request(row)).collect()
        })
        .await
    }

    async fn of_person(&self, subject: &Subject, now: Timestamp) -> Answer<Vec<Request>> {
        self.asked("read what waits for a person", async {
            let of_person = Entity::find().filter(Column::Subject.eq(subject.as_str()));
            let waiting = of_person.filter(Column::ExpiresAt.gt(millis(now))).order_by_asc(Column::AskedAt);
            let rows = waiting.all(&self.readers).await?;
            rows.into_iter().map(|row| self.desk_request(row)).collect()
        })
        .await
    }

    async fn find(&self, id: &DeskRequestId, now: Timestamp) -> Answer<Option<Request>> {
        self.asked("find a request", async {
            let waiting = Entity::find_by_id(id.as_str()).filter(Column::ExpiresAt.gt(millis(now)));
            waiting.one(&self.readers).await?.map(|row| self.desk_request(row)).transpose()
        })
        .await
    }

    async fn take(
        &self,
        id: &DeskRequestId,
        by: &Subject,
        seen: SecurityVersion,
        now: Timestamp,
        event: Event,
    ) -> Answer<Option<Request>> {
        self.asked("take a request", async {
            let txn = self.begin().await?;
            let taken = Entity::delete_many()
                .filter(Column::Id.eq(id.as_str()))
                .filter(Column::AskedBy.ne(by.as_str()))
                .filter(Column::SecurityVersion.eq(seen.0))
                .filter(Column::ExpiresAt.gt(millis(now)))
                .exec_with_returning(&txn)
                .await?;
            let Some(row) = taken.into_iter().next() else {
                txn.rollback().await?;
                return Ok(None);
            };
            let request = self.desk_request(row)?;
            self.append(&txn, &event).await?;
            txn.commit().await?;
            Ok(Some(request))
        })
        .await
    }
}

impl Database {
    pub(super) fn desk_request(&self, row: Model) -> Result<Request, Fault> {
        let act = Act::named(&row.act).ok_or("a request of an unknown act")?;
        let open = |sealed: &String| text(&self.open(DESK_REQUEST_VALUE, &row.id, sealed)?);
        let value = row.value.as_ref().map(open).transpose()?;
        Ok(Request {
            id: id(&row.id)?,
            subject: id(&row.subject)?,
            deed: Deed::from_store(act, value).ok_or("a request without its value")?,
            security_version: SecurityVersion(row.security_version),
            asked_by: id(&row.asked_by)?,
            reason: Reason::from_store(row.reason),
            ticket: Ticket::from_store(row.ticket),
            asked_at: instant(row.asked_at)?,
            expires_at: instant(row.expires_at)?,
        })
    }
}
