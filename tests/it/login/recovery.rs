//! Who lost the app: recovery codes on paper, and the code of the service desk after a reset.

use std::time::Duration;

use idp_core::audit::Code;

use crate::support::people::{Known, VISIT_CODE, another, change, reset, with_recovery_codes};
use crate::support::{Browser, Landing, Person, Server};

async fn ria(server: &Server) -> Known {
    Person::named("ria").phone("+31612345678").email("ria@gemeente.nl").enrolled().add(server.provider()).await
}

/// To the page that asks for a recovery code.
async fn asks_recovery_code(server: &Server, browser: &Browser) -> Landing {
    let (page, _) = server.go(browser, "drop").await;
    let page = server.sign_in(browser, &page, "ria").await;
    assert_eq!(page.prompt(), "totp");
    page.says("Herstelcode gebruiken");
    let page = browser.submit(&page, &[("action", "other:recovery_code")]).await;
    assert_eq!(page.prompt(), "recovery_code");
    page
}

#[tokio::test]
async fn a_recovery_code_logs_in_once_and_a_lost_app_gives_way() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    let codes = with_recovery_codes(server.provider(), &ria).await;
    let browser = server.browser();
    let page = asks_recovery_code(&server, &browser).await;
    let page = browser.submit(&page, &[("code", &codes[3].groups().to_uppercase())]).await;
    assert_eq!(page.prompt(), "enrol_authenticator");
    page.says("Ik heb mijn app nog");
    let secret = page.new_app();
    let page =
        browser.submit(&page, &[("code", &secret.code_at(server.provider().ports.clock.now()).expect("a code"))]).await;
    assert_eq!(page.prompt(), "enrolment_done");
    let landing = browser.submit(&page, &[]).await;
    assert!(landing.answer().contains_key("code"), "the login is complete");
    let mail = server.mail.mail(1).await;
    assert_eq!(mail["subject"], "Er is een herstelcode gebruikt bij CAM");
    assert!(mail.to_string().contains("nog 9 herstelcodes"), "{mail}");

    server.later(Duration::from_secs(31));
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, "ria").await;
    let refused = browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
    assert_eq!(refused.prompt(), "totp", "the old app is worth nothing");
    let page = browser.submit(&refused, &[("action", "other:recovery_code")]).await;
    let again = browser.submit(&page, &[("code", &codes[3].groups())]).await;
    assert_eq!(again.prompt(), "recovery_code");
    again.says("Deze herstelcode klopt niet of is al gebruikt.");
    let page = browser.submit(&again, &[("action", "other:app")]).await;
    let landing =
        browser.submit(&page, &[("code", &secret.code_at(server.provider().ports.clock.now()).expect("a code"))]).await;
    assert!(landing.answer().contains_key("code"), "the new app is");
    assert_eq!(server.events(Code::RecoveryCodeProven).await, 1);
}

#[tokio::test]
async fn who_has_the_app_still_keeps_it() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    let codes = with_recovery_codes(server.provider(), &ria).await;
    let browser = server.browser();
    let page = asks_recovery_code(&server, &browser).await;
    let page = browser.submit(&page, &[("code", &codes[0].groups())]).await;
    let landing = browser.submit(&page, &[("action", "keep")]).await;
    assert!(landing.answer().contains_key("code"));
    let account = ria.account(server.provider()).await;
    assert_eq!((account.authenticators.len(), account.recovery_codes), (1, 9));
}

#[tokio::test]
async fn nobody_chooses_a_factor_that_they_do_not_have() {
    let server = Server::start().await;
    ria(&server).await;
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, "ria").await;
    assert!(!page.body.contains("Herstelcode gebruiken"));
    for action in ["other:recovery_code", "other:app", "other:sms", "keep", "start"] {
        assert_eq!(browser.submit(&page, &[("action", action)]).await.prompt(), "totp", "{action}");
    }
    let bare = format!("/login/{}/recovery_code", page.transaction());
    assert_eq!(browser.open(&bare).await.prompt(), "totp");
}

#[tokio::test]
async fn ten_wrong_recovery_codes_close_that_way_and_the_app_stays_open() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    let codes = with_recovery_codes(server.provider(), &ria).await;
    let browser = server.browser();
    let mut page = asks_recovery_code(&server, &browser).await;
    let malformed = browser.submit(&page, &[("code", "123456")]).await;
    malformed.says("Vul een herstelcode van 16 letters en cijfers in.");
    for _ in 0..10 {
        assert_eq!(page.status, 200);
        page = browser.submit(&page, &[("code", "0000-0000-0000-0000")]).await;
    }
    assert_eq!(page.status, 403);
    assert_eq!(server.mail.mail(1).await["subject"], "Er is te vaak geprobeerd in te loggen met uw account bij CAM");
    let page = asks_recovery_code(&server, &browser).await;
    let refused = browser.submit(&page, &[("code", &codes[0].groups())]).await;
    assert_eq!(refused.status, 403, "a right one is refused too");
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, "ria").await;
    let landing = browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
    assert!(landing.answer().contains_key("code"), "each factor has tries of its own");
}

#[tokio::test]
async fn after_a_reset_the_desks_code_stands_before_the_bootstrap() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    change(server.provider(), &ria.subject, reset(server.provider(), &ria.subject), Code::FactorsReset).await;
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, "ria").await;
    assert_eq!(page.prompt(), "visit_code");
    assert_eq!(server.sms.messages().len(), 0, "no message leaves before it");
    let wrong = browser.submit(&page, &[("code", &another(VISIT_CODE))]).await;
    wrong.says("Vraag de servicedesk om een nieuwe code.");
    let page = browser.submit(&wrong, &[("code", VISIT_CODE)]).await;
    assert_eq!(page.prompt(), "sms_code");
    // Somebody else with the same code is too late, and a new login asks for a new one.
    let second = server.browser();
    let (page, _) = server.go(&second, "drop").await;
    let page = server.sign_in(&second, &page, "ria").await;
    assert_eq!(second.submit(&page, &[("code", VISIT_CODE)]).await.prompt(), "visit_code");
}

#[tokio::test]
async fn the_desks_code_lives_half_an_hour() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    change(server.provider(), &ria.subject, reset(server.provider(), &ria.subject), Code::FactorsReset).await;
    server.later(Duration::from_secs(30 * 60));
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, "ria").await;
    assert_eq!(browser.submit(&page, &[("code", VISIT_CODE)]).await.prompt(), "visit_code");
}
