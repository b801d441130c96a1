//! Codes that count once: recovery codes and the code of the service desk.

use idp_core::account::RecoveryDigest;
use idp_core::audit::Event;
use idp_core::id::Subject;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter};

use crate::database::entity::{accounts, recovery_codes};
use crate::database::value::millis;
use crate::database::{Database, Fault};

impl Database {
    /// See [`idp_core::port::Accounts::use_recovery_code`].
    pub(super) async fn use_code(&self, subject: &Subject, code: &RecoveryDigest, event: Event) -> Result<bool, Fault> {
        use accounts::Column;
        let txn = self.begin().await?;
        // The account first, as every change takes it: so that nobody waits in a circle.
        accounts::Entity::update_many()
            .col_expr(Column::RecoveryCodes, Expr::col(Column::RecoveryCodes).sub(1))
            .filter(Column::Subject.eq(subject.as_str()))
            .exec(&txn)
            .await?;
        let used = recovery_codes::Entity::delete_many()
            .filter(recovery_codes::Column::Digest.eq(code.as_str()))
            .filter(recovery_codes::Column::Subject.eq(subject.as_str()))
            .exec(&txn)
            .await?;
        if used.rows_affected == 0 {
            txn.rollback().await?;
            return Ok(false);
        }
        self.append(&txn, &event).await?;
        txn.commit().await?;
        Ok(true)
    }

    /// See [`idp_core::port::Accounts::take_visit_code`].
    pub(super) async fn take_visit(
        &self,
        subject: &Subject,
        hash: &str,
        now: Timestamp,
        event: Event,
    ) -> Result<bool, Fault> {
        use accounts::Column;
        let txn = self.begin().await?;
        let taken = accounts::Entity::update_many()
            .col_expr(Column::VisitCode, Expr::value(None::<String>))
            .filter(Column::Subject.eq(subject.as_str()))
            .filter(Column::VisitCode.eq(hash))
            .filter(Column::VisitCodeExpiresAt.gt(millis(now)))
            .exec(&txn)
            .await?;
        if taken.rows_affected == 0 {
            txn.rollback().await?;
            return Ok(false);
        }
        self.append(&txn, &event).await?;
        txn.commit().await?;
        Ok(true)
    }
}

/// Puts these in the place of all recovery codes of a person.
pub(super) async fn replace_recovery_codes(
    txn: &DatabaseTransaction,
    row: &mut accounts::Model,
    codes: Vec<RecoveryDigest>,
) -> Result<(), Fault> {
    let of_the_person = recovery_codes::Column::Subject.eq(&row.subject);
    recovery_codes::Entity::delete_many().filter(of_the_person).exec(txn).await?;
    row.recovery_codes = i32::try_from(codes.len())?;
    if codes.is_empty() {
        return Ok(());
    }
    let rows = codes.iter().map(|code| {
        let row = recovery_codes::Model { digest: code.as_str().to_owned(), subject: row.subject.clone() };
        row.into_active_model()
    });
    recovery_codes::Entity::insert_many(rows).exec_without_returning(txn).await?;
    Ok(())
}
