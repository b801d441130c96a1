//! Consents: a row for each thing that somebody agreed to, so that agreeing to more is adding rows, whoever else does so.

use std::collections::BTreeMap;

use async_trait::async_trait;
use idp_core::audit::Event;
use idp_core::client::ClientId;
use idp_core::id::Subject;
use idp_core::oidc::consent::Consent;
use idp_core::oidc::scope::Scope;
use idp_core::port::{Answer, Consents};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Condition, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::consents::{ActiveModel, Column, Entity, Model};
use super::value::millis;
use super::{Database, Fault, grants};

/// The two kinds of things that are agreed to.
const SCOPE: &str = "scope";
const CLAIM: &str = "claim";

#[async_trait]
impl Consents for Database {
    async fn given(&self, person: &Subject, client: &ClientId) -> Answer<Consent> {
        self.asked("read a consent", async {
            let rows = Entity::find().filter(between(person, client)).all(&self.readers).await?;
            Ok(consent(&rows))
        })
        .await
    }

    async fn all_of(&self, person: &Subject) -> Answer<BTreeMap<ClientId, Consent>> {
        self.asked("read the consents of a person", async {
            let of_person = Entity::find().filter(Column::Subject.eq(person.as_str())).order_by_asc(Column::ClientId);
            let rows = of_person.all(&self.readers).await?;
            let by_client = rows.chunk_by(|one, next| one.client_id == next.client_id);
            by_client.map(|rows| Ok((client_of(rows)?, consent(rows)))).collect()
        })
        .await
    }

    async fn remember(&self, person: &Subject, client: &ClientId, agreed: &Consent, event: Event) -> Answer<()> {
        self.asked("remember a consent", async {
            let scope = agreed.scope.iter().map(|value| (SCOPE, value));
            let claims = agreed.claims.iter().map(|name| (CLAIM, name.as_str()));
            let rows: Vec<_> = scope
                .chain(claims)
                .map(|(kind, name)| ActiveModel {
                    subject: Set(person.to_string()),
                    client_id: Set(client.to_string()),
                    kind: Set(kind.to_owned()),
                    name: Set(name.to_owned()),
                    given_at: Set(millis(event.at)),
                })
                .collect();
            let key = [Column::Subject, Column::ClientId, Column::Kind, Column::Name];
            let unless_there = OnConflict::columns(key).do_nothing().to_owned();
            let txn = self.begin().await?;
            if !rows.is_empty() {
                Entity::insert_many(rows).on_conflict(unless_there).exec_without_returning(&txn).await?;
            }
            self.append(&txn, &event).await?;
            Ok(txn.commit().await?)
        })
        .await
    }

    async fn revoke(&self, person: &Subject, client: &ClientId, event: Event) -> Answer<bool> {
        self.asked("revoke a consent", async {
            let txn = self.begin().await?;
            if Entity::delete_many().filter(between(person, client)).exec(&txn).await?.rows_affected == 0 {
                txn.rollback().await?;
                return Ok(false);
            }
            grants::revoke_between(&txn, person, client, event.at).await?;
            self.append(&txn, &event).await?;
            txn.commit().await?;
            Ok(true)
        })
        .await
    }
}

fn between(person: &Subject, client: &ClientId) -> Condition {
    Condition::all().add(Column::Subject.eq(person.as_str())).add(Column::ClientId.eq(client.as_str()))
}

fn client_of(rows: &[Model]) -> Result<ClientId, Fault> {
    let id = rows.first().and_then(|row| ClientId::parse(&row.client_id));
    id.ok_or_else(|| "a column holds what cannot be a client id".into())
}

/// The rows of one person and one client, together.
fn consent(rows: &[Model]) -> Consent {
    let names = |kind| rows.iter().filter(move |row| row.kind == kind).map(|row| row.name.as_str());
    let scope = names(SCOPE).collect::<Vec<_>>().join(" ");
    Consent { scope: Scope::from(scope), claims: names(CLAIM).map(str::to_owned).collect() }
}
