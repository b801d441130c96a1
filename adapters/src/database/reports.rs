//! What the reports of the service desk are made of. Each is one query, and each list is bounded.

use std::collections::HashMap;

use async_trait::async_trait;
use idp_core::account::{BootstrapGuard, Username};
use idp_core::desk::Footing;
use idp_core::desk::reports::{Age, Group};
use idp_core::id::Subject;
use idp_core::port::{Answer, DormantPerson, LockedPerson, MessagesOfMonth, Reports, UnfinishedPerson};
use jiff::{SignedDuration, Timestamp};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QueryResult, QuerySelect, Statement, Value,
};

use super::entity::{accounts, guess_budgets};
use super::value::{instant, millis};
use super::{Database, Fault};

/// Whether a second factor stands.
const ENROLLED: &str = "EXISTS (SELECT 1 FROM authenticators WHERE authenticators.subject = accounts.subject)";
/// A login that was completed.
const LOGIN: &str =
    "audit_events.subject = accounts.subject AND audit_events.code IN ('session.started', 'session.renewed')";

#[async_trait]
impl Reports for Database {
    async fn enrolment(&self, now: Timestamp) -> Answer<Vec<Group>> {
        self.asked("count where people stand", async {
            let conditions = [
                "disabled",
                "password_hash IS NOT NULL",
                "owes_password",
                ENROLLED,
                "owes_visit",
                "password_by_mail",
                "phone IS NOT NULL",
                "phone_verified",
                "email IS NOT NULL",
                "email_verified",
            ];
            let flags: Vec<_> =
                conditions.iter().map(|condition| format!("CASE WHEN {condition} THEN 1 ELSE 0 END")).collect();
            let columns: Vec<_> = flags.iter().enumerate().map(|(n, flag)| format!("{flag} AS f{n}")).collect();
            // Numbers of ours, not what anybody typed.
            let [day, week, month] = Age::DAYS.map(|days| {
                now.checked_sub(SignedDuration::from_hours(24 * days)).map_or(i64::MIN, millis)
            });
            let age = format!(
                "CASE WHEN updated_at > {day} THEN 0 WHEN updated_at > {week} THEN 1 WHEN updated_at > {month} THEN 2 ELSE 3 END"
            );
            let names: Vec<_> = (0..flags.len()).map(|n| format!("f{n}")).collect();
            let (columns, names) = (columns.join(", "), names.join(", "));
            let sql = format!(
                "SELECT {names}, age, COUNT(*) AS people FROM (SELECT {columns}, {age} AS age FROM accounts) AS standing
                 GROUP BY {names}, age"
            );
            let rows = self.query(&sql, []).await?;
            rows.iter().map(group).collect()
        })
        .await
    }

    async fn unfinished(&self, after: Option<&Username>, limit: u64) -> Answer<Vec<UnfinishedPerson>> {
        self.asked("read who never finished", async {
            use accounts::Column;
            let sql = format!(
                "SELECT subject FROM accounts WHERE username > $1 AND NOT {ENROLLED} AND disabled = FALSE
                 ORDER BY username LIMIT $2"
            );
            let rows = self.query(&sql, [name(after), count(limit)?]).await?;
            let subjects =
                rows.iter().map(|row| row.try_get::<String>("", "subject")).collect::<Result<Vec<_>, _>>()?;
            let mut people = Vec::new();
            // As many as SQLite takes values in one statement, and more.
            for some in subjects.chunks(500) {
                let of_these = Column::Subject.is_in(some);
                let rows = accounts::Entity::find().filter(of_these).order_by_asc(Column::Username);
                for row in rows.all(&self.readers).await? {
                    let (added_at, since) = (instant(row.created_at)?, instant(row.updated_at)?);
                    let account = self.account_of_row(row)?;
                    let standing = Footing::of(&account).standing();
                    people.push(UnfinishedPerson { username: account.username, standing, added_at, since });
                }
            }
            Ok(people)
        })
        .await
    }

    async fn dormant(&self, before: Timestamp, after: Option<&Username>, limit: u64) -> Answer<Vec<DormantPerson>> {
        self.asked("read who has not logged in for long", async {
            let sql = format!(
                "SELECT username, created_at, (SELECT MAX(at) FROM audit_events WHERE {LOGIN}) AS last
                 FROM accounts
                 WHERE username > $1 AND created_at < $3 AND disabled = FALSE AND {ENROLLED}
                   AND NOT EXISTS (SELECT 1 FROM audit_events WHERE {LOGIN} AND audit_events.at >= $3)
                 ORDER BY username LIMIT $2"
            );
            let rows = self.query(&sql, [name(after), count(limit)?, millis(before).into()]).await?;
            let person = |row: &QueryResult| {
                let last: Option<i64> = row.try_get("", "last")?;
                Ok(DormantPerson {
                    username: Username::from_store(row.try_get("", "username")?),
                    added_at: instant(row.try_get("", "created_at")?)?,
                    last_login: last.map(instant).transpose()?,
                })
            };
            rows.iter().map(person).collect()
        })
        .await
    }

    async fn locked(&self, now: Timestamp, limit: u64) -> Answer<Vec<LockedPerson>> {
        self.asked("read whose tries are spent", async {
            let closed = guess_budgets::Entity::find()
                .filter(guess_budgets::Column::ClosedUntil.gt(millis(now)))
                .order_by_desc(guess_budgets::Column::ClosedUntil)
                .order_by_asc(guess_budgets::Column::Key)
                .limit(limit)
                .all(&self.readers)
                .await?;
            // The budget of a person is a word and their subject; those of names, addresses and numbers are nobody's.
            let own = closed.iter().filter_map(|row| {
                let (of, person) = row.key.split_once(':')?;
                Some((of, Subject::parse(person)?, row.closed_until))
            });
            let own: Vec<_> = own.collect();
            let mut names = HashMap::new();
            for some in own.chunks(500) {
                use accounts::Column;
                let subjects = some.iter().map(|(_, person, _)| person.as_str());
                let found = accounts::Entity::find().filter(Column::Subject.is_in(subjects));
                for row in found.all(&self.readers).await? {
                    names.insert(row.subject, row.username);
                }
            }
            let person = |(of, person, until): (&str, Subject, i64)| {
                let username = names.get(person.as_str())?;
                Some((of.to_owned(), Username::from_store(username.clone()), until))
            };
            own.into_iter()
                .filter_map(person)
                .map(|(of, username, until)| Ok(LockedPerson { username, of, until: instant(until)? }))
                .collect()
        })
        .await
    }

    async fn messages(&self, limit: u64) -> Answer<Vec<MessagesOfMonth>> {
        self.asked("read what was sent", async {
            let sql = "SELECT month, channel, gateway, messages FROM messages_sent
                       ORDER BY month DESC, channel DESC, gateway LIMIT $1";
            let rows = self.query(sql, [count(limit)?]).await?;
            let sent = |row: &QueryResult| {
                let messages: i64 = row.try_get("", "messages")?;
                Ok(MessagesOfMonth {
                    month: row.try_get("", "month")?,
                    channel: row.try_get("", "channel")?,
                    gateway: row.try_get("", "gateway")?,
                    messages: u64::try_from(messages)?,
                })
            };
            rows.iter().map(sent).collect()
        })
        .await
    }
}

impl Database {
    async fn query<const N: usize>(&self, sql: &str, values: [Value; N]) -> Result<Vec<QueryResult>, Fault> {
        let statement = Statement::from_sql_and_values(self.readers.get_database_backend(), sql, values);
        Ok(self.readers.query_all_raw(statement).await?)
    }
}

/// A message was taken over: one more of its month, channel and gateway. In the transaction of that.
pub(super) async fn count_sent(
    db: &impl ConnectionTrait,
    channel: &str,
    gateway: &str,
    now: Timestamp,
) -> Result<(), Fault> {
    let sql = "INSERT INTO messages_sent AS sent (month, channel, gateway, messages) VALUES ($1, $2, $3, 1)
               ON CONFLICT (month, channel, gateway) DO UPDATE SET messages = sent.messages + 1";
    let values: [Value; 3] = [now.strftime("%Y-%m").to_string().into(), channel.into(), gateway.into()];
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    Ok(())
}

fn group(row: &QueryResult) -> Result<Group, Fault> {
    let flag = |n: usize| -> Result<bool, Fault> { Ok(row.try_get::<i32>("", &format!("f{n}"))? != 0) };
    let contact = |there: usize| -> Result<Option<bool>, Fault> { Ok(flag(there)?.then_some(flag(there + 1)?)) };
    let footing = Footing {
        disabled: flag(0)?,
        password: flag(1)?,
        owes_password: flag(2)?,
        enrolled: flag(3)?,
        guard: BootstrapGuard { visit: flag(4)?, password_by_mail: flag(5)? },
        phone: contact(6)?,
        email: contact(8)?,
    };
    let age: i32 = row.try_get("", "age")?;
    let age = Age::ALL.get(usize::try_from(age)?).copied().ok_or("an age of no kind")?;
    let people: i64 = row.try_get("", "people")?;
    Ok(Group { footing, age, people: u64::try_from(people)? })
}

/// Every name comes after none.
fn name(after: Option<&Username>) -> Value {
    after.map_or("", Username::as_str).into()
}

fn count(limit: u64) -> Result<Value, Fault> {
    Ok(i64::try_from(limit)?.into())
}
