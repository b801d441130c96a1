//! Nothing is told about a name before its password is proven.

use std::collections::BTreeMap;

use idp_core::audit::Code;

use crate::support::protocol::{PLAIN, url};
use crate::support::{Landing, PASSWORD, Person, Server};

/// Everything that somebody can see of an answer, without what differs by chance or was typed.
fn seen(landing: &Landing, name: &str) -> (u16, BTreeMap<String, String>, String) {
    let by_chance = ["x-request-id", "date", "location", "set-cookie"];
    let headers = landing
        .headers
        .iter()
        .filter(|(name, _)| !by_chance.contains(&name.as_str()))
        .map(|(name, value)| (name.to_string(), value.to_str().expect("text").to_owned()));
    let body = landing.body.replace(&landing.token(), "TOKEN").replace(name, "NAME");
    let body = body.replace(&landing.challenge().unwrap_or_else(|| "CHALLENGE".to_owned()), "CHALLENGE");
    let body = match landing.url.path().split('/').nth(2) {
        Some(transaction) if !transaction.is_empty() => body.replace(transaction, "TRANSACTION"),
        _ => body,
    };
    let mut headers: BTreeMap<_, _> = headers.collect();
    headers.remove("content-length");
    (landing.status.as_u16(), headers, body)
}

#[tokio::test]
async fn every_name_looks_the_same_until_its_password_is_proven() {
    let server = Server::start().await;
    Person::named("enrolled").phone("+31612345678").enrolled().add(server.provider()).await;
    Person::named("new-one").phone("+31612345679").add(server.provider()).await;
    Person::named("mailonly").email("a@b.nl").add(server.provider()).await;
    Person::named("nothing").add(server.provider()).await;
    Person::named("disabled").phone("+31612345670").enrolled().disabled().add(server.provider()).await;
    let mut all = Vec::new();
    for name in ["enrolled", "new-one", "mailonly", "nothing", "disabled", "unknown1", "x'; --<b>"] {
        let browser = server.browser();
        let (page, _) = server.go(&browser, "drop").await;
        let page = browser.submit(&page, &[("username", name)]).await;
        assert_eq!(page.prompt(), "password", "{name}");
        let escaped = name.replace('\'', "&#x27;").replace('<', "&lt;").replace('>', "&gt;");
        let asked = seen(&page, &escaped);
        let mut refused = Vec::new();
        for _ in 0..6 {
            let page = browser.submit(&page, &[("password", "wrong")]).await;
            refused.push(seen(&page, &escaped));
        }
        all.push((name, asked, refused));
    }
    let (_, asked, refused) = &all[0];
    for (name, other, others) in &all[1..] {
        assert_eq!(asked, other, "{name}: the password page");
        assert_eq!(refused, others, "{name}: the refusals");
    }
    assert!(server.sms.messages().is_empty() && server.mail.mails().is_empty());
}

#[tokio::test]
async fn only_the_right_password_tells_that_an_account_is_disabled() {
    let server = Server::start().await;
    Person::named("disabled").phone("+31612345670").enrolled().disabled().add(server.provider()).await;
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = browser.submit(&page, &[("username", "disabled")]).await;
    let page = browser.submit(&page, &[("password", "wrong")]).await;
    assert_eq!((page.status.as_u16(), page.prompt()), (200, "password"));
    let page = browser.submit(&page, &[("password", PASSWORD)]).await;
    assert_eq!(page.status, 403);
    page.says("servicedesk.publicatie@logius.nl");
    assert_eq!(server.events(Code::SessionStarted).await, 0);
}

#[tokio::test]
async fn what_a_person_types_comes_back_escaped() {
    let server = Server::start().await;
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let markup = "\"><script>alert(1)</script>";
    let page = browser.submit(&page, &[("username", markup)]).await;
    page.does_not_say("<script>").says("&lt;script");
    let hinted = browser.open(&url(PLAIN, &[("login_hint", "<script>")])).await;
    hinted.does_not_say("<script>").says("&lt;script&gt;");
    assert_eq!(hinted.body.matches("<script").count(), 1, "the one of the passkeys");
}
