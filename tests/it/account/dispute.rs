//! "That was not me".

use std::time::Duration;

use idp_core::account::Change;
use idp_core::audit::Code;

use super::{at, ria};
use crate::support::people::change;
use crate::support::{PASSWORD, Server};

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
