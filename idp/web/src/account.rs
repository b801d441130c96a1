//! One's own account page: who I am, what I log in with, and what I can change.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use idp_core::account::{Account, EmailAddress, PhoneNumber};
use idp_themes::Page;
use idp_themes::page::account::AccountPage;

use crate::Web;
use crate::own::{self, Age, Turned};
use crate::request::Context;

pub(crate) mod password;

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
        recovery_codes: account.recovery_codes,
    }
}
