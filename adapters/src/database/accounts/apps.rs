//! The authenticators of a person, in a transaction that holds the lock on the account.

use idp_core::account::AppName;
use idp_core::id::AuthenticatorId;
use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, Select};

use crate::database::Fault;
use crate::database::entity::authenticators::{Column, Entity};

/// Those of a person.
pub(super) fn of(subject: &str) -> Select<Entity> {
    Entity::find().filter(Column::Subject.eq(subject))
}

/// Gives one a name. False if it is not this person's.
pub(super) async fn name(
    txn: &DatabaseTransaction,
    subject: &str,
    id: &AuthenticatorId,
    name: &AppName,
) -> Result<bool, Fault> {
    let named = Entity::update_many().col_expr(Column::Name, Expr::value(name.as_str())).filter(one(subject, id));
    Ok(named.exec(txn).await?.rows_affected > 0)
}

/// Removes one. False if it is not this person's, or the last: whoever holds the lock on the account sees them all.
pub(super) async fn remove(txn: &DatabaseTransaction, subject: &str, id: &AuthenticatorId) -> Result<bool, Fault> {
    let removed = Entity::delete_many().filter(one(subject, id)).exec(txn).await?;
    Ok(removed.rows_affected > 0 && of(subject).one(txn).await?.is_some())
}

/// Removes them all.
pub(super) async fn remove_all(txn: &DatabaseTransaction, subject: &str) -> Result<(), Fault> {
    Entity::delete_many().filter(Column::Subject.eq(subject)).exec(txn).await?;
    Ok(())
}

fn one(subject: &str, id: &AuthenticatorId) -> Condition {
    Condition::all().add(Column::Id.eq(id.as_str())).add(Column::Subject.eq(subject))
}
