//! Changing one's own password: with fresh evidence, and with the password before it.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use idp_core::login::{Form, Visitor};
use idp_core::oidc::Parameters;
use idp_core::password::change::{self, Outcome};
use idp_core::password::{Chooser, Refusal};
use idp_themes::Page;
use idp_themes::page::password::{NewPasswordPage, Way};

use crate::login::see_other;
use crate::own::{self, Age, Turned};
use crate::password::{CHANGED, typed};
use crate::request::Context;
use crate::{Web, cookies};

/// The page.
pub(crate) const PASSWORD: &str = "/account/password";

/// `GET /account/password`.
pub(crate) async fn show(State(web): State<Arc<Web>>, mut context: Context) -> Result<Response, Turned> {
    let visitor = own::visitor(&web, &mut context, PASSWORD, Age::Fresh).await?;
    Ok(form(&web, &context, &visitor, None))
}

/// `POST /account/password`. Every session ends, and with this one the cookie: the person logs in anew, with the new password.
pub(crate) async fn change(
    State(web): State<Arc<Web>>,
    mut context: Context,
    Extension(sent): Extension<Parameters>,
) -> Result<Response, Turned> {
    let visitor = own::visitor(&web, &mut context, PASSWORD, Age::Filled).await?;
    let sent = Form::new(sent);
    let by = Chooser { origin: &context.origin, locale: context.locale() };
    let (known, current) = (context.known.as_ref(), sent.secret("current"));
    Ok(match change::change(&web.provider, by, known, &visitor, current, typed(&sent)).await? {
        Outcome::Changed => see_other(CHANGED, Some(cookies::end_session(&web))),
        Outcome::Refused(refusal) => form(&web, &context, &visitor, Some(refusal)),
        Outcome::Stale => see_other(PASSWORD, None),
    })
}

fn form(web: &Web, context: &Context, visitor: &Visitor, refusal: Option<Refusal>) -> Response {
    let page = NewPasswordPage {
        way: Way::Change,
        username: visitor.account.username.to_string(),
        least: web.provider.clients.least_password(),
        refusal,
        now: web.provider.ports.clock.now(),
    };
    own::show(web, context, &Page::NewPassword(Box::new(page)))
}
