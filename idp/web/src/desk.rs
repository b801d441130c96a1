//! The pages of the service desk. Every handler begins with [`desk`], which lets in nobody but a member: what it gives is the one
//! way to people, so no handler can forget to ask. A person is then reached through the rule of who may help whom.
//!
//! What was looked for, and the number or address that is typed, never stand in a URL: both are posted. What an act came to does,
//! as one word of a list.

use axum::http::StatusCode;
use axum::response::Response;
use idp_core::account::Account;
use idp_core::desk::{Denied, Desk, Member, Person, Request, Said, Seen};
use idp_core::id::Subject;
use idp_core::oidc::Parameters;
use idp_themes::Page;
use idp_themes::page::desk::{Content, DeskPage, Named, RequestRow};

use crate::Web;
use crate::account::{query, text};
use crate::failure::Failure;
use crate::login::see_other;
use crate::own::{self, Age, Turned};
use crate::page;
use crate::request::Context;

pub(crate) mod act;
pub(crate) mod find;
mod history;
pub(crate) mod person;
pub(crate) mod reports;
pub(crate) mod requests;

/// Where the desk begins.
pub(crate) const HOME: &str = "/desk";
/// Where a search goes.
pub(crate) const FIND: &str = "/desk/find";
/// A person, by `sub`.
pub(crate) const PERSON: &str = "/desk/person";
/// What happened to a person.
pub(crate) const HISTORY: &str = "/desk/history";
/// An act for a person.
pub(crate) const ACT: &str = "/desk/act";
/// What waits for a second pair of eyes.
pub(crate) const REQUESTS: &str = "/desk/requests";
/// One of them, by `id`.
pub(crate) const REQUEST: &str = "/desk/request";
/// The reports.
pub(crate) const REPORTS: &str = "/desk/reports";
/// One of them.
pub(crate) const REPORT: &str = "/desk/reports/report";
/// The same as a file.
pub(crate) const CSV: &str = "/desk/reports/csv";

/// The desk, for a member of it. Anybody else logs in first, or reads that this is not for them.
async fn desk<'a>(web: &'a Web, context: &'a mut Context, path: &str, age: Age) -> Result<Desk<'a>, Turned> {
    let visitor = own::visitor(web, context, path, age).await?;
    let account = visitor.account.clone();
    let (origin, now) = (&context.origin, web.provider.ports.clock.now());
    match Member::of(visitor) {
        Some(member) => Ok(Desk { provider: &web.provider, origin, now, member }),
        None => Err(turned(web, context, &account, None, Denied::NoRole).await),
    }
}

/// The person of a form or a URL, if the member may look at them.
async fn person(web: &Web, context: &Context, desk: &Desk<'_>, subject: &Subject) -> Result<Person, Turned> {
    match desk.person(subject).await? {
        Seen::Person(person) => Ok(*person),
        Seen::Denied(denied) => Err(turned(web, context, desk.member.account(), Some(subject), denied).await),
        Seen::Nobody => Err(Failure::NotFound.into()),
    }
}

/// A page that says why not, to who asked. It is recorded, and about whom it was.
async fn turned(web: &Web, context: &Context, who: &Account, about: Option<&Subject>, denied: Denied) -> Turned {
    let now = web.provider.ports.clock.now();
    if let Err(error) = idp_core::desk::turned_away(&web.provider, &context.origin, who, about, denied, now).await {
        return error.into();
    }
    let content = Content::Denied { why: denied.as_str(), member: denied != Denied::NoRole };
    let page = Page::Desk(Box::new(DeskPage { content, said: None }));
    Turned::Away(Box::new(page::render(web, context, StatusCode::FORBIDDEN, &page, None)))
}

/// A page.
fn show(web: &Web, context: &Context, content: Content, said: Option<Said>) -> Response {
    own::show(web, context, &Page::Desk(Box::new(DeskPage { content, said })))
}

/// On to the page that says what an act came to. The path has a query or none.
fn go(path: &str, said: Said) -> Response {
    let mark = if path.contains('?') { '&' } else { '?' };
    see_other(&format!("{path}{mark}said={}", said.word()), None)
}

/// What the last act came to.
fn said(context: &Context) -> Option<Said> {
    Said::named(text(&query(context), "said"))
}

fn subject(parameters: &Parameters) -> Result<Subject, Failure> {
    Subject::parse(text(parameters, "sub")).ok_or(Failure::NotFound)
}

fn path_of(subject: &Subject) -> String {
    format!("{PERSON}?sub={subject}")
}

fn named(account: &Account) -> Named {
    let name = account.claims.get("name").and_then(|name| name.as_str()).map(str::to_owned);
    Named { sub: account.subject.to_string(), username: account.username.to_string(), name }
}

fn row(request: &Request, account: &Account, asked_by: String, decidable: bool) -> RequestRow {
    RequestRow {
        id: request.id.to_string(),
        person: named(account),
        act: request.deed.act().as_str(),
        value: request.deed.masked(),
        asked_by,
        asked_at: request.asked_at.into(),
        until: request.expires_at.into(),
        reason: request.reason.as_str().to_owned(),
        ticket: request.ticket.as_str().to_owned(),
        decidable,
    }
}

/// What a member is called; somebody who is gone has only their subject.
async fn name_of(web: &Web, member: &Subject) -> Result<String, Failure> {
    let account = web.provider.ports.accounts.by_subject(member).await?;
    Ok(account.map_or_else(|| member.to_string(), |account| account.username.to_string()))
}
