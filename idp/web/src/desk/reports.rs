//! The reports for administrators, as pages and as CSV (RFC 4180).

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use idp_core::account::Username;
use idp_core::desk::Denied;
use idp_core::desk::reports::{Age as Since, Lines, Report};
use idp_themes::page::desk::{Cell, Content};
use jiff::Timestamp;

use super::{CSV, REPORT, REPORTS, desk, show, turned};
use crate::Web;
use crate::account::{query, text};
use crate::failure::Failure;
use crate::own::{Age, Turned};
use crate::request::Context;

/// Lines on a page.
const PAGE: u64 = 50;
/// Lines in a file.
const FILE: u64 = 10_000;

/// One line: the word of the column, and what stands there.
type Line = Vec<(&'static str, Value)>;

/// What stands in a report, before it is a page or a file.
enum Value {
    Text(String),
    Count(u64),
    At(Option<Timestamp>),
    /// A word of a kind that the theme has words for.
    Word(&'static str, String),
    Unknown,
}

/// `GET /desk/reports`.
pub(crate) async fn list(State(web): State<Arc<Web>>, mut context: Context) -> Result<Response, Turned> {
    let around = context.clone();
    let desk = desk(&web, &mut context, REPORTS, Age::Any).await?;
    if desk.reports().is_none() {
        return Err(turned(&web, &around, desk.member.account(), None, Denied::Administrators).await);
    }
    Ok(show(&web, &context, Content::Reports { reports: Report::ALL.map(Report::as_str).into() }, None))
}

/// `GET /desk/reports/report`.
pub(crate) async fn page(State(web): State<Arc<Web>>, mut context: Context) -> Result<Response, Turned> {
    let (report, lines) = read(&web, &mut context, REPORT, PAGE, "page").await?;
    let full = u64::try_from(lines.len()).unwrap_or_default() == PAGE;
    let last = lines.last().and_then(|line| line.iter().find(|(column, _)| *column == "username"));
    let next = match last {
        Some((_, Value::Text(name))) if full && matches!(report, Report::Unfinished | Report::Dormant) => {
            Some(name.clone())
        }
        _ => None,
    };
    let cells = |line: Line| line.into_iter().map(|(column, value)| (column, cell(value))).collect();
    let lines = lines.into_iter().map(cells).collect();
    Ok(show(&web, &context, Content::Report { report: report.as_str(), lines, next }, None))
}

/// `GET /desk/reports/csv`.
pub(crate) async fn file(State(web): State<Arc<Web>>, mut context: Context) -> Result<Response, Turned> {
    let (report, lines) = read(&web, &mut context, CSV, FILE, "csv").await?;
    let written = csv(&lines).map_err(|_| Failure::Internal("a report cannot be written"))?;
    let name = format!("attachment; filename=\"{}.csv\"", report.as_str());
    let name = HeaderValue::from_str(&name).map_err(|_| Failure::Internal("a report has no name"))?;
    let kind = HeaderValue::from_static("text/csv; charset=utf-8; header=present");
    Ok((StatusCode::OK, [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], written).into_response())
}

async fn read(
    web: &Web,
    context: &mut Context,
    path: &str,
    limit: u64,
    form: &'static str,
) -> Result<(Report, Vec<Line>), Turned> {
    let asked = query(context);
    let report = Report::named(text(&asked, "report")).ok_or(Failure::NotFound)?;
    let after = Username::parse(text(&asked, "after"));
    let around = context.clone();
    let desk = desk(web, context, &format!("{path}?report={}", report.as_str()), Age::Any).await?;
    let Some(reports) = desk.reports() else {
        return Err(turned(web, &around, desk.member.account(), None, Denied::Administrators).await);
    };
    Ok((report, lines(reports.read(report, after.as_ref(), limit, form).await?)))
}

fn lines(lines: Lines) -> Vec<Line> {
    let standing = |word: &str| ("standing", Value::Word("desk_report-standing", word.to_owned()));
    let name = |name: &Username| ("username", Value::Text(name.to_string()));
    let at = |at| Value::At(Some(at));
    match lines {
        Lines::Enrolment(steps) => {
            let ages = [Since::Day, Since::Week, Since::Month, Since::Longer].map(column);
            let line = |step: idp_core::desk::reports::Step| {
                let counts = ages.into_iter().zip(step.people.map(Value::Count));
                [standing(step.standing.as_str())].into_iter().chain(counts).collect()
            };
            steps.into_iter().map(line).collect()
        }
        Lines::Unfinished(people) => people
            .iter()
            .map(|person| {
                let times = [("added", at(person.added_at)), ("since", at(person.since))];
                [name(&person.username), standing(person.standing.as_str())].into_iter().chain(times).collect()
            })
            .collect(),
        Lines::Dormant(people) => people
            .iter()
            .map(|person| {
                vec![
                    name(&person.username),
                    ("added", at(person.added_at)),
                    ("last_login", Value::At(person.last_login)),
                ]
            })
            .collect(),
        Lines::Locked(people) => people
            .into_iter()
            .map(|person| {
                vec![name(&person.username), ("of", Value::Word("desk-of", person.of)), ("until", at(person.until))]
            })
            .collect(),
        Lines::Messages(sent) => sent
            .into_iter()
            .map(|(sent, cents)| {
                vec![
                    ("of_month", Value::Text(sent.month)),
                    ("channel", Value::Word("desk_report-channel", sent.channel)),
                    ("gateway", Value::Text(sent.gateway)),
                    ("messages", Value::Count(sent.messages)),
                    ("euros", cents.map_or(Value::Unknown, |cents| Value::Text(format!("{:.2}", cents / 100.0)))),
                ]
            })
            .collect(),
    }
}

fn column(age: Since) -> &'static str {
    match age {
        Since::Day => "day",
        Since::Week => "week",
        Since::Month => "month",
        Since::Longer => "longer",
    }
}

fn cell(value: Value) -> Cell {
    match value {
        Value::Text(text) => Cell::Text(text),
        Value::Count(count) => Cell::Count(count),
        Value::At(at) => Cell::Moment(at.map(Into::into)),
        Value::Word(kind, word) => Cell::Words(format!("{kind}-{word}")),
        Value::Unknown => Cell::Unknown,
    }
}

/// The lines as CSV, with the columns first. Times are UTC by RFC 3339.
fn csv(lines: &[Line]) -> Result<Vec<u8>, csv::Error> {
    // Every text is quoted: a spreadsheet of another country parts cells at semicolons.
    let mut writer = csv::WriterBuilder::new();
    let writer = writer.terminator(csv::Terminator::CRLF).quote_style(csv::QuoteStyle::NonNumeric);
    let mut writer = writer.from_writer(Vec::new());
    if let Some(first) = lines.first() {
        writer.write_record(first.iter().map(|(column, _)| *column))?;
    }
    for line in lines {
        writer.write_record(line.iter().map(|(_, value)| plain(value)))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => harmless(text),
        Value::Word(_, word) => harmless(word),
        Value::Count(count) => count.to_string(),
        Value::At(at) => at.map(|at| format!("{at:.0}")).unwrap_or_default(),
        Value::Unknown => String::new(),
    }
}

/// A spreadsheet takes what begins so for a formula (OWASP, CSV Injection): an apostrophe before it makes it a text.
fn harmless(text: &str) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_becomes_a_formula_in_a_spreadsheet() {
        let line = |name: &str| vec![("username", Value::Text(name.to_owned())), ("messages", Value::Count(2))];
        let lines = ["=cmd|'/c calc'!a0", "+1", "-1", "@sum(a1)", "jan;=1", "a,\"b\""].map(line);
        let written = String::from_utf8(csv(&lines).expect("written")).expect("UTF-8");
        assert_eq!(
            written,
            "\"username\",\"messages\"\r\n\"'=cmd|'/c calc'!a0\",2\r\n\"'+1\",2\r\n\"'-1\",2\r\n\"'@sum(a1)\",2\r\n\"jan;=1\",2\r\n\
             \"a,\"\"b\"\"\",2\r\n"
        );
    }
}
