//! How an account changes: one transaction that first takes the row, if its security version is still what the caller saw.

use std::collections::BTreeSet;

use idp_core::account::{Change, Others, SecurityVersion, VisitCode};
use idp_core::audit::Event;
use idp_core::client::ClientId;
use idp_core::id::Subject;
use idp_core::port::Changed;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter};

use super::codes::replace_recovery_codes;
use super::row::set_password;
use super::{apps, passkeys};
use crate::database::entity::{accounts, authenticators};
use crate::database::value::millis;
use crate::database::{Database, Fault, password_links};

impl Database {
    /// See [`idp_core::port::Accounts::change`].
    pub(super) async fn change_one(
        &self,
        subject: &Subject,
        seen: SecurityVersion,
        change: Change,
        called: &BTreeSet<ClientId>,
        event: Event,
    ) -> Result<Changed, Fault> {
        let txn = self.begin().await?;
        let Some(mut row) = take(&txn, subject, seen, &change, &event).await? else {
            txn.rollback().await?;
            return Ok(Changed::Stale);
        };
        if !self.apply(&txn, &mut row, change, &event).await? {
            txn.rollback().await?;
            return Ok(Changed::Stale);
        }
        self.make_row_findable(self.known_data_key().await?, &mut row)?;
        let written = row.clone().into_active_model().reset_all();
        accounts::Entity::update(written).exec_without_returning(&txn).await?;
        self.append(&txn, &event).await?;
        let risen = row.security_version > seen.0;
        if risen {
            self.take_all_away(&txn, subject, called, &event).await?;
        }
        let authenticators = apps::of(subject.as_str()).all(&txn).await?;
        let passkeys = self.passkeys_of(std::slice::from_ref(&row), &txn).await?.remove(&row.subject);
        let account = self.account_of(row, authenticators, passkeys.unwrap_or_default())?;
        txn.commit().await?;
        if risen {
            self.logout_calls_written.notify_one();
        }
        Ok(Changed::Done(Box::new(account)))
    }

    /// Applies a change to a row that is locked. False if it cannot be applied to this account.
    async fn apply(
        &self,
        txn: &DatabaseTransaction,
        row: &mut accounts::Model,
        change: Change,
        event: &Event,
    ) -> Result<bool, Fault> {
        match change {
            Change::VerifyPhone(number) => {
                if self.phone_of(row)?.is_some_and(|on_record| on_record.value != number) {
                    return Ok(false);
                }
                self.set_proven_phone(row, &number, event.at)?;
            }
            Change::DoubtPhone(number) => {
                if self.phone_of(row)?.is_none_or(|on_record| on_record.value != number) {
                    return Ok(false);
                }
                (row.phone_verified, row.phone_proven_at) = (false, None);
            }
            Change::VerifyEmail(address) => {
                if self.email_of(row)?.is_none_or(|on_record| on_record.value != address) {
                    return Ok(false);
                }
                row.email_verified = true;
            }
            Change::ReplacePhone(number) => self.set_proven_phone(row, &number, event.at)?,
            Change::ReplaceEmail(address) => {
                // A link in the old mailbox is worth nothing from here on.
                password_links::forget(txn, &row.subject).await?;
                self.set_email(row, Some(&address), true)?;
            }
            Change::ConfirmAuthenticator { id, secret, step, others } => {
                match others {
                    Others::None if row.passkeys > 0 => return Ok(false),
                    Others::None if apps::of(&row.subject).one(txn).await?.is_some() => return Ok(false),
                    Others::Stay if apps::of(&row.subject).one(txn).await?.is_none() => return Ok(false),
                    Others::None | Others::Stay => {}
                    Others::Go => apps::remove_all(txn, &row.subject).await?,
                }
                open_nothing_more(row);
                let app = self.authenticator_row(&row.subject, id.as_str(), &secret, step, event.at)?;
                let insert = authenticators::Entity::insert(app.into_active_model());
                insert.exec_without_returning(txn).await?;
            }
            Change::NameAuthenticator { id, name } => return apps::name(txn, &row.subject, &id, &name).await,
            Change::RemoveAuthenticator(id) => return apps::remove(txn, &row.subject, &id).await,
            Change::AddPasskey(passkey) => {
                return Ok(apps::of(&row.subject).one(txn).await?.is_some()
                    && self.add_passkey(txn, row, passkey, event.at).await?);
            }
            Change::NamePasskey { id, name } => return passkeys::name(txn, &row.subject, &id, &name).await,
            Change::RemovePasskey(id) => return passkeys::remove(txn, row, &id).await,
            Change::Dispute => {
                // Whoever was in may have made them, and a passkey would be a way in without the new password.
                passkeys::remove_all(txn, row).await?;
                replace_recovery_codes(txn, row, Vec::new()).await?;
                row.disputed_at = Some(millis(event.at));
                row.owes_password = true;
            }
            Change::ReviewDispute => row.disputed_at = None,
            Change::SetRecoveryCodes(codes) => replace_recovery_codes(txn, row, codes).await?,
            Change::SetPassword(hash) => {
                set_password(row, &hash);
                row.password_by_mail = false;
            }
            Change::SetPasswordByMail(hash, link) => {
                if row.disabled || !password_links::use_up(txn, &row.subject, &link, event.at).await? {
                    return Ok(false);
                }
                set_password(row, &hash);
                row.password_by_mail = true;
            }
            Change::Disable => row.disabled = true,
            Change::Enable => row.disabled = false,
            Change::ResetFactors(code) => {
                apps::remove_all(txn, &row.subject).await?;
                passkeys::remove_all(txn, row).await?;
                replace_recovery_codes(txn, row, Vec::new()).await?;
                row.owes_visit = true;
                give_visit_code(row, code);
            }
            Change::GiveVisitCode(code) => give_visit_code(row, code),
            // The version has risen already.
            Change::EndSessions => {}
            Change::CorrectPhone(number) => self.set_phone(row, Some(&number), false)?,
            Change::CorrectEmail(address) => self.set_email(row, Some(&address), false)?,
            Change::SetRole(role) => role.as_str().clone_into(&mut row.role),
            Change::SetProfile(profile) => {
                // The lock has raised the version already where a password comes along.
                let raised = profile.password_hash.is_some();
                row.security_version += i64::from(self.set_profile(row, &profile)? && !raised);
            }
        }
        Ok(true)
    }
}

/// Takes the account, and with it the lock on its row: until the transaction is over nobody else changes it.
async fn take(
    txn: &DatabaseTransaction,
    subject: &Subject,
    seen: SecurityVersion,
    change: &Change,
    event: &Event,
) -> Result<Option<accounts::Model>, Fault> {
    use accounts::Column::{SecurityVersion, Subject, UpdatedAt};
    let risen = Expr::col(SecurityVersion).add(i64::from(change.ends_sessions()));
    let taken = accounts::Entity::update_many()
        .col_expr(SecurityVersion, risen)
        .col_expr(UpdatedAt, Expr::value(millis(event.at)))
        .filter(Subject.eq(subject.as_str()))
        .filter(SecurityVersion.eq(seen.0))
        .exec_with_returning(txn)
        .await?;
    Ok(taken.into_iter().next())
}

fn give_visit_code(row: &mut accounts::Model, code: VisitCode) {
    row.visit_code = Some(code.hash);
    row.visit_code_expires_at = Some(millis(code.expires_at));
}

/// The bootstrap is over: what stood before it is of no use any more.
fn open_nothing_more(row: &mut accounts::Model) {
    row.owes_visit = false;
    row.password_by_mail = false;
    row.visit_code = None;
    row.visit_code_expires_at = None;
}
