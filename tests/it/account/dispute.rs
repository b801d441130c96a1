//! "That was not me".

use std::time::Duration;

use idp_core::account::Change;
use idp_core::audit::Code;

use super::{at, ria, send};
use crate::support::patience::seen;
use crate::support::people::{Known, change, with_passkey, with_recovery_codes};
use crate::support::protocol::{PLAIN, url};
use crate::support::{Browser, Landing, PASSWORD, Server};

#[tokio::test]
async fn every_session_ends_and_nobody_logs_in_without_a_new_password() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    let (elsewhere, _) = at(&server, &ria, "/account").await;
    server.later(Duration::from_secs(60));
    let (browser, page) = at(&server, &ria, "/account/logins").await;
    page.says("Voor uw eigen account")
        .says("Met het wachtwoord en een tweede stap")
        .says("127.0.*.*")
        .says("Dit was ik niet");
    let page = browser.open("/account/logins/not-me").await;
    let answer = browser.post(&page, "/account/logins/not-me", &[]).await;
    assert_eq!(answer.redirect().map(|to| to.path().to_owned()).as_deref(), Some("/logout/done"));
    for session in [&browser, &elsewhere] {
        assert_eq!(session.open("/account").await.prompt(), "identify");
    }
    assert_eq!(server.mail.mail(1).await["subject"], "U hebt gemeld dat iemand anders inlogde bij CAM");
    let shown = server.command(&["user", "show", "ria"], "").await;
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(shown.contains("a login disputed") && shown.contains("owes a new password"), "{shown}");

    for application in ["drop", "lezen"] {
        let (page, _) = server.go(&server.browser(), application).await;
        assert_eq!(page.prompt(), "identify");
        let other = server.browser();
        let (page, _) = server.go(&other, application).await;
        let page = server.sign_in(&other, &page, "ria").await;
        assert_eq!(page.status, 403, "{application}");
        page.says("U hebt een nieuw wachtwoord nodig");
    }
    let hash = server.provider().ports.passwords.hash(PASSWORD.into()).await.expect("a hash");
    change(server.provider(), &ria.subject, Change::SetPassword(hash), Code::PasswordSet).await;
    server.later(Duration::from_secs(60));
    let (browser, _) = at(&server, &ria, "/account").await;
    assert_eq!(browser.open("/account").await.status, 200);
    assert!(ria.account(server.provider()).await.disputed_at.is_some(), "the mark is the service desk's");
    assert!(server.command(&["user", "clear-dispute", "ria"], "").await.status.success());
    assert!(ria.account(server.provider()).await.disputed_at.is_none());
}

/// Says that it was somebody else.
async fn dispute(browser: &Browser) {
    let page = browser.open("/account/logins/not-me").await;
    let answer = browser.post(&page, "/account/logins/not-me", &[]).await;
    assert_eq!(answer.redirect().map(|to| to.path().to_owned()).as_deref(), Some("/logout/done"));
}

/// Asks for a link to a new password.
async fn ask_link(server: &Server) {
    let browser = server.browser();
    let page = browser.open("/password/forgotten").await;
    browser.post(&page, "/password/forgotten", &[("username", "ria")]).await;
}

/// The link in a mail to this address.
async fn link(server: &Server, to: &str) -> String {
    seen("a link by mail", async || {
        let mails = server.mail.mails();
        let texts = mails.iter().filter(|mail| mail["to"][0] == to).filter_map(|mail| mail["text"].as_str());
        texts.flat_map(str::split_whitespace).find(|word| word.contains("/password/")).map(str::to_owned)
    })
    .await
}

async fn choose(server: &Server, link: &str, password: &str) -> Landing {
    let browser = server.browser();
    let page = browser.open(link).await;
    browser.submit(&page, &[("password", password), ("again", password)]).await
}

/// Whoever was in made a passkey, and knows the password: neither is a way in afterwards.
#[tokio::test]
async fn what_the_other_made_and_the_old_password_open_nothing_any_more() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    let mut thiefs = with_passkey(&server, &ria).await;
    with_recovery_codes(server.provider(), &ria).await;
    let (browser, _) = at(&server, &ria, "/account").await;
    dispute(&browser).await;
    let account = ria.account(server.provider()).await;
    assert!(account.passkeys.is_empty() && account.recovery_codes == 0 && account.has_authenticator());

    let thief = server.browser();
    let page = thief.open(&url(PLAIN, &[])).await;
    let given = thiefs.log_in(&page.question().expect("a question"));
    assert_eq!(thief.submit(&page, &[("passkey", &given)]).await.prompt(), "identify");

    ask_link(&server).await;
    let link = link(&server, "ria@gemeente.nl").await;
    choose(&server, &link, PASSWORD).await.says("Dit is het wachtwoord dat u had.");
    assert!(ria.account(server.provider()).await.owes_password, "the one before is no new one");
    assert_eq!(choose(&server, &link, "heel iets anders nu").await.url.path(), "/password/changed");
}

/// Whoever was in put an address of their own on record first: no link goes there.
#[tokio::test]
async fn no_link_goes_to_an_address_that_was_just_put_there() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    let (thief, page) = at(&server, &ria, "/account/email").await;
    let page = send(&thief, &page, "/account/email", &[("email", "dief@elders.nl")]).await;
    send(&thief, &page, "/account/email", &[("code", &server.mail.code(1).await)])
        .await
        .says("Uw e-mailadres is gewijzigd.");
    server.later(Duration::from_secs(60));
    let (browser, _) = at(&server, &ria, "/account").await;
    dispute(&browser).await;
    ask_link(&server).await;
    seen("it is withheld", async || (server.events(Code::PasswordLinkWithheld).await == 1).then_some(())).await;
    assert_eq!(server.events(Code::PasswordLinkMade).await, 0);

    // The service desk makes sure who it is, and puts the right one on record.
    let address = idp_core::account::EmailAddress::parse("ria@gemeente.nl").expect("an address");
    change(server.provider(), &ria.subject, Change::CorrectEmail(address), Code::EmailCorrected).await;
    ask_link(&server).await;
    let link = link(&server, "ria@gemeente.nl").await;
    assert_eq!(choose(&server, &link, "heel iets anders nu").await.url.path(), "/password/changed");
}

#[tokio::test]
async fn an_import_lifts_nothing() {
    let server = Server::start().await;
    let ria: Known = ria(&server).await;
    let (browser, _) = at(&server, &ria, "/account").await;
    dispute(&browser).await;
    let hash = server.provider().ports.passwords.hash(PASSWORD.into()).await.expect("a hash");
    let hash = secrecy::ExposeSecret::expose_secret(&hash).to_owned();
    server.write("people.csv", &format!("username,email,password_hash\nria,ria@gemeente.nl,\"{hash}\"\n"));
    let file = server.folder().join("people.csv");
    let imported = server.command(&["user", "import", file.to_str().expect("a path")], "").await;
    assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
    assert!(ria.account(server.provider()).await.owes_password);
}
