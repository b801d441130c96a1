//! One's own authenticator apps: the list, one of them, and another one.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use idp_core::account::Authenticator;
use idp_core::id::AuthenticatorId;
use idp_core::login::Visitor;
use idp_core::oidc::Parameters;
use idp_core::own::Said;
use idp_themes::page::own::{App, Content};

use super::{act, go, page, query, text};
use crate::Web;
use crate::failure::Failure;
use crate::own::{self, Age, Turned};
use crate::request::Context;

/// The list.
pub(crate) const LIST: &str = "/account/apps";
/// One app, by its `id`.
pub(crate) const ONE: &str = "/account/apps/app";
/// Another one.
pub(crate) const NEW: &str = "/account/apps/new";
/// Where a name goes.
pub(crate) const NAME: &str = "/account/apps/name";
/// Where a removal goes.
pub(crate) const REMOVE: &str = "/account/apps/remove";

/// `GET /account/apps`.
pub(crate) async fn list(State(web): State<Arc<Web>>, mut context: Context) -> Result<Response, Turned> {
    let visitor = own::visitor(&web, &mut context, LIST, Age::Any).await?;
    let apps = ordered(&visitor).into_iter().map(app).collect();
    Ok(page(&web, &context, Content::Apps { apps }))
}

/// `GET /account/apps/app`.
pub(crate) async fn one(State(web): State<Arc<Web>>, mut context: Context) -> Result<Response, Turned> {
    let id = id(&query(&context))?;
    let visitor = own::visitor(&web, &mut context, &path_of(&id), Age::Fresh).await?;
    let found = visitor.account.authenticators.iter().find(|app| app.id == id).ok_or(Failure::NotFound)?;
    let removable = visitor.account.authenticators.len() > 1;
    Ok(page(&web, &context, Content::App { app: Box::new(app(found)), removable }))
}

/// `POST /account/apps/name`.
pub(crate) async fn name(
    State(web): State<Arc<Web>>,
    mut context: Context,
    Extension(form): Extension<Parameters>,
) -> Result<Response, Turned> {
    let id = id(&form)?;
    let visitor = own::visitor(&web, &mut context, &path_of(&id), Age::Filled).await?;
    let said = act(&web, &context, visitor).name_app(&id, text(&form, "name")).await?;
    Ok(if said == Said::AppNameMalformed { go(&path_of(&id), said) } else { go(LIST, said) })
}

/// `POST /account/apps/remove`.
pub(crate) async fn remove(
    State(web): State<Arc<Web>>,
    mut context: Context,
    Extension(form): Extension<Parameters>,
) -> Result<Response, Turned> {
    let id = id(&form)?;
    let visitor = own::visitor(&web, &mut context, &path_of(&id), Age::Filled).await?;
    Ok(go(LIST, act(&web, &context, visitor).remove_app(&id).await?))
}

/// `GET /account/apps/new`.
pub(crate) async fn new(State(web): State<Arc<Web>>, mut context: Context) -> Result<Response, Turned> {
    let visitor = own::visitor(&web, &mut context, NEW, Age::Fresh).await?;
    let key = act(&web, &context, visitor).key().await?;
    Ok(page(&web, &context, Content::NewApp { key }))
}

/// `POST /account/apps/new`.
pub(crate) async fn add(
    State(web): State<Arc<Web>>,
    mut context: Context,
    Extension(form): Extension<Parameters>,
) -> Result<Response, Turned> {
    let visitor = own::visitor(&web, &mut context, NEW, Age::Filled).await?;
    let own = act(&web, &context, visitor);
    let said = match text(&form, "action") {
        "start" => own.draw_key().await?,
        _ => own.confirm_app(text(&form, "code")).await?,
    };
    Ok(go(if said == Said::AppAdded { LIST } else { NEW }, said))
}

fn id(parameters: &Parameters) -> Result<AuthenticatorId, Failure> {
    AuthenticatorId::parse(text(parameters, "id")).ok_or(Failure::NotFound)
}

fn path_of(id: &AuthenticatorId) -> String {
    format!("{ONE}?id={id}")
}

fn ordered(visitor: &Visitor) -> Vec<&Authenticator> {
    let mut apps: Vec<_> = visitor.account.authenticators.iter().collect();
    apps.sort_by_key(|app| app.confirmed_at);
    apps
}

fn app(app: &Authenticator) -> App {
    App {
        id: app.id.to_string(),
        name: app.name.as_ref().map(ToString::to_string),
        added: app.confirmed_at.into(),
        used: app.last_used_at.map(Into::into),
    }
}
