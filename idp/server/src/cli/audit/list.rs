//! `sluis audit list`.

use clap::Args;
use idp_adapters::database::{AuditFilter, Database, Recorded};
use idp_core::account::Username;
use idp_core::audit::Code;
use idp_core::port::Accounts;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::cli::failure::Failure;
use crate::cli::output::{say, table};

pub(super) const HELP: &str = "\
A moment is written as 2026-11-24 (midnight UTC) or 2026-11-24T09:30:00Z. All that is given must hold.

Example: sluis audit list --person jan --since 2026-11-01 --code password.refused";

#[derive(Args)]
pub(super) struct List {
    /// From this moment
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    since: Option<Timestamp>,
    /// Before this moment
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    until: Option<Timestamp>,
    /// About this person: the name to log in with, or the `sub` of who is gone
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    /// For this application
    #[arg(long, value_name = "CLIENT_ID")]
    client: Option<String>,
    /// With this code
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..=100_000))]
    limit: u64,
}

impl List {
    pub(super) async fn run(self, database: &Database) -> Result<(), Failure> {
        if let Some(unknown) = self.code.as_deref().filter(|code| Code::named(code).is_none()) {
            return Err(Failure::Usage(format!("there is no code {unknown:?}")));
        }
        let subject = match self.person {
            Some(name) => Some(subject(database, name).await?),
            None => None,
        };
        let filter =
            AuditFilter { since: self.since, until: self.until, subject, client: self.client, code: self.code };
        let events = database.find_audit_events(&filter, self.limit).await?;
        let heads = ["SEQ", "AT", "CODE", "ACTOR", "SUBJECT", "CLIENT", "ADDRESS", "DETAIL"].map(str::to_owned);
        let rows: Vec<_> = std::iter::once(heads).chain(events.iter().map(row)).collect();
        say(&table(&rows));
        Ok(())
    }
}

/// Somebody who is there, or else what was written: an account may be gone while its events are kept.
async fn subject(database: &Database, name: String) -> Result<String, Failure> {
    let account = match Username::parse(&name) {
        Some(name) => database.by_username(&name).await?,
        None => None,
    };
    Ok(account.map_or(name, |account| account.subject.to_string()))
}

fn row(event: &Recorded) -> [String; 8] {
    let given = |text: &Option<String>| shown(text.as_deref().unwrap_or("-"));
    [
        event.seq.to_string(),
        format!("{:.0}", event.at),
        shown(&event.code),
        shown(&event.actor),
        given(&event.subject),
        given(&event.client),
        given(&event.address),
        shown(&event.detail),
    ]
}

/// Nothing that is in the log makes a line of its own, or moves the cursor of a terminal.
fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

fn moment(written: &str) -> Result<Timestamp, String> {
    let midnight = || written.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    let moment = written.parse().ok().or_else(midnight);
    moment.ok_or_else(|| "write it as 2026-11-24 or 2026-11-24T09:30:00Z".to_owned())
}
