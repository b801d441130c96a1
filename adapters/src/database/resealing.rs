//! Sealing everything anew with the key that is in force, a little at a time, while nodes run.
//!
//! Each step is one transaction: it takes some rows that nobody else has its hands on, and writes each value only over the one
//! that it was made of. So it can be broken off anywhere, and whoever begins again finds what is left to do by the
//! names of the keys in the values themselves.

use idp_core::port::Answer;
use sea_orm::sea_query::{
    Condition, Expr, ExprTrait, Func, LockBehavior, LockType, Order, Query, SelectStatement, SimpleExpr,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement, TransactionTrait};

use super::sealed_columns::{ALL, SealedColumn};
use super::{Database, Fault};
use crate::sealing::sealed_with;

/// How far a pass over all sealed columns is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resealing {
    column: usize,
    after: Option<String>,
}

/// A text of the schema: table, column.
type Text = (String, String);

impl Database {
    /// How many values are sealed with another key than the one that seals here.
    pub async fn sealed_with_another(&self) -> Answer<u64> {
        self.asked("count what is sealed with another key", async {
            let current = sealed_with(self.sealer.keys().seals());
            let txn = self.unhurried().await?;
            let mut count = 0;
            for column in ALL {
                let others = others(column, std::slice::from_ref(&current)).expr(Expr::col(column.key).count()).take();
                count += counted(&txn, &others).await?;
            }
            txn.commit().await?;
            Ok(count)
        })
        .await
    }

    /// How many values are sealed with this key.
    pub async fn sealed_with_key(&self, id: &str) -> Answer<u64> {
        self.asked("count what is sealed with a key", async {
            let with = sealed_with(id);
            let txn = self.unhurried().await?;
            let mut count = 0;
            for column in ALL {
                let mut select = Query::select();
                select.expr(Expr::col(column.key).count()).from(column.table);
                select.and_where(begins(column.column, &with).eq(with.as_str()));
                count += counted(&txn, &select).await?;
            }
            txn.commit().await?;
            Ok(count)
        })
        .await
    }

    /// Seals some more values anew, at most `limit`. Gives how many, and from where to go on; `None` at the end of the pass.
    /// Values that somebody else was writing meanwhile are left for the next pass.
    pub async fn reseal(&self, from: Resealing, limit: u64) -> Answer<(u64, Option<Resealing>)> {
        self.asked("seal values anew", async {
            let Some(&column) = ALL.get(from.column) else { return Ok((0, None)) };
            let current = sealed_with(self.sealer.keys().seals());
            // Found without a lock, so that the one writer of SQLite is held for the writing alone.
            let txn = self.unhurried().await?;
            let mut found = others(column, std::slice::from_ref(&current));
            found.column(column.key).order_by(column.key, Order::Asc).limit(limit);
            if let Some(after) = &from.after {
                found.and_where(Expr::col(column.key).gt(after.as_str()));
            }
            let keys = texts(&txn, &found).await?;
            txn.commit().await?;
            let Some(last) = keys.last().cloned() else {
                return Ok((0, Some(Resealing { column: from.column + 1, after: None })));
            };
            let resealed = self.reseal_rows(column, keys).await?;
            Ok((resealed, Some(Resealing { column: from.column, after: Some(last) })))
        })
        .await
    }

    async fn reseal_rows(&self, column: SealedColumn, keys: Vec<String>) -> Result<u64, Fault> {
        let txn = self.begin().await?;
        // Rows that somebody holds are passed over: who never waits while it holds others keeps nobody in a circle.
        let mut free = Query::select();
        free.columns([column.key, column.column]).from(column.table).and_where(Expr::col(column.key).is_in(keys));
        free.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        let current = sealed_with(self.sealer.keys().seals());
        let mut resealed = 0;
        for row in txn.query_all(&free).await? {
            let (key, old): (String, Option<String>) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            let Some(old) = old.filter(|old| !old.is_empty() && !old.starts_with(&current)) else { continue };
            let new = self.seal(column, &key, &self.open(column, &key, &old)?)?;
            let mut update = Query::update();
            update.table(column.table).value(column.column, new);
            update.and_where(Expr::col(column.key).eq(key)).and_where(Expr::col(column.column).eq(old));
            resealed += txn.execute(&update).await?.rows_affected();
        }
        txn.commit().await?;
        Ok(resealed)
    }

    /// The ids of the keys that something is sealed with.
    pub(super) async fn sealing_keys(&self) -> Answer<Vec<String>> {
        self.asked("look which keys sealed something", async {
            let txn = self.unhurried().await?;
            let mut ids: Vec<String> = Vec::new();
            for column in ALL {
                // One of another key than those that are known, until there is none.
                loop {
                    let known: Vec<_> = ids.iter().map(|id| sealed_with(id)).collect();
                    let mut other = others(column, &known);
                    let found = texts(&txn, other.column(column.column).limit(1)).await?;
                    let Some(value) = found.first() else { break };
                    ids.push(value.split('.').nth(1).ok_or("a sealed column holds what nobody sealed")?.to_owned());
                }
            }
            txn.commit().await?;
            Ok(ids)
        })
        .await
    }

    /// Where something is sealed with this key, if anywhere: in any text of any table, whether we know of it or not.
    pub(super) async fn sealed_anywhere(&self, id: &str) -> Answer<Option<String>> {
        self.asked("look what is sealed with a key", async {
            let with = sealed_with(id);
            let txn = self.unhurried().await?;
            for (table, column) in every_text(&txn).await? {
                if (table.as_str(), column.as_str()) == ("master_keys", "proof") {
                    continue;
                }
                let mut select = Query::select();
                select.expr(Expr::val(1)).from(table.clone());
                select.and_where(begins(column.clone(), &with).eq(with.as_str())).limit(1);
                if txn.query_one(&select).await?.is_some() {
                    return Ok(Some(format!("{table}.{column}")));
                }
            }
            txn.commit().await?;
            Ok(None)
        })
        .await
    }

    /// A transaction that only reads, and may take its time.
    pub(super) async fn unhurried(&self) -> Result<DatabaseTransaction, Fault> {
        let txn = self.readers.begin().await?;
        if txn.get_database_backend() == DbBackend::Postgres {
            txn.execute_unprepared("SET LOCAL statement_timeout = 0").await?;
        }
        Ok(txn)
    }
}

/// Rows whose value begins with none of these. What is empty was destroyed.
fn others(column: SealedColumn, known: &[String]) -> SelectStatement {
    let none_of =
        known.iter().fold(Condition::all(), |all, known| all.add(begins(column.column, known).ne(known.as_str())));
    let mut select = Query::select();
    // `<> ''` is not true of NULL either.
    select.from(column.table).and_where(Expr::col(column.column).ne("")).cond_where(none_of);
    select
}

/// The beginning of a column, as long as this.
fn begins(column: impl Into<sea_orm::sea_query::DynIden>, beginning: &str) -> SimpleExpr {
    let length = i32::try_from(beginning.len()).unwrap_or(i32::MAX);
    Func::cust("substr").args([Expr::col(column.into()), Expr::val(1_i32), Expr::val(length)]).into()
}

async fn counted(txn: &DatabaseTransaction, select: &SelectStatement) -> Result<u64, Fault> {
    let row = txn.query_one(select).await?.ok_or("a count has one row")?;
    Ok(u64::try_from(row.try_get_by_index::<i64>(0)?)?)
}

async fn texts(txn: &DatabaseTransaction, select: &SelectStatement) -> Result<Vec<String>, Fault> {
    let rows = txn.query_all(select).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

/// Every column of text in every table, as the database itself tells.
async fn every_text(txn: &DatabaseTransaction) -> Result<Vec<Text>, Fault> {
    let backend = txn.get_database_backend();
    let schema = match backend {
        DbBackend::Postgres => {
            "SELECT table_name::text, column_name::text FROM information_schema.columns \
             WHERE table_schema = current_schema() AND data_type = 'text' ORDER BY 1, 2"
        }
        _ => {
            "SELECT tables.name, columns.name FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns \
             WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%' ORDER BY 1, 2"
        }
    };
    let rows = txn.query_all_raw(Statement::from_string(backend, schema)).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}
