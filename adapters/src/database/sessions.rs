//! Single sign-on sessions. A session that ends is gone; with it the grants made in it are revoked, and the calls are written
//! to those who must hear of it.

use std::collections::BTreeSet;

use async_trait::async_trait;
use idp_core::account::SecurityVersion;
use idp_core::audit::{Code, Event};
use idp_core::client::ClientId;
use idp_core::id::{SessionId, Subject};
use idp_core::port::{Answer, Ending, SeenSession, SessionDigest, Sessions};
use idp_core::session::Session;
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use super::entity::sessions::{ActiveModel, Column, Entity, Model};
use super::value::{id, instant, millis};
use super::{Database, Fault, grants, logout_calls};

#[async_trait]
impl Sessions for Database {
    async fn start(
        &self,
        session: &Session,
        cookie: &SessionDigest,
        replaces: Option<Ending<'_>>,
        mut event: Event,
    ) -> Answer<()> {
        self.asked("start a session", async {
            let txn = self.begin().await?;
            if let Some(replaced) = replaces {
                self.take_away(&txn, replaced, event.at).await?;
                event = event.with("replaces", replaced.session.as_str());
            }
            Entity::insert(row(session, cookie)?).exec_without_returning(&txn).await?;
            self.append(&txn, &event).await?;
            txn.commit().await?;
            if replaces.is_some() {
                self.logout_calls_written.notify_one();
            }
            Ok(())
        })
        .await
    }

    async fn load(&self, cookie: &SessionDigest) -> Answer<Option<Session>> {
        self.asked("load a session", async {
            let row = Entity::find().filter(Column::Cookie.eq(cookie.as_str())).one(&self.readers).await?;
            row.as_ref().map(session).transpose()
        })
        .await
    }

    async fn by_id(&self, id: &SessionId) -> Answer<Option<Session>> {
        self.asked("load a session by its name", async {
            Entity::find_by_id(id.as_str()).one(&self.readers).await?.as_ref().map(session).transpose()
        })
        .await
    }

    async fn of_person(&self, person: &Subject) -> Answer<Vec<SeenSession>> {
        self.asked("read the sessions of a person", async {
            let rows = Entity::find().filter(Column::Subject.eq(person.as_str())).all(&self.readers).await?;
            let mut seen = Vec::with_capacity(rows.len());
            for row in &rows {
                let session = session(row)?;
                let clients = grants::clients_of_session(&self.readers, &session.id).await?;
                seen.push(SeenSession { session, clients });
            }
            Ok(seen)
        })
        .await
    }

    async fn renew(&self, session: &Session, old: &SessionDigest, new: &SessionDigest, event: Event) -> Answer<bool> {
        self.asked("renew a session", async {
            let txn = self.begin().await?;
            let renewed = Entity::update_many()
                .set(row(session, new)?)
                .filter(Column::Id.eq(session.id.as_str()))
                .filter(Column::Cookie.eq(old.as_str()))
                .exec(&txn)
                .await?;
            if renewed.rows_affected == 0 {
                txn.rollback().await?;
                return Ok(false);
            }
            self.append(&txn, &event).await?;
            txn.commit().await?;
            Ok(true)
        })
        .await
    }

    async fn touch(&self, id: &SessionId, now: Timestamp) -> Answer<()> {
        self.asked("note the use of a session", async {
            Entity::update_many()
                .col_expr(Column::UsedAt, Expr::value(millis(now)))
                .filter(Column::Id.eq(id.as_str()))
                .filter(Column::UsedAt.lt(millis(now)))
                .exec(&self.writer)
                .await?;
            Ok(())
        })
        .await
    }

    async fn end(&self, ending: Ending<'_>, mut event: Event) -> Answer<BTreeSet<ClientId>> {
        self.asked("end a session", async {
            let txn = self.begin().await?;
            let Some((ended, saw)) = self.take_away(&txn, ending, event.at).await? else {
                txn.rollback().await?;
                return Ok(BTreeSet::new());
            };
            if event.subject.is_none() {
                event.subject = Some(id(&ended.subject)?);
            }
            self.append(&txn, &event).await?;
            txn.commit().await?;
            self.logout_calls_written.notify_one();
            Ok(saw)
        })
        .await
    }
}

impl Database {
    /// Takes a session away, with the grants made in it, and writes the calls. What it was, and who saw it; `None` if it was not
    /// there: of two that end it at once, one does.
    async fn take_away(
        &self,
        txn: &DatabaseTransaction,
        Ending { session, called }: Ending<'_>,
        at: Timestamp,
    ) -> Result<Option<(Model, BTreeSet<ClientId>)>, Fault> {
        let ended = Entity::delete_many().filter(Column::Id.eq(session.as_str())).exec_with_returning(txn).await?;
        let Some(ended) = ended.into_iter().next() else { return Ok(None) };
        let saw = self.settle(txn, &ended, called, at).await?;
        Ok(Some((ended, saw)))
    }

    /// Takes all sessions of a person away likewise, because of what `event` says of the account.
    pub(super) async fn take_all_away(
        &self,
        txn: &DatabaseTransaction,
        person: &Subject,
        called: &BTreeSet<ClientId>,
        event: &Event,
    ) -> Result<(), Fault> {
        let ended = Entity::delete_many().filter(Column::Subject.eq(person.as_str())).exec_with_returning(txn).await?;
        for session in &ended {
            self.settle(txn, session, called, event.at).await?;
            let told = Event::new(Code::SessionEnded, &event.origin, event.at).about(person);
            self.append(txn, &told.with("because", event.code.as_str())).await?;
        }
        Ok(())
    }

    /// What follows from a session that was taken away: its grants are revoked, and the calls are written. Who saw it.
    async fn settle(
        &self,
        txn: &DatabaseTransaction,
        ended: &Model,
        called: &BTreeSet<ClientId>,
        at: Timestamp,
    ) -> Result<BTreeSet<ClientId>, Fault> {
        let session = id(&ended.id)?;
        grants::revoke_of_session(txn, &session, at).await?;
        let saw = grants::clients_of_session(txn, &session).await?;
        logout_calls::write(txn, ended, saw.intersection(called), self.rng.as_ref(), at).await?;
        Ok(saw)
    }
}

fn row(session: &Session, cookie: &SessionDigest) -> Result<ActiveModel, Fault> {
    Ok(ActiveModel {
        id: Set(session.id.to_string()),
        cookie: Set(cookie.as_str().to_owned()),
        subject: Set(session.subject.to_string()),
        security_version: Set(session.security_version.0),
        evidence: Set(serde_json::to_string(&session.evidence)?),
        started_at: Set(millis(session.started_at)),
        used_at: Set(millis(session.used_at)),
    })
}

fn session(row: &Model) -> Result<Session, Fault> {
    Ok(Session {
        id: id(&row.id)?,
        subject: id(&row.subject)?,
        security_version: SecurityVersion(row.security_version),
        evidence: serde_json::from_str(&row.evidence)?,
        started_at: instant(row.started_at)?,
        used_at: instant(row.used_at)?,
    })
}
