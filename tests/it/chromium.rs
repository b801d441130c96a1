//! In a real Chromium, with scripts and without: what people see, typed and pressed as they do. The pictures are the user's guide.

use std::time::Duration;

use demo::people::PASSWORD;

use crate::support::chromium::Chromium;

/// Name and password, with pictures where asked.
async fn sign_in(chromium: &Chromium, name: &str, pictures: bool) {
    chromium.at("identify").await;
    if pictures {
        chromium.picture("1-gebruikersnaam").await;
    }
    chromium.fill("username", name).await;
    chromium.at("password").await;
    if pictures {
        chromium.picture("2-wachtwoord").await;
    }
    chromium.fill("password", PASSWORD).await;
}

async fn enrol(chromium: &Chromium, pictures: bool) {
    chromium.at("enrol_authenticator").await;
    if pictures {
        chromium.picture("6-authenticator-instellen").await;
    }
    let code = chromium.code_of_new_app().await;
    chromium.fill("code", &code).await;
    chromium.at("enrolment_done").await;
    chromium.says("h1", "Instellen MFA is voltooid").await;
    if pictures {
        chromium.picture("7-instellen-voltooid").await;
    }
    chromium.click("main form button").await;
    chromium.back_at_the_application().await;
}

async fn first_login_by_sms(scripts: bool) {
    let chromium = Chromium::start(scripts).await;
    chromium.log_in_at("drop").await;
    sign_in(&chromium, "jan", scripts).await;
    chromium.at("sms_code").await;
    if scripts {
        chromium.picture("3a-sms-code").await;
    }
    chromium.fill("code", "000000").await;
    chromium.at("sms_code").await;
    chromium.find("[role=alert]").await;
    if scripts {
        chromium.picture("3a-sms-code-fout").await;
    }
    let code = chromium.code(1).await;
    chromium.fill("code", &code).await;
    enrol(&chromium, scripts).await;
    assert_eq!(chromium.text("#drop-acr").await, "urn:sluis:acr:mfa");
    assert_eq!(chromium.text("#drop-name").await, "Jan de Vries");
    if scripts {
        chromium.picture("9-terug-in-de-applicatie").await;
    }
    chromium.stop().await;
}

async fn first_login_by_mail(scripts: bool) {
    let chromium = Chromium::start(scripts).await;
    chromium.log_in_at("drop").await;
    sign_in(&chromium, "els", false).await;
    chromium.at("email_code").await;
    if scripts {
        chromium.picture("3b-beveiligingscode").await;
    }
    let code = chromium.code(1).await;
    chromium.fill("code", &code).await;
    chromium.at("register_phone").await;
    if scripts {
        chromium.picture("4-telefoonnummer").await;
    }
    chromium.clock.advance(Duration::from_secs(61));
    chromium.fill("phone", "06 87 65 43 21").await;
    chromium.at("sms_code").await;
    if scripts {
        chromium.picture("5-sms-code-nieuw-nummer").await;
    }
    let code = chromium.code(2).await;
    chromium.fill("code", &code).await;
    enrol(&chromium, false).await;
    assert_eq!(chromium.text("#drop-name").await, "Els Bakker");
    chromium.stop().await;
}

async fn second_login_and_step_up(scripts: bool) {
    let chromium = Chromium::start(scripts).await;
    chromium.log_in_at("leesplank").await;
    sign_in(&chromium, "ria", false).await;
    chromium.back_at_the_application().await;
    assert_eq!(chromium.text("#leesplank-acr").await, "urn:sluis:acr:password");
    chromium.log_in_at("drop").await;
    chromium.at("totp").await;
    if scripts {
        chromium.picture("8-cijfercode").await;
    }
    chromium.fill("code", &chromium.code_of_ria()).await;
    chromium.back_at_the_application().await;
    assert_eq!(chromium.text("#drop-acr").await, "urn:sluis:acr:mfa");

    chromium.press("Uitloggen").await;
    // Only the page that comes back after the logout has this link; the URL is the same as before.
    chromium.find("a[href='/drop/login']").await;
    chromium.back_at_the_application().await;
    chromium.log_in_at("drop").await;
    sign_in(&chromium, "ria", false).await;
    chromium.at("totp").await;
    chromium.press("Annuleren").await;
    chromium.says("#fault", "access_denied").await;
    chromium.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn first_login_by_sms_with_scripts() {
    first_login_by_sms(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn first_login_by_sms_without_scripts() {
    first_login_by_sms(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn first_login_by_mail_with_scripts() {
    first_login_by_mail(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn first_login_by_mail_without_scripts() {
    first_login_by_mail(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn second_login_and_step_up_with_scripts() {
    second_login_and_step_up(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn second_login_and_step_up_without_scripts() {
    second_login_and_step_up(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stops_a_login_says_what_to_do() {
    let chromium = Chromium::start(true).await;
    for (name, picture) in [("bo", "10-niets-bekend"), ("dirk", "11-uitgeschakeld")] {
        chromium.log_in_at("drop").await;
        sign_in(&chromium, name, false).await;
        chromium.says("body", "servicedesk.publicatie@logius.nl").await;
        chromium.picture(picture).await;
    }
    chromium.stop().await;
}
