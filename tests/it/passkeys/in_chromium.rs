//! In a real Chromium with its virtual authenticator: what the script of the login does, and that nothing needs it.

use demo::people::PASSWORD;

use crate::support::chromium::Chromium;
use crate::support::virtual_authenticator::VirtualAuthenticator;

const BOTH: &str = "urn:sluis:acr:phishing_resistant";
const SECOND: &str = "urn:sluis:acr:mfa";

async fn sign_in(chromium: &Chromium, name: &str) {
    chromium.at("identify").await;
    chromium.fill("username", name).await;
    chromium.at("password").await;
    chromium.fill("password", PASSWORD).await;
}

/// The first login of Jan, who makes a passkey too.
async fn enrol(chromium: &Chromium, pictures: bool) {
    chromium.log_in_at("drop").await;
    sign_in(chromium, "jan").await;
    chromium.at("sms_code").await;
    let code = chromium.code(1).await;
    chromium.fill("code", &code).await;
    chromium.at("enrol_authenticator").await;
    let code = chromium.code_of_new_app().await;
    chromium.fill("code", &code).await;
    chromium.at("enrolment_done").await;
    chromium.press("Ook een passkey maken").await;
    chromium.at("enrol_passkey").await;
    if pictures {
        chromium.picture("12-passkey-maken").await;
    }
    chromium.press("Passkey maken").await;
    chromium.back_at_the_application().await;
}

async fn log_out(chromium: &Chromium) {
    chromium.press("Uitloggen").await;
    chromium.find("a[href='/drop/login']").await;
    chromium.back_at_the_application().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn made_after_the_first_login_it_logs_in_alone() {
    let chromium = Chromium::start(true).await;
    let authenticator = VirtualAuthenticator::new(&chromium).await;
    enrol(&chromium, true).await;
    let [passkey] = authenticator.passkeys().await.try_into().expect("one passkey");
    assert_eq!(passkey["isResidentCredential"], true, "it lies in the authenticator");
    assert_eq!(passkey["rpId"], "localhost");
    assert_eq!(chromium.text("#drop-acr").await, BOTH, "making one proves it");
    log_out(&chromium).await;

    // Nobody touches it until the button is pressed, so what the browser offers beside the field is not taken.
    authenticator.is_touched(false).await;
    chromium.log_in_at("drop").await;
    chromium.at("identify").await;
    chromium.says("button[data-passkey-can]", "Inloggen met een passkey").await;
    chromium.picture("13-inloggen-met-passkey").await;
    authenticator.is_touched(true).await;
    chromium.press("Inloggen met een passkey").await;
    chromium.back_at_the_application().await;
    assert_eq!(chromium.text("#drop-acr").await, BOTH);
    assert_eq!(chromium.text("#drop-name").await, "Jan de Vries");
    chromium.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_browser_offers_it_beside_the_name() {
    let chromium = Chromium::start(true).await;
    let _authenticator = VirtualAuthenticator::new(&chromium).await;
    enrol(&chromium, false).await;
    log_out(&chromium).await;
    chromium.log_in_at("drop").await;
    // The virtual authenticator chooses what the browser offers; nothing is pressed and nothing typed.
    chromium.back_at_the_application().await;
    assert_eq!(chromium.text("#drop-acr").await, BOTH);
    assert_eq!(chromium.text("#drop-name").await, "Jan de Vries");
    chromium.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_is_refused() {
    let chromium = Chromium::start(true).await;
    let authenticator = VirtualAuthenticator::key(&chromium).await;
    enrol(&chromium, false).await;
    let copied = authenticator.passkeys().await.remove(0);
    log_out(&chromium).await;
    // Meanwhile it was used, here and elsewhere.
    authenticator.hold(&copied, 100).await;
    authenticator.is_touched(false).await;
    chromium.log_in_at("drop").await;
    chromium.at("identify").await;
    authenticator.is_touched(true).await;
    chromium.press("Inloggen met een passkey").await;
    chromium.back_at_the_application().await;
    log_out(&chromium).await;
    assert!(authenticator.passkeys().await[0]["signCount"].as_u64() > Some(100), "it counts");

    authenticator.is_touched(false).await;
    authenticator.hold(&copied, 1).await;
    chromium.log_in_at("drop").await;
    chromium.at("identify").await;
    authenticator.is_touched(true).await;
    chromium.press("Inloggen met een passkey").await;
    chromium.says("[role=alert]", "Het lukte niet met deze passkey.").await;
    chromium.at("identify").await;
    let told = |message: &idp_adapters::delivery::CapturedMessage| message.text.contains("een kopie van die passkey");
    assert!(chromium.demo.outbox.messages().iter().any(told), "Jan is told");
    chromium.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_looks_at_nobody_is_a_second_factor_alone() {
    let chromium = Chromium::start(true).await;
    let authenticator = VirtualAuthenticator::new(&chromium).await;
    enrol(&chromium, false).await;
    log_out(&chromium).await;
    // One that could look and is not satisfied says nothing at all.
    authenticator.looks(false).await;
    chromium.log_in_at("drop").await;
    chromium.at("identify").await;
    chromium.press("Inloggen met een passkey").await;
    chromium.says("[data-passkey-failed]", "Het lukte niet met de passkey.").await;
    let _other = authenticator.cannot_look().await;
    sign_in(&chromium, "jan").await;
    // Whichever of the two is asked first.
    chromium.wait(|url| url.path().ends_with("/totp") || url.path().ends_with("/passkey"), "a second factor").await;
    if chromium.driver.current_url().await.expect("a URL").path().ends_with("/totp") {
        chromium.press("Passkey gebruiken").await;
    }
    chromium.at("passkey").await;
    chromium.picture("14-passkey").await;
    chromium.press("Passkey gebruiken").await;
    chromium.back_at_the_application().await;
    assert_eq!(chromium.text("#drop-acr").await, SECOND);
    chromium.stop().await;
}

/// Ria has an app, and a passkey that she used last; here no script runs.
#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_the_way_by_the_app_is_whole() {
    let chromium = Chromium::start(false).await;
    chromium.log_in_at("drop").await;
    chromium.at("identify").await;
    let shown = chromium.find("button[data-passkey-can]").await;
    assert!(!shown.is_displayed().await.expect("an element"), "what cannot work is not shown");
    sign_in(&chromium, "ria").await;
    chromium.at("totp").await;
    chromium.fill("code", &chromium.code_of_ria()).await;
    chromium.back_at_the_application().await;
    assert_eq!(chromium.text("#drop-acr").await, SECOND);

    // Where a passkey is made the page says that it cannot be, and goes on without.
    chromium.driver.goto(format!("{}/account/passkeys/new", chromium.demo.issuer)).await.expect("a page");
    chromium.press("Beginnen").await;
    chromium.says("[data-passkey-cannot]", "Misschien staat JavaScript uit.").await;
    chromium.click("a[href='/account/passkeys']").await;
    chromium.says("main", "U hebt nog geen passkey.").await;
    chromium.stop().await;
}
