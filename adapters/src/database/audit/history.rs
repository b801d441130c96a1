//! Reading the log for the person whom it is about: their own logins; and for the service desk: what happened to one person.

use async_trait::async_trait;
use idp_core::audit::{Actor, Code};
use idp_core::client::ClientId;
use idp_core::id::Subject;
use idp_core::port::{Answer, History, PastEvent, PastLogin};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;

use crate::database::entity::audit_events::{Column, Entity, Model};
use crate::database::value::instant;
use crate::database::{Database, Fault};

#[async_trait]
impl History for Database {
    async fn logins(&self, person: &Subject, limit: u64) -> Answer<Vec<PastLogin>> {
        self.asked("read the logins of a person", async {
            let completed = [Code::SessionStarted.as_str(), Code::SessionRenewed.as_str()];
            let found =
                Entity::find().filter(Column::Subject.eq(person.as_str())).filter(Column::Code.is_in(completed));
            let rows = found.order_by_desc(Column::Seq).limit(limit).all(&self.readers).await?;
            rows.into_iter().map(past_login).collect()
        })
        .await
    }

    async fn events(
        &self,
        person: &Subject,
        codes: &[Code],
        before: Option<i64>,
        limit: u64,
    ) -> Answer<Vec<PastEvent>> {
        self.asked("read what happened to a person", async {
            let codes = codes.iter().map(|code| code.as_str());
            let mut found =
                Entity::find().filter(Column::Subject.eq(person.as_str())).filter(Column::Code.is_in(codes));
            if let Some(before) = before {
                found = found.filter(Column::Seq.lt(before));
            }
            let rows = found.order_by_desc(Column::Seq).limit(limit).all(&self.readers).await?;
            rows.iter().map(past_event).collect()
        })
        .await
    }
}

fn past_event(row: &Model) -> Result<PastEvent, Fault> {
    Ok(PastEvent {
        seq: row.seq,
        at: instant(row.at)?,
        code: Code::named(&row.code).ok_or("an event of an unknown code")?,
        actor: Actor::parse(&row.actor).ok_or("an event of an unknown actor")?,
        client: row.client.as_deref().and_then(ClientId::parse),
        detail: serde_json::from_str(&row.detail)?,
    })
}

fn past_login(row: Model) -> Result<PastLogin, Fault> {
    let detail: Value = serde_json::from_str(&row.detail)?;
    Ok(PastLogin {
        at: instant(row.at)?,
        address: row.address.and_then(|address| address.parse().ok()),
        client: row.client.as_deref().and_then(ClientId::parse),
        level: detail["level"].as_str().map(str::to_owned),
    })
}
