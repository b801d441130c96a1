//! Removing what is over. Each kind is one short statement, which passes over the rows that another node has its hands on; one
//! that a verb changes at that very moment is looked at again, and stays if it is over no more.

use std::time::Duration;

use async_trait::async_trait;
use idp_core::lifetimes;
use idp_core::port::{Answer, Housekeeping, Swept};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};

use super::entity::{
    deliveries, desk_requests, grants, guess_budgets, password_links, refresh_tokens, seen_ids, sessions,
};
use super::queue::free;
use super::value::millis;
use super::{Database, Fault};

#[async_trait]
impl Housekeeping for Database {
    async fn sweep(&self, limit: u64, now: Timestamp) -> Answer<Swept> {
        self.asked("remove what is over", async {
            let mut sweep = Sweep { db: &self.writer, limit, swept: Swept::default() };
            let over = sessions::Column::StartedAt.lte(before(now, lifetimes::SESSION_KEPT)?);
            let over = sessions::Entity::find().filter(over).order_by_asc(sessions::Column::StartedAt);
            sweep.remove(over, sessions::Column::Id).await?;

            // A token that was used is needed as long as one that follows from it may live: they go together, and the grant last.
            let granted = grants::Column::IssuedAt.lte(before(now, lifetimes::GRANT)?);
            let of_these =
                Query::select().column(grants::Column::Id).from(grants::Entity).and_where(granted.clone()).take();
            let over = refresh_tokens::Entity::find().filter(refresh_tokens::Column::GrantId.in_subquery(of_these));
            sweep.remove(over, refresh_tokens::Column::Digest).await?;
            let over = grants::Entity::find().filter(granted).filter(Expr::exists(its_tokens()).not());
            sweep.remove(over.order_by_asc(grants::Column::IssuedAt), grants::Column::Id).await?;

            let old = guess_budgets::Column::WindowStartedAt.lte(before(now, lifetimes::GUESS_BUDGET)?);
            let open = guess_budgets::Column::ClosedUntil.lte(millis(now));
            sweep.remove(guess_budgets::Entity::find().filter(old).filter(open), guess_budgets::Column::Key).await?;

            let expired = seen_ids::Entity::find().filter(seen_ids::Column::ExpiresAt.lte(millis(now)));
            sweep.remove(expired, seen_ids::Column::Id).await?;

            let expired = password_links::Column::ExpiresAt.lte(millis(now));
            sweep.remove(password_links::Entity::find().filter(expired), password_links::Column::Digest).await?;

            let expired = desk_requests::Column::ExpiresAt.lte(millis(now));
            sweep.remove(desk_requests::Entity::find().filter(expired), desk_requests::Column::Id).await?;

            let old = deliveries::Column::QueuedAt.lte(before(now, lifetimes::DELIVERIES)?);
            sweep.remove(deliveries::Entity::find().filter(old), deliveries::Column::Message).await?;
            Ok(sweep.swept)
        })
        .await
    }
}

struct Sweep<'a> {
    db: &'a DatabaseConnection,
    limit: u64,
    swept: Swept,
}

impl Sweep<'_> {
    async fn remove<E: EntityTrait>(&mut self, over: Select<E>, id: E::Column) -> Result<(), Fault> {
        let some = free(over.limit(self.limit), id).into_query();
        let removed = E::delete_many().filter(id.in_subquery(some)).exec(self.db).await?.rows_affected;
        self.swept.rows += removed;
        self.swept.more |= removed >= self.limit;
        Ok(())
    }
}

fn its_tokens() -> SelectStatement {
    let of_grant = Expr::col((refresh_tokens::Entity, refresh_tokens::Column::GrantId))
        .equals((grants::Entity, grants::Column::Id));
    Query::select().expr(Expr::val(1)).from(refresh_tokens::Entity).and_where(of_grant).take()
}

fn before(now: Timestamp, kept: Duration) -> Result<i64, Fault> {
    Ok(millis(now.checked_sub(kept)?))
}
