//! The pages of the service desk, and what each shows. Numbers and addresses come masked.

use idp_core::desk::Said;
use serde::Serialize;

use super::own::{LoginRow, Moment};

mod samples;

pub(super) use samples::samples;

/// A page.
#[derive(Debug, Clone)]
pub struct DeskPage {
    /// What it shows.
    pub content: Content,
    /// What came of the last act.
    pub said: Option<Said>,
}

/// What a page shows.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum Content {
    /// Where to begin.
    Home {
        /// Whether the member may read reports.
        reports: bool,
        /// What was looked for, if it could not be.
        term: Option<String>,
    },
    /// Whom a search found.
    Found {
        /// By username.
        people: Vec<FoundRow>,
        /// Whether there are more.
        more: bool,
    },
    /// A person.
    Person(Box<PersonView>),
    /// An act, before it is done.
    Act(Box<ActForm>),
    /// The code that is told to a person: this page alone shows it.
    Code {
        /// Whom.
        person: Named,
        /// The code.
        code: String,
        /// Its life.
        minutes: u64,
    },
    /// What happened to a person.
    History {
        /// Whom.
        person: Named,
        /// The newest first.
        events: Vec<EventRow>,
        /// From before which event the next page goes on, if there is one.
        older: Option<i64>,
    },
    /// What waits for a second pair of eyes.
    Requests {
        /// The oldest first.
        requests: Vec<RequestRow>,
    },
    /// One of them, to be decided; none if it waits no longer.
    Request {
        /// What waits.
        request: Option<Box<RequestRow>>,
    },
    /// The reports.
    Reports {
        /// Their words.
        reports: Vec<&'static str>,
    },
    /// One report.
    Report {
        /// Its word.
        report: &'static str,
        /// Each line: the word of the column, and what stands there.
        lines: Vec<Vec<(&'static str, Cell)>>,
        /// After which username the next page goes on, if there is one.
        next: Option<String>,
    },
    /// The member may not (403).
    Denied {
        /// The word of why.
        why: &'static str,
        /// Whether there is a way back to the desk.
        member: bool,
    },
}

/// Somebody, by what people call them.
#[derive(Debug, Clone, Serialize)]
pub struct Named {
    /// The subject, in links and forms.
    pub sub: String,
    /// The name to log in with.
    pub username: String,
    /// The name.
    pub name: Option<String>,
}

/// Somebody who was found.
#[derive(Debug, Clone, Serialize)]
pub struct FoundRow {
    /// Who.
    pub person: Named,
    /// Where the person works.
    pub organisation: Option<String>,
    /// The masked address.
    pub email: Option<String>,
    /// The masked number.
    pub phone: Option<String>,
    /// Whether the member may look at them.
    pub open: bool,
}

/// A number or an address.
#[derive(Debug, Clone, Serialize)]
pub struct Reached {
    /// Masked.
    pub masked: String,
    /// Whether it was proven.
    pub verified: bool,
}

/// What is seen of a person.
#[derive(Debug, Clone, Serialize)]
pub struct PersonView {
    /// Who.
    pub person: Named,
    /// The word of where they stand.
    pub standing: &'static str,
    /// When they said that somebody else logged in.
    pub disputed: Option<Moment>,
    /// Where the person works.
    pub organisation: Option<String>,
    /// The phone number.
    pub phone: Option<Reached>,
    /// The e-mail address.
    pub email: Option<Reached>,
    /// Whether there is a password.
    pub password: bool,
    /// Each app: when it was added, and when it was used last.
    pub apps: Vec<(Moment, Option<Moment>)>,
    /// Each passkey, likewise.
    pub passkeys: Vec<(Moment, Option<Moment>)>,
    /// How many recovery codes are left.
    pub recovery_codes: u32,
    /// In how many browsers they are logged in.
    pub sessions: usize,
    /// The word of their role.
    pub role: &'static str,
    /// The word of what is spent, and until when.
    pub spent: Vec<(&'static str, Moment)>,
    /// The newest first.
    pub messages: Vec<MessageRow>,
    /// The newest first.
    pub logins: Vec<LoginRow>,
    /// What waits for a second pair of eyes.
    pub requests: Vec<RequestRow>,
    /// What the member can do: the word, and whether it needs another.
    pub acts: Vec<(&'static str, bool)>,
}

/// A message.
#[derive(Debug, Clone, Serialize)]
pub struct MessageRow {
    /// When it was queued.
    pub at: Moment,
    /// `sms` or `email`.
    pub channel: String,
    /// The masked number or address.
    pub to: String,
    /// The word of the gateway.
    pub gateway: Option<String>,
    /// The word of how far it came.
    pub stage: &'static str,
    /// Since when.
    pub since: Option<Moment>,
    /// The gateway's word for why it failed.
    pub reason: Option<String>,
}

/// The form of an act.
#[derive(Debug, Clone, Serialize)]
pub struct ActForm {
    /// For whom.
    pub person: Named,
    /// The word of the act.
    pub act: &'static str,
    /// Whether it needs another member.
    pub second: bool,
    /// Whether a number or an address is typed.
    pub asks: bool,
    /// What was typed before.
    pub value: String,
    /// What was typed before.
    pub reason: String,
    /// What was typed before.
    pub ticket: String,
}

/// An event.
#[derive(Debug, Clone, Serialize)]
pub struct EventRow {
    /// When.
    pub at: Moment,
    /// The word of what happened.
    pub event: String,
    /// The word of who did it.
    pub by: &'static str,
    /// Their name, if they have one.
    pub name: Option<String>,
    /// The application, by name.
    pub application: Option<String>,
    /// Who asked, where another approved.
    pub asked_by: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The case.
    pub ticket: Option<String>,
}

/// What waits for a second pair of eyes.
#[derive(Debug, Clone, Serialize)]
pub struct RequestRow {
    /// Its name, in links and forms.
    pub id: String,
    /// For whom.
    pub person: Named,
    /// The word of the act.
    pub act: &'static str,
    /// The new number or address, masked.
    pub value: Option<String>,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: Moment,
    /// Until when.
    pub until: Moment,
    /// Why.
    pub reason: String,
    /// The case.
    pub ticket: String,
    /// Whether the member may decide.
    pub decidable: bool,
}

/// What stands in a report.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "value")]
pub enum Cell {
    /// As it is.
    Text(String),
    /// A number.
    Count(u64),
    /// A time; none if it is not known.
    Moment(Option<Moment>),
    /// A message of the theme, by its whole name.
    Words(String),
    /// Nothing is known.
    Unknown,
}

impl Content {
    /// The template, without `.html`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Home { .. } => "desk",
            Self::Found { .. } => "desk_found",
            Self::Person(_) => "desk_person",
            Self::Act(_) => "desk_act",
            Self::Code { .. } => "desk_code",
            Self::History { .. } => "desk_history",
            Self::Requests { .. } => "desk_requests",
            Self::Request { .. } => "desk_request",
            Self::Reports { .. } => "desk_reports",
            Self::Report { .. } => "desk_report",
            Self::Denied { .. } => "desk_denied",
        }
    }

    /// The field that a refusal is about, if the page has it.
    pub(crate) fn field(&self, said: Said) -> Option<&'static str> {
        let has: &[&str] = match self {
            Self::Home { .. } => &["term"],
            Self::Act(form) if form.asks => &["value", "reason", "ticket"],
            Self::Act(_) => &["reason", "ticket"],
            _ => &[],
        };
        said.field().filter(|field| has.contains(field))
    }
}
