//! The ceremonies of passkeys, with an authenticator made of software: each thing that makes an answer worthless, alone.

use idp_adapters::passkeys::WebAuthn;
use idp_core::account::{PasskeyCredential, UserHandle};
use idp_core::port::{Asserted, Made, Passkeys, Registrant, Verification};
use idp_core::provider::Issuer;
use serde_json::Value;

use crate::authenticator::Authenticator;

const ISSUER: &str = "https://login.example.nl";
const HANDLE: UserHandle = UserHandle([7; 32]);

fn ceremonies() -> WebAuthn {
    WebAuthn::new("CAM", &Issuer::parse(ISSUER).expect("an issuer")).expect("a relying party")
}

fn person() -> Registrant<'static> {
    Registrant { handle: HANDLE, username: "j.devries", name: "Jan de Vries" }
}

/// A passkey, as it is kept, and its authenticator.
fn made(web: &WebAuthn) -> (Authenticator, PasskeyCredential) {
    let mut authenticator = Authenticator::at(ISSUER);
    let asked = web.begin_registration(&person(), &[], Verification::Asked).expect("a question");
    let made = web.finish_registration(&asked, &authenticator.make(&asked.options)).expect("looked at").expect("made");
    (authenticator, made.credential)
}

/// What comes of a registration after this happened to the authenticator.
fn makes(verification: Verification, change: impl FnOnce(&mut Authenticator)) -> Option<Made> {
    let web = ceremonies();
    let mut authenticator = Authenticator::at(ISSUER);
    change(&mut authenticator);
    let asked = web.begin_registration(&person(), &[], verification).expect("a question");
    web.finish_registration(&asked, &authenticator.make(&asked.options)).expect("looked at")
}

/// What comes of a login after this happened to the authenticator.
fn logs_in(verification: Verification, change: impl FnOnce(&mut Authenticator)) -> Option<Asserted> {
    let web = ceremonies();
    let (mut authenticator, kept) = made(&web);
    change(&mut authenticator);
    let asked = web.begin_login(&[], verification).expect("a question");
    web.finish_login(&asked, &HANDLE, &kept, &authenticator.log_in(&asked.options)).expect("looked at")
}

#[test]
fn what_is_asked_of_a_new_passkey() {
    let web = ceremonies();
    let (_, known) = made(&web);
    let asked = web.begin_registration(&person(), &[known], Verification::Asked).expect("a question");
    let asked: Value = serde_json::from_str(&asked.options).expect("JSON");
    assert_eq!(asked["rp"]["id"], "login.example.nl");
    assert_eq!(asked["user"]["name"], "j.devries");
    assert_eq!(asked["authenticatorSelection"]["residentKey"], "preferred");
    assert_eq!(asked["authenticatorSelection"]["requireResidentKey"], false);
    assert_eq!(asked["authenticatorSelection"]["userVerification"], "preferred");
    assert_eq!(asked["attestation"], "none", "nobody is asked which authenticator it is");
    assert_eq!(
        asked["excludeCredentials"].as_array().map(Vec::len),
        Some(1),
        "no second one in the same authenticator"
    );
}

#[test]
fn a_login_without_a_name_names_nobody() {
    let web = ceremonies();
    let (_, known) = made(&web);
    let asked = web.begin_login(&[], Verification::Required).expect("a question");
    let options: Value = serde_json::from_str(&asked.options).expect("JSON");
    assert_eq!((&options["rpId"], &options["userVerification"]), (&"login.example.nl".into(), &"required".into()));
    assert_eq!(options["allowCredentials"].as_array().map(Vec::len), Some(0));
    let asked = web.begin_login(&[known], Verification::Asked).expect("a question");
    let options: Value = serde_json::from_str(&asked.options).expect("JSON");
    assert_eq!(options["allowCredentials"].as_array().map(Vec::len), Some(1));
    assert!(asked.state.len() < 200, "the question alone is kept, not the keys: {}", asked.state);
}

#[test]
fn a_passkey_says_whether_it_looked_at_its_owner() {
    assert!(makes(Verification::Asked, |_| {}).expect("made").verified);
    assert!(!makes(Verification::Asked, |authenticator| authenticator.verifies = false).expect("made").verified);
    assert!(makes(Verification::Required, |authenticator| authenticator.verifies = false).is_none());
    assert_eq!(logs_in(Verification::Asked, |_| {}), Some(Asserted { signatures: 1, verified: true }));
    let unverified = logs_in(Verification::Asked, |authenticator| authenticator.verifies = false);
    assert_eq!(unverified, Some(Asserted { signatures: 1, verified: false }), "although it did when it was made");
    assert_eq!(logs_in(Verification::Required, |authenticator| authenticator.verifies = false), None);
}

#[test]
fn a_counter_that_stands_still_is_for_the_store_to_see() {
    let again = logs_in(Verification::Asked, |authenticator| authenticator.signatures = 40);
    assert_eq!(again.map(|right| right.signatures), Some(41));
    let never = logs_in(Verification::Asked, |authenticator| authenticator.signatures = u32::MAX - 1);
    assert_eq!(never.map(|right| right.signatures), Some(u32::MAX));
}

#[test]
fn another_page_gets_nothing() {
    let elsewhere = [
        "https://login.example.nl.evil.example",
        "https://example.nl",
        "http://login.example.nl",
        "https://login.example.nl:8443",
    ];
    for origin in elsewhere {
        assert!(makes(Verification::Asked, |browser| browser.origin = origin.to_owned()).is_none(), "{origin}");
        assert!(logs_in(Verification::Asked, |browser| browser.origin = origin.to_owned()).is_none(), "{origin}");
    }
    assert!(makes(Verification::Asked, |browser| browser.framed = true).is_none());
    assert!(logs_in(Verification::Asked, |browser| browser.framed = true).is_none());
}

#[test]
fn an_answer_is_for_one_question_of_one_kind() {
    let web = ceremonies();
    let (mut authenticator, kept) = made(&web);
    let [one, two] = [(); 2].map(|()| web.begin_login(&[], Verification::Asked).expect("a question"));
    let answer = authenticator.log_in(&one.options);
    let finish = |asked, owner: &UserHandle, kept| web.finish_login(asked, owner, kept, &answer).expect("looked at");
    assert!(finish(&one, &HANDLE, &kept).is_some());
    assert_eq!(finish(&two, &HANDLE, &kept), None, "another question");
    assert_eq!(finish(&one, &UserHandle([8; 32]), &kept), None, "the authenticator says that it is another's");
    let (_, other) = made(&web);
    assert_eq!(finish(&one, &HANDLE, &other), None, "another passkey");
    let new = web.begin_registration(&person(), &[], Verification::Asked).expect("a question");
    assert!(web.finish_registration(&new, &answer).expect("looked at").is_none(), "a login makes no passkey");

    let mut without = authenticator;
    without.handle = None;
    let answer = without.log_in(&two.options);
    let right = web.finish_login(&two, &HANDLE, &kept, &answer).expect("looked at");
    assert!(right.is_some(), "one that does not lie in the authenticator says of nobody whose it is");
}

#[test]
fn what_is_no_answer_names_no_passkey() {
    let web = ceremonies();
    let (mut authenticator, kept) = made(&web);
    let asked = web.begin_login(&[], Verification::Asked).expect("a question");
    let answer = authenticator.log_in(&asked.options);
    assert!(web.named(&answer).is_some());
    let long = format!("{}{answer}", " ".repeat(20_000));
    for wrong in ["", "{}", "null", "[]", "x", &answer[1..], &answer.replace("signature", "sig"), &long] {
        assert!(web.named(wrong).is_none());
        assert!(web.finish_login(&asked, &HANDLE, &kept, wrong).expect("looked at").is_none());
    }
    let mut value: Value = serde_json::from_str(&answer).expect("JSON");
    value["id"] = "AAAA".into();
    assert!(web.finish_login(&asked, &HANDLE, &kept, &value.to_string()).expect("looked at").is_none(), "two names");
    let mut value: Value = serde_json::from_str(&answer).expect("JSON");
    value["response"]["signature"] = "MEUCIQDx".into();
    assert!(web.finish_login(&asked, &HANDLE, &kept, &value.to_string()).expect("looked at").is_none());
}
