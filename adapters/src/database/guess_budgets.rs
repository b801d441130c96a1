//! Guess budgets. A try is counted by one statement, which does nothing while the budget is closed.

use async_trait::async_trait;
use idp_core::audit::Event;
use idp_core::port::{Answer, Counted, GuessBudgets};
use idp_core::throttle::{BudgetKey, Pause, Rule};
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use super::value::{instant, millis};
use super::{Database, Fault};

#[async_trait]
impl GuessBudgets for Database {
    async fn count(&self, key: &BudgetKey, rule: &Rule, now: Timestamp) -> Answer<Counted> {
        self.asked("count a guess", async {
            // Between the two statements the budget may open or be reset, and then the try is counted after all.
            loop {
                if let Some(counted) = count(&self.writer, key, rule, now).await? {
                    return Ok(counted);
                }
                if let Some(until) = closed_until(&self.writer, key, now).await? {
                    return Ok(Counted::Spent { until });
                }
            }
        })
        .await
    }

    async fn give_back(
        &self,
        key: &BudgetKey,
        rule: &Rule,
        closed_until: Option<Timestamp>,
        at: Timestamp,
    ) -> Answer<()> {
        self.asked("give back a guess", async {
            // Only this try can have closed the budget until that moment; zero is that of a budget which it did not close.
            let closes_at = rule.closes_at();
            let update = format!(
                "UPDATE guess_budgets
                 SET count        = count - 1,
                     closed_until = CASE WHEN closed_until = $2 OR count <= {closes_at} THEN 0 ELSE closed_until END
                 WHERE key = $1 AND window_started_at <= $3 AND count > 0"
            );
            let values = [key.as_str().into(), closed_until.map_or(0, millis).into(), millis(at).into()];
            self.writer.execute_raw(statement(&self.writer, &update, values)).await?;
            Ok(())
        })
        .await
    }

    async fn closed_until(&self, key: &BudgetKey, now: Timestamp) -> Answer<Option<Timestamp>> {
        self.asked("read a guess budget", closed_until(&self.readers, key, now)).await
    }

    async fn reset(&self, keys: &[BudgetKey]) -> Answer<()> {
        self.asked("reset guess budgets", forget(&self.writer, keys)).await
    }

    async fn unlock(&self, keys: &[BudgetKey], event: Event) -> Answer<()> {
        self.asked("unlock guess budgets", async {
            let txn = self.begin().await?;
            forget(&txn, keys).await?;
            self.append(&txn, &event).await?;
            Ok(txn.commit().await?)
        })
        .await
    }
}

async fn forget(db: &impl ConnectionTrait, keys: &[BudgetKey]) -> Result<(), Fault> {
    for key in keys {
        let delete = "DELETE FROM guess_budgets WHERE key = $1";
        db.execute_raw(statement(db, delete, [key.as_str().into()])).await?;
    }
    Ok(())
}

/// Counts a try. `None` while the budget is closed.
async fn count(
    db: &DatabaseConnection,
    key: &BudgetKey,
    rule: &Rule,
    now: Timestamp,
) -> Result<Option<Counted>, Fault> {
    let window = i64::try_from(rule.window.as_millis())?;
    let first = closing(rule, "1", "$2", window);
    let next = closing(rule, "(b.count + 1)", "b.window_started_at", window);
    let over = format!("b.window_started_at <= $2 - {window}");
    let sql = format!(
        "INSERT INTO guess_budgets AS b (key, count, window_started_at, closed_until)
         VALUES ($1, 1, $2, {first})
         ON CONFLICT (key) DO UPDATE SET
             count             = CASE WHEN {over} THEN 1       ELSE b.count + 1         END,
             window_started_at = CASE WHEN {over} THEN $2      ELSE b.window_started_at END,
             closed_until      = CASE WHEN {over} THEN {first} ELSE {next}              END
         WHERE b.closed_until <= $2
         RETURNING count, closed_until"
    );
    let row = db.query_one_raw(statement(db, &sql, [key.as_str().into(), millis(now).into()])).await?;
    let Some(row) = row else { return Ok(None) };
    let count = u32::try_from(row.try_get::<i64>("", "count")?)?;
    let closed_until = instant(row.try_get("", "closed_until")?)?;
    Ok(Some(Counted::Allowed { count, closed_until: (closed_until > now).then_some(closed_until) }))
}

/// The rule as an expression: until when the budget is closed after the try that makes it `count`, in a window that began at
/// `start`; zero if it stays open.
fn closing(rule: &Rule, count: &str, start: &str, window: i64) -> String {
    let mut cases = String::new();
    for (from, pause) in rule.pauses.iter().rev() {
        let until = match pause {
            Pause::For(pause) => format!("$2 + {}", pause.as_millis()),
            Pause::UntilWindowEnds => format!("{start} + {window}"),
        };
        cases += &format!(" WHEN {count} >= {from} THEN {until}");
    }
    if cases.is_empty() { "0".to_owned() } else { format!("CASE{cases} ELSE 0 END") }
}

async fn closed_until(db: &DatabaseConnection, key: &BudgetKey, now: Timestamp) -> Result<Option<Timestamp>, Fault> {
    let select = "SELECT closed_until FROM guess_budgets WHERE key = $1 AND closed_until > $2";
    let row = db.query_one_raw(statement(db, select, [key.as_str().into(), millis(now).into()])).await?;
    row.map(|row| instant(row.try_get("", "closed_until")?)).transpose()
}

fn statement<const N: usize>(db: &impl ConnectionTrait, sql: &str, values: [sea_orm::Value; N]) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}
