//! Rows that workers take turns at.

use sea_orm::sea_query::{LockBehavior, LockType};
use sea_orm::{EntityTrait, QuerySelect, Select};

/// The names of those that no other worker has its hands on. SQLite, with its one writer, has no locks and needs none.
pub(super) fn free<E: EntityTrait>(rows: Select<E>, id: E::Column) -> Select<E> {
    rows.select_only().column(id).lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
}
