//! What the desk does for people: done once, signed, and the person is told.

use std::time::Duration;

use idp_core::account::{Change, Role};
use idp_core::audit::Code;

use super::{act, code, desk, form, jan, person, signed};
use crate::account::at;
use crate::support::people::{another, change};
use crate::support::{Person, Server};

#[tokio::test]
async fn a_new_phone_is_set_up_with_the_code_that_the_desk_tells() {
    let server = Server::start().await;
    let jan = jan(&server).await;
    let (elsewhere, _) = at(&server, &jan, "/account").await;
    let (browser, els) = desk(&server, Role::Desk).await;
    browser.open(&person(&jan)).await.says("Alles is ingesteld").says("** ** ** 78").does_not_say("612345678");
    let page = act(&browser, &jan, "reset", &[]).await;
    let told = code(&page);
    page.says("Vertel deze code").says("30 minuten");
    assert_eq!(page.headers["cache-control"], "no-store");
    signed(&server, Code::FactorsReset, &els).await;
    assert_eq!(server.mail.mail(1).await["subject"], "Uw authenticator-app is verwijderd bij CAM");
    assert_eq!(elsewhere.open("/account").await.prompt(), "identify", "every session ended");
    let page = browser.open(&person(&jan)).await;
    page.says("eerst een code van u nodig").does_not_say(&told).says("Nieuwe code vertellen");

    let theirs = server.browser();
    let (page, _) = server.go(&theirs, "drop").await;
    let page = server.sign_in(&theirs, &page, "jan").await;
    assert_eq!(page.prompt(), "visit_code");
    let page = theirs.submit(&page, &[("code", &another(&told))]).await;
    assert_eq!(page.prompt(), "visit_code", "another code is none");
    let page = theirs.submit(&page, &[("code", &told)]).await;
    assert_eq!(page.prompt(), "sms_code");
    let page = theirs.submit(&page, &[("code", &server.sms.code(1).await)]).await;
    assert_eq!(page.prompt(), "enrol_authenticator");
    let page = theirs
        .submit(&page, &[("code", &page.new_app().code_at(server.provider().ports.clock.now()).expect("a code"))])
        .await;
    assert_eq!(page.prompt(), "enrolment_done");
}

#[tokio::test]
async fn another_code_kills_the_one_before() {
    let server = Server::start().await;
    let jan = jan(&server).await;
    let (browser, els) = desk(&server, Role::Desk).await;
    let first = code(&act(&browser, &jan, "reset", &[]).await);
    server.mail.mail(1).await;
    let second = code(&act(&browser, &jan, "visit_code", &[]).await);
    signed(&server, Code::VisitCodeGiven, &els).await;
    assert_eq!(server.mail.mail(2).await["subject"], "De servicedesk heeft een code verteld voor CAM");
    let theirs = server.browser();
    let (page, _) = server.go(&theirs, "drop").await;
    let mut page = server.sign_in(&theirs, &page, "jan").await;
    for (code, prompt) in [(&first, "visit_code"), (&second, "sms_code")] {
        page = theirs.submit(&page, &[("code", code)]).await;
        if first != second {
            assert_eq!(page.prompt(), prompt);
        }
    }
    // Half an hour later a code is worth nothing.
    let (page, _) = server.go(&theirs, "drop").await;
    let third = code(&act(&browser, &jan, "visit_code", &[]).await);
    server.later(Duration::from_secs(31 * 60));
    let page = server.sign_in(&theirs, &page, "jan").await;
    assert_eq!(theirs.submit(&page, &[("code", &third)]).await.prompt(), "visit_code");
}

#[tokio::test]
async fn a_number_or_address_is_corrected_not_verified_and_the_old_one_is_told() {
    let server = Server::start().await;
    let jan = jan(&server).await;
    let (elsewhere, _) = at(&server, &jan, "/account").await;
    let (browser, els) = desk(&server, Role::Desk).await;
    for (typed, says) in
        [("hallo", "Dit is geen geldig telefoonnummer."), ("06 12 34 56 78", "Dit staat al bij het account.")]
    {
        let page = act(&browser, &jan, "phone", &[("value", typed)]).await;
        page.says(says).says(super::REASON);
        assert!(page.url.query().is_none(), "what was typed is in no URL");
    }
    act(&browser, &jan, "phone", &[("value", "06 87 65 43 21")])
        .await
        .says("Het telefoonnummer is gewijzigd.")
        .says("niet bewezen");
    signed(&server, Code::PhoneCorrected, &els).await;
    let now = jan.account(server.provider()).await;
    assert!(now.phone.is_some_and(|phone| !phone.verified && phone.value.reveal() == "+31687654321"));
    assert_eq!(elsewhere.open("/account").await.prompt(), "identify");
    assert!(server.sms.text(1).await.starts_with("Bij uw account van CAM staat nu een ander telefoonnummer."));
    assert_eq!(server.sms.messages()[0]["to"].as_str().map(|to| to.ends_with("612345678")), Some(true), "the old one");
    assert_eq!(server.mail.mail(1).await["subject"], "Uw telefoonnummer is gewijzigd bij CAM");

    act(&browser, &jan, "email", &[("value", "nieuw@gemeente.nl")]).await.says("Het e-mailadres is gewijzigd.");
    signed(&server, Code::EmailCorrected, &els).await;
    let told = server.mail.mail(2).await;
    assert_eq!(
        (&told["to"][0], &told["subject"]),
        (&"jan@gemeente.nl".into(), &"Uw e-mailadres is gewijzigd bij CAM".into())
    );
    let now = jan.account(server.provider()).await;
    assert!(now.email.is_some_and(|email| !email.verified && email.value.reveal() == "nieuw@gemeente.nl"));
    for event in server.recorded(Code::PhoneCorrected).await.iter().chain(&server.recorded(Code::EmailCorrected).await)
    {
        assert!(!event.detail.contains("87654321") && !event.detail.contains("nieuw@"), "{}", event.detail);
    }
}

#[tokio::test]
async fn kept_out_let_in_and_logged_out_everywhere() {
    let server = Server::start().await;
    let jan = jan(&server).await;
    let (elsewhere, _) = at(&server, &jan, "/account").await;
    let (browser, els) = desk(&server, Role::Desk).await;
    act(&browser, &jan, "end_sessions", &[]).await.says("De persoon is overal uitgelogd.");
    signed(&server, Code::SessionsEnded, &els).await;
    assert_eq!(elsewhere.open("/account").await.prompt(), "identify");
    act(&browser, &jan, "disable", &[]).await.says("Het account is uitgeschakeld.").does_not_say("Overal uitloggen");
    signed(&server, Code::AccountDisabled, &els).await;
    let theirs = server.browser();
    let (page, _) = server.go(&theirs, "drop").await;
    assert_eq!(server.sign_in(&theirs, &page, "jan").await.status, 403);
    act(&browser, &jan, "enable", &[]).await.says("Het account is ingeschakeld.");
    signed(&server, Code::AccountEnabled, &els).await;
    let theirs = server.browser();
    let (page, _) = server.go(&theirs, "drop").await;
    assert_eq!(server.sign_in(&theirs, &page, "jan").await.prompt(), "totp");
    let subjects = [
        "U bent overal uitgelogd bij CAM",
        "Uw account bij CAM is uitgeschakeld",
        "Uw account bij CAM is weer ingeschakeld",
    ];
    for (n, subject) in subjects.into_iter().enumerate() {
        assert_eq!(server.mail.mail(n + 1).await["subject"], subject);
    }
}

#[tokio::test]
async fn spent_tries_are_seen_and_forgotten() {
    let server = Server::start().await;
    let jan = Person::named("jan").phone("+31612345678").add(server.provider()).await;
    for round in 1..=2 {
        let browser = server.browser();
        let (page, _) = server.go(&browser, "drop").await;
        let page = server.sign_in(&browser, &page, "jan").await;
        let code = server.sms.code(round).await;
        for _ in 0..5 {
            browser.submit(&page, &[("code", &another(&code))]).await;
        }
        server.later(Duration::from_secs(61));
    }
    let (browser, els) = desk(&server, Role::Desk).await;
    let page = browser.open(&person(&jan)).await;
    page.says("Te vaak geprobeerd")
        .says("code uit sms of e-mail")
        .says("De persoon krijgt na het wachtwoord een code per sms.");
    page.says("Sms naar ** ** ** 78").says("via generic");
    act(&browser, &jan, "unlock", &[])
        .await
        .says("De persoon kan het meteen weer proberen.")
        .does_not_say("Te vaak geprobeerd");
    signed(&server, Code::AccountUnlocked, &els).await;
    let theirs = server.browser();
    let (page, _) = server.go(&theirs, "drop").await;
    assert_eq!(server.sign_in(&theirs, &page, "jan").await.prompt(), "sms_code");
}

#[tokio::test]
async fn who_is_new_is_invited_again_and_a_dispute_is_closed() {
    let server = Server::start().await;
    assert!(server.command(&["user", "add", "nina", "--email", "nina@gemeente.nl"], "").await.status.success());
    let (browser, els) = desk(&server, Role::Desk).await;
    let name = idp_core::account::Username::parse("nina").expect("a name");
    let nina = server.provider().ports.accounts.by_username(&name).await.expect("a store").expect("nina");
    let nina = crate::support::people::Known { subject: nina.subject, name, secret: None };
    browser.open(&person(&nina)).await.says("nog geen wachtwoord gekozen");
    act(&browser, &nina, "invite", &[]).await.says("De uitnodiging is verstuurd.");
    signed(&server, Code::PasswordLinkMade, &els).await;
    let mail = server.mail.mail(1).await;
    assert_eq!((&mail["to"][0], &mail["subject"]), (&"nina@gemeente.nl".into(), &"Uw account bij CAM".into()));

    let jan = jan(&server).await;
    change(server.provider(), &jan.subject, Change::Dispute, Code::LoginDisputed).await;
    browser
        .open(&person(&jan))
        .await
        .says("De persoon heeft gemeld dat iemand anders inlogde")
        .says("nieuw wachtwoord");
    act(&browser, &jan, "review", &[]).await.says("De melding is afgehandeld.").does_not_say("heeft gemeld dat");
    signed(&server, Code::DisputeReviewed, &els).await;
    assert!(jan.account(server.provider()).await.owes_password, "the new password is still owed");
}

#[tokio::test]
async fn an_act_needs_a_reason_and_a_ticket_and_is_of_use() {
    let server = Server::start().await;
    let jan = jan(&server).await;
    let (browser, _) = desk(&server, Role::Desk).await;
    for (fields, says) in [
        ([("reason", ""), ("ticket", "INC-1")], "Vul een reden in"),
        ([("reason", "jan@gemeente.nl belde"), ("ticket", "INC-1")], "Vul een reden in"),
        ([("reason", "Nieuwe telefoon"), ("ticket", "")], "Vul het nummer van de melding in"),
        ([("reason", "Nieuwe telefoon"), ("ticket", "=1+1")], "Vul het nummer van de melding in"),
    ] {
        act(&browser, &jan, "reset", &fields).await.says(says).does_not_say("Vertel deze code");
    }
    assert_eq!(server.events(Code::FactorsReset).await, 0);
    // What is of no use for the account as it is leads back to the person.
    browser.open(&form(&jan, "enable")).await.says("Het account is net gewijzigd.");
    assert_eq!(browser.open(&form(&jan, "nothing")).await.status, 404);
}

#[tokio::test]
async fn everything_that_happened_is_read_in_words() {
    let server = Server::start().await;
    let jan = jan(&server).await;
    at(&server, &jan, "/account").await;
    let (browser, _) = desk(&server, Role::Desk).await;
    act(&browser, &jan, "disable", &[]).await;
    let page = browser.open(&format!("/desk/history?sub={}", jan.subject)).await;
    page.says("Het account is uitgeschakeld")
        .says("door desk van de servicedesk")
        .says(super::REASON)
        .says(super::TICKET);
    page.says("Er is een authenticator-app ingesteld")
        .says("door beheerder test op de server")
        .says("door de persoon zelf");
    assert_eq!(
        server.events(Code::DeskLooked).await,
        2,
        "and it is recorded who looked: at the person after the act, and here"
    );
}
