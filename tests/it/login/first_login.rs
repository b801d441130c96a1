//! The first login of KOOP's manual: by SMS where a phone is on record, by mail where only an address is.

use std::time::Duration;

use idp_core::account::OneTimeCode;
use idp_core::audit::Code;

use crate::support::people::another;
use crate::support::{Browser, Landing, Person, Server};

/// Confirms the app, reads that it is done, and goes on to the application.
async fn enrol(server: &Server, browser: &Browser, page: &Landing) -> Landing {
    assert_eq!(page.prompt(), "enrol_authenticator");
    page.says("QR-code")
        .says("zescijferige code")
        .says("Google Authenticator")
        .says("Microsoft Authenticator")
        .says("<svg");
    let code = page.new_app().code_at(server.provider().ports.clock.now()).expect("a code");
    let done = browser.submit(page, &[("code", &code)]).await;
    assert_eq!(done.prompt(), "enrolment_done");
    done.says("Instellen MFA is voltooid");
    browser.submit(&done, &[]).await
}

#[tokio::test]
async fn by_sms_to_the_number_on_record() {
    by_sms(Server::start().await).await;
}

#[tokio::test]
async fn by_sms_to_the_number_on_record_on_postgresql() {
    by_sms(Server::on_postgresql().await).await;
}

#[tokio::test]
async fn by_sms_to_the_number_on_record_on_two_nodes() {
    by_sms(Server::of_two_nodes(Duration::from_secs(3)).await).await;
}

async fn by_sms(server: Server) {
    let jan = Person::named("jan").phone("+31612345678").email("jan@gemeente.nl").add(server.provider()).await;
    let browser = server.browser();

    let (page, pending) = server.go(&browser, "drop").await;
    assert_eq!(page.prompt(), "identify");
    page.says("Volgende").says("servicedesk.publicatie@logius.nl").says("070-7000526");
    let page = server.sign_in(&browser, &page, "Jan ").await;
    assert_eq!(page.prompt(), "sms_code");
    page.says("Vul de zes cijfers in").says("vraag een nieuwe code aan").says("78").does_not_say("612345678");
    page.says("Stap 2 van 4");

    let text = server.sms.text(1).await;
    let code = server.sms.code(1).await;
    assert!(text.ends_with(&format!("@localhost #{code}")), "origin-bound: {text}");
    assert!(text.contains("15 minuten"), "{text}");
    assert_eq!(server.sms.messages()[0]["to"], "+31612345678");
    assert_eq!(server.sms.messages()[0]["from"], "KOOPCAME");
    let spaced = format!(" {} {} ", &code[..3], &code[3..]);
    let page = browser.submit(&page, &[("code", &spaced)]).await;

    let landing = enrol(&server, &browser, &page).await;
    let login = server.finish("drop", pending, &landing).await;
    assert_eq!(login.id_token["acr"], "urn:sluis:acr:mfa");
    assert_eq!(login.id_token["sub"], jan.subject.as_str());
    assert!(login.id_token.get("amr").is_none_or(serde_json::Value::is_null), "amr only for clients that ask for it");
    assert_eq!(login.userinfo["name"], "Mevrouw jan");
    assert_eq!(login.userinfo["email"], "jan@gemeente.nl");

    let account = jan.account(server.provider()).await;
    assert!(account.phone.is_some_and(|phone| phone.verified), "the number was proven");
    assert_eq!(account.authenticators.len(), 1);
    assert_eq!(server.events(Code::AuthenticatorEnrolled).await, 1, "the bootstrap has retired, on record");
    assert!(server.mail.mail(1).await["text"].is_string(), "the person is told that an app was added");
}

#[tokio::test]
async fn by_mail_where_no_number_is_on_record() {
    let server = Server::start().await;
    let els = Person::named("els").email("els@provincie.nl").add(server.provider()).await;
    let browser = server.browser();

    let (page, pending) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, "els").await;
    assert_eq!(page.prompt(), "email_code");
    page.says("beveiligingscode").says("vraag een nieuwe code aan").says("e***@provincie.nl").says("Stap 2 van 6");
    let mail = server.mail.mail(1).await;
    assert_eq!(mail["to"][0], "els@provincie.nl");
    let code = server.mail.code(1).await;
    assert!(!mail["subject"].as_str().expect("a subject").contains(&code), "the code is not in the subject");
    assert!(mail["html"].as_str().expect("an HTML part").contains(&code));

    let page = browser.submit(&page, &[("code", &code)]).await;
    assert_eq!(page.prompt(), "register_phone");
    page.says("Uw telefoonnummer gebruiken wij als bevestiging van uw identiteit");
    let page = browser.submit(&page, &[("phone", "070 7000526")]).await;
    assert_eq!(page.prompt(), "register_phone");
    page.says("070 7000526").says("aria-invalid=\"true\"");
    assert!(server.sms.messages().is_empty());

    let page = browser.submit(&page, &[("phone", "06 8765 4321")]).await;
    assert_eq!(page.prompt(), "sms_code");
    let page = browser.submit(&page, &[("code", &another(&server.sms.code(1).await))]).await;
    page.says("aria-invalid=\"true\"");
    assert!(els.account(server.provider()).await.phone.is_none(), "nothing is on record before it is proven");
    let page = browser.submit(&page, &[("code", &server.sms.code(1).await)]).await;

    let landing = enrol(&server, &browser, &page).await;
    assert_eq!(server.finish("drop", pending, &landing).await.id_token["acr"], "urn:sluis:acr:mfa");
    let account = els.account(server.provider()).await;
    assert_eq!(account.phone.map(|p| (p.value.reveal().to_owned(), p.verified)), Some(("+31687654321".into(), true)));
    assert!(account.email.is_some_and(|email| email.verified));
}

#[tokio::test]
async fn another_number_before_the_first_is_proven() {
    let server = Server::start().await;
    Person::named("els").email("els@provincie.nl").add(server.provider()).await;
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, "els").await;
    let page = browser.submit(&page, &[("code", &server.mail.code(1).await)]).await;
    let page = browser.submit(&page, &[("phone", "0611111111")]).await;
    let first = server.sms.code(1).await;
    let page = browser.submit(&page, &[("action", "withdraw")]).await;
    assert_eq!(page.prompt(), "register_phone");
    server.later(Duration::from_secs(61));
    let page = browser.submit(&page, &[("phone", "0622222222")]).await;
    let second = server.sms.code(2).await;
    assert_eq!(server.sms.messages()[1]["to"], "+31622222222");
    if first != second {
        let page = browser.submit(&page, &[("code", &first)]).await;
        assert_eq!(page.prompt(), "sms_code", "a new number makes the old code dead");
    }
    let page = browser.submit(&page, &[("code", &second)]).await;
    assert_eq!(page.prompt(), "enrol_authenticator");
}

#[tokio::test]
async fn neither_number_nor_address() {
    let server = Server::start().await;
    let bo = Person::named("bo").add(server.provider()).await;
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, "bo").await;
    page.says("servicedesk.publicatie@logius.nl").says("070-7000526").does_not_say("otpauth");
    assert!(!bo.account(server.provider()).await.has_authenticator());
    let landing = browser.post(&page, &format!("/login/{}/cancel", page.transaction()), &[]).await;
    let url = landing.redirect().expect("back to the application");
    assert!(url.as_str().starts_with("http://localhost:9/drop/callback?error=access_denied"), "{url}");
}

#[tokio::test]
async fn closing_the_browser_loses_nothing_that_was_proven_for_good() {
    let mut server = Server::on_sqlite().await;
    let els = Person::named("els").email("els@provincie.nl").add(server.provider()).await;
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, "els").await;
    let page = browser.submit(&page, &[("code", &server.mail.code(1).await)]).await;
    let page = browser.submit(&page, &[("phone", "0687654321")]).await;
    let page = browser.submit(&page, &[("code", &server.sms.code(1).await)]).await;
    assert_eq!(page.prompt(), "enrol_authenticator");

    server.restart().await;
    let again = browser.open(page.url.as_str()).await;
    assert_eq!(again.status, 404);
    again.says("opnieuw");
    assert!(els.account(server.provider()).await.phone.is_some_and(|phone| phone.verified));

    server.later(Duration::from_secs(61));
    let (page, pending) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, "els").await;
    assert_eq!(page.prompt(), "sms_code", "from the verified number on");
    let page = browser.submit(&page, &[("code", &server.sms.code(2).await)]).await;
    let landing = enrol(&server, &browser, &page).await;
    server.finish("drop", pending, &landing).await;
}

#[tokio::test]
async fn a_wrong_code_of_the_app_enrols_nothing() {
    let server = Server::start().await;
    let jan = Person::named("jan").phone("+31612345678").add(server.provider()).await;
    let browser = server.browser();
    let (page, pending) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, "jan").await;
    let page = browser.submit(&page, &[("code", &server.sms.code(1).await)]).await;
    let code = page.new_app().code_at(server.provider().ports.clock.now()).expect("a code");
    let again = browser.submit(&page, &[("code", &another(&code))]).await;
    assert_eq!(again.prompt(), "enrol_authenticator");
    again.says("aria-invalid=\"true\"");
    assert!(!jan.account(server.provider()).await.has_authenticator());
    assert_eq!(again.new_app().reveal(), page.new_app().reveal(), "the key that the app has is still the one");
    let landing = enrol(&server, &browser, &again).await;
    server.finish("drop", pending, &landing).await;

    // The code that confirmed the app is used up: it logs nobody in.
    let stranger = server.browser();
    let (page, _) = server.go(&stranger, "drop").await;
    let page = server.sign_in(&stranger, &page, "jan").await;
    assert_eq!(page.prompt(), "totp", "the bootstrap has retired");
    let page = stranger.submit(&page, &[("code", OneTimeCode::parse(&code).expect("a code").reveal())]).await;
    assert_eq!(page.prompt(), "totp");
}
