//! A phone number that was proven long ago: it is asked for after the app, and keeps nobody out.

use std::time::Duration;

use idp_core::account::{Change, PhoneNumber};
use idp_core::audit::Code;

use crate::support::people::{Known, another, change};
use crate::support::{Browser, Landing, Person, Server};

const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
const NUMBER: &str = "+31612345678";

async fn ria(server: &Server) -> Known {
    let ria = Person::named("ria").phone(NUMBER).enrolled().add(server.provider()).await;
    let number = PhoneNumber::from_store(NUMBER.to_owned());
    change(server.provider(), &ria.subject, Change::VerifyPhone(number), Code::PhoneVerified).await;
    ria
}

/// Up to what follows the app.
async fn with_the_app(server: &Server, ria: &Known) -> (Browser, Landing) {
    server.later(Duration::from_secs(60));
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, "ria").await;
    assert_eq!(page.prompt(), "totp", "the app comes first");
    let next = browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
    (browser, next)
}

async fn is_verified(server: &Server, ria: &Known) -> bool {
    ria.account(server.provider()).await.phone.expect("a number").verified
}

#[tokio::test]
async fn it_is_asked_for_after_the_app_and_counts_for_as_long_again() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    server.later(YEAR - Duration::from_secs(3600));
    let (_, landing) = with_the_app(&server, &ria).await;
    assert!(landing.answer().contains_key("code"), "not yet");
    server.later(Duration::from_secs(3600));
    let low = server.browser();
    let (page, _) = server.go(&low, "lezen").await;
    assert!(server.sign_in(&low, &page, "ria").await.answer().contains_key("code"), "not at the lower level");
    assert!(server.sms.messages().is_empty());

    let (browser, page) = with_the_app(&server, &ria).await;
    assert_eq!(page.prompt(), "sms_code");
    page.says("of dit nummer nog van u is").says("** ** ** 78");
    let code = server.sms.code(1).await;
    let page = browser.submit(&page, &[("code", &another(&code))]).await;
    page.says("De code klopt niet.");
    assert!(browser.submit(&page, &[("code", &code)]).await.answer().contains_key("code"));
    let (_, landing) = with_the_app(&server, &ria).await;
    assert!(landing.answer().contains_key("code"), "it counts again");
    let (silent, _) = server.go(&browser, "spa").await;
    assert!(silent.answer().contains_key("code"));
}

#[tokio::test]
async fn who_cannot_confirm_it_goes_on_and_is_not_asked_again() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    server.later(YEAR);
    let (browser, page) = with_the_app(&server, &ria).await;
    assert_eq!(page.prompt(), "sms_code");
    assert!(is_verified(&server, &ria).await);
    assert!(browser.submit(&page, &[("action", "withdraw")]).await.answer().contains_key("code"));
    assert!(!is_verified(&server, &ria).await);
    assert_eq!(server.events(Code::PhoneDoubted).await, 1);
    let (_, landing) = with_the_app(&server, &ria).await;
    assert!(landing.answer().contains_key("code"), "the app is all that is asked");
}

#[tokio::test]
async fn a_spent_budget_of_codes_keeps_nobody_out() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    server.later(YEAR);
    let (mut browser, mut page) = with_the_app(&server, &ria).await;
    for sent in 1..=2 {
        let wrong = another(&server.sms.code(sent).await);
        for _ in 0..5 {
            page = browser.submit(&page, &[("code", &wrong)]).await;
            assert_eq!(page.prompt(), "sms_code");
        }
        if sent == 1 {
            (browser, page) = with_the_app(&server, &ria).await;
        }
    }
    let (browser, page) = with_the_app(&server, &ria).await;
    assert_eq!(page.prompt(), "sms_code");
    page.says("Wij kunnen u nu geen nieuwe code sturen");
    assert!(browser.submit(&page, &[("action", "withdraw")]).await.answer().contains_key("code"));
}
