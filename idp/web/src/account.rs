//! One's own account page, and the pages below it: one file each.
//!
//! To look asks both factors, whatever their age; to open a form that changes something asks them anew. What an act came to
//! stands in the URL of the page that follows, as one word of a list: see [`idp_core::own::Said`].

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use idp_core::account::{Account, EmailAddress, PhoneNumber, Role};
use idp_core::client::ClientId;
use idp_core::id::BrowserToken;
use idp_core::login::Visitor;
use idp_core::oidc::Parameters;
use idp_core::own::{Own, Said, Told};
use idp_themes::Page;
use idp_themes::page::account::AccountPage;
use idp_themes::page::own::{Content, OwnPage};
use jiff::Timestamp;

use crate::Web;
use crate::login::see_other;
use crate::own::{self, Age, Turned};
use crate::request::Context;

pub(crate) mod apps;
pub(crate) mod contacts;
pub(crate) mod logins;
pub(crate) mod passkeys;
pub(crate) mod password;
pub(crate) mod recovery_codes;
pub(crate) mod sessions;

/// The page.
pub(crate) const ACCOUNT: &str = "/account";

/// `GET /account`.
pub(crate) async fn show(State(web): State<Arc<Web>>, mut context: Context) -> Result<Response, Turned> {
    let visitor = own::visitor(&web, &mut context, ACCOUNT, Age::Any).await?;
    Ok(own::show(&web, &context, &Page::Account(Box::new(view(&visitor.account)))))
}

/// What the page says of an account. Numbers and addresses are masked: somebody may look over a shoulder.
fn view(account: &Account) -> AccountPage {
    AccountPage {
        username: account.username.to_string(),
        name: account.claims.get("name").and_then(|name| name.as_str()).map(str::to_owned),
        organisation: account.organisation.clone(),
        email: account.email.as_ref().map(|email| EmailAddress::masked(&email.value)),
        phone: account.phone.as_ref().map(|phone| PhoneNumber::masked(&phone.value)),
        apps: account.authenticators.len(),
        passkeys: account.passkeys.len(),
        recovery_codes: account.recovery_codes,
        desk: account.role > Role::None,
    }
}

/// The person at one of these pages.
fn act<'a>(web: &'a Web, context: &'a Context, visitor: Visitor) -> Own<'a> {
    let stranger = || BrowserToken::generate(web.provider.ports.rng.as_ref());
    Own {
        provider: &web.provider,
        origin: &context.origin,
        browser: context.browser.clone().unwrap_or_else(stranger).digest(),
        locale: context.locale(),
        now: web.provider.ports.clock.now(),
        visitor,
    }
}

/// A page, with what the last act came to.
fn page(web: &Web, context: &Context, content: Content) -> Response {
    let now = web.provider.ports.clock.now();
    own::show(web, context, &Page::Own(Box::new(OwnPage { content, told: told(context), now })))
}

/// On to the page that says what an act came to. The path may have a query.
fn go(path: &str, told: impl Into<Told>) -> Response {
    let Told { said, until } = told.into();
    let mark = if path.contains('?') { '&' } else { '?' };
    let until = until.map(|until| format!("&until={}", until.as_second())).unwrap_or_default();
    see_other(&format!("{path}{mark}said={}{until}", said.word()), None)
}

fn told(context: &Context) -> Option<Told> {
    let query = query(context);
    let text = |name| query.get(name).ok().flatten();
    let until = text("until").and_then(|second| Timestamp::from_second(second.parse().ok()?).ok());
    Some(Told { said: text("said").and_then(Said::named)?, until })
}

/// The query of a GET.
pub(crate) fn query(context: &Context) -> Parameters {
    let query = context.path.as_deref().and_then(|path| path.split_once('?')).map_or("", |(_, query)| query);
    Parameters::decode(query.as_bytes())
}

/// A field of a form; one that is missing or repeated is empty.
pub(crate) fn text<'a>(form: &'a Parameters, name: &str) -> &'a str {
    form.get(name).ok().flatten().unwrap_or_default()
}

/// What people call an application. One that is not registered any more has only its id.
pub(crate) fn name_of(web: &Web, client: &ClientId) -> String {
    web.provider.clients.get(client).map_or_else(|| client.to_string(), |client| client.name.clone())
}
