//! One's own phone number and e-mail address.

use std::time::Duration;

use idp_core::audit::Code;

use super::{at, ria, send};
use crate::support::Server;
use crate::support::people::another;

#[tokio::test]
async fn a_new_number_is_on_record_when_its_code_came_back_and_the_old_one_is_told() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    let (browser, page) = at(&server, &ria, "/account/phone").await;
    for (typed, says) in
        [("hallo", "Dit is geen geldig telefoonnummer."), ("+49 1512 3456789", "Wij sturen geen sms naar dit land.")]
    {
        send(&browser, &page, "/account/phone", &[("phone", typed)]).await.says(says);
    }
    let page = send(&browser, &page, "/account/phone", &[("phone", "06 87 65 43 21")]).await;
    page.says("** ** ** 21").does_not_say("87654321");
    let code = server.sms.code(1).await;
    assert_eq!(server.sms.messages()[0]["to"].as_str().map(|to| to.ends_with("687654321")), Some(true));
    send(&browser, &page, "/account/phone", &[("action", "start")])
        .await
        .says("Wij kunnen u nu geen nieuwe code sturen.");
    send(&browser, &page, "/account/phone", &[("code", &another(&code))]).await.says("De code klopt niet.");
    let old = ria.account(server.provider()).await.phone.expect("a number");
    assert_eq!(old.value.reveal(), "+31612345678", "only a right code changes it");
    send(&browser, &page, "/account/phone", &[("code", &code)]).await.says("Uw telefoonnummer is gewijzigd.");
    let new = ria.account(server.provider()).await.phone.expect("a number");
    assert!(new.verified && new.value.reveal() == "+31687654321");
    assert!(server.sms.text(2).await.starts_with("Bij uw account van CAM staat nu een ander telefoonnummer."));
    assert_eq!(server.sms.messages()[1]["to"].as_str().map(|to| to.ends_with("612345678")), Some(true));
    assert_eq!(server.mail.mail(1).await["subject"], "Uw telefoonnummer is gewijzigd bij CAM");
    assert_eq!(server.events(Code::PhoneVerified).await, 1);
    assert_eq!(browser.open("/account").await.status, 200, "who changed it stays logged in");
}

#[tokio::test]
async fn a_new_address_likewise() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    let (browser, page) = at(&server, &ria, "/account/email").await;
    send(&browser, &page, "/account/email", &[("email", "geen adres")]).await.says("Dit is geen geldig e-mailadres.");
    let forgotten = server.browser();
    let asked = forgotten.open("/password/forgotten").await;
    forgotten.post(&asked, "/password/forgotten", &[("username", "ria")]).await;
    let mail = server.mail.mail(1).await;
    let mut words = mail["text"].as_str().expect("a text").split_whitespace();
    let link = words.find(|word| word.contains("/password/")).expect("a link").to_owned();
    assert_eq!(server.browser().open(&link).await.status, 200);
    let page = send(&browser, &page, "/account/email", &[("email", "nieuw@gemeente.nl")]).await;
    assert_eq!(server.mail.mail(2).await["to"][0], "nieuw@gemeente.nl");
    let code = server.mail.code(2).await;
    send(&browser, &page, "/account/email", &[("code", &code)]).await.says("Uw e-mailadres is gewijzigd.");
    let told = server.mail.mail(3).await;
    assert_eq!(
        (&told["to"][0], &told["subject"]),
        (&"ria@gemeente.nl".into(), &"Uw e-mailadres is gewijzigd bij CAM".into())
    );
    let new = ria.account(server.provider()).await.email.expect("an address");
    assert!(new.verified && new.value.reveal() == "nieuw@gemeente.nl");
    assert_eq!(server.browser().open(&link).await.status, 404, "a link in the old mailbox is dead");
    send(&browser, &page, "/account/email", &[("code", &code)])
        .await
        .says("Dit is geen geldig e-mailadres.")
        .does_not_say("Uw e-mailadres is gewijzigd");
}

#[tokio::test]
async fn wrong_codes_are_counted_as_in_a_login() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    let (browser, mut page) = at(&server, &ria, "/account/phone").await;
    let mut wrong = 0;
    for round in 1..=2 {
        page = send(&browser, &page, "/account/phone", &[("phone", "0687654321")]).await;
        let code = another(&server.sms.code(round).await);
        for _ in 0..5 {
            page = send(&browser, &page, "/account/phone", &[("code", &code)]).await;
            wrong += 1;
        }
        if round == 1 {
            page.says("De code is niet meer geldig.");
            server.later(Duration::from_secs(61));
            page = send(&browser, &page, "/account/phone", &[("action", "withdraw")]).await;
        }
    }
    assert_eq!(wrong, 10);
    page.says("U hebt te vaak een verkeerde code ingevuld.");
    server.later(Duration::from_secs(61));
    send(&browser, &page, "/account/phone", &[("action", "start")])
        .await
        .says("U hebt te vaak een verkeerde code ingevuld.");
    assert_eq!(server.sms.messages().len(), 2, "and none is sent any more");
}
