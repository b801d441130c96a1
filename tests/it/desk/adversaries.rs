//! People of ill will at the desk: a member against themselves, a peer and an administrator; somebody without a role; a mailbox
//! alone after a reset.

use std::time::Duration;

use idp_core::account::Role;
use idp_core::audit::Code;

use super::{REASON, TICKET, act, code, desk, form, jan, member, person};
use crate::account::at;
use crate::support::people::Known;
use crate::support::{Browser, Landing, Person, Server};

/// Sends the form of every act for somebody, with a token from another form; none is done.
async fn tries_everything(server: &Server, browser: &Browser, of: &Known) {
    let page = browser.open("/desk").await;
    let before = format!("{:?}", of.account(server.provider()).await);
    for act in idp_core::desk::Act::ALL {
        let fields = [
            ("sub", of.subject.as_str()),
            ("act", act.as_str()),
            ("reason", REASON),
            ("ticket", TICKET),
            ("value", "0687654321"),
        ];
        let answer = browser.post(&page, "/desk/act", &fields).await;
        assert_eq!(answer.status, 403, "{act:?}");
        answer.says("U mag dit niet").does_not_say("** ** **");
        assert_eq!(browser.open(&form(of, act.as_str())).await.status, 403, "{act:?}");
    }
    assert_eq!(browser.open(&person(of)).await.status, 403);
    assert_eq!(browser.open(&format!("/desk/history?sub={}", of.subject)).await.status, 403);
    assert_eq!(format!("{:?}", of.account(server.provider()).await), before);
}

#[tokio::test]
async fn nobody_of_the_desk_touches_themselves_a_peer_or_an_administrator() {
    let server = Server::start().await;
    let (eva, ada) = (member(&server, "eva", Role::Desk).await, member(&server, "ada", Role::Administrator).await);
    let (browser, els) = desk(&server, Role::Desk).await;
    for of in [&els, &eva, &ada] {
        tries_everything(&server, &browser, of).await;
    }
    let (browser, ben) = desk(&server, Role::Administrator).await;
    for of in [&ben, &ada] {
        tries_everything(&server, &browser, of).await;
    }
    assert_eq!(server.events(Code::DeskLooked).await, 0);
}

#[tokio::test]
async fn a_mailbox_alone_takes_nothing_after_a_reset() {
    let server = Server::start().await;
    // No number on record: the mailbox is all that the bootstrap has.
    let jan = Person::named("jan").email("jan@gemeente.nl").enrolled().add(server.provider()).await;
    let (browser, _) = desk(&server, Role::Desk).await;
    code(&act(&browser, &jan, "reset", &[]).await);
    let mail = server.mail.mail(1).await.to_string();
    assert!(!mail.contains("servicedesk u vertelt: "), "the code is in no mail");
    // Who reads the mailbox chooses a password by mail, and has it.
    let thief = server.browser();
    let page = thief.open("/password/forgotten").await;
    thief.submit(&page, &[("username", "jan")]).await;
    let mail = server.mail.mail(2).await;
    let text = mail["text"].as_str().expect("a text");
    let link = text.split_whitespace().find(|word| word.contains("/password/")).expect("a link").to_owned();
    let page = thief.open(&link).await;
    let password = "van de dief alleen";
    thief.submit(&page, &[("password", password), ("again", password)]).await;
    let (page, _) = server.go(&thief, "drop").await;
    let page = thief.submit(&page, &[("username", "jan")]).await;
    let page = thief.submit(&page, &[("password", password)]).await;
    assert_eq!(page.prompt(), "visit_code", "and here the thief stands");
    for _ in 0..3 {
        assert_eq!(thief.submit(&page, &[("code", "000000")]).await.prompt(), "visit_code");
    }
    assert!(!jan.account(server.provider()).await.has_authenticator());
}

#[tokio::test]
async fn evidence_of_an_hour_ago_opens_no_form_and_sends_none() {
    let server = Server::start().await;
    let jan = jan(&server).await;
    let (browser, _) = desk(&server, Role::Desk).await;
    let page = browser.open(&form(&jan, "reset")).await;
    server.later(Duration::from_secs(16 * 60));
    let fields = [("sub", jan.subject.as_str()), ("act", "reset"), ("reason", REASON), ("ticket", TICKET)];
    let answer = browser.post(&page, "/desk/act", &fields).await;
    assert!(answer.redirect().is_some_and(|to| to.path().starts_with("/login/")), "the login first");
    assert_eq!(browser.open(&form(&jan, "reset")).await.prompt(), "password");
    assert_eq!(browser.open(&person(&jan)).await.status, 200, "to look any age will do");
    assert_eq!(server.events(Code::FactorsReset).await, 0);
}

#[tokio::test]
async fn a_role_that_is_taken_shuts_the_desk_at_once() {
    let server = Server::start().await;
    let (browser, els) = desk(&server, Role::Desk).await;
    let (admin, _) = desk(&server, Role::Administrator).await;
    act(&admin, &els, "take_role", &[]).await.says("De persoon heeft geen rol meer.");
    assert_eq!(server.mail.mail(1).await["subject"], "Uw rol bij CAM is gewijzigd");
    assert_eq!(browser.open("/desk").await.prompt(), "identify", "every session ended");
    server.later(Duration::from_secs(60));
    let (_, page) = {
        let browser = server.browser();
        let page = browser.open("/desk").await;
        let page = server.sign_in(&browser, &page, els.name.as_str()).await;
        let page = browser.submit(&page, &[("code", &els.code(server.provider()))]).await;
        (browser, page)
    };
    assert_eq!(page.status, 403);
    page.says("alleen voor medewerkers van de servicedesk");
}

#[tokio::test]
async fn an_administrator_is_made_at_the_command_line_alone() {
    let server = Server::start().await;
    let jan = jan(&server).await;
    let (admin, ada) = desk(&server, Role::Administrator).await;
    let page = admin.open("/desk").await;
    let fields = [
        ("sub", jan.subject.as_str()),
        ("act", "make_desk"),
        ("role", "administrator"),
        ("reason", REASON),
        ("ticket", TICKET),
    ];
    assert!(admin.post(&page, "/desk/act", &fields).await.redirect().is_some());
    let bea = member(&server, "bea", Role::Administrator).await;
    let approved = approve(&server, &bea).await;
    assert_eq!(jan.account(server.provider()).await.role, Role::Desk, "whatever a form says: {}", approved.url);
    let assigned = super::signed(&server, Code::RoleAssigned, &bea).await;
    assert!(assigned.detail.contains(ada.subject.as_str()), "both are in the log");
    for (word, succeeds) in [("root", false), ("administrator", true), ("administrator", true), ("none", true)] {
        let output = server.command(&["user", "--actor", "ops", "role", "jan", word], "").await;
        assert_eq!(output.status.success(), succeeds, "{word}");
    }
    assert_eq!(jan.account(server.provider()).await.role, Role::None);
    let assigned = server.recorded(Code::RoleAssigned).await;
    assert_eq!(assigned[0].actor, "administrator:ops");
    assert_eq!(assigned.len(), 5, "once for each that changed something: {assigned:?}");
    let (browser, _) = at(&server, &jan, "/account").await;
    assert_eq!(browser.open("/desk").await.status, 403);
}

/// Another administrator approves the one act that waits.
async fn approve(server: &Server, by: &Known) -> Landing {
    let (browser, page) = at(server, by, "/desk/requests").await;
    let id = page.between("/desk/request?id=", "\"").expect("it waits");
    let page = browser.open(&format!("/desk/request?id={id}")).await;
    let answer = browser.post(&page, "/desk/request", &[("id", &id), ("decision", "approve")]).await;
    browser.open(answer.redirect().expect("done").as_str()).await
}

/// Whose accounts nobody touches alone: to take the role away first and give it back after does not help.
#[tokio::test]
async fn a_role_that_was_taken_is_not_given_back_alone() {
    let server = Server::start().await;
    let els = member(&server, "els", Role::Desk).await;
    let (admin, _) = desk(&server, Role::Administrator).await;
    act(&admin, &els, "take_role", &[]).await.says("De persoon heeft geen rol meer.");
    act(&admin, &els, "email", &[("value", "mij@elders.nl")]).await.says("Het e-mailadres is gewijzigd.");
    act(&admin, &els, "make_desk", &[]).await.says("Uw collega");
    assert_eq!(els.account(server.provider()).await.role, Role::None, "another sees it");
}

/// A member, or somebody at the screen of one, has nobody's telephone flooded.
#[tokio::test]
async fn the_numbers_that_are_corrected_get_no_more_sms_than_any_other() {
    let server = Server::start().await;
    let jan = jan(&server).await;
    let (browser, _) = desk(&server, Role::Desk).await;
    for n in 0..8 {
        let number = format!("06 8765 432{n}");
        act(&browser, &jan, "phone", &[("value", &number)]).await.says("Het telefoonnummer is gewijzigd.");
    }
    server.mail.mail(8).await;
    server.no_message_is_on_its_way().await;
    assert_eq!(server.sms.messages().len(), 5, "as many as an account gets in an hour");
}
