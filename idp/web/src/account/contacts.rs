//! One's own phone number and e-mail address: the same steps on a page each.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use idp_core::oidc::Parameters;
use idp_core::own::ContactKind;
use idp_themes::page::own::Content;

use super::{act, go, page, text};
use crate::Web;
use crate::login::see_other;
use crate::own::{self, Age, Turned};
use crate::request::Context;

/// The phone number.
pub(crate) const PHONE: &str = "/account/phone";
/// The e-mail address.
pub(crate) const EMAIL: &str = "/account/email";

/// `GET /account/phone`.
pub(crate) async fn phone(State(web): State<Arc<Web>>, context: Context) -> Result<Response, Turned> {
    show(&web, context, ContactKind::Phone, PHONE).await
}

/// `POST /account/phone`.
pub(crate) async fn change_phone(
    State(web): State<Arc<Web>>,
    context: Context,
    Extension(form): Extension<Parameters>,
) -> Result<Response, Turned> {
    change(&web, context, &form, ContactKind::Phone, PHONE).await
}

/// `GET /account/email`.
pub(crate) async fn email(State(web): State<Arc<Web>>, context: Context) -> Result<Response, Turned> {
    show(&web, context, ContactKind::Email, EMAIL).await
}

/// `POST /account/email`.
pub(crate) async fn change_email(
    State(web): State<Arc<Web>>,
    context: Context,
    Extension(form): Extension<Parameters>,
) -> Result<Response, Turned> {
    change(&web, context, &form, ContactKind::Email, EMAIL).await
}

async fn show(web: &Web, mut context: Context, which: ContactKind, path: &str) -> Result<Response, Turned> {
    let visitor = own::visitor(web, &mut context, path, Age::Fresh).await?;
    let on_record = match which {
        ContactKind::Phone => visitor.account.phone.as_ref().map(|phone| phone.value.masked()),
        ContactKind::Email => visitor.account.email.as_ref().map(|email| email.value.masked()),
    };
    let waiting = act(web, &context, visitor).new_contact(which).await?;
    let (new, sent) = waiting.map_or((None, false), |(new, sent)| (Some(new), sent));
    let minutes = web.provider.settings.code_minutes();
    Ok(page(web, &context, Content::Contact { kind: which.word(), on_record, new, sent, minutes }))
}

/// What the form brings says which step it is: a code, another message, another value, or the new value.
async fn change(
    web: &Web,
    mut context: Context,
    form: &Parameters,
    which: ContactKind,
    path: &str,
) -> Result<Response, Turned> {
    let visitor = own::visitor(web, &mut context, path, Age::Filled).await?;
    let own = act(web, &context, visitor);
    let proposed = form.get(which.word()).ok().flatten();
    let told = match (text(form, "action"), proposed) {
        ("start", _) => own.send_code(which).await?,
        ("withdraw", _) => {
            own.withdraw_contact(which).await?;
            return Ok(see_other(path, None));
        }
        (_, Some(typed)) => own.propose_contact(which, typed).await?,
        // Nothing was filled in: in which of the two fields depends on what waits.
        (_, None) if own.new_contact(which).await?.is_none() => own.propose_contact(which, "").await?,
        (_, None) => own.prove_contact(which, text(form, "code")).await?,
    };
    Ok(go(path, told))
}
