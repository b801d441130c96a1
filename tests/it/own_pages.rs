//! Pages of our own behind the login: who may open one, and what they owe first.

use std::time::Duration;

use idp_core::account::Change;
use idp_core::audit::Code;

use crate::support::people::change;
use crate::support::{Person, Server};

#[tokio::test]
async fn a_stranger_logs_in_and_comes_back_to_the_page() {
    let server = Server::start().await;
    let ria =
        Person::named("ria").phone("+31612345678").email("ria@gemeente.nl").enrolled().add(server.provider()).await;
    let browser = server.browser();
    let page = browser.open("/account").await;
    assert_eq!(page.prompt(), "identify");
    let page = server.sign_in(&browser, &page, "ria").await;
    assert_eq!(page.prompt(), "totp");
    let page = browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
    assert_eq!((page.url.path(), page.status.as_u16()), ("/account", 200));
    page.says("Uw account").says("r***@gemeente.nl").says("** ** ** 78").says("1 authenticator-app");
    page.does_not_say("612345678").does_not_say("ria@gemeente.nl");
    assert_eq!(page.headers["cache-control"], "no-store");
    assert_eq!(server.events(Code::GrantIssued).await, 0, "no application got anything");
    let (landing, _) = server.go(&browser, "drop").await;
    assert!(landing.answer().contains_key("code"), "the session serves applications too");
}

#[tokio::test]
async fn a_session_of_the_password_alone_owes_the_second_factor() {
    let server = Server::start().await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let browser = server.browser();
    let (page, _) = server.go(&browser, "lezen").await;
    let landing = server.sign_in(&browser, &page, "ria").await;
    assert!(landing.answer().contains_key("code"));
    let page = browser.open("/account").await;
    assert_eq!(page.prompt(), "totp");
    let page = browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
    assert_eq!(page.url.path(), "/account");
}

#[tokio::test]
async fn who_gives_up_is_on_the_first_page_and_has_nothing() {
    let server = Server::start().await;
    Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let browser = server.browser();
    let page = browser.open("/account").await;
    let page = server.sign_in(&browser, &page, "ria").await;
    let cancel = format!("/login/{}/cancel", page.transaction());
    let left = browser.post(&page, &cancel, &[]).await;
    assert_eq!(left.redirect().map(|to| to.path().to_owned()).as_deref(), Some("/"));
    assert_eq!(browser.open("/account").await.prompt(), "identify");
}

#[tokio::test]
async fn a_page_is_shut_as_soon_as_the_session_is() {
    let server = Server::start().await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let browser = server.browser();
    let page = browser.open("/account").await;
    let page = server.sign_in(&browser, &page, "ria").await;
    browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
    server.later(Duration::from_secs(59 * 60));
    assert_eq!(browser.open("/account").await.url.path(), "/account", "a page uses the session");
    server.later(Duration::from_secs(59 * 60));
    assert_eq!(browser.open("/account").await.url.path(), "/account");
    change(server.provider(), &ria.subject, Change::Disable, Code::AccountDisabled).await;
    assert_eq!(browser.open("/account").await.prompt(), "identify");
}
