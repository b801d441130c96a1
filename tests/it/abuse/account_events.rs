//! What happens to an account, and what then becomes of all that was won before: at the next request it is dead, or it lives.
//!
//! The table is that of `docs/reference/account-events.md`, word for word.

use std::fs;
use std::path::Path;
use std::time::Duration;

use idp_core::account::{Change, EmailAddress, LinkKind, PasswordLink, PhoneNumber, Profile, Role};
use idp_core::audit::{Code, Event, Origin};
use idp_core::claims::Claims;
use idp_core::client::ClientId;
use idp_core::id::PasswordToken;
use serde_json::Value;

use crate::support::patience::seen;
use crate::support::people::{Known, change, reset};
use crate::support::protocol::log_in;
use crate::support::server::APPLICATIONS;
use crate::support::tokens::Bench;
use crate::support::{Browser, Landing, Person, Server};

/// Rows: what happened. Columns: what there was. `dead` or `lives`.
const TABLE: &str = "\
| what happened | session | code | refresh token | offline refresh token | access token | consent | login waiting for the password | login waiting after the password | sent code |
|---|---|---|---|---|---|---|---|---|---|
| disabled | dead | dead | dead | dead | dead | lives | lives | dead | dead |
| password set | dead | dead | dead | dead | dead | lives | lives | dead | dead |
| deleted | dead | dead | dead | dead | dead | dead | lives | dead | dead |
| password chosen by mail | dead | dead | dead | dead | dead | lives | lives | dead | dead |
| factors reset | dead | dead | dead | dead | dead | lives | lives | dead | dead |
| phone number changed | dead | dead | dead | dead | dead | lives | lives | dead | dead |
| e-mail address changed | dead | dead | dead | dead | dead | lives | lives | dead | dead |
| another claim changed | lives | lives | lives | lives | lives | lives | lives | lives | lives |
| sessions ended by the service desk | dead | dead | dead | dead | dead | lives | lives | dead | dead |
| role at the service desk changed | dead | dead | dead | dead | dead | lives | lives | dead | dead |
| number corrected by the service desk | dead | dead | dead | dead | dead | lives | lives | dead | dead |
| login disputed by the person | dead | dead | dead | dead | dead | lives | lives | dead | dead |
| number or address changed by the person | lives | lives | lives | lives | lives | lives | lives | lives | lives |
| logged out | dead | dead | dead | lives | dead | lives | lives | lives | lives |
| session idle for an hour | dead | dead | lives | lives | dead | lives | dead | dead | dead |
";

/// An application that asks consent.
const ASKS: &str = "vraagt";

/// What people have before something happens.
struct Before {
    bench: Bench,
    code: String,
    bound: Value,
    offline: Value,
    /// A login of Ria's in another browser that has yet to prove the password.
    named: (Browser, Landing),
    /// Logins that have proven it, at every prompt after it: whose, in which browser, at which page.
    waiting: Vec<(&'static str, Browser, Landing)>,
    /// Who is being sent a code, the browser and the page that asks for it, and the code.
    sent: Vec<(Browser, Landing, String)>,
    people: Vec<Known>,
}

async fn server() -> Server {
    let mut server = Server::start().await;
    server.register(ASKS, "consent: required\nrequire_pkce: false\ngrant_types: [authorization_code]");
    server.restart().await;
    server
}

async fn before() -> Before {
    let server = server().await;
    let ask = format!("/authorize?client_id={ASKS}&redirect_uri={APPLICATIONS}/{ASKS}/callback&response_type=code");
    let bench = Bench::on(server).await;
    let (server, provider) = (&bench.server, bench.server.provider());
    let page = bench.browser.open(&format!("{ask}&scope=openid")).await;
    assert_eq!(page.prompt(), "consent");
    assert!(bench.browser.submit(&page, &[]).await.answer().contains_key("code"));

    let begin = async || {
        let browser = server.browser();
        let (page, _) = server.go(&browser, "drop").await;
        (browser, page)
    };
    let (browser, page) = begin().await;
    let page = browser.submit(&page, &[("username", "ria")]).await;
    let named = (browser, page);

    // Ria at the code of the app, and at the consent that she owes for more.
    server.later(Duration::from_secs(90));
    let (browser, page) = begin().await;
    let page = server.sign_in(&browser, &page, "ria").await;
    let mut waiting = vec![("totp", browser, page)];
    let browser = server.browser();
    let page = browser.open(&format!("{ask}&scope=openid+email")).await;
    let page = log_in(server, &browser, &page, &bench.ria).await;
    waiting.push(("consent", browser, page));

    // People who set up their app, as far as each has come.
    let mut people = Vec::new();
    let mut sent = Vec::new();
    for (n, (name, phone, address)) in [
        ("sms_code", Some("+31612345672"), None),
        ("enrol_authenticator", Some("+31612345673"), None),
        ("enrolment_done", Some("+31612345674"), None),
        ("email_code", None, Some("post@example.nl")),
        ("register_phone", None, Some("nummer@example.nl")),
    ]
    .into_iter()
    .enumerate()
    {
        let mut person = Person::named(name);
        person = phone.into_iter().fold(person, Person::phone);
        person = address.into_iter().fold(person, Person::email);
        people.push(person.add(provider).await);
        let (browser, page) = begin().await;
        let mut page = server.sign_in(&browser, &page, name).await;
        let code = match phone {
            Some(_) => server.sms.code(n + 1).await,
            None => code_to(server, address.expect("an address")).await,
        };
        if ["sms_code", "email_code"].contains(&name) {
            sent.push((browser.clone(), page.clone(), code));
        } else {
            page = browser.submit(&page, &[("code", &code)]).await;
        }
        if name == "enrolment_done" {
            let key = page.between("secret=", "&").expect("a key in the link for the app");
            let key: idp_core::account::TotpSecret = serde_json::from_value(key.into()).expect("base32");
            let code = key.code_at(provider.ports.clock.now()).expect("a code");
            page = browser.submit(&page, &[("code", &code)]).await;
        }
        waiting.push((name, browser, page));
    }
    for (name, _, page) in &waiting {
        assert_eq!(page.prompt(), *name);
    }
    let bound = bench.tokens("ververs", "openid").await;
    let offline = bench.tokens("ververs", "openid+offline_access").await;
    let code = bench.code("ververs", "openid", "").await;
    Before { code, bound, offline, named, waiting, sent, people, bench }
}

/// The code in the last mail to an address.
async fn code_to(server: &Server, address: &str) -> String {
    let position = async || server.mail.mails().iter().position(|mail| mail["to"][0] == address);
    let n = seen(&format!("a mail to {address}"), position).await;
    server.mail.code(n + 1).await
}

/// Lets it happen: to everybody.
async fn happen(what: &str, before: &Before) {
    let server = &before.bench.server;
    let provider = server.provider();
    let everybody = || before.people.iter().chain([&before.bench.ria]);
    let changed = async |make: &dyn Fn(&idp_core::account::Account) -> Change, code: Code| {
        for known in everybody() {
            let account = known.account(provider).await;
            change(provider, &known.subject, make(&account), code).await;
        }
    };
    let profile = |account: &idp_core::account::Account| Profile {
        phone: account.phone.as_ref().map(|phone| phone.value.clone()),
        email: account.email.as_ref().map(|email| email.value.clone()),
        claims: account.claims.clone(),
        ..Profile::default()
    };
    match what {
        "disabled" => changed(&|_| Change::Disable, Code::AccountDisabled).await,
        "deleted" => {
            for known in everybody() {
                let seen = known.account(provider).await.security_version;
                let event =
                    Event::new(Code::AccountDeleted, &Origin::administrator("test"), provider.ports.clock.now());
                let (accounts, called) = (&provider.ports.accounts, provider.clients.called_at_logout());
                let deleted = accounts.delete(&known.subject, seen, &called, event.about(&known.subject)).await;
                assert!(deleted.expect("a store"));
            }
        }
        "password set" => {
            let hash = provider.ports.passwords.hash("een ander lang wachtwoord".into()).await.expect("a hash");
            changed(&|_| Change::SetPassword(hash.clone()), Code::PasswordSet).await;
        }
        "password chosen by mail" => {
            let (ports, rng) = (&provider.ports, provider.ports.rng.as_ref());
            let hash = ports.passwords.hash("een ander lang wachtwoord".into()).await.expect("a hash");
            for known in everybody() {
                let account = known.account(provider).await;
                let link =
                    PasswordLink::new(&PasswordToken::generate(rng), &account, LinkKind::Reset, ports.clock.now());
                let event = Event::new(Code::PasswordLinkMade, &Origin::system(), ports.clock.now());
                ports.password_links.give(&link, event.about(&known.subject)).await.expect("a store");
                let chosen = Change::SetPasswordByMail(hash.clone(), link.digest);
                change(provider, &known.subject, chosen, Code::PasswordSet).await;
            }
        }
        "factors reset" => changed(&|account| reset(provider, &account.subject), Code::FactorsReset).await,
        "sessions ended by the service desk" => changed(&|_| Change::EndSessions, Code::SessionsEnded).await,
        "role at the service desk changed" => changed(&|_| Change::SetRole(Role::Desk), Code::RoleAssigned).await,
        "number corrected by the service desk" => {
            let number = || PhoneNumber::from_store("+31687654321".to_owned());
            changed(&|_| Change::CorrectPhone(number()), Code::PhoneCorrected).await;
        }
        "phone number changed" => {
            let phone = || Some(PhoneNumber::from_store("+31687654321".to_owned()));
            let with = |account: &_| Change::SetProfile(Box::new(Profile { phone: phone(), ..profile(account) }));
            changed(&with, Code::AccountUpdated).await;
        }
        "e-mail address changed" => {
            let email = || Some(EmailAddress::parse("elders@example.nl").expect("an address"));
            let with = |account: &_| Change::SetProfile(Box::new(Profile { email: email(), ..profile(account) }));
            changed(&with, Code::AccountUpdated).await;
        }
        "another claim changed" => {
            let claims = || Claims::from([("name".to_owned(), "Een andere naam".into())]);
            let with = |account: &_| Change::SetProfile(Box::new(Profile { claims: claims(), ..profile(account) }));
            changed(&with, Code::AccountUpdated).await;
        }
        "login disputed by the person" => changed(&|_| Change::Dispute, Code::LoginDisputed).await,
        "number or address changed by the person" => {
            // Of who has an app: their page is behind it, and nothing of a login rests on the number.
            let phone = PhoneNumber::from_store("+31687654321".to_owned());
            before.bench.change(Change::ReplacePhone(phone), Code::PhoneVerified).await;
            let email = EmailAddress::parse("elders@example.nl").expect("an address");
            before.bench.change(Change::ReplaceEmail(email), Code::EmailVerified).await;
        }
        "logged out" => before.bench.log_out().await,
        "session idle for an hour" => server.later(Duration::from_secs(60 * 60)),
        other => panic!("nobody knows how to let this happen: {other}"),
    }
}

/// Whether each lives, in the order of the columns.
async fn lives(before: &Before) -> Vec<(&'static str, bool)> {
    let Before { bench, code, bound, offline, named, waiting, sent, .. } = before;
    let server = &bench.server;
    // The password as it is now; a login at it was not told apart from any other.
    let silent = format!(
        "/authorize?client_id=oud&redirect_uri={APPLICATIONS}/oud/callback&response_type=code&scope=openid&prompt=none"
    );
    let session = bench.browser.open(&silent).await.answer().contains_key("code");
    let code = bench.redeem("ververs", code, &[]).await.0 == 200;
    let mut all = vec![("session", session), ("code", code)];
    let mut access = Vec::new();
    for tokens in [bound, offline] {
        let token = &tokens["access_token"];
        let (userinfo, told) = (bench.userinfo(token).await == 200, bench.introspect("ververs", token).await);
        assert_eq!(told["active"], userinfo, "userinfo and introspection agree");
        let told = bench.introspect("ververs", &tokens["refresh_token"]).await;
        let refreshed = bench.refresh("ververs", &tokens["refresh_token"], &[]).await.0 == 200;
        assert_eq!(told["active"], refreshed, "the refresh and its introspection agree");
        all.push(("refresh token", refreshed));
        access.push(userinfo);
    }
    // The access token of the session's own grant.
    all.push(("access token", access[0]));
    let client = ClientId::parse(ASKS).expect("an id");
    let given = server.provider().ports.consents.given(&bench.ria.subject, &client).await.expect("a store");
    all.push(("consent", !given.is_empty()));

    let (browser, page) = named;
    let shown = browser.open(page.url.as_str()).await;
    all.push(("login waiting for the password", shown.status == 200 && shown.prompt() == "password"));
    let mut sent_ones = Vec::new();
    for (browser, page, code) in sent {
        let answered = browser.submit(page, &[("code", code)]).await;
        sent_ones.push(answered.status == 200 && answered.prompt() != page.prompt());
    }
    let mut waiting_ones = Vec::new();
    for (name, browser, page) in waiting {
        let shown = browser.open(page.url.as_str()).await;
        // Who typed the code that was sent just now is one further.
        let at = if shown.status == 200 { shown.prompt().to_owned() } else { String::new() };
        let further = [("sms_code", "enrol_authenticator"), ("email_code", "register_phone")];
        waiting_ones.push((*name, at == *name || further.contains(&(*name, at.as_str()))));
    }
    for (name, alive) in &waiting_ones {
        assert_eq!(*alive, waiting_ones[0].1, "{name} is as the others are: {waiting_ones:?}");
    }
    all.push(("login waiting after the password", waiting_ones[0].1));
    assert!(sent_ones.iter().all(|alive| *alive == sent_ones[0]), "by SMS as by mail: {sent_ones:?}");
    all.push(("sent code", sent_ones[0]));
    all
}

fn cells(line: &str) -> Vec<&str> {
    line.trim_matches('|').split('|').map(str::trim).collect()
}

async fn check(what: &str) {
    let columns = cells(TABLE.lines().next().expect("the head"));
    let line = TABLE.lines().find(|line| cells(line)[0] == what).expect("a row");
    let before = before().await;
    happen(what, &before).await;
    let found: Vec<_> = lives(&before).await.iter().map(|(_, alive)| if *alive { "lives" } else { "dead" }).collect();
    let told: Vec<_> = columns[1..].iter().zip(&found).map(|(column, word)| format!("{column}: {word}")).collect();
    assert_eq!(found, cells(line)[1..], "{what}: {told:#?}");
    if what == "disabled" {
        again(&before).await;
    }
}

/// Who is enabled again gets nothing back of what was won before.
async fn again(before: &Before) {
    before.bench.change(Change::Enable, Code::AccountEnabled).await;
    let found = lives(before).await;
    let back: Vec<_> = found.iter().filter(|(what, alive)| *alive && !what.starts_with("login waiting for")).collect();
    assert!(back.iter().all(|(what, _)| *what == "consent"), "{back:?}");
}

macro_rules! rows {
    ($($name:ident: $what:literal,)*) => {
        $(#[tokio::test]
        async fn $name() {
            check($what).await;
        })*

        #[test]
        fn every_row_is_tried_and_stands_in_the_book() {
            let rows: Vec<_> = TABLE.lines().skip(2).map(|line| cells(line)[0]).collect();
            assert_eq!(rows, [$($what),*]);
            let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reference/account-events.md");
            assert!(fs::read_to_string(page).expect("the page").contains(TABLE), "the page has another table");
        }
    };
}

rows! {
    disabled: "disabled",
    a_password_that_is_set: "password set",
    deleted: "deleted",
    a_password_that_is_chosen_by_mail: "password chosen by mail",
    factors_that_are_reset: "factors reset",
    a_phone_number_that_changes: "phone number changed",
    an_address_that_changes: "e-mail address changed",
    another_claim_that_changes: "another claim changed",
    sessions_that_the_desk_ends: "sessions ended by the service desk",
    a_role_that_changes: "role at the service desk changed",
    a_number_that_the_desk_corrects: "number corrected by the service desk",
    a_login_that_is_disputed: "login disputed by the person",
    a_contact_that_the_person_changes: "number or address changed by the person",
    a_logout: "logged out",
    a_session_that_falls_idle: "session idle for an hour",
}
