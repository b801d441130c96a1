//! Where the desk begins, and what a search finds.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use idp_core::account::Account;
use idp_core::desk::{Desk, Found, Said};
use idp_core::oidc::Parameters;
use idp_themes::page::desk::{Content, FoundRow};

use super::{HOME, desk, named, said, show};
use crate::Web;
use crate::account::text;
use crate::own::{Age, Turned};
use crate::request::Context;

/// `GET /desk`.
pub(crate) async fn home(State(web): State<Arc<Web>>, mut context: Context) -> Result<Response, Turned> {
    let content = begin(&desk(&web, &mut context, HOME, Age::Any).await?, None);
    Ok(show(&web, &context, content, said(&context)))
}

/// `POST /desk/find`. The answer is the page: what is looked for is personal, and a URL is kept in many places.
pub(crate) async fn find(
    State(web): State<Arc<Web>>,
    mut context: Context,
    Extension(form): Extension<Parameters>,
) -> Result<Response, Turned> {
    let desk = desk(&web, &mut context, HOME, Age::Any).await?;
    let term = text(&form, "term");
    let again = |said| (begin(&desk, Some(term.to_owned())), Some(said));
    let (content, said) = match desk.find(term).await? {
        Found::Malformed => again(Said::TermMalformed),
        Found::TooMany => again(Said::TooMany),
        Found::People { people, more } => {
            let people = people.iter().map(|(account, open)| found(account, *open)).collect();
            (Content::Found { people, more }, None)
        }
    };
    Ok(show(&web, &context, content, said))
}

fn begin(desk: &Desk<'_>, term: Option<String>) -> Content {
    Content::Home { reports: desk.reports().is_some(), term }
}

fn found(account: &Account, open: bool) -> FoundRow {
    FoundRow {
        person: named(account),
        organisation: account.organisation.clone(),
        email: account.email.as_ref().filter(|_| open).map(|email| email.value.masked()),
        phone: account.phone.as_ref().filter(|_| open).map(|phone| phone.value.masked()),
        open,
    }
}
