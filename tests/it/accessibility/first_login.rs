//! A whole first login with the keyboard alone: no pointer is ever moved or pressed.

use demo::people::PASSWORD;
use idp_core::account::TotpSecret;
use idp_core::port::Clock;
use thirtyfour::TypingData;
use thirtyfour::prelude::*;

use crate::support::chromium::Chromium;

/// Presses Tab until the focus is on what this selector names.
async fn tab_to(chromium: &Chromium, selector: &str) {
    chromium.find(selector).await;
    for _ in 0..40 {
        press(chromium, Key::Tab).await;
        let focus = chromium.driver.active_element().await.expect("a focus");
        let matches = format!("return arguments[0].matches({selector:?})");
        let there = chromium.driver.execute(&matches, vec![focus.to_json().expect("an element")]).await;
        if there.expect("an answer").json() == true {
            return;
        }
    }
    panic!("Tab does not reach {selector} on {:?}", chromium.driver.source().await);
}

async fn press(chromium: &Chromium, key: Key) {
    type_in(chromium, key).await;
}

async fn type_in(chromium: &Chromium, keys: impl Into<TypingData>) {
    chromium.driver.action_chain().send_keys(keys).perform().await.expect("keys");
}

async fn answer(chromium: &Chromium, field: &str, text: &str) {
    tab_to(chromium, &format!("input[name={field}]")).await;
    type_in(chromium, text).await;
    press(chromium, Key::Enter).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_login_with_the_keyboard_alone() {
    let chromium = Chromium::start(true).await;
    chromium.log_in_at("drop").await;
    chromium.at("identify").await;

    // The first thing that Tab reaches leads past the top of the page.
    press(&chromium, Key::Tab).await;
    let skip = chromium.driver.active_element().await.expect("a focus");
    assert_eq!(skip.class_name().await.expect("a class").as_deref(), Some("skip-link"));
    press(&chromium, Key::Enter).await;
    press(&chromium, Key::Tab).await;
    let next = chromium.driver.active_element().await.expect("a focus");
    assert_eq!(next.attr("name").await.expect("a name").as_deref(), Some("username"));
    type_in(&chromium, "jan").await;
    press(&chromium, Key::Enter).await;

    chromium.at("password").await;
    answer(&chromium, "password", PASSWORD).await;
    chromium.at("sms_code").await;
    answer(&chromium, "code", "12").await;
    // What is wrong has the focus, and leads to its field.
    chromium.find(".summary").await;
    press(&chromium, Key::Tab).await;
    press(&chromium, Key::Enter).await;
    let wrong = chromium.driver.active_element().await.expect("a focus");
    assert_eq!(wrong.attr("name").await.expect("a name").as_deref(), Some("code"));
    let code = chromium.code(1).await;
    type_in(&chromium, code).await;
    press(&chromium, Key::Enter).await;

    chromium.at("enrol_authenticator").await;
    tab_to(&chromium, "#part-scan ~ details summary").await;
    press(&chromium, Key::Space).await;
    let key = chromium.text("#part-scan ~ details .key").await.replace(' ', "");
    let key: TotpSecret = serde_json::from_value(key.into()).expect("the key of the page");
    let code = key.code_at(chromium.clock.now()).expect("a code");
    answer(&chromium, "code", &code).await;

    chromium.at("enrolment_done").await;
    tab_to(&chromium, "main form button").await;
    press(&chromium, Key::Space).await;
    chromium.back_at_the_application().await;
    assert_eq!(chromium.text("#drop-acr").await, "urn:sluis:acr:mfa");
    chromium.stop().await;
}
