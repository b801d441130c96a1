//! A second pair of eyes: what one administrator asks for somebody of the desk, another approves.

use std::time::Duration;

use idp_core::account::Role;
use idp_core::audit::Code;

use super::{act, code, member, person, signed};
use crate::account::at;
use crate::support::people::Known;
use crate::support::{Browser, Landing, Server};

struct Two {
    els: Known,
    ada: (Browser, Known),
    bea: (Browser, Known),
}

async fn two(server: &Server) -> Two {
    let els = member(server, "els", Role::Desk).await;
    let (ada, bea) =
        (member(server, "ada", Role::Administrator).await, member(server, "bea", Role::Administrator).await);
    Two { els, ada: (at(server, &ada, "/desk").await.0, ada), bea: (at(server, &bea, "/desk").await.0, bea) }
}

/// The link to the first that waits, if the member may decide.
async fn waiting(browser: &Browser) -> Option<String> {
    let page = browser.open("/desk/requests").await;
    page.between("/desk/request?id=", "\"")
}

async fn decide(browser: &Browser, id: &str, decision: &str) -> Landing {
    // Any form of the desk has the token of the browser.
    let form = browser.open("/desk").await;
    let answer = browser.post(&form, "/desk/request", &[("id", id), ("decision", decision)]).await;
    match answer.redirect() {
        Some(next) => browser.open(next.as_str()).await,
        None => answer,
    }
}

#[tokio::test]
async fn who_asked_cannot_approve_and_who_approves_gets_the_code() {
    let server = Server::start().await;
    let Two { els, ada, bea } = two(&server).await;
    act(&ada.0, &els, "reset", &[])
        .await
        .says("Uw collega")
        .says("Dit wacht op een collega")
        .does_not_say("Vertel deze code");
    assert!(els.account(server.provider()).await.has_authenticator(), "nothing happened yet");
    signed(&server, Code::DeskAsked, &ada.1).await;
    act(&ada.0, &els, "reset", &[]).await.says("Dit wacht al op een collega.");

    assert_eq!(waiting(&ada.0).await, None, "one's own is not to decide");
    let id = waiting(&bea.0).await.expect("it waits for Bea");
    decide(&ada.0, &id, "approve").await.says("Dit wacht niet meer");
    assert!(els.account(server.provider()).await.has_authenticator());

    let page = bea.0.open(&format!("/desk/request?id={id}")).await;
    page.says("ada").says(super::REASON).says(super::TICKET).says("Goedkeuren en uitvoeren");
    let page = decide(&bea.0, &id, "approve").await;
    assert_eq!(code(&page).len(), 6);
    assert!(!els.account(server.provider()).await.has_authenticator());
    let approved = &server.recorded(Code::DeskApproved).await[0];
    assert_eq!(approved.actor, format!("desk:{}", bea.1.subject));
    assert!(approved.detail.contains(ada.1.subject.as_str()), "{}", approved.detail);
    let reset = signed(&server, Code::FactorsReset, &bea.1).await;
    assert!(reset.detail.contains(ada.1.subject.as_str()), "both are in the log: {}", reset.detail);
    decide(&bea.0, &id, "approve").await.says("Dit wacht niet meer");
    assert_eq!(server.events(Code::FactorsReset).await, 1, "once");
}

#[tokio::test]
async fn what_is_refused_too_late_or_asked_for_another_account_does_not_happen() {
    let server = Server::start().await;
    let Two { els, ada, bea } = two(&server).await;
    act(&ada.0, &els, "phone", &[("value", "0687654321")]).await;
    let id = waiting(&bea.0).await.expect("it waits");
    bea.0.open(&format!("/desk/request?id={id}")).await.says("+31687654321");
    decide(&bea.0, &id, "refuse").await.says("U hebt geweigerd.");
    assert_eq!(server.events(Code::DeskRefused).await, 1);

    // What shuts is done at once, and what was asked for the account before is asked for another one.
    act(&ada.0, &els, "phone", &[("value", "0687654321")]).await;
    let id = waiting(&bea.0).await.expect("it waits");
    act(&ada.0, &els, "disable", &[]).await.says("Het account is uitgeschakeld.");
    assert_eq!(waiting(&bea.0).await, None);
    decide(&bea.0, &id, "approve").await.says("Dit wacht niet meer");

    act(&ada.0, &els, "enable", &[]).await;
    let id = waiting(&bea.0).await.expect("it waits");
    server.later(Duration::from_secs(60 * 60));
    let (bea, _) = at(&server, &bea.1, "/desk").await;
    decide(&bea, &id, "approve").await.says("Dit wacht niet meer");
    let els = els.account(server.provider()).await;
    assert!(els.disabled && els.phone.is_some_and(|phone| phone.value.reveal() == "+31612340001"));
}

#[tokio::test]
async fn who_is_watched_over_is_configured() {
    let mut server = Server::start().await;
    server.configure("desk: {second_pair_of_eyes: [none]}\n");
    server.restart().await;
    let jan = super::jan(&server).await;
    let (els, eva) = (member(&server, "els", Role::Desk).await, member(&server, "eva", Role::Desk).await);
    let (els, _) = at(&server, &els, "/desk").await;
    els.open(&person(&jan)).await.says("na goedkeuring door een collega");
    act(&els, &jan, "unlock", &[]).await.says("Uw collega");
    let (eva, _) = at(&server, &eva, "/desk").await;
    let id = waiting(&eva).await.expect("it waits");
    decide(&eva, &id, "approve").await.says("De persoon kan het meteen weer proberen.");
}
