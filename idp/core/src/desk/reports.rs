//! Reports, for administrators: how people get on, who is stuck, who is gone, and what messages cost.

use jiff::Timestamp;

use super::{Desk, Footing, Standing};
use crate::account::{Role, Username};
use crate::audit::Code;
use crate::lifetimes;
use crate::port::{Answer, DormantPerson, LockedPerson, MessagesOfMonth, UnfinishedPerson};

/// For how long people have stood where they stand: since their account last changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Age {
    /// Less than a day.
    Day,
    /// Less than a week.
    Week,
    /// Less than thirty days.
    Month,
    /// Longer.
    Longer,
}

impl Age {
    /// Every one, the shortest first.
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Longer];
    /// Where each but the last ends, in days.
    pub const DAYS: [i64; 3] = [1, 7, 30];
}

/// So many people have the same on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What.
    pub footing: Footing,
    /// For how long.
    pub age: Age,
    /// How many.
    pub people: u64,
}

/// How many stand at one step, by how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Where.
    pub standing: Standing,
    /// How many, in the order of [`Age::ALL`].
    pub people: [u64; 4],
}

/// A report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report {
    /// How many stand where, and for how long.
    Enrolment,
    /// Who never finished.
    Unfinished,
    /// Who has not logged in for long.
    Dormant,
    /// Whose tries are spent.
    Locked,
    /// What was sent, by month.
    Messages,
}

impl Report {
    /// Every report.
    pub const ALL: [Self; 5] = [Self::Enrolment, Self::Unfinished, Self::Dormant, Self::Locked, Self::Messages];

    /// Its word, in URLs and in the words of the theme.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Enrolment => "enrolment",
            Self::Unfinished => "unfinished",
            Self::Dormant => "dormant",
            Self::Locked => "locked",
            Self::Messages => "messages",
        }
    }

    /// The report of this word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|report| report.as_str() == word)
    }
}

/// What a report says.
#[derive(Debug, Clone)]
pub enum Lines {
    /// Each step that anybody stands at.
    Enrolment(Vec<Step>),
    /// By username.
    Unfinished(Vec<UnfinishedPerson>),
    /// By username.
    Dormant(Vec<DormantPerson>),
    /// Who waits longest first.
    Locked(Vec<LockedPerson>),
    /// The latest month first, each with its cost in cents where the configuration says what a message costs.
    Messages(Vec<(MessagesOfMonth, Option<f64>)>),
}

/// Who may read reports.
pub struct Reader<'a>(&'a Desk<'a>);

impl Desk<'_> {
    /// The reports, for an administrator.
    pub fn reports(&self) -> Option<Reader<'_>> {
        (self.member.role() == Role::Administrator).then_some(Reader(self))
    }
}

impl Reader<'_> {
    /// Some lines of a report, from after this username where it goes by names. It is recorded who read it.
    pub async fn read(
        &self,
        report: Report,
        after: Option<&Username>,
        limit: u64,
        form: &'static str,
    ) -> Answer<Lines> {
        let Desk { provider, now, .. } = self.0;
        let (ports, now) = (&provider.ports, *now);
        let event = self.0.event(Code::DeskReported).with("report", report.as_str()).with("form", form);
        ports.audit.record(event).await?;
        Ok(match report {
            Report::Enrolment => Lines::Enrolment(steps(&ports.reports.enrolment(now).await?)),
            Report::Unfinished => Lines::Unfinished(ports.reports.unfinished(after, limit).await?),
            Report::Dormant => {
                let before = now.checked_sub(lifetimes::DORMANT).unwrap_or(Timestamp::MIN);
                Lines::Dormant(ports.reports.dormant(before, after, limit).await?)
            }
            Report::Locked => Lines::Locked(ports.reports.locked(now, limit).await?),
            Report::Messages => {
                let cost = |sent: &MessagesOfMonth| {
                    let cents = provider.settings.cents_per_message.get(&sent.gateway)?;
                    // Counts of messages are far below where a float loses a unit.
                    Some(cents * sent.messages as f64)
                };
                let sent = ports.reports.messages(limit).await?;
                Lines::Messages(
                    sent.into_iter().map(|sent| (cost(&sent), sent)).map(|(cost, sent)| (sent, cost)).collect(),
                )
            }
        })
    }
}

/// The funnel, in the order of the way.
fn steps(groups: &[Group]) -> Vec<Step> {
    let mut steps = Vec::new();
    for standing in Standing::ALL {
        let mut people = [0; 4];
        for group in groups.iter().filter(|group| group.footing.standing() == standing) {
            for (age, of_age) in Age::ALL.into_iter().zip(&mut people) {
                *of_age += if group.age == age { group.people } else { 0 };
            }
        }
        if people.iter().any(|count| *count > 0) {
            steps.push(Step { standing, people });
        }
    }
    steps
}
