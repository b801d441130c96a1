//! Rows that workers take turns at.

use sea_orm::sea_query::{LockBehavior, LockType};
use sea_orm::{DatabaseTransaction, DbErr, EntityTrait, QuerySelect, Select};

use super::Fault;

/// The names of those that no other worker has its hands on. SQLite, with its one writer, has no locks and needs none.
pub(super) fn free<E: EntityTrait>(rows: Select<E>, id: E::Column) -> Select<E> {
    rows.select_only().column(id).lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
}

/// The names of at most `limit` free rows, held until the transaction ends. They are read before they are written: within an
/// `UPDATE … WHERE id IN (SELECT … LIMIT n)` PostgreSQL may ask the inner question again for each row, and then the limit
/// bounds nothing.
pub(super) async fn take<E: EntityTrait>(
    txn: &DatabaseTransaction,
    rows: Select<E>,
    id: E::Column,
    limit: u64,
) -> Result<Vec<String>, DbErr> {
    free(rows, id).limit(limit).into_tuple().all(txn).await
}

/// What is made of the rows that somebody took. One that cannot be read holds up no other: it stays taken, is looked at again
/// when that ends, and goes when it is over.
pub(super) fn readable<R, T>(rows: &[R], name: impl Fn(&R) -> &str, read: impl Fn(&R) -> Result<T, Fault>) -> Vec<T> {
    let told = |row: &R, fault: &Fault| {
        tracing::error!(row = name(row), %fault, "WHAT WAITS HERE CANNOT BE READ; the others go on");
    };
    rows.iter().filter_map(|row| read(row).inspect_err(|fault| told(row, fault)).ok()).collect()
}
