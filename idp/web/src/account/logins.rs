//! When a person logged in, and what they say of it.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use idp_core::assurance::Level;
use idp_core::own::Said;
use idp_core::port::PastLogin;
use idp_themes::page::own::{Content, LoginRow};

use super::{act, go, name_of, page};
use crate::login::see_other;
use crate::own::{self, Age, Turned};
use crate::request::Context;
use crate::{Web, cookies, oidc};

/// The page.
pub(crate) const LIST: &str = "/account/logins";
/// "That was not me". It asks nothing new of who is logged in: who sees a stranger in their account must be quick.
pub(crate) const NOT_ME: &str = "/account/logins/not-me";

/// `GET /account/logins`.
pub(crate) async fn list(State(web): State<Arc<Web>>, mut context: Context) -> Result<Response, Turned> {
    let visitor = own::visitor(&web, &mut context, LIST, Age::Any).await?;
    let logins = act(&web, &context, visitor).logins().await?.into_iter().map(|login| row(&web, login)).collect();
    Ok(page(&web, &context, Content::Logins { logins }))
}

/// `GET /account/logins/not-me`.
pub(crate) async fn ask(State(web): State<Arc<Web>>, mut context: Context) -> Result<Response, Turned> {
    own::visitor(&web, &mut context, NOT_ME, Age::Any).await?;
    Ok(page(&web, &context, Content::Dispute {}))
}

/// `POST /account/logins/not-me`.
pub(crate) async fn dispute(State(web): State<Arc<Web>>, mut context: Context) -> Result<Response, Turned> {
    let visitor = own::visitor(&web, &mut context, NOT_ME, Age::Any).await?;
    if !act(&web, &context, visitor).dispute().await? {
        return Ok(go(LIST, Said::Changed));
    }
    Ok(see_other(oidc::logout::DONE, Some(cookies::end_session(&web))))
}

/// A login, as it is shown to the person and to the service desk.
pub(crate) fn row(web: &Web, login: PastLogin) -> LoginRow {
    let level = login.level.and_then(|word| Level::ALL.into_iter().find(|level| level.as_str() == word));
    LoginRow {
        at: login.at.into(),
        network: login.address.map(masked),
        application: login.client.as_ref().map(|client| name_of(web, client)),
        level: level.map(Level::as_str),
    }
}

/// Enough of an address to know one's own network by, and no more: somebody may look over a shoulder.
fn masked(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, ..] = address.octets();
            format!("{a}.{b}.*.*")
        }
        IpAddr::V6(address) => {
            let [a, b, ..] = address.segments();
            format!("{a:x}:{b:x}:*")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_address_half_is_shown() {
        for (address, shown) in
            [("192.0.2.7", "192.0.*.*"), ("::ffff:192.0.2.7", "192.0.*.*"), ("2001:db8:1:2::9", "2001:db8:*")]
        {
            assert_eq!(masked(address.parse().expect("an address")), shown);
        }
    }
}
