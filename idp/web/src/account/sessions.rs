//! Where a person is logged in, and which applications may have what.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use idp_core::client::ClientId;
use idp_core::id::SessionId;
use idp_core::oidc::Parameters;
use idp_themes::page::own::{Application, Content, SessionRow};

use super::{act, go, name_of, page, text};
use crate::Web;
use crate::failure::Failure;
use crate::own::{self, Age, Turned};
use crate::request::Context;

/// The page.
pub(crate) const LIST: &str = "/account/sessions";
/// Where the end of one goes.
pub(crate) const END: &str = "/account/sessions/end";
/// Where the end of all others goes.
pub(crate) const END_OTHERS: &str = "/account/sessions/end-others";
/// Where a consent is taken back.
pub(crate) const TAKE_BACK: &str = "/account/sessions/take-back";

/// `GET /account/sessions`.
pub(crate) async fn list(State(web): State<Arc<Web>>, mut context: Context) -> Result<Response, Turned> {
    let visitor = own::visitor(&web, &mut context, LIST, Age::Any).await?;
    let own = act(&web, &context, visitor);
    let here = own.visitor.session.id.clone();
    let row = |seen: idp_core::port::SeenSession| SessionRow {
        id: seen.session.id.to_string(),
        here: seen.session.id == here,
        began: seen.session.started_at.into(),
        used: seen.session.used_at.into(),
        applications: seen.clients.iter().map(|client| name_of(&web, client)).collect(),
    };
    let sessions = own.sessions().await?.into_iter().map(row).collect();
    let agreed = web.provider.ports.consents.all_of(&own.visitor.account.subject).await?;
    let mut applications: Vec<_> = agreed
        .iter()
        .map(|(client, agreed)| Application {
            id: client.to_string(),
            name: name_of(&web, client),
            parts: agreed.parts(),
        })
        .collect();
    applications.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(page(&web, &context, Content::Sessions { sessions, applications }))
}

/// `POST /account/sessions/end`.
pub(crate) async fn end(
    State(web): State<Arc<Web>>,
    mut context: Context,
    Extension(form): Extension<Parameters>,
) -> Result<Response, Turned> {
    let session = SessionId::parse(text(&form, "session")).ok_or(Failure::NotFound)?;
    let visitor = own::visitor(&web, &mut context, LIST, Age::Any).await?;
    Ok(go(LIST, act(&web, &context, visitor).end_session(&session).await?))
}

/// `POST /account/sessions/end-others`.
pub(crate) async fn end_others(State(web): State<Arc<Web>>, mut context: Context) -> Result<Response, Turned> {
    let visitor = own::visitor(&web, &mut context, LIST, Age::Any).await?;
    Ok(go(LIST, act(&web, &context, visitor).end_other_sessions().await?))
}

/// `POST /account/sessions/take-back`.
pub(crate) async fn take_back(
    State(web): State<Arc<Web>>,
    mut context: Context,
    Extension(form): Extension<Parameters>,
) -> Result<Response, Turned> {
    let client = ClientId::parse(text(&form, "application")).ok_or(Failure::NotFound)?;
    let visitor = own::visitor(&web, &mut context, LIST, Age::Any).await?;
    Ok(go(LIST, act(&web, &context, visitor).take_back(&client).await?))
}
