//! Links with which people choose a password. Of each kind a person has one row, so a new link takes the place of the old.

use async_trait::async_trait;
use idp_core::account::{LinkDigest, LinkKind, PasswordLink, SecurityVersion};
use idp_core::audit::Event;
use idp_core::id::{Digest, Subject};
use idp_core::port::{Answer, PasswordLinks};
use jiff::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter};

use super::entity::password_links::{Column, Entity, Model};
use super::value::{id, instant, millis};
use super::{Database, Fault};

#[async_trait]
impl PasswordLinks for Database {
    async fn give(&self, link: &PasswordLink, event: Event) -> Answer<()> {
        self.asked("give a link to choose a password", async {
            let row = Model {
                subject: link.subject.to_string(),
                kind: link.kind.as_str().to_owned(),
                digest: link.digest.as_str().to_owned(),
                security_version: link.security_version.0,
                expires_at: millis(link.expires_at),
            };
            let newest = OnConflict::columns([Column::Subject, Column::Kind])
                .update_columns([Column::Digest, Column::SecurityVersion, Column::ExpiresAt])
                .to_owned();
            let txn = self.begin().await?;
            Entity::insert(row.into_active_model()).on_conflict(newest).exec_without_returning(&txn).await?;
            self.append(&txn, &event).await?;
            Ok(txn.commit().await?)
        })
        .await
    }

    async fn find(&self, digest: &LinkDigest) -> Answer<Option<PasswordLink>> {
        self.asked("find a link to choose a password", async {
            let row = Entity::find().filter(Column::Digest.eq(digest.as_str())).one(&self.readers).await?;
            row.map(link).transpose()
        })
        .await
    }

    async fn forget(&self, subject: &Subject) -> Answer<()> {
        self.asked("forget links to choose a password", async { forget(&self.writer, subject.as_str()).await }).await
    }
}

/// Forgets every link of a person.
pub(super) async fn forget(db: &impl ConnectionTrait, subject: &str) -> Result<(), Fault> {
    Entity::delete_many().filter(Column::Subject.eq(subject)).exec(db).await?;
    Ok(())
}

/// Uses a link of a person up, if it is there and has not expired: of fifty at once one does.
pub(super) async fn use_up(
    txn: &DatabaseTransaction,
    subject: &str,
    digest: &LinkDigest,
    now: Timestamp,
) -> Result<bool, Fault> {
    let used = Entity::delete_many()
        .filter(Column::Digest.eq(digest.as_str()))
        .filter(Column::Subject.eq(subject))
        .filter(Column::ExpiresAt.gt(millis(now)))
        .exec(txn)
        .await?;
    Ok(used.rows_affected > 0)
}

fn link(row: Model) -> Result<PasswordLink, Fault> {
    Ok(PasswordLink {
        digest: Digest::from_store(row.digest),
        subject: id(&row.subject)?,
        security_version: SecurityVersion(row.security_version),
        kind: LinkKind::named(&row.kind).ok_or("a link of an unknown kind")?,
        expires_at: instant(row.expires_at)?,
    })
}
