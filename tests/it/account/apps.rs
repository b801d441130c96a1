//! One's own authenticator apps.

use std::time::Duration;

use idp_core::audit::Code;

use super::{at, ria, send};
use crate::support::{Landing, Server};

const NEW: &str = "/account/apps/new";

#[tokio::test]
async fn an_app_more_is_confirmed_named_and_logs_in() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    let (browser, page) = at(&server, &ria, NEW).await;
    let page = send(&browser, &page, NEW, &[("action", "start")]).await;
    let secret = page.new_app();
    let wrong = send(&browser, &page, NEW, &[("code", "000000")]).await;
    wrong.says("De code klopt niet.");
    assert_eq!(wrong.new_app().base32(), secret.base32(), "the key stays until a right code");
    let code = secret.code_at(server.provider().ports.clock.now()).expect("a code");
    let list = send(&browser, &wrong, NEW, &[("code", &code)]).await;
    list.says("De authenticator-app is toegevoegd.").does_not_say("secret=");
    assert_eq!(server.mail.mail(1).await["subject"], "Uw authenticator-app is ingesteld voor CAM");
    send(&browser, &list, NEW, &[("code", &code)]).await.says("De QR-code is niet meer geldig.");

    let account = ria.account(server.provider()).await;
    assert_eq!(account.authenticators.len(), 2);
    let second = account.authenticators.iter().find(|app| app.secret.base32() == secret.base32()).expect("the new one");
    let one = format!("/account/apps/app?id={}", second.id);
    let page = browser.open(&one).await;
    let list = send(&browser, &page, "/account/apps/name", &[("id", second.id.as_str()), ("name", "Tweede")]).await;
    list.says("De naam is opgeslagen.").says("Tweede");
    let none = send(&browser, &page, "/account/apps/name", &[("id", second.id.as_str()), ("name", " ")]).await;
    none.says("Vul een naam in van 1 tot 40 tekens.");

    // The code that confirmed it never counts again; the next one does.
    let other = server.browser();
    let (page, _) = server.go(&other, "drop").await;
    let page = server.sign_in(&other, &page, "ria").await;
    other.submit(&page, &[("code", &code)]).await.says("U hebt deze code al gebruikt.");
    server.later(Duration::from_secs(31));
    let code = secret.code_at(server.provider().ports.clock.now()).expect("a code");
    assert!(other.submit(&page, &[("code", &code)]).await.answer().contains_key("code"));
}

#[tokio::test]
async fn the_last_app_cannot_be_removed_and_another_one_can() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    let (elsewhere, _) = at(&server, &ria, "/account").await;
    server.later(Duration::from_secs(60));
    let (browser, page) = at(&server, &ria, NEW).await;
    let first = ria.account(server.provider()).await.authenticators[0].id.clone();
    let remove = [("id", first.as_str())];
    let only = browser.open(&format!("/account/apps/app?id={first}")).await;
    only.says("Dit is uw enige authenticator-app.");
    send(&browser, &only, "/account/apps/remove", &remove).await.says("Dit is uw enige authenticator-app.");
    let page = send(&browser, &page, NEW, &[("action", "start")]).await;
    let code = page.new_app().code_at(server.provider().ports.clock.now()).expect("a code");
    send(&browser, &page, NEW, &[("code", &code)]).await;
    send(&browser, &only, "/account/apps/remove", &remove).await.says("De authenticator-app is verwijderd.");
    assert_eq!(
        elsewhere.open("/account").await.prompt(),
        "identify",
        "what was logged in on the lost device is not any more"
    );
    assert_eq!(server.mail.mail(2).await["subject"], "Een authenticator-app is verwijderd bij CAM");
    let left = ria.account(server.provider()).await.authenticators;
    assert!(left.len() == 1 && left[0].id != first);
    assert_eq!(server.events(Code::AuthenticatorRemoved).await, 1);
}

#[tokio::test]
async fn a_key_belongs_to_one_browser_and_fresh_evidence_is_asked() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    let (browser, page) = at(&server, &ria, NEW).await;
    send(&browser, &page, NEW, &[("action", "start")]).await.says("secret=");
    server.later(Duration::from_secs(60));
    let (other, page) = at(&server, &ria, NEW).await;
    page.does_not_say("secret=");
    send(&other, &page, NEW, &[("code", "123456")]).await.says("De QR-code is niet meer geldig.");
    server.later(Duration::from_secs(16 * 60));
    let answer = browser.post(&page, "/account/phone", &[]).await;
    assert_eq!(answer.status, 403, "the token of another browser");
    assert_eq!(browser.open(NEW).await.prompt(), "password", "to change something asks anew");
    assert_eq!(browser.open("/account/apps").await.status, 200, "to look does not");
}

#[tokio::test]
async fn who_begins_twice_has_one_key_the_last() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    let (browser, page) = at(&server, &ria, NEW).await;
    let first = send(&browser, &page, NEW, &[("action", "start")]).await;
    let last = send(&browser, &page, NEW, &[("action", "start")]).await;
    assert_ne!(first.new_app().base32(), last.new_app().base32());
    let now = server.provider().ports.clock.now();
    let code = |page: &Landing| page.new_app().code_at(now).expect("a code");
    send(&browser, &first, NEW, &[("code", &code(&first))]).await.says("De code klopt niet.");
    send(&browser, &first, NEW, &[("code", &code(&last))]).await.says("De authenticator-app is toegevoegd.");
    send(&browser, &last, NEW, &[("code", &code(&last))]).await.says("De QR-code is niet meer geldig.");
    assert_eq!(ria.account(server.provider()).await.authenticators.len(), 2);
}

#[tokio::test]
async fn nobody_names_or_removes_the_app_of_another() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    let eva = crate::support::Person::named("eva").phone("+31612345679").enrolled().add(server.provider()).await;
    let theirs = eva.account(server.provider()).await.authenticators[0].id.clone();
    let (browser, page) = at(&server, &ria, "/account/apps").await;
    assert_eq!(browser.open(&format!("/account/apps/app?id={theirs}")).await.status, 404);
    for path in ["/account/apps/name", "/account/apps/remove"] {
        browser.post(&page, path, &[("id", theirs.as_str()), ("name", "x")]).await;
    }
    let account = eva.account(server.provider()).await;
    assert!(account.authenticators.len() == 1 && account.authenticators[0].name.is_none());
}
