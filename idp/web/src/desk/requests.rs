//! What waits for a second pair of eyes, and deciding it.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use idp_core::desk::{Decision, Outcome, Said, Waiting};
use idp_core::id::DeskRequestId;
use idp_core::oidc::Parameters;
use idp_themes::page::desk::{Content, RequestRow};

use super::act::code_page;
use super::{REQUEST, REQUESTS, desk, go, path_of, row, said, show, turned};
use crate::Web;
use crate::account::{query, text};
use crate::failure::Failure;
use crate::own::{Age, Turned};
use crate::request::Context;

/// `GET /desk/requests`.
pub(crate) async fn list(State(web): State<Arc<Web>>, mut context: Context) -> Result<Response, Turned> {
    let waiting = desk(&web, &mut context, REQUESTS, Age::Any).await?.waiting().await?;
    let requests = waiting.iter().map(seen).collect();
    Ok(show(&web, &context, Content::Requests { requests }, said(&context)))
}

/// `GET /desk/request`.
pub(crate) async fn one(State(web): State<Arc<Web>>, mut context: Context) -> Result<Response, Turned> {
    let id = id(&query(&context))?;
    let waiting = desk(&web, &mut context, &format!("{REQUEST}?id={id}"), Age::Fresh).await?.request(&id).await?;
    let request = waiting.as_ref().map(|waiting| {
        // Who approves a number or an address reads the whole of it: a masked one looks like another.
        let whole = waiting.request.deed.reveal().filter(|_| waiting.decidable).map(str::to_owned);
        let row = seen(waiting);
        Box::new(RequestRow { value: whole.or(row.value), ..row })
    });
    Ok(show(&web, &context, Content::Request { request }, None))
}

/// `POST /desk/request`.
pub(crate) async fn decide(
    State(web): State<Arc<Web>>,
    mut context: Context,
    Extension(form): Extension<Parameters>,
) -> Result<Response, Turned> {
    let id = id(&form)?;
    let decision = match text(&form, "decision") {
        "approve" => Decision::Approve,
        "refuse" => Decision::Refuse,
        _ => return Err(Failure::NotFound.into()),
    };
    let around = context.clone();
    let desk = desk(&web, &mut context, &format!("{REQUEST}?id={id}"), Age::Filled).await?;
    // Whom it is about, before it is taken: for the page that follows.
    let Some(Waiting { account, .. }) = desk.request(&id).await? else { return Ok(go(REQUESTS, Said::Gone)) };
    match desk.decide(&id, decision).await? {
        Outcome::Said(said @ (Said::Gone | Said::Refused)) => Ok(go(REQUESTS, said)),
        Outcome::Said(said) => Ok(go(&path_of(&account.subject), said)),
        Outcome::VisitCode(code) => Ok(code_page(&web, &around, &account, &code)),
        Outcome::Denied(denied) => {
            Err(turned(&web, &around, desk.member.account(), Some(&account.subject), denied).await)
        }
    }
}

fn seen(waiting: &Waiting) -> RequestRow {
    row(&waiting.request, &waiting.account, waiting.asked_by.username.to_string(), waiting.decidable)
}

fn id(parameters: &Parameters) -> Result<DeskRequestId, Failure> {
    DeskRequestId::parse(text(parameters, "id")).ok_or(Failure::NotFound)
}
