//! People: finding them, adding them and accepting a time step. How an account changes and how many are imported at once
//! have files of their own.

use std::collections::BTreeSet;

use async_trait::async_trait;
use idp_core::account::{
    Account, Change, CredentialDigest, NewAccount, PasswordHash, RecoveryDigest, SecurityVersion, Username,
};
use idp_core::audit::Event;
use idp_core::client::ClientId;
use idp_core::desk::Term;
use idp_core::id::{AuthenticatorId, PasskeyId, Subject};
use idp_core::port::{Accounts, Answer, Changed, Directory, Imported, PasskeyUse};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, LoaderTrait, QueryFilter, QueryOrder, QuerySelect};
use secrecy::ExposeSecret;

use super::entity::accounts::{Column, Entity, Model};
use super::entity::{authenticators, passkeys as passkey_rows};
use super::value::millis;
use super::{Database, Fault};

mod apps;
mod change;
mod codes;
mod delete;
mod found;
mod import;
mod passkeys;
mod row;

#[async_trait]
impl Accounts for Database {
    async fn by_username(&self, username: &Username) -> Answer<Option<Account>> {
        self.asked("find an account by its name", self.account_of_typed_name(username)).await
    }

    async fn by_subject(&self, subject: &Subject) -> Answer<Option<Account>> {
        self.asked("find an account by its subject", self.account(Column::Subject.eq(subject.as_str()))).await
    }

    async fn by_passkey(&self, passkey: &CredentialDigest) -> Answer<Option<Account>> {
        self.asked("find an account by its passkey", async {
            let which = passkey_rows::Column::Digest.eq(passkey.as_str());
            match passkey_rows::Entity::find().filter(which).one(&self.readers).await? {
                Some(row) => self.account(Column::Subject.eq(row.subject)).await,
                None => Ok(None),
            }
        })
        .await
    }

    async fn list(&self, after: Option<&Username>, limit: u64) -> Answer<Vec<Account>> {
        self.asked("list accounts", async {
            let mut page = Entity::find().order_by_asc(Column::Username).limit(limit);
            if let Some(after) = after {
                page = page.filter(Column::Username.gt(after.as_str()));
            }
            let rows = page.all(&self.readers).await?;
            let authenticators = rows.load_many(authenticators::Entity, &self.readers).await?;
            let mut passkeys = self.passkeys_of(&rows, &self.readers).await?;
            let with_apps = rows.into_iter().zip(authenticators);
            with_apps
                .map(|(row, apps)| {
                    let of_the_person = passkeys.remove(&row.subject).unwrap_or_default();
                    self.account_of(row, apps, of_the_person)
                })
                .collect()
        })
        .await
    }

    async fn add(&self, account: NewAccount, event: Event) -> Answer<bool> {
        self.asked("add an account", async {
            let mut row = self.new_row(&account, event.at)?;
            self.make_row_findable(self.known_data_key().await?, &mut row)?;
            let unless_taken = OnConflict::column(Column::Username).do_nothing().to_owned();
            let txn = self.begin().await?;
            let insert = Entity::insert(row.into_active_model()).on_conflict(unless_taken);
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

    async fn import(&self, people: Vec<NewAccount>, called: &BTreeSet<ClientId>, event: Event) -> Answer<Imported> {
        self.asked("import accounts", self.import_all(people, called, event)).await
    }

    async fn change(
        &self,
        subject: &Subject,
        seen: SecurityVersion,
        change: Change,
        called: &BTreeSet<ClientId>,
        event: Event,
    ) -> Answer<Changed> {
        self.asked("change an account", self.change_one(subject, seen, change, called, event)).await
    }

    async fn delete(
        &self,
        subject: &Subject,
        seen: SecurityVersion,
        called: &BTreeSet<ClientId>,
        event: Event,
    ) -> Answer<bool> {
        self.asked("delete an account", self.delete_one(subject, seen, called, event)).await
    }

    async fn renew_password_hash(
        &self,
        subject: &Subject,
        old: &PasswordHash,
        new: &PasswordHash,
        event: Event,
    ) -> Answer<bool> {
        self.asked("renew a password hash", async {
            let txn = self.begin().await?;
            let renewed = Entity::update_many()
                .col_expr(Column::PasswordHash, Expr::value(new.expose_secret()))
                .filter(Column::Subject.eq(subject.as_str()))
                .filter(Column::PasswordHash.eq(old.expose_secret()))
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

    async fn use_recovery_code(&self, subject: &Subject, code: &RecoveryDigest, event: Event) -> Answer<bool> {
        self.asked("use a recovery code", self.use_code(subject, code, event)).await
    }

    async fn take_visit_code(&self, subject: &Subject, hash: &str, now: Timestamp, event: Event) -> Answer<bool> {
        self.asked("take a visit code", self.take_visit(subject, hash, now, event)).await
    }

    async fn use_passkey(&self, passkey: &PasskeyId, signatures: u32, event: Event) -> Answer<PasskeyUse> {
        self.asked("use a passkey", self.use_key(passkey, signatures, event)).await
    }

    async fn accept_step(&self, authenticator: &AuthenticatorId, step: u64, event: Event) -> Answer<bool> {
        self.asked("accept a time step", async {
            let step = i64::try_from(step)?;
            let txn = self.begin().await?;
            let accepted = authenticators::Entity::update_many()
                .col_expr(authenticators::Column::LastStep, Expr::value(step))
                .col_expr(authenticators::Column::LastUsedAt, Expr::value(millis(event.at)))
                .filter(authenticators::Column::Id.eq(authenticator.as_str()))
                .filter(authenticators::Column::LastStep.lt(step))
                .exec(&txn)
                .await?;
            if accepted.rows_affected == 0 {
                txn.rollback().await?;
                return Ok(false);
            }
            self.append(&txn, &event).await?;
            txn.commit().await?;
            Ok(true)
        })
        .await
    }
}

#[async_trait]
impl Directory for Database {
    async fn find(&self, term: &Term, limit: u64) -> Answer<Vec<Account>> {
        self.asked("find people", self.find_people(term, limit)).await
    }

    async fn make_findable(&self, limit: u64) -> Answer<bool> {
        self.asked("make people findable", self.make_some_findable(limit)).await
    }
}

impl Database {
    /// The account of a row, with its passkeys where it says that there are any.
    async fn account(&self, which: Expr) -> Result<Option<Account>, Fault> {
        let Some((row, apps)) = self.row_with_apps(which).await? else { return Ok(None) };
        let passkeys = self.passkeys_of(std::slice::from_ref(&row), &self.readers).await?.remove(&row.subject);
        self.account_of(row, apps, passkeys.unwrap_or_default()).map(Some)
    }

    /// The same for a name that somebody typed and has not proven: whoever has it, and whether anybody does, it is as many
    /// statements.
    async fn account_of_typed_name(&self, username: &Username) -> Result<Option<Account>, Fault> {
        let found = self.row_with_apps(Column::Username.eq(username.as_str())).await?;
        let subject = found.as_ref().map(|(row, _)| row.subject.clone()).unwrap_or_default();
        let mut passkeys = self.passkeys_by(vec![subject], &self.readers).await?;
        let Some((row, apps)) = found else { return Ok(None) };
        let passkeys = passkeys.remove(&row.subject).unwrap_or_default();
        self.account_of(row, apps, passkeys).map(Some)
    }

    /// One statement reads the account with its authenticators, so that nobody is ever seen half reset.
    async fn row_with_apps(&self, which: Expr) -> Result<Option<(Model, Vec<authenticators::Model>)>, Fault> {
        let rows = Entity::find().filter(which).find_with_related(authenticators::Entity).all(&self.readers).await?;
        Ok(rows.into_iter().next())
    }
}
