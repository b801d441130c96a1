//! The passkeys of a person. Who changes them holds the lock on the account.

use std::collections::HashMap;

use idp_core::account::{AppName, CredentialDigest, NewPasskey, Passkey, PasskeyCredential};
use idp_core::audit::Event;
use idp_core::id::PasskeyId;
use idp_core::port::PasskeyUse;
use jiff::Timestamp;
use sea_orm::sea_query::{Condition, Expr, OnConflict};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter};

use crate::database::entity::accounts;
use crate::database::entity::passkeys::{Column, Entity, Model};
use crate::database::sealed_columns::PASSKEY_CREDENTIAL;
use crate::database::value::{id, instant, millis, text};
use crate::database::{Database, Fault};

impl Database {
    /// Those of these people, by subject. Most people have none, which their rows say: then nothing is asked.
    pub(super) async fn passkeys_of(
        &self,
        people: &[accounts::Model],
        db: &impl sea_orm::ConnectionTrait,
    ) -> Result<HashMap<String, Vec<Passkey>>, Fault> {
        let who: Vec<_> = people.iter().filter(|row| row.passkeys > 0).map(|row| row.subject.clone()).collect();
        if who.is_empty() {
            return Ok(HashMap::new());
        }
        self.passkeys_by(who, db).await
    }

    /// Those of these subjects.
    pub(super) async fn passkeys_by(
        &self,
        who: Vec<String>,
        db: &impl sea_orm::ConnectionTrait,
    ) -> Result<HashMap<String, Vec<Passkey>>, Fault> {
        let mut all: HashMap<String, Vec<Passkey>> = HashMap::new();
        for row in Entity::find().filter(Column::Subject.is_in(who)).all(db).await? {
            all.entry(row.subject.clone()).or_default().push(self.passkey_of(row)?);
        }
        Ok(all)
    }

    /// Adds one. False if somebody has it already.
    pub(super) async fn add_passkey(
        &self,
        txn: &DatabaseTransaction,
        row: &mut accounts::Model,
        passkey: NewPasskey,
        at: Timestamp,
    ) -> Result<bool, Fault> {
        let new = Model {
            credential: self.seal(PASSKEY_CREDENTIAL, passkey.id.as_str(), passkey.credential.reveal().as_bytes())?,
            id: passkey.id.to_string(),
            subject: row.subject.clone(),
            digest: passkey.digest.as_str().to_owned(),
            signatures: passkey.signatures.into(),
            name: None,
            added_at: millis(at),
            last_used_at: None,
        };
        let unless_known = OnConflict::column(Column::Digest).do_nothing().to_owned();
        let insert = Entity::insert(new.into_active_model()).on_conflict(unless_known);
        let added = insert.exec_without_returning(txn).await?;
        row.passkeys += i32::try_from(added)?;
        Ok(added > 0)
    }

    /// See [`idp_core::port::Accounts::use_passkey`].
    pub(super) async fn use_key(
        &self,
        passkey: &PasskeyId,
        signatures: u32,
        event: Event,
    ) -> Result<PasskeyUse, Fault> {
        let signatures = i64::from(signatures);
        let mut counts = Condition::any().add(Column::Signatures.lt(signatures));
        if signatures == 0 {
            counts = counts.add(Column::Signatures.eq(0));
        }
        let txn = self.begin().await?;
        let used = Entity::update_many()
            .col_expr(Column::Signatures, Expr::value(signatures))
            .col_expr(Column::LastUsedAt, Expr::value(millis(event.at)))
            .filter(Column::Id.eq(passkey.as_str()))
            .filter(counts)
            .exec(&txn)
            .await?;
        if used.rows_affected == 0 {
            let there = Entity::find_by_id(passkey.as_str()).one(&txn).await?.is_some();
            txn.rollback().await?;
            return Ok(if there { PasskeyUse::Behind } else { PasskeyUse::Gone });
        }
        self.append(&txn, &event).await?;
        txn.commit().await?;
        Ok(PasskeyUse::Counted)
    }

    fn passkey_of(&self, row: Model) -> Result<Passkey, Fault> {
        let credential = text(&self.open(PASSKEY_CREDENTIAL, &row.id, &row.credential)?)?;
        Ok(Passkey {
            id: id(&row.id)?,
            digest: CredentialDigest::from_store(row.digest),
            credential: PasskeyCredential::from_store(credential),
            name: row.name.map(AppName::from_store),
            added_at: instant(row.added_at)?,
            last_used_at: row.last_used_at.map(instant).transpose()?,
        })
    }
}

/// Gives one a name. False if it is not this person's.
pub(super) async fn name(
    txn: &DatabaseTransaction,
    subject: &str,
    id: &PasskeyId,
    name: &AppName,
) -> Result<bool, Fault> {
    let named = Entity::update_many().col_expr(Column::Name, Expr::value(name.as_str())).filter(one(subject, id));
    Ok(named.exec(txn).await?.rows_affected > 0)
}

/// Removes one. False if it is not this person's.
pub(super) async fn remove(
    txn: &DatabaseTransaction,
    row: &mut accounts::Model,
    id: &PasskeyId,
) -> Result<bool, Fault> {
    let removed = Entity::delete_many().filter(one(&row.subject, id)).exec(txn).await?.rows_affected;
    row.passkeys -= i32::try_from(removed)?;
    Ok(removed > 0)
}

/// Removes them all.
pub(super) async fn remove_all(txn: &DatabaseTransaction, row: &mut accounts::Model) -> Result<(), Fault> {
    Entity::delete_many().filter(Column::Subject.eq(&row.subject)).exec(txn).await?;
    row.passkeys = 0;
    Ok(())
}

fn one(subject: &str, id: &PasskeyId) -> Condition {
    Condition::all().add(Column::Id.eq(id.as_str())).add(Column::Subject.eq(subject))
}
