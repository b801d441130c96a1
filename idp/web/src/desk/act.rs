//! An act for a person: its form, and doing it. Who opens the form has evidence of minutes ago.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use idp_core::account::{Account, OneTimeCode};
use idp_core::desk::{Act, Deed, Desk, Order, Outcome, Reason, Said, Ticket, Way};
use idp_core::lifetimes;
use idp_core::oidc::Parameters;
use idp_themes::page::desk::{ActForm, Content};

use super::{ACT, desk, go, named, path_of, person, show, subject, turned};
use crate::Web;
use crate::account::{query, text};
use crate::failure::Failure;
use crate::own::{Age, Turned};
use crate::request::Context;

/// `GET /desk/act`.
pub(crate) async fn ask(State(web): State<Arc<Web>>, mut context: Context) -> Result<Response, Turned> {
    let asked = query(&context);
    let (subject, act) = (subject(&asked)?, act(&asked)?);
    let around = context.clone();
    let desk = desk(&web, &mut context, &path_of_form(&asked)?, Age::Fresh).await?;
    let person = person(&web, &around, &desk, &subject).await?;
    let way = way(&web, &around, &desk, act, person.account()).await?;
    if !act.applies(person.account()) {
        return Ok(go(&path_of(&subject), Said::Changed));
    }
    Ok(show(&web, &context, form(person.account(), act, way, &Parameters::default()), None))
}

/// `POST /desk/act`.
pub(crate) async fn act_for(
    State(web): State<Arc<Web>>,
    mut context: Context,
    Extension(sent): Extension<Parameters>,
) -> Result<Response, Turned> {
    let (subject, act) = (subject(&sent)?, act(&sent)?);
    let around = context.clone();
    let desk = desk(&web, &mut context, &path_of_form(&sent)?, Age::Filled).await?;
    let person = person(&web, &around, &desk, &subject).await?;
    let way = way(&web, &around, &desk, act, person.account()).await?;
    let order = match order(&web, act, &sent) {
        Ok(order) => order,
        Err(said) => return Ok(show(&web, &around, form(person.account(), act, way, &sent), Some(said))),
    };
    match desk.act(&person, order).await? {
        Outcome::Said(Said::Same) => Ok(show(&web, &around, form(person.account(), act, way, &sent), Some(Said::Same))),
        Outcome::Said(said) => Ok(go(&path_of(&subject), said)),
        Outcome::VisitCode(code) => Ok(code_page(&web, &around, person.account(), &code)),
        Outcome::Denied(denied) => {
            Err(turned(&web, &around, desk.member.account(), Some(&person.account().subject), denied).await)
        }
    }
}

/// How the act may be done, if the member may do it.
async fn way(web: &Web, context: &Context, desk: &Desk<'_>, act: Act, account: &Account) -> Result<Way, Turned> {
    match desk.way(act, account) {
        Ok(way) => Ok(way),
        Err(denied) => Err(turned(web, context, desk.member.account(), Some(&account.subject), denied).await),
    }
}

/// The page with the code that is told to the person. It is the answer to the POST, and nothing is kept from which another could
/// be made.
pub(super) fn code_page(web: &Web, context: &Context, account: &Account, code: &OneTimeCode) -> Response {
    let minutes = lifetimes::VISIT_CODE.as_secs() / 60;
    show(web, context, Content::Code { person: named(account), code: code.reveal().to_owned(), minutes }, None)
}

fn order(web: &Web, act: Act, sent: &Parameters) -> Result<Order, Said> {
    let deed = Deed::parse(act, text(sent, "value"), &web.provider.settings.sms_countries)?;
    let reason = Reason::parse(text(sent, "reason")).ok_or(Said::ReasonMalformed)?;
    let ticket = Ticket::parse(text(sent, "ticket")).ok_or(Said::TicketMalformed)?;
    Ok(Order { deed, reason, ticket })
}

fn form(account: &Account, act: Act, way: Way, typed: &Parameters) -> Content {
    let typed = |name| text(typed, name).to_owned();
    Content::Act(Box::new(ActForm {
        person: named(account),
        act: act.as_str(),
        second: way == Way::WithSecond,
        asks: matches!(act, Act::CorrectPhone | Act::CorrectEmail),
        value: typed("value"),
        reason: typed("reason"),
        ticket: typed("ticket"),
    }))
}

fn act(parameters: &Parameters) -> Result<Act, Failure> {
    Act::named(text(parameters, "act")).ok_or(Failure::NotFound)
}

fn path_of_form(parameters: &Parameters) -> Result<String, Failure> {
    Ok(format!("{ACT}?sub={}&act={}", subject(parameters)?, act(parameters)?.as_str()))
}
