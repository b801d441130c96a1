//! Consent (OIDC Core 3.1.2.4): asked by applications that must, remembered, and taken back.

use std::time::Duration;

use idp_core::audit::Code;
use serde_json::{Value, json};

use crate::support::protocol::{PLAIN, error, log_in, payload, somebody_logged_in, tokens, url, userinfo};
use crate::support::server::APPLICATIONS;
use crate::support::tokens::{Bench, text};
use crate::support::{Browser, Landing, Person, Server};

/// An application that must ask, and one that sees people by a `sub` of its own.
const ASKS: &str = "vraagt";
const ASKS_PAIRWISE: &str = "vraagt-paar";

fn register(server: &Server, id: &str, more: &str) {
    let file = format!(
        "client_id: {id}\nclient_name: Leesplank\nredirect_uris: ['{APPLICATIONS}/{id}/callback']\n\
         client_secret_files: [../secrets/client.secret]\ngrant_types: [authorization_code, refresh_token]\n\
         scope: openid profile email phone offline_access\nrequire_pkce: false\n{more}\n",
    );
    server.write(&format!("clients/{id}.yaml"), &file);
}

async fn server() -> Server {
    let mut server = Server::start().await;
    register(&server, ASKS, "consent: required");
    register(&server, ASKS_PAIRWISE, "consent: required\nsubject_type: pairwise\nsector_identifier: apart.example");
    server.restart().await;
    server
}

async fn ask(browser: &Browser, scope: &str) -> Landing {
    browser.open(&url(ASKS, &[("scope", scope)])).await
}

async fn allow(browser: &Browser, page: &Landing) -> Landing {
    assert_eq!(page.prompt(), "consent");
    browser.submit(page, &[]).await
}

/// `sluis user revoke-consent`: whether it did, and what it said.
async fn revoke(server: &Server, arguments: &[&str]) -> (bool, String) {
    let done = server.command(&[&["user", "revoke-consent"], arguments].concat(), "").await;
    let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    (done.status.success(), said)
}

#[tokio::test]
async fn it_is_asked_once_in_words_and_more_is_asked_anew() {
    let mut server = server().await;
    let (browser, _) = somebody_logged_in(&server, "ria").await;
    let page = ask(&browser, "openid email").await;
    page.says("Leesplank vraagt uw toestemming voor:").says("uw e-mailadres").does_not_say("uw telefoonnummer");
    page.does_not_say("Hiervoor gaf u al toestemming");
    let landing = allow(&browser, &page).await;
    let answer = tokens(&server, &browser, ASKS, &landing).await;
    assert_eq!(userinfo(&server, &browser, &answer).await["email"], "iemand@example.nl");
    let recorded = server.recorded(Code::ConsentGiven).await;
    assert_eq!(recorded[0].detail, r#"{"scope":"email openid"}"#);

    server.restart().await;
    for covered in ["openid email", "openid"] {
        assert!(ask(&browser, covered).await.answer().contains_key("code"), "{covered}");
    }
    let claims = json!({"userinfo": {"email": null}, "id_token": {"email_verified": null}}).to_string();
    let landing = browser.open(&url(ASKS, &[("claims", &claims)])).await;
    assert!(landing.answer().contains_key("code"), "a scope stands for its claims");

    let page = ask(&browser, "openid email phone").await;
    page.says("uw telefoonnummer").says("Hiervoor gaf u al toestemming").says("uw e-mailadres");
    allow(&browser, &page).await;
    assert!(ask(&browser, "openid email phone").await.answer().contains_key("code"), "it adds up");

    let claims = json!({"id_token": {"name": null}}).to_string();
    let named = url(ASKS, &[("claims", &claims)]);
    let page = browser.open(&named).await;
    page.says("uw volledige naam").does_not_say("uw achternaam");
    let landing = allow(&browser, &page).await;
    let answer = tokens(&server, &browser, ASKS, &landing).await;
    assert_eq!(payload(&answer, "id_token")["name"], "Mevrouw ria");
    assert!(browser.open(&named).await.answer().contains_key("code"));
    assert_eq!(ask(&browser, "openid profile").await.prompt(), "consent", "one claim is not all of its scope");
}

#[tokio::test]
async fn it_is_the_last_step_of_a_login() {
    let server = server().await;
    let ria = Person::named("ria").phone("+31612345678").email("ria@x.nl").enrolled().add(server.provider()).await;
    let browser = server.browser();
    let page = ask(&browser, "openid").await;
    let early = format!("/login/{}/consent", page.transaction());
    let posted = browser.post(&page, &early, &[]).await;
    assert!(posted.redirect().expect("a 303").path().ends_with("/identify"), "nobody is there to agree");
    assert_eq!(server.events(Code::ConsentGiven).await, 0);
    let page = log_in(&server, &browser, &page, &ria).await;
    page.says("Stap 3 van 3");
    let landing = allow(&browser, &page).await;
    assert!(landing.answer().contains_key("code"));
    let old = browser.submit(&page, &[]).await;
    assert_eq!(old.status, 404, "the back button: the login is over");
    assert_eq!(server.events(Code::ConsentGiven).await, 1);
}

#[tokio::test]
async fn silence_and_asking_again() {
    let server = server().await;
    let (browser, _) = somebody_logged_in(&server, "ria").await;
    let silent = url(ASKS, &[("prompt", "none")]);
    assert_eq!(error(&server.browser().open(&silent).await), "login_required", "first of all");
    assert_eq!(error(&browser.open(&silent).await), "consent_required");
    let page = ask(&browser, "openid").await;
    allow(&browser, &page).await;
    assert!(browser.open(&silent).await.answer().contains_key("code"));
    let page = browser.open(&url(ASKS, &[("prompt", "consent")])).await;
    page.says("een code waaraan de applicatie u herkent").does_not_say("Hiervoor gaf u al toestemming");
    assert!(allow(&browser, &page).await.answer().contains_key("code"), "asked once in one login");
    assert_eq!(server.events(Code::ConsentGiven).await, 2, "each time is on record");
}

#[tokio::test]
async fn who_says_no_goes_back_and_nothing_is_remembered() {
    let server = server().await;
    let (browser, _) = somebody_logged_in(&server, "ria").await;
    let page = ask(&browser, "openid").await;
    let cancel = format!("/login/{}/cancel", page.transaction());
    page.says(&format!("formaction=\"{}\"", cancel.replace('/', "&#x2f;")));
    let back = browser.post(&page, &cancel, &[]).await.redirect().expect("a 303");
    assert!(back.query().is_some_and(|query| query.contains("error=access_denied")), "{back}");
    assert_eq!(server.events(Code::ConsentGiven).await, 0);
    assert_eq!(ask(&browser, "openid").await.prompt(), "consent");
}

#[tokio::test]
async fn each_person_agrees_for_themselves() {
    let server = server().await;
    let (browser, ria) = somebody_logged_in(&server, "ria").await;
    let els = Person::named("els").phone("+31687654321").enrolled().add(server.provider()).await;
    let page = ask(&browser, "openid").await;
    allow(&browser, &page).await;
    let select = url(ASKS, &[("prompt", "select_account")]);
    let page = browser.open(&select).await;
    let page = log_in(&server, &browser, &page, &els).await;
    let landing = allow(&browser, &page).await;
    let sub = |answer: Value| payload(&answer, "id_token")["sub"].clone();
    assert_eq!(sub(tokens(&server, &browser, ASKS, &landing).await), els.subject.as_str());
    server.later(Duration::from_secs(90));
    let page = browser.open(&select).await;
    let landing = log_in(&server, &browser, &page, &ria).await;
    assert_eq!(sub(tokens(&server, &browser, ASKS, &landing).await), ria.subject.as_str(), "her consent is hers");
}

#[tokio::test]
async fn a_pairwise_client_asks_the_same_person_once() {
    let server = server().await;
    let (browser, ria) = somebody_logged_in(&server, "ria").await;
    let page = ask(&browser, "openid").await;
    allow(&browser, &page).await;
    let asked = url(ASKS_PAIRWISE, &[]);
    let page = browser.open(&asked).await;
    let landing = allow(&browser, &page).await;
    let answer = tokens(&server, &browser, ASKS_PAIRWISE, &landing).await;
    assert_ne!(userinfo(&server, &browser, &answer).await["sub"], ria.subject.as_str());
    assert!(browser.open(&asked).await.answer().contains_key("code"));
}

#[tokio::test]
async fn the_organisations_own_applications_never_ask() {
    let server = server().await;
    let (browser, _) = somebody_logged_in(&server, "ria").await;
    for prompt in ["consent", "none", "select_account"] {
        let landing = browser.open(&url(PLAIN, &[("prompt", prompt), ("scope", "openid profile email phone")])).await;
        let landing = match prompt {
            "select_account" => browser.submit(&landing, &[("username", "ria")]).await,
            _ => landing,
        };
        assert!(landing.answer().contains_key("code"), "{prompt}");
    }
    let page = ask(&browser, "openid").await;
    assert_eq!(page.prompt(), "consent", "and a code of theirs is no consent for another");
    assert_eq!(server.events(Code::ConsentGiven).await, 0);
}

/// Somebody's tokens from an application that asks, for offline access.
async fn offline(bench: &Bench) -> Value {
    let page = ask(&bench.browser, "openid email offline_access").await;
    page.says("ook als u niet bent ingelogd");
    let landing = allow(&bench.browser, &page).await;
    tokens(&bench.server, &bench.browser, ASKS, &landing).await
}

#[tokio::test]
async fn what_is_taken_back_ends_everything_and_is_asked_anew() {
    let bench = Bench::on(server().await).await;
    let page = ask(&bench.browser, "openid email").await;
    allow(&bench.browser, &page).await;
    let before = offline(&bench).await;
    let elsewhere = bench.tokens("ververs", "openid offline_access").await;
    let unused = bench.code(ASKS, "openid", "").await;
    let shown = bench.server.command(&["user", "show", "ria"], "").await;
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(shown.contains(&format!("{ASKS}: email offline_access openid")), "{shown}");

    let (done, said) = revoke(&bench.server, &["ria", ASKS]).await;
    assert!(done && said.contains(ASKS), "{said}");
    assert_eq!(bench.refresh(ASKS, &before["refresh_token"], &[]).await.1["error"], "invalid_grant");
    assert_eq!(bench.userinfo(&before["access_token"]).await, 401);
    assert_eq!(bench.redeem(ASKS, &unused, &[]).await.1["error"], "invalid_grant");
    assert_eq!(bench.refresh("ververs", &elsewhere["refresh_token"], &[]).await.0, 200, "no other application's");
    assert_eq!(ask(&bench.browser, "openid").await.prompt(), "consent");
    let recorded = bench.server.recorded(Code::ConsentRevoked).await;
    assert_eq!((recorded.len(), recorded[0].client.as_deref()), (1, Some(ASKS)));

    let (done, said) = revoke(&bench.server, &["ria", ASKS]).await;
    assert!(!done && said.contains("never agreed"), "{said}");
    assert!(!revoke(&bench.server, &["ria", "no such thing"]).await.0);
    let page = ask(&bench.browser, "openid").await;
    allow(&bench.browser, &page).await;
    let (done, said) = revoke(&bench.server, &["ria"]).await;
    assert!(done && said.contains(ASKS), "all of them: {said}");
    assert!(!revoke(&bench.server, &["ria"]).await.0);
}

/// On one's own page, by who agreed: nobody else can, for nobody else is asked whose it is.
#[tokio::test]
async fn who_agreed_takes_it_back_on_their_own_page() {
    const PAGE: &str = "/account/sessions";
    let bench = Bench::on(server().await).await;
    let page = ask(&bench.browser, "openid email").await;
    allow(&bench.browser, &page).await;
    let before = offline(&bench).await;
    let page = bench.browser.open(PAGE).await;
    page.says("Toestemming voor Leesplank intrekken");
    let stranger = bench.server.browser();
    stranger.post(&page, "/account/sessions/take-back", &[("application", ASKS)]).await;
    assert_eq!(bench.server.events(Code::ConsentRevoked).await, 0, "nobody is logged in there");
    let answer = bench.browser.post(&page, "/account/sessions/take-back", &[("application", ASKS)]).await;
    let page = bench.browser.open(answer.redirect().expect("after a POST the browser goes on").as_str()).await;
    page.does_not_say("Toestemming voor Leesplank intrekken");
    assert_eq!(bench.server.events(Code::ConsentRevoked).await, 1);
    assert_eq!(bench.userinfo(&before["access_token"]).await, 401);
    assert_eq!(ask(&bench.browser, "openid").await.prompt(), "consent");
}

#[tokio::test]
async fn a_consent_outlives_the_file_of_its_application() {
    let mut server = server().await;
    let (browser, _) = somebody_logged_in(&server, "ria").await;
    let page = ask(&browser, "openid").await;
    allow(&browser, &page).await;
    let file = server.folder().join(format!("clients/{ASKS}.yaml"));
    std::fs::remove_file(&file).expect("removed");
    server.restart().await;
    let shown = server.command(&["user", "show", "ria"], "").await;
    assert!(String::from_utf8_lossy(&shown.stdout).contains(&format!("{ASKS}: openid")));
    register(&server, ASKS, "consent: required");
    server.restart().await;
    assert!(ask(&browser, "openid").await.answer().contains_key("code"), "it is there when the application comes back");
    std::fs::remove_file(&file).expect("removed");
    server.restart().await;
    assert!(revoke(&server, &["ria", ASKS]).await.0);
}

#[tokio::test]
async fn an_application_that_must_ask_from_now_on_has_nothing_left_from_before() {
    let mut server = Server::start().await;
    register(&server, ASKS, "");
    server.restart().await;
    let mut bench = Bench::on(server).await;
    let before = bench.tokens(ASKS, "openid offline_access").await;
    assert_eq!(bench.userinfo(&before["access_token"]).await, 200);
    register(&bench.server, ASKS, "consent: required");
    bench.server.restart().await;
    assert_eq!(bench.userinfo(&before["access_token"]).await, 401);
    assert_eq!(bench.refresh(ASKS, &before["refresh_token"], &[]).await.1["error"], "invalid_grant");
    let now = offline(&bench).await;
    assert_eq!(bench.refresh(ASKS, &now["refresh_token"], &[]).await.0, 200, "{}", text(&now["scope"]));
}
