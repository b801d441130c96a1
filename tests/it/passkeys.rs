//! Passkeys: over HTTP with an authenticator made of software, which does what a real one would not, and in a real Chromium with
//! its virtual authenticator.

mod demanded;
mod in_chromium;
mod own_page;

use std::time::Duration;

use idp_core::account::Change;
use idp_core::audit::Code;
use serde_json::Value;

use crate::support::authenticator::Authenticator;
use crate::support::people::{Known, change, with_passkey};
use crate::support::protocol::{PLAIN, payload, tokens, url};
use crate::support::{Browser, Landing, Person, Server};

const SECOND: &str = "urn:sluis:acr:mfa";
const BOTH: &str = "urn:sluis:acr:phishing_resistant";

/// Somebody with an app, a number, an address and a passkey.
async fn ria(server: &Server) -> (Known, Authenticator) {
    let ria =
        Person::named("ria").phone("+31612345678").email("ria@gemeente.nl").enrolled().add(server.provider()).await;
    let authenticator = with_passkey(server, &ria).await;
    (ria, authenticator)
}

/// Sends what the authenticator answers to the question on the page.
async fn answer(browser: &Browser, page: &Landing, authenticator: &mut Authenticator) -> Landing {
    let asked = page.question().unwrap_or_else(|| panic!("no question on {}\n{}", page.url, page.body));
    let answer = match asked.contains("pubKeyCredParams") {
        true => authenticator.make(&asked),
        false => authenticator.log_in(&asked),
    };
    browser.submit(page, &[("passkey", &answer)]).await
}

/// To the page that asks for the passkey after the password.
async fn asks_passkey(server: &Server, browser: &Browser, more: &[(&str, &str)]) -> Landing {
    let page = browser.open(&url(PLAIN, more)).await;
    let page = server.sign_in(browser, &page, "ria").await;
    match page.prompt() {
        "totp" => browser.submit(&page, &[("action", "other:passkey")]).await,
        _ => page,
    }
}

/// What the application is told of the strength.
async fn acr(server: &Server, browser: &Browser, landing: &Landing) -> String {
    let tokens = tokens(server, browser, PLAIN, landing).await;
    payload(&tokens, "id_token")["acr"].as_str().expect("a level").to_owned()
}

#[tokio::test]
async fn a_passkey_that_looks_at_its_owner_is_both_factors_at_once() {
    let server = Server::start().await;
    let (ria, mut authenticator) = ria(&server).await;
    let browser = server.browser();
    let page = browser.open(&url(PLAIN, &[])).await;
    assert_eq!(page.prompt(), "identify");
    let asked: Value = serde_json::from_str(&page.question().expect("a question")).expect("JSON");
    assert_eq!(asked["allowCredentials"], Value::Array(vec![]), "nobody is named");
    assert_eq!(asked["userVerification"], "required");
    let landing = answer(&browser, &page, &mut authenticator).await;
    let tokens = tokens(&server, &browser, PLAIN, &landing).await;
    let token = payload(&tokens, "id_token");
    assert_eq!((&token["acr"], &token["sub"]), (&BOTH.into(), &ria.subject.as_str().into()));
    assert_eq!(server.events(Code::PasswordProven).await, 0);
    assert_eq!(server.events(Code::PasskeyProven).await, 1);

    // The session serves whoever is content with less, and one's own page.
    let landing = browser.open(&url(PLAIN, &[("prompt", "none"), ("acr_values", SECOND)])).await;
    assert!(landing.answer().contains_key("code"));
    assert_eq!(browser.open("/account/password").await.status, 200);
}

#[tokio::test]
async fn somebody_else_s_passkey_may_be_used_on_the_page_of_a_name() {
    let server = Server::start().await;
    let (ria, mut authenticator) = ria(&server).await;
    let browser = server.browser();
    let page = browser.open(&url(PLAIN, &[])).await;
    let page = browser.submit(&page, &[("username", "iemand")]).await;
    assert_eq!(page.prompt(), "password");
    let landing = answer(&browser, &page, &mut authenticator).await;
    let tokens = tokens(&server, &browser, PLAIN, &landing).await;
    assert_eq!(payload(&tokens, "id_token")["sub"], ria.subject.as_str(), "the passkey says who it is");
}

#[tokio::test]
async fn one_that_looks_at_nobody_is_a_second_factor() {
    let server = Server::start().await;
    let (_, mut authenticator) = ria(&server).await;
    authenticator.verifies = false;
    let browser = server.browser();
    let page = browser.open(&url(PLAIN, &[])).await;
    let page = answer(&browser, &page, &mut authenticator).await;
    assert_eq!(page.prompt(), "identify", "it does not say who somebody is");
    page.says("Het lukte niet met deze passkey.");
    let page = asks_passkey(&server, &browser, &[]).await;
    assert_eq!(page.prompt(), "passkey");
    let asked: Value = serde_json::from_str(&page.question().expect("a question")).expect("JSON");
    assert_eq!(asked["allowCredentials"].as_array().map(Vec::len), Some(1));
    let landing = answer(&browser, &page, &mut authenticator).await;
    assert_eq!(acr(&server, &browser, &landing).await, SECOND);
}

#[tokio::test]
async fn a_copy_is_refused_and_the_person_is_told() {
    let server = Server::start().await;
    let (_, mut authenticator) = ria(&server).await;
    let browser = server.browser();
    let page = browser.open(&url(PLAIN, &[])).await;
    authenticator.signatures = 40;
    assert!(answer(&browser, &page, &mut authenticator).await.answer().contains_key("code"));

    // A copy of an hour ago, by both ways.
    authenticator.signatures = 12;
    let browser = server.browser();
    let page = browser.open(&url(PLAIN, &[])).await;
    let refused = answer(&browser, &page, &mut authenticator).await;
    assert_eq!(refused.prompt(), "identify");
    refused.says("Het lukte niet met deze passkey.");
    assert_eq!(server.mail.mail(1).await["subject"], "Wij hebben een passkey geweigerd bij CAM");
    let page = asks_passkey(&server, &browser, &[]).await;
    assert_eq!(answer(&browser, &page, &mut authenticator).await.prompt(), "passkey");
    assert_eq!(server.events(Code::PasskeyCloned).await, 2);
    assert_eq!(server.events(Code::PasskeyProven).await, 1);

    // The one that counts on still works.
    authenticator.signatures = 41;
    let browser = server.browser();
    let page = browser.open(&url(PLAIN, &[])).await;
    assert!(answer(&browser, &page, &mut authenticator).await.answer().contains_key("code"));
}

#[tokio::test]
async fn an_answer_counts_once_and_for_its_own_question() {
    let server = Server::start().await;
    let (_, mut authenticator) = ria(&server).await;
    let browser = server.browser();
    let page = browser.open(&url(PLAIN, &[])).await;
    let given = authenticator.log_in(&page.question().expect("a question"));
    let other = server.browser();
    let elsewhere = other.open(&url(PLAIN, &[])).await;
    let refused = other.submit(&elsewhere, &[("passkey", &given)]).await;
    assert_eq!(refused.prompt(), "identify", "the question of another login");
    assert_ne!(refused.challenge(), elsewhere.challenge(), "a question that was answered is asked no more");

    let path = page.url.path().to_owned();
    let tries = (0..8).map(|_| {
        let (browser, page, path, given) = (browser.clone(), page.clone(), path.clone(), given.clone());
        tokio::spawn(async move { browser.post(&page, &path, &[("passkey", &given)]).await })
    });
    let mut landed = 0;
    for tried in tries.collect::<Vec<_>>() {
        // The login of those who come too late is over.
        let to = tried.await.expect("no panic").redirect();
        landed += usize::from(to.is_some_and(|to| to.query_pairs().any(|(name, _)| name == "code")));
    }
    assert_eq!(landed, 1, "of many at once one gets a code");
    assert_eq!(server.events(Code::PasskeyProven).await, 1, "and one was looked at");
}

#[tokio::test]
async fn nobody_logs_in_with_the_passkey_of_another() {
    let server = Server::start().await;
    let (ria, mut hers) = ria(&server).await;
    let eva = Person::named("eva").phone("+31612345679").enrolled().add(server.provider()).await;
    let mut own = with_passkey(&server, &eva).await;
    let browser = server.browser();
    let page = asks_passkey(&server, &browser, &[]).await;
    let page = answer(&browser, &page, &mut own).await;
    assert_eq!(page.prompt(), "passkey", "eva's own, in the login of ria");
    // One's own key that says that it is somebody else's.
    own.handle.clone_from(&hers.handle);
    assert_eq!(answer(&browser, &page, &mut own).await.prompt(), "passkey");
    let page = server.browser().open(&url(PLAIN, &[])).await;
    let stranger = server.browser();
    let page = stranger.open(page.url.as_str()).await;
    assert_eq!(page.status, 404, "the login of another browser");
    let page = stranger.open(&url(PLAIN, &[])).await;
    assert_eq!(answer(&stranger, &page, &mut own).await.prompt(), "identify");
    hers.origin = "https://evil.example".to_owned();
    let page = stranger.open(&url(PLAIN, &[])).await;
    assert_eq!(answer(&stranger, &page, &mut hers).await.prompt(), "identify", "a page that pretends to be us");
    assert_eq!(server.events(Code::PasskeyProven).await, 0);
    assert_eq!(ria.account(server.provider()).await.passkeys[0].last_used_at, None);
}

#[tokio::test]
async fn what_stops_a_password_stops_a_passkey() {
    let server = Server::start().await;
    let (ria, mut authenticator) = ria(&server).await;
    change(server.provider(), &ria.subject, Change::Disable, Code::AccountDisabled).await;
    let browser = server.browser();
    let page = browser.open(&url(PLAIN, &[])).await;
    let page = answer(&browser, &page, &mut authenticator).await;
    assert_eq!(page.status, 403);
    page.says("Uw account is uitgeschakeld");

    // A disputed login takes the passkey away, and without it the password is no way on either.
    change(server.provider(), &ria.subject, Change::Enable, Code::AccountEnabled).await;
    change(server.provider(), &ria.subject, Change::Dispute, Code::LoginDisputed).await;
    let browser = server.browser();
    let page = browser.open(&url(PLAIN, &[])).await;
    let page = answer(&browser, &page, &mut authenticator).await;
    assert_eq!(page.prompt(), "identify");
    let page = server.sign_in(&browser, &page, "ria").await;
    assert_eq!(page.status, 403);
    page.says("U hebt een nieuw wachtwoord nodig");
}

#[tokio::test]
async fn the_factor_that_was_used_last_is_asked_first() {
    let server = Server::start().await;
    let (ria, mut authenticator) = ria(&server).await;
    authenticator.verifies = false;
    let first = async || {
        let browser = server.browser();
        let page = browser.open(&url(PLAIN, &[])).await;
        let page = server.sign_in(&browser, &page, "ria").await;
        (browser, page)
    };
    let (browser, page) = first().await;
    assert_eq!(page.prompt(), "totp", "nothing was used yet");
    page.says("Passkey gebruiken");
    let page = browser.submit(&page, &[("action", "other:passkey")]).await;
    assert!(answer(&browser, &page, &mut authenticator).await.answer().contains_key("code"));
    server.later(Duration::from_secs(60));
    let (browser, page) = first().await;
    assert_eq!(page.prompt(), "passkey");
    page.says("Code uit de authenticator-app gebruiken").says("Misschien staat JavaScript uit.");
    let page = browser.submit(&page, &[("action", "other:app")]).await;
    let landing = browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
    assert!(landing.answer().contains_key("code"), "the way by the app is whole");
    let (_, page) = first().await;
    assert_eq!(page.prompt(), "totp");
}

#[tokio::test]
async fn ten_vain_tries_close_that_way_and_the_others_stay_open() {
    let server = Server::start().await;
    let (ria, mut authenticator) = ria(&server).await;
    let mut wrong = Authenticator::at(&server.issuer);
    let browser = server.browser();
    let mut page = asks_passkey(&server, &browser, &[]).await;
    for nothing in ["", "{}", "nonsense"] {
        page = browser.submit(&page, &[("passkey", nothing)]).await;
        page.says("Wij kregen geen antwoord van uw passkey.");
    }
    for _ in 0..10 {
        assert_eq!(page.status, 200);
        page = answer(&browser, &page, &mut wrong).await;
    }
    assert_eq!(page.status, 403);
    let mail = server.mail.mail(1).await;
    assert!(mail.to_string().contains("zonder succes een passkey"), "{mail}");
    let browser = server.browser();
    let page = asks_passkey(&server, &browser, &[]).await;
    assert_eq!(answer(&browser, &page, &mut authenticator).await.status, 403, "a right one is refused too");
    let browser = server.browser();
    let page = browser.open(&url(PLAIN, &[])).await;
    let page = server.sign_in(&browser, &page, "ria").await;
    let landing = browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
    assert!(landing.answer().contains_key("code"), "the app has tries of its own");
    let browser = server.browser();
    let page = browser.open(&url(PLAIN, &[])).await;
    let landing = answer(&browser, &page, &mut authenticator).await;
    assert!(landing.answer().contains_key("code"), "who tries in vain keeps nobody from their own passkey");
}

#[tokio::test]
async fn the_one_script_is_the_one_that_the_policy_names() {
    let server = Server::start().await;
    let browser = server.browser();
    let page = browser.open(&url(PLAIN, &[])).await;
    let script = page.attribute("<script src=").expect("a script");
    let policy = page.headers["content-security-policy"].to_str().expect("text").to_owned();
    assert!(policy.contains(&format!("script-src {}{script}", server.issuer)), "{policy}");
    assert!(!policy.contains("unsafe") && !policy.contains("script-src 'self'"), "{policy}");
    assert_eq!(page.body.matches("<script").count(), 1);
    let file = browser.open(&script).await;
    assert_eq!(file.headers["content-type"], "text/javascript; charset=utf-8");
    assert!(file.headers["cache-control"].to_str().expect("text").contains("immutable"));
    let home = browser.open("/").await;
    assert!(!home.headers["content-security-policy"].to_str().expect("text").contains("script-src"));
}

/// Answers that are none cost work and an event each, so an address gives no more of them than wrong passwords; who has a right
/// one is not counted.
#[tokio::test]
async fn answers_that_are_none_are_bounded() {
    let server = Server::start().await;
    let (_, mut authenticator) = ria(&server).await;
    let stranger = server.browser();
    let page = stranger.open(&url(PLAIN, &[])).await;
    let made_up = Authenticator::at(&server.issuer).log_in(&page.question().expect("a question"));
    for _ in 0..310 {
        stranger.post(&page, page.url.as_str(), &[("passkey", &made_up)]).await;
    }
    assert_eq!(server.events(Code::PasskeyRefused).await, 300);
    server.later(Duration::from_secs(60 * 60));
    for _ in 0..2 {
        let browser = server.browser();
        let page = browser.open(&url(PLAIN, &[])).await;
        assert!(answer(&browser, &page, &mut authenticator).await.answer().contains_key("code"));
    }
}
