//! What happened to a person, from the audit log, in words.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use idp_core::audit::Actor;
use idp_core::client::ClientId;
use idp_core::desk::Said;
use idp_core::id::Subject;
use idp_core::port::PastEvent;
use idp_themes::page::desk::{Content, EventRow};

use super::{HISTORY, HOME, desk, go, named, person, show, subject};
use crate::Web;
use crate::account::{name_of as name_of_client, query, text};
use crate::failure::Failure;
use crate::own::{Age, Turned};
use crate::request::Context;

/// As many as a page of the log has: if it is full there may be older ones.
const PAGE: usize = 50;

/// `GET /desk/history`.
pub(crate) async fn history(State(web): State<Arc<Web>>, mut context: Context) -> Result<Response, Turned> {
    let asked = query(&context);
    let (subject, before) = (subject(&asked)?, text(&asked, "before").parse().ok());
    let around = context.clone();
    let desk = desk(&web, &mut context, &format!("{HISTORY}?sub={subject}"), Age::Any).await?;
    let person = person(&web, &around, &desk, &subject).await?;
    let Some(events) = desk.history(&person, before).await? else { return Ok(go(HOME, Said::TooMany)) };
    let older = events.last().map(|event| event.seq).filter(|_| events.len() == PAGE);
    let mut names = Names { web: &web, known: HashMap::new() };
    let mut rows = Vec::with_capacity(events.len());
    for event in events {
        rows.push(names.row(event).await?);
    }
    let content = Content::History { person: named(person.account()), events: rows, older };
    Ok(show(&web, &context, content, None))
}

/// What the members are called, each asked once.
struct Names<'a> {
    web: &'a Web,
    known: HashMap<Subject, String>,
}

impl Names<'_> {
    async fn row(&mut self, event: PastEvent) -> Result<EventRow, Failure> {
        let (by, name) = match &event.actor {
            Actor::Person => ("person", None),
            Actor::System => ("system", None),
            Actor::Administrator(name) => ("administrator", Some(name.clone())),
            Actor::Desk(member) => ("desk", Some(self.of(member).await?)),
            Actor::Client(id) => {
                ("client", Some(ClientId::parse(id).map_or_else(|| id.clone(), |id| name_of_client(self.web, &id))))
            }
        };
        let asked_by = match event.detail.get("asked_by").and_then(|member| Subject::parse(member)) {
            Some(member) => Some(self.of(&member).await?),
            None => None,
        };
        let detail = |name: &str| event.detail.get(name).cloned();
        Ok(EventRow {
            at: event.at.into(),
            event: event.code.as_str().replace('.', "-"),
            by,
            name,
            application: event.client.as_ref().map(|client| name_of_client(self.web, client)),
            asked_by,
            reason: detail("reason"),
            ticket: detail("ticket"),
        })
    }

    async fn of(&mut self, member: &Subject) -> Result<String, Failure> {
        if let Some(name) = self.known.get(member) {
            return Ok(name.clone());
        }
        let name = super::name_of(self.web, member).await?;
        self.known.insert(member.clone(), name.clone());
        Ok(name)
    }
}
