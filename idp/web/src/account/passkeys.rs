//! One's own passkeys: the list, one of them, and another one.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use idp_core::account::Passkey;
use idp_core::id::PasskeyId;
use idp_core::oidc::Parameters;
use idp_core::own::Said;
use idp_themes::page::own::{App, Content};

use super::{act, go, page, query, text};
use crate::Web;
use crate::failure::Failure;
use crate::own::{self, Age, Turned};
use crate::request::Context;

/// The list.
pub(crate) const LIST: &str = "/account/passkeys";
/// One passkey, by its `id`.
pub(crate) const ONE: &str = "/account/passkeys/passkey";
/// Another one.
pub(crate) const NEW: &str = "/account/passkeys/new";
/// Where a name goes.
pub(crate) const NAME: &str = "/account/passkeys/name";
/// Where a removal goes.
pub(crate) const REMOVE: &str = "/account/passkeys/remove";

/// `GET /account/passkeys`.
pub(crate) async fn list(State(web): State<Arc<Web>>, mut context: Context) -> Result<Response, Turned> {
    let visitor = own::visitor(&web, &mut context, LIST, Age::Any).await?;
    let mut passkeys = visitor.account.passkeys;
    passkeys.sort_by_key(|passkey| passkey.added_at);
    let passkeys = passkeys.iter().map(passkey).collect();
    Ok(page(&web, &context, Content::Passkeys { passkeys }))
}

/// `GET /account/passkeys/passkey`.
pub(crate) async fn one(State(web): State<Arc<Web>>, mut context: Context) -> Result<Response, Turned> {
    let id = id(&query(&context))?;
    let visitor = own::visitor(&web, &mut context, &path_of(&id), Age::Fresh).await?;
    let found = visitor.account.passkeys.iter().find(|passkey| passkey.id == id).ok_or(Failure::NotFound)?;
    Ok(page(&web, &context, Content::Passkey { passkey: Box::new(passkey(found)) }))
}

/// `POST /account/passkeys/name`.
pub(crate) async fn name(
    State(web): State<Arc<Web>>,
    mut context: Context,
    Extension(form): Extension<Parameters>,
) -> Result<Response, Turned> {
    let id = id(&form)?;
    let visitor = own::visitor(&web, &mut context, &path_of(&id), Age::Filled).await?;
    let said = act(&web, &context, visitor).name_passkey(&id, text(&form, "name")).await?;
    Ok(if said == Said::AppNameMalformed { go(&path_of(&id), said) } else { go(LIST, said) })
}

/// `POST /account/passkeys/remove`.
pub(crate) async fn remove(
    State(web): State<Arc<Web>>,
    mut context: Context,
    Extension(form): Extension<Parameters>,
) -> Result<Response, Turned> {
    let id = id(&form)?;
    let visitor = own::visitor(&web, &mut context, &path_of(&id), Age::Filled).await?;
    Ok(go(LIST, act(&web, &context, visitor).remove_passkey(&id).await?))
}

/// `GET /account/passkeys/new`.
pub(crate) async fn new(State(web): State<Arc<Web>>, mut context: Context) -> Result<Response, Turned> {
    let visitor = own::visitor(&web, &mut context, NEW, Age::Fresh).await?;
    let passkey = act(&web, &context, visitor).passkey_question().await?;
    Ok(page(&web, &context, Content::NewPasskey { passkey }))
}

/// `POST /account/passkeys/new`.
pub(crate) async fn add(
    State(web): State<Arc<Web>>,
    mut context: Context,
    Extension(form): Extension<Parameters>,
) -> Result<Response, Turned> {
    let visitor = own::visitor(&web, &mut context, NEW, Age::Filled).await?;
    let own = act(&web, &context, visitor);
    let said = match text(&form, "action") {
        "start" => own.ask_for_passkey().await?,
        _ => own.add_passkey(text(&form, "passkey")).await?,
    };
    Ok(go(if said == Said::PasskeyAdded { LIST } else { NEW }, said))
}

fn id(parameters: &Parameters) -> Result<PasskeyId, Failure> {
    PasskeyId::parse(text(parameters, "id")).ok_or(Failure::NotFound)
}

fn path_of(id: &PasskeyId) -> String {
    format!("{ONE}?id={id}")
}

fn passkey(passkey: &Passkey) -> App {
    App {
        id: passkey.id.to_string(),
        name: passkey.name.as_ref().map(ToString::to_string),
        added: passkey.added_at.into(),
        used: passkey.last_used_at.map(Into::into),
    }
}
