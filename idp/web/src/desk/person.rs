//! A person: where they stand, what is on record, what was sent, and what can be done.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use idp_core::account::{Account, Contact, EmailAddress, PhoneNumber};
use idp_core::delivery::{Delivery, Stage};
use idp_core::desk::{Said, Sight, Way};
use idp_themes::page::desk::{Content, MessageRow, PersonView, Reached, RequestRow};

use super::{HOME, desk, go, name_of, named, path_of, person, row, said, show, subject};
use crate::Web;
use crate::account::logins;
use crate::account::query;
use crate::own::{Age, Turned};
use crate::request::Context;

pub(crate) use super::history::history;

/// `GET /desk/person`.
pub(crate) async fn look(State(web): State<Arc<Web>>, mut context: Context) -> Result<Response, Turned> {
    let subject = subject(&query(&context))?;
    let told = said(&context);
    let around = context.clone();
    let desk = desk(&web, &mut context, &path_of(&subject), Age::Any).await?;
    let person = person(&web, &around, &desk, &subject).await?;
    let Some(sight) = desk.look(&person).await? else { return Ok(go(HOME, Said::TooMany)) };
    let mut requests = Vec::new();
    for request in &sight.requests {
        let own = request.asked_by == desk.member.account().subject;
        requests.push(row(request, person.account(), name_of(&web, &request.asked_by).await?, !own));
    }
    let content = Content::Person(Box::new(view(&web, person.account(), sight, requests)));
    Ok(show(&web, &context, content, told))
}

fn view(web: &Web, account: &Account, sight: Sight, requests: Vec<RequestRow>) -> PersonView {
    PersonView {
        person: named(account),
        standing: sight.standing.as_str(),
        disputed: account.disputed_at.map(Into::into),
        organisation: account.organisation.clone(),
        phone: account.phone.as_ref().map(|phone| reached(phone, PhoneNumber::masked)),
        email: account.email.as_ref().map(|email| reached(email, EmailAddress::masked)),
        password: account.password_hash.is_some(),
        apps: account
            .authenticators
            .iter()
            .map(|app| (app.confirmed_at.into(), app.last_used_at.map(Into::into)))
            .collect(),
        passkeys: account
            .passkeys
            .iter()
            .map(|passkey| (passkey.added_at.into(), passkey.last_used_at.map(Into::into)))
            .collect(),
        recovery_codes: account.recovery_codes,
        sessions: sight.sessions,
        role: account.role.as_str(),
        spent: sight.spent.into_iter().map(|(of, until)| (of, until.into())).collect(),
        messages: sight.deliveries.into_iter().map(message).collect(),
        logins: sight.logins.into_iter().map(|login| logins::row(web, login)).collect(),
        requests,
        acts: sight.acts.into_iter().map(|(act, way)| (act.as_str(), way == Way::WithSecond)).collect(),
    }
}

fn reached<T>(contact: &Contact<T>, masked: impl Fn(&T) -> String) -> Reached {
    Reached { masked: masked(&contact.value), verified: contact.verified }
}

fn message(delivery: Delivery) -> MessageRow {
    let (stage, since, reason) = match delivery.stage {
        Stage::Queued => ("queued", None, None),
        Stage::GivenUp => ("given_up", None, None),
        Stage::Accepted { at } => ("accepted", Some(at), None),
        Stage::Delivered { at } => ("delivered", Some(at), None),
        Stage::Failed { at, reason } => ("failed", Some(at), reason),
    };
    MessageRow {
        at: delivery.queued_at.into(),
        channel: delivery.channel,
        to: delivery.to,
        gateway: delivery.gateway,
        stage,
        since: since.map(Into::into),
        reason,
    }
}
