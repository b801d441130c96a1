//! One's own passkeys on the account page, and where they end.

use std::time::Duration;

use idp_core::audit::Code;

use super::{answer, ria};
use crate::support::authenticator::Authenticator;
use crate::support::people::{Known, change, reset, with_passkey};
use crate::support::protocol::{PLAIN, log_in, url};
use crate::support::{Browser, Landing, Person, Server};

const NEW: &str = "/account/passkeys/new";
const LIST: &str = "/account/passkeys";

/// A browser in which somebody just logged in to a page of ours with the app.
async fn at(server: &Server, known: &Known, path: &str) -> (Browser, Landing) {
    let browser = server.browser();
    let page = browser.open(path).await;
    let page = log_in(server, &browser, &page, known).await;
    assert_eq!(page.status, 200);
    (browser, page)
}

async fn send(browser: &Browser, page: &Landing, path: &str, fields: &[(&str, &str)]) -> Landing {
    let answer = browser.post(page, path, fields).await;
    browser.open(answer.redirect().expect("after a POST the browser goes on").as_str()).await
}

#[tokio::test]
async fn a_passkey_is_added_named_used_and_removed() {
    let server = Server::start().await;
    let ria =
        Person::named("ria").phone("+31612345678").email("ria@gemeente.nl").enrolled().add(server.provider()).await;
    let (browser, page) = at(&server, &ria, NEW).await;
    assert!(page.question().is_none(), "a GET asks nothing");
    let page = send(&browser, &page, NEW, &[("action", "start")]).await;
    page.says("Uw browser kan nu om uw passkey vragen.").says("Misschien staat JavaScript uit.");
    let mut authenticator = Authenticator::at(&server.issuer);
    let given = authenticator.make(&page.question().expect("a question"));
    let list = send(&browser, &page, NEW, &[("passkey", &given)]).await;
    list.says("De passkey is toegevoegd.").says("Passkey zonder naam");
    assert_eq!(server.mail.mail(1).await["subject"], "U hebt een passkey voor CAM");
    send(&browser, &page, NEW, &[("passkey", &given)]).await.says("Het lukte niet met deze passkey.");
    assert_eq!(server.events(Code::PasskeyEnrolled).await, 1);

    let id = ria.account(server.provider()).await.passkeys[0].id.to_string();
    let one = browser.open(&format!("{LIST}/passkey?id={id}")).await;
    send(&browser, &one, "/account/passkeys/name", &[("id", &id), ("name", " ")]).await.says("Vul een naam in");
    let list = send(&browser, &one, "/account/passkeys/name", &[("id", &id), ("name", "Laptop")]).await;
    list.says("De naam is opgeslagen.").says("Laptop").says("nog niet gebruikt");
    browser.open("/account").await.says("1 passkey");
    let shown = server.command(&["user", "show", "ria"], "").await;
    assert!(String::from_utf8_lossy(&shown.stdout).contains("passkey"), "{shown:?}");

    let other = server.browser();
    let page = other.open(&url(PLAIN, &[])).await;
    assert!(answer(&other, &page, &mut authenticator).await.answer().contains_key("code"));
    browser.open(LIST).await.says("Laatst gebruikt op");

    let list = send(&browser, &one, "/account/passkeys/remove", &[("id", &id)]).await;
    list.says("De passkey is verwijderd.").says("U hebt nog geen passkey.");
    assert_eq!(server.mail.mail(2).await["subject"], "Een passkey is verwijderd bij CAM");
    assert_eq!(server.events(Code::PasskeyRemoved).await, 1);
    assert_eq!(other.open("/account").await.prompt(), "identify", "nor does what it logged in");
    let other = server.browser();
    let page = other.open(&url(PLAIN, &[])).await;
    assert_eq!(answer(&other, &page, &mut authenticator).await.prompt(), "identify");
}

#[tokio::test]
async fn to_add_one_asks_fresh_evidence_which_a_passkey_gives_at_once() {
    let server = Server::start().await;
    let (ria, mut authenticator) = ria(&server).await;
    let (browser, page) = at(&server, &ria, NEW).await;
    let page = send(&browser, &page, NEW, &[("action", "start")]).await;
    let stale = page.question().expect("a question");
    server.later(Duration::from_secs(16 * 60));
    assert_eq!(browser.open(LIST).await.status, 200, "to look asks nothing");
    let asked = browser.open(NEW).await;
    assert_eq!(asked.prompt(), "password");
    let late = Authenticator::at(&server.issuer).make(&stale);
    let refused = browser.post(&page, NEW, &[("passkey", &late)]).await;
    assert!(refused.redirect().expect("a redirect").path().starts_with("/login/"));
    assert_eq!(ria.account(server.provider()).await.passkeys.len(), 1);
    let page = answer(&browser, &asked, &mut authenticator).await;
    assert_eq!((page.url.path(), page.status.as_u16()), (NEW, 200));
}

#[tokio::test]
async fn nobody_names_or_removes_the_passkey_of_another() {
    let server = Server::start().await;
    let (ria, _) = ria(&server).await;
    let eva = Person::named("eva").phone("+31612345679").enrolled().add(server.provider()).await;
    with_passkey(&server, &eva).await;
    let theirs = eva.account(server.provider()).await.passkeys[0].id.to_string();
    let (browser, page) = at(&server, &ria, NEW).await;
    assert_eq!(browser.open(&format!("{LIST}/passkey?id={theirs}")).await.status, 404);
    for path in ["/account/passkeys/name", "/account/passkeys/remove"] {
        browser.post(&page, path, &[("id", &theirs), ("name", "x")]).await;
    }
    let passkeys = eva.account(server.provider()).await.passkeys;
    assert!(passkeys.len() == 1 && passkeys[0].name.is_none());
}

#[tokio::test]
async fn a_reset_takes_the_passkeys_and_the_bootstrap_asks_the_desks_code() {
    let server = Server::start().await;
    let (ria, mut authenticator) = ria(&server).await;
    change(server.provider(), &ria.subject, reset(server.provider(), &ria.subject), Code::FactorsReset).await;
    assert!(ria.account(server.provider()).await.passkeys.is_empty());
    let browser = server.browser();
    let page = browser.open(&url(PLAIN, &[])).await;
    let page = answer(&browser, &page, &mut authenticator).await;
    assert_eq!(page.prompt(), "identify");
    let page = server.sign_in(&browser, &page, "ria").await;
    assert_eq!(page.prompt(), "visit_code");
}

#[tokio::test]
async fn after_the_first_enrolment_one_is_offered_and_nobody_must() {
    let server = Server::start().await;
    for (name, phone, n) in
        [("wil", "+31612345671", 1), ("wilniet", "+31612345672", 2), ("toch-niet", "+31612345673", 3)]
    {
        let person = Person::named(name).phone(phone).add(server.provider()).await;
        let browser = server.browser();
        let page = browser.open(&url(PLAIN, &[])).await;
        let page = server.sign_in(&browser, &page, name).await;
        let page = browser.submit(&page, &[("code", &server.sms.code(n).await)]).await;
        let code = page.new_app().code_at(server.provider().ports.clock.now()).expect("a code");
        let page = browser.submit(&page, &[("code", &code)]).await;
        assert_eq!(page.prompt(), "enrolment_done");
        page.says("Ook een passkey maken");
        let landing = match name {
            "wilniet" => browser.submit(&page, &[]).await,
            _ => {
                let page = browser.submit(&page, &[("action", "passkey")]).await;
                assert_eq!(page.prompt(), "enrol_passkey");
                page.says("Verder zonder passkey");
                match name {
                    "wil" => answer(&browser, &page, &mut Authenticator::at(&server.issuer)).await,
                    _ => browser.submit(&page, &[("action", "keep")]).await,
                }
            }
        };
        assert!(landing.answer().contains_key("code"), "{name}");
        assert_eq!(person.account(server.provider()).await.passkeys.len(), usize::from(name == "wil"));
    }
}
