//! An application that demands a passkey.

use std::time::Duration;

use idp_core::audit::Code;

use super::{BOTH, acr, answer, asks_passkey, ria};
use crate::support::authenticator::Authenticator;
use crate::support::protocol::{PLAIN, error, log_in, url};
use crate::support::{Person, Server};

const DEMANDED: [(&str, &str); 1] = [("acr_values", BOTH)];

#[tokio::test]
async fn nothing_else_will_do() {
    let server = Server::start().await;
    let (ria, mut authenticator) = ria(&server).await;
    let browser = server.browser();
    let page = browser.open(&url(PLAIN, &[])).await;
    assert!(log_in(&server, &browser, &page, &ria).await.answer().contains_key("code"));
    let silent = browser.open(&url(PLAIN, &[("acr_values", BOTH), ("prompt", "none")])).await;
    assert_eq!(error(&silent), "login_required");

    let page = browser.open(&url(PLAIN, &DEMANDED)).await;
    assert_eq!(page.prompt(), "passkey", "the step-up asks only what is missing");
    page.says("Voor deze applicatie hebt u een passkey nodig.").does_not_say("other:app");
    assert_eq!(browser.submit(&page, &[("action", "other:app")]).await.prompt(), "passkey");
    authenticator.verifies = false;
    let page = answer(&browser, &page, &mut authenticator).await;
    assert_eq!(page.prompt(), "passkey", "one that looks at nobody is too little");
    authenticator.verifies = true;
    let landing = answer(&browser, &page, &mut authenticator).await;
    assert_eq!(acr(&server, &browser, &landing).await, BOTH);
}

#[tokio::test]
async fn who_has_none_makes_one_after_password_and_app() {
    let server = Server::start().await;
    let ria =
        Person::named("ria").phone("+31612345678").email("ria@gemeente.nl").enrolled().add(server.provider()).await;
    let browser = server.browser();
    let page = browser.open(&url(PLAIN, &DEMANDED)).await;
    let page = log_in(&server, &browser, &page, &ria).await;
    assert_eq!(page.prompt(), "enrol_passkey");
    page.says("Voor deze applicatie hebt u een passkey nodig.").does_not_say("Verder zonder passkey");
    for action in ["keep", "start", "passkey"] {
        assert_eq!(browser.submit(&page, &[("action", action)]).await.prompt(), "enrol_passkey", "{action}");
    }
    let mut authenticator = Authenticator::at(&server.issuer);
    authenticator.verifies = false;
    let page = answer(&browser, &page, &mut authenticator).await;
    assert_eq!(page.prompt(), "enrol_passkey", "one that looks at nobody is not made");
    assert!(ria.account(server.provider()).await.passkeys.is_empty());
    authenticator.verifies = true;
    let landing = answer(&browser, &page, &mut authenticator).await;
    assert_eq!(acr(&server, &browser, &landing).await, BOTH);
    assert_eq!(server.mail.mail(1).await["subject"], "U hebt een passkey voor CAM");
    assert_eq!(server.events(Code::PasskeyEnrolled).await, 1);
    let browser = server.browser();
    let page = browser.open(&url(PLAIN, &DEMANDED)).await;
    assert!(answer(&browser, &page, &mut authenticator).await.answer().contains_key("code"));
}

#[tokio::test]
async fn a_screen_that_was_left_open_makes_no_passkey() {
    let server = Server::start().await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let browser = server.browser();
    let page = browser.open(&url(PLAIN, &[])).await;
    assert!(log_in(&server, &browser, &page, &ria).await.answer().contains_key("code"));
    let page = browser.open(&url(PLAIN, &DEMANDED)).await;
    assert_eq!(page.prompt(), "password", "everything is asked anew");
    for prompt in ["enrol_passkey", "passkey"] {
        let path = format!("/login/{}/{prompt}", page.transaction());
        assert_eq!(browser.open(&path).await.prompt(), "password");
        let asked = page.question().expect("the question of the password page");
        let given = Authenticator::at(&server.issuer).log_in(&asked);
        browser.post(&page, &path, &[("passkey", &given)]).await;
    }
    server.later(Duration::from_secs(31));
    let page = browser.submit(&page, &[("password", crate::support::PASSWORD)]).await;
    assert_eq!(page.prompt(), "totp", "and the app after it");
    assert!(ria.account(server.provider()).await.passkeys.is_empty());
}

#[tokio::test]
async fn who_is_new_sets_up_the_app_first() {
    let server = Server::start().await;
    let jan = Person::named("ria").phone("+31612345678").add(server.provider()).await;
    let browser = server.browser();
    let page = asks_passkey(&server, &browser, &DEMANDED).await;
    assert_eq!(page.prompt(), "sms_code");
    let page = browser.submit(&page, &[("code", &server.sms.code(1).await)]).await;
    assert_eq!(page.prompt(), "enrol_authenticator");
    let code = page.new_app().code_at(server.provider().ports.clock.now()).expect("a code");
    let page = browser.submit(&page, &[("code", &code)]).await;
    assert_eq!(page.prompt(), "enrolment_done");
    page.does_not_say("Ook een passkey maken");
    let page = browser.submit(&page, &[]).await;
    assert_eq!(page.prompt(), "enrol_passkey");
    let landing = answer(&browser, &page, &mut Authenticator::at(&server.issuer)).await;
    assert_eq!(acr(&server, &browser, &landing).await, BOTH);
    let account = jan.account(server.provider()).await;
    assert_eq!((account.authenticators.len(), account.passkeys.len()), (1, 1));
}
