//! Authorizations. A code is redeemed by one statement that names everything which must match.

use std::collections::BTreeSet;

use async_trait::async_trait;
use idp_core::account::SecurityVersion;
use idp_core::audit::Event;
use idp_core::client::{ClientId, RedirectUri, Resource};
use idp_core::id::{GrantId, SessionId, Subject};
use idp_core::oidc::grant::Grant;
use idp_core::oidc::pkce::CodeChallenge;
use idp_core::port::{Answer, CodeDigest, Grants, Redeemed};
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect,
};

use super::entity::grants::{ActiveModel, Column, Entity, Model};
use super::value::{client_id, id, instant, millis};
use super::{Database, Fault};

#[async_trait]
impl Grants for Database {
    async fn issue(&self, grant: &Grant, code: &CodeDigest, expires_at: Timestamp, event: Event) -> Answer<()> {
        self.asked("issue a grant", async {
            let txn = self.begin().await?;
            Entity::insert(row(grant, code, expires_at)?).exec_without_returning(&txn).await?;
            self.append(&txn, &event).await?;
            Ok(txn.commit().await?)
        })
        .await
    }

    async fn redeem(
        &self,
        code: &CodeDigest,
        client: &ClientId,
        redirect_uri: &RedirectUri,
        challenge: Option<&CodeChallenge>,
        now: Timestamp,
        mut event: Event,
    ) -> Answer<Redeemed> {
        self.asked("redeem a code", async {
            let presented = Condition::all()
                .add(Column::Code.eq(code.as_str()))
                .add(Column::ClientId.eq(client.as_str()))
                .add(Column::RedirectUri.eq(redirect_uri.as_str()))
                .add(match challenge {
                    Some(challenge) => Column::CodeChallenge.eq(challenge.as_str()),
                    None => Column::CodeChallenge.is_null(),
                })
                .add(Column::RevokedAt.is_null());
            let txn = self.begin().await?;
            let redeemed = Entity::update_many()
                .col_expr(Column::RedeemedAt, Expr::value(millis(now)))
                .filter(presented.clone())
                .filter(Column::RedeemedAt.is_null())
                .filter(Column::CodeExpiresAt.gt(millis(now)))
                .exec_with_returning(&txn)
                .await?;
            if let Some(row) = redeemed.into_iter().next() {
                let grant = grant(row)?;
                event.subject.get_or_insert_with(|| grant.subject.clone());
                self.append(&txn, &event).await?;
                txn.commit().await?;
                return Ok(Redeemed::Fresh(Box::new(grant)));
            }
            let spent = Entity::find().filter(presented).filter(Column::RedeemedAt.is_not_null()).one(&txn).await?;
            txn.rollback().await?;
            Ok(match spent {
                Some(row) => Redeemed::Spent(id(&row.id)?),
                None => Redeemed::Unknown,
            })
        })
        .await
    }

    async fn live(&self, id: &GrantId) -> Answer<Option<Grant>> {
        self.asked("read a grant", async { live(&self.readers, id).await }).await
    }

    async fn revoke(&self, grant: &GrantId, mut event: Event) -> Answer<()> {
        self.asked("revoke a grant", async {
            let txn = self.begin().await?;
            let revoked = revoke(&txn, Condition::all().add(Column::Id.eq(grant.as_str())), event.at).await?;
            let Some(row) = revoked.into_iter().next() else {
                txn.rollback().await?;
                return Ok(());
            };
            if event.subject.is_none() {
                event.subject = Some(id(&row.subject)?);
            }
            self.append(&txn, &event).await?;
            Ok(txn.commit().await?)
        })
        .await
    }
}

/// The grant, unless it was revoked.
pub(super) async fn live(db: &DatabaseConnection, id: &GrantId) -> Result<Option<Grant>, Fault> {
    let row = Entity::find_by_id(id.as_str()).filter(Column::RevokedAt.is_null()).one(db).await?;
    row.map(grant).transpose()
}

/// Revokes the grants made in a session, which ends in the same transaction, but for those that outlive it.
pub(super) async fn revoke_of_session(
    txn: &DatabaseTransaction,
    session: &SessionId,
    at: Timestamp,
) -> Result<(), Fault> {
    let of_session = Condition::all().add(Column::SessionId.eq(session.as_str())).add(Column::Offline.eq(false));
    revoke(txn, of_session, at).await.map(drop)
}

/// Revokes the grants of a person to a client, those that outlive their session too.
pub(super) async fn revoke_between(
    txn: &DatabaseTransaction,
    person: &Subject,
    client: &ClientId,
    at: Timestamp,
) -> Result<(), Fault> {
    let between = Condition::all().add(Column::Subject.eq(person.as_str())).add(Column::ClientId.eq(client.as_str()));
    revoke(txn, between, at).await.map(drop)
}

/// Revokes whatever a person granted, offline access included.
pub(super) async fn revoke_of_person(txn: &DatabaseTransaction, person: &Subject, at: Timestamp) -> Result<(), Fault> {
    revoke(txn, Condition::all().add(Column::Subject.eq(person.as_str())), at).await.map(drop)
}

/// Everybody who got a grant in a session, whatever became of it.
pub(super) async fn clients_of_session(
    db: &impl ConnectionTrait,
    session: &SessionId,
) -> Result<BTreeSet<ClientId>, Fault> {
    let of_session = Entity::find().filter(Column::SessionId.eq(session.as_str()));
    let clients: Vec<String> =
        of_session.select_only().column(Column::ClientId).distinct().into_tuple().all(db).await?;
    clients.iter().map(|client| client_id(client)).collect()
}

async fn revoke(txn: &DatabaseTransaction, which: Condition, at: Timestamp) -> Result<Vec<Model>, Fault> {
    let revoked = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(millis(at)))
        .filter(which)
        .filter(Column::RevokedAt.is_null());
    Ok(revoked.exec_with_returning(txn).await?)
}

fn row(grant: &Grant, code: &CodeDigest, expires_at: Timestamp) -> Result<ActiveModel, Fault> {
    Ok(ActiveModel {
        id: Set(grant.id.to_string()),
        code: Set(code.as_str().to_owned()),
        client_id: Set(grant.client.to_string()),
        subject: Set(grant.subject.to_string()),
        security_version: Set(grant.security_version.0),
        session_id: Set(grant.session.to_string()),
        redirect_uri: Set(grant.redirect_uri.as_str().to_owned()),
        scope: Set(grant.scope.to_string()),
        claims: Set(Some(serde_json::to_string(&grant.claims)?)),
        nonce: Set(grant.nonce.clone()),
        code_challenge: Set(grant.code_challenge.as_ref().map(|challenge| challenge.as_str().to_owned())),
        offline: Set(grant.is_offline()),
        resource: Set(grant.resource.as_ref().map(|resource| resource.as_str().to_owned())),
        assurance: Set(serde_json::to_string(&grant.assurance)?),
        issued_at: Set(millis(grant.issued_at)),
        code_expires_at: Set(millis(expires_at)),
        redeemed_at: Set(None),
        revoked_at: Set(None),
    })
}

fn grant(row: Model) -> Result<Grant, Fault> {
    Ok(Grant {
        id: id(&row.id)?,
        client: client_id(&row.client_id)?,
        subject: id(&row.subject)?,
        security_version: SecurityVersion(row.security_version),
        session: id(&row.session_id)?,
        redirect_uri: RedirectUri::register(&row.redirect_uri)?,
        scope: row.scope.into(),
        claims: row.claims.as_deref().map(serde_json::from_str).transpose()?.unwrap_or_default(),
        nonce: row.nonce,
        code_challenge: row.code_challenge.map(CodeChallenge::from_store),
        resource: row.resource.as_deref().map(resource).transpose()?,
        assurance: serde_json::from_str(&row.assurance)?,
        issued_at: instant(row.issued_at)?,
    })
}

fn resource(text: &str) -> Result<Resource, Fault> {
    Resource::parse(text).ok_or_else(|| "a column holds what cannot be a resource".into())
}
