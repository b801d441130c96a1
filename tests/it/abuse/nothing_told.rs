//! Whatever a stranger does with a name, the answers are the same for every name until its password is proven: every page,
//! every header, every cookie, whoever has the name and whatever was tried before. `login/work.rs` counts the work.

use std::time::Duration;

use idp_core::login::Prompt;
use idp_core::login::pipeline::ORDER;
use idp_core::throttle::{BudgetKey, Guess};

use crate::support::protocol::url;
use crate::support::{Browser, Landing, Person, Server};

/// Eight letters each, so that no length tells one from another.
const NAMES: [&str; 9] =
    ["enrolled", "newcomer", "mailonly", "nothings", "disabled", "codespnt", "appspent", "niemand1", "x';--<b>"];

/// Of these, the one to whom a link can be sent.
const LINKED: &str = "mailonly";

/// An answer to the last byte, but for what is drawn anew each time.
fn told(landing: &Landing, name: &str) -> String {
    let escaped = name.replace('\'', "&#x27;").replace('<', "&lt;").replace('>', "&gt;");
    let drawn = |text: &str| {
        let mut text = text.replace(&escaped, "NAME").replace(name, "NAME");
        let encoded: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
        text = text.replace(&encoded, "NAME").replace(&name.replace('<', "%3C").replace('>', "%3E"), "NAME");
        if let Some(challenge) = landing.challenge() {
            text = text.replace(&challenge, "CHALLENGE");
        }
        if !landing.token().is_empty() {
            text = text.replace(&landing.token(), "TOKEN");
        }
        match landing.url.path().split('/').nth(2) {
            Some(id) if landing.url.path().starts_with("/login/") => text.replace(id, "TRANSACTION"),
            _ => text,
        }
    };
    let mut headers: Vec<_> = landing
        .headers
        .iter()
        .filter(|(header, _)| !["x-request-id", "date", "content-length"].contains(&header.as_str()))
        .map(|(header, value)| {
            let value = value.to_str().expect("text");
            // Of a cookie: its name and what it may do.
            let value = match value.split_once('=') {
                Some((cookie, rest)) if header == "set-cookie" => {
                    format!("{cookie}; {}", rest.split_once(';').expect("attributes").1)
                }
                _ => drawn(value),
            };
            format!("{header}: {value}")
        })
        .collect();
    headers.sort();
    format!("{}\n{}\n{}", landing.status, headers.join("\n"), drawn(&landing.body))
}

/// Everything that a stranger can do with a name, in one order.
async fn journey(server: &Server, name: &str) -> Vec<(String, String)> {
    let mut seen = Vec::new();
    let browser = server.browser();
    let mut note = |what: String, landing: &Landing| seen.push((what, told(landing, name)));
    let get =
        async |browser: &Browser, path: &str| browser.step(browser.http.get(format!("{}{path}", server.issuer))).await;

    let hinted = browser.open(&url("oud", &[("login_hint", name)])).await;
    note("the page with a hint".into(), &hinted);
    let id = hinted.transaction();
    let identify = format!("/login/{id}/identify");
    note("the name".into(), &browser.post(&hinted, &identify, &[("username", name)]).await);
    let page = browser.open(&format!("/login/{id}")).await;
    note("the password page".into(), &page);
    for prompt in ORDER.map(Prompt::kind) {
        let path = format!("/login/{id}/{prompt}");
        note(format!("GET {prompt}"), &get(&browser, &path).await);
        if prompt == "password" {
            continue;
        }
        for action in ["", "start", "withdraw"] {
            let fields = [("username", "x"), ("code", "123456"), ("phone", "0612345678"), ("action", action)];
            note(format!("POST {prompt} {action}"), &browser.post(&page, &path, &fields).await);
        }
    }
    let password = format!("/login/{id}/password");
    for field in ["", "geraden", "anders", "weer anders", "nog eens", "en nog eens", "te vaak", "veel te vaak"] {
        note(format!("the password {field:?}"), &browser.post(&page, &password, &[("password", field)]).await);
        note("and the page".into(), &get(&browser, &password).await);
    }
    note("another language".into(), &get(&browser, &format!("{password}?lang=en")).await);
    note("without a token".into(), &browser.step(browser.http.post(format!("{}{password}", server.issuer))).await);

    // Who says that the password is forgotten.
    let page = get(&browser, &format!("/login/{id}/forgotten")).await;
    note("the question after the name".into(), &page);
    for field in [name, "", name, name, name] {
        note("forgotten".into(), &browser.post(&page, "/password/forgotten", &[("username", field)]).await);
    }
    note("what is said then".into(), &get(&browser, "/password/sent").await);

    // Somebody else, who finds the name as it was left.
    let other = server.browser();
    let page = other.open(&url("oud", &[])).await;
    let page = other.submit(&page, &[("username", name)]).await;
    note("another browser".into(), &page);
    note("its password".into(), &other.submit(&page, &[("password", "geraden")]).await);
    note("the login of another".into(), &get(&other, &password).await);
    if name == LINKED {
        server.mail.mail(2).await;
    }
    server.no_message_is_on_its_way().await;
    server.later(Duration::from_secs(20 * 60));
    note("later".into(), &other.submit(&page, &[("password", "geraden")]).await);
    let back = other.post(&page, page.url.as_str(), &[("action", "withdraw")]).await;
    note("another name".into(), &back);
    note("given up".into(), &browser.post(&page, &format!("/login/{id}/cancel"), &[]).await);
    note("silent".into(), &get(&browser, &url("oud", &[("prompt", "none"), ("login_hint", name)])).await);
    seen
}

#[tokio::test]
async fn every_name_is_told_the_same_on_every_page() {
    let server = Server::start().await;
    let provider = server.provider();
    Person::named("enrolled").phone("+31612345678").enrolled().add(provider).await;
    Person::named("newcomer").phone("+31612345679").add(provider).await;
    Person::named(LINKED).email("a@b.nl").add(provider).await;
    Person::named("nothings").add(provider).await;
    Person::named("disabled").phone("+31612345670").enrolled().disabled().add(provider).await;
    for (name, guess) in [("codespnt", Guess::SentCode), ("appspent", Guess::Authenticator)] {
        let person = Person::named(name).phone("+31612345671");
        let person = if guess == Guess::Authenticator { person.enrolled() } else { person };
        let key = BudgetKey::of_subject(&person.add(provider).await.subject, guess);
        let ports = &provider.ports;
        for _ in 0..10 {
            ports.guess_budgets.count(&key, &guess.rule(), ports.clock.now()).await.expect("a store");
        }
    }
    let mut journeys = Vec::new();
    for name in NAMES {
        journeys.push((name, journey(&server, name).await));
    }
    let (_, first) = &journeys[0];
    println!("{} answers each for {} names", first.len(), NAMES.len());
    for (name, journey) in &journeys[1..] {
        for ((what, expected), (_, told)) in first.iter().zip(journey) {
            assert_eq!(told, expected, "{name}: {what}");
        }
    }
    // One who is served after them all: then those before were.
    Person::named("laatste").email("laatste@b.nl").add(provider).await;
    let browser = server.browser();
    let page = browser.open("/password/forgotten").await;
    browser.post(&page, "/password/forgotten", &[("username", "laatste")]).await;
    let mails = [server.mail.mail(1).await, server.mail.mail(2).await, server.mail.mail(3).await];
    let mut to = mails.map(|mail| mail["to"][0].as_str().expect("an address").to_owned());
    to.sort();
    assert_eq!(to, ["a@b.nl", "a@b.nl", "laatste@b.nl"], "links go to those who can have one");
    assert!(server.sms.messages().is_empty() && server.mail.mails().len() == 3, "and nobody gets another message");
}
