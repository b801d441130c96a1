//! Whether the time of an answer tells anything about a name before its password is proven.
//!
//! Names of each kind are tried in turns, so that whatever else the machine does is the same for all of them. What one kind took is
//! then compared with what names took that nobody has, by the rank-sum test of Mann and Whitney: how often one of the first took
//! longer than one of the second, and how likely a difference like this is where there is none.

use std::time::Instant;

use hyper::StatusCode;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

use super::Bench;
use crate::Outcome;
use crate::browser::Browser;
use crate::load;
use crate::people::People;
use crate::report::Report;
use crate::server::{RS256, Server};

/// Of each kind.
const SAMPLES: usize = 250;
/// Wrong tries that close the budget of a name.
const TRIES: usize = 5;
/// Standard deviations: by chance one of these comparisons in a hundred thousand is beyond them.
const BAR: f64 = 4.4;

/// What a name is. The first of each pair is one that nobody has.
const KINDS: [Kind; 6] =
    [Kind::Unknown, Kind::Enrolled, Kind::Disabled, Kind::NeverEnrolled, Kind::UnknownPaused, Kind::EnrolledPaused];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Unknown,
    Enrolled,
    Disabled,
    NeverEnrolled,
    UnknownPaused,
    EnrolledPaused,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Enrolled => "with an app",
            Self::Disabled => "disabled",
            Self::NeverEnrolled => "without an app",
            Self::UnknownPaused => "unknown, paused",
            Self::EnrolledPaused => "with an app, paused",
        }
    }

    fn is_paused(self) -> bool {
        matches!(self, Self::UnknownPaused | Self::EnrolledPaused)
    }

    /// With which it is compared.
    fn unknown(self) -> Self {
        if self.is_paused() { Self::UnknownPaused } else { Self::Unknown }
    }
}

impl Bench<'_> {
    pub(super) async fn names(&self, server: &Server<'_>, people: &People, report: &mut Report) -> Outcome<()> {
        let mut options = ConnectOptions::new(server.site.url());
        options.max_connections(1).sqlx_logging(false);
        let database = Database::connect(options).await?;
        let mut browser = Browser::open(server.address()).await?;
        let mut took = KINDS.map(|kind| (kind, [Vec::new(), Vec::new()]));
        for round in 0..SAMPLES {
            // Each kind is the first as often as any other.
            for turn in 0..KINDS.len() {
                let place = (round + turn) % KINDS.len();
                let (kind, times) = &mut took[place];
                let name = name_of(*kind, people, &database, round).await?;
                database.execute_unprepared("DELETE FROM guess_budgets").await?;
                for (times, micros) in times.iter_mut().zip(try_one(&mut browser, *kind, &name).await?) {
                    times.push(micros);
                }
            }
        }
        let store = self.store.name();
        for (page, what) in ["the name", "a wrong password"].iter().enumerate() {
            for (kind, times) in &took {
                let mut sorted = times[page].clone();
                sorted.sort_unstable_by(f64::total_cmp);
                let median = load::percentile(&sorted, 50) / 1e3;
                report.figure(&store, &format!("{what}, {}: median", kind.name()), median, "ms");
                let against = took.iter().find(|(other, _)| *other == kind.unknown());
                if let Some((_, unknown)) = against.filter(|(other, _)| other != kind) {
                    let (longer, deviations) = compare(&times[page], &unknown[page]);
                    report.figure(&store, &format!("{what}, {}: longer than unknown", kind.name()), longer, "%");
                    let told = format!("{what}, {}: deviations from unknown", kind.name());
                    report.bar(&store, &told, deviations.abs(), BAR, "");
                }
            }
        }
        Ok(())
    }
}

/// A name of a kind, another each time.
async fn name_of(kind: Kind, people: &People, database: &DatabaseConnection, round: usize) -> Outcome<String> {
    if kind == kind.unknown() {
        // As long as those of people.
        return Ok(format!("niemand-{round:07}"));
    }
    let name = people.next();
    let made = match kind {
        Kind::Disabled => format!("UPDATE accounts SET disabled = TRUE WHERE username = '{name}'"),
        Kind::NeverEnrolled => format!(
            "DELETE FROM authenticators WHERE subject = (SELECT subject FROM accounts WHERE username = '{name}')"
        ),
        _ => return Ok(name),
    };
    database.execute_unprepared(&made).await?;
    Ok(name)
}

/// How long the name and a wrong password took, in microseconds.
async fn try_one(browser: &mut Browser, kind: Kind, name: &str) -> Outcome<[f64; 2]> {
    browser.forget();
    let place = browser.authorize(RS256).await?;
    let page = browser.page(place).await?;
    let began = Instant::now();
    let answer = browser.post(&page, &[("username", name)]).await?;
    let named = began.elapsed();
    let place = answer.with(StatusCode::SEE_OTHER)?.header("location").to_owned();
    let page = browser.page(place).await?;
    let wrong = [("password", "zomaar iets anders")];
    for _ in 0..if kind.is_paused() { TRIES } else { 0 } {
        browser.post(&page, &wrong).await?.with(StatusCode::SEE_OTHER)?;
    }
    let began = Instant::now();
    browser.post(&page, &wrong).await?.with(StatusCode::SEE_OTHER)?;
    Ok([named, began.elapsed()].map(|took| took.as_secs_f64() * 1e6))
}

/// How often one of the first is greater than one of the second, in percent; and how many standard deviations the sum of the ranks
/// is from what it would be if both were alike.
fn compare(first: &[f64], second: &[f64]) -> (f64, f64) {
    let count = |of: &[f64]| f64::from(u32::try_from(of.len()).unwrap_or(u32::MAX));
    let greater: f64 = first
        .iter()
        .flat_map(|a| {
            second.iter().map(move |b| {
                if a > b {
                    1.0
                } else if a < b {
                    0.0
                } else {
                    0.5
                }
            })
        })
        .sum();
    let (m, n) = (count(first), count(second));
    let deviation = (m * n * (m + n + 1.0) / 12.0).sqrt();
    (100.0 * greater / (m * n), (greater - m * n / 2.0) / deviation)
}
