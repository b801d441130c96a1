//! Who has no password at hand: a link by mail, an invitation, and what the mailbox alone is worth then.

use std::time::Duration;

use idp_core::account::{Change, EmailAddress, LinkKind, NewAccount, PasswordLink, Profile, Username};
use idp_core::audit::{Code, Event, Origin};
use idp_core::id::{PasswordToken, Subject};

use crate::support::people::{Known, VISIT_CODE, change, visit_code};
use crate::support::{Browser, Landing, PASSWORD, Person, Server};

pub(super) const NEW: &str = "drie heel andere woorden";

pub(super) async fn ria(server: &Server) -> Known {
    Person::named("ria").phone("+31612345678").email("ria@gemeente.nl").enrolled().add(server.provider()).await
}

/// Asks for a link, as a stranger does.
pub(super) async fn ask(browser: &Browser, name: &str) -> Landing {
    let page = browser.open("/password/forgotten").await;
    let landing = browser.post(&page, "/password/forgotten", &[("username", name)]).await;
    browser.open(landing.redirect().expect("on to what is said then").as_str()).await
}

/// The path of the link in the `n`th mail (from 1).
pub(super) async fn link(server: &Server, n: usize) -> String {
    let mail = server.mail.mail(n).await;
    let text = mail["text"].as_str().expect("a text part").to_owned();
    let url = text.split_whitespace().find(|word| word.contains("/password/")).expect("a link").to_owned();
    url.strip_prefix(&server.issuer).expect("on our own host").to_owned()
}

/// Chooses a password by a link, in a new browser.
pub(super) async fn choose(server: &Server, link: &str, password: &str) -> Landing {
    let browser = server.browser();
    let page = browser.open(link).await;
    browser.submit(&page, &[("password", password), ("again", password)]).await
}

/// Logs in with a name and a password, as far as the password leads.
async fn log_in_with(server: &Server, browser: &Browser, name: &str, password: &str) -> Landing {
    let (page, _) = server.go(browser, "drop").await;
    let page = browser.submit(&page, &[("username", name)]).await;
    browser.submit(&page, &[("password", password)]).await
}

#[tokio::test]
async fn who_forgot_the_password_chooses_another_by_a_link_that_works_once() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    // A session, which is to end.
    let before = server.browser();
    let page = log_in_with(&server, &before, "ria", PASSWORD).await;
    before.submit(&page, &[("code", &ria.code(server.provider()))]).await;
    server.later(Duration::from_secs(90));

    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = browser.submit(&page, &[("username", "ria")]).await;
    page.says("href=\"forgotten\"");
    let page = browser.open(&format!("/login/{}/forgotten", page.transaction())).await;
    page.says("value=\"ria\"");
    assert_eq!(page.form().expect("a form").action, "/password/forgotten");
    let landing = browser.post(&page, "/password/forgotten", &[("username", "ria")]).await;
    let sent = browser.open(landing.redirect().expect("a redirect").as_str()).await;
    sent.says("Kijk in uw e-mail");

    let mail = server.mail.mail(1).await;
    assert_eq!(mail["subject"], "Een nieuw wachtwoord kiezen bij CAM");
    assert_eq!(mail["to"], serde_json::json!(["ria@gemeente.nl"]));
    assert!(mail["text"].as_str().expect("a text").contains("30 minuten"), "{mail}");
    let link = link(&server, 1).await;
    // What opens every link uses nothing up.
    for _ in 0..3 {
        let page = server.browser().open(&link).await;
        page.says("Kies een nieuw wachtwoord").says("value=\"ria\"");
        assert_eq!(page.headers["referrer-policy"], "no-referrer");
        assert_eq!(page.headers["cache-control"], "no-store");
    }
    let reading = server.browser();
    let page = reading.open(&link).await;
    for (password, again, why) in [
        ("", "", "Vul een nieuw wachtwoord in."),
        ("te kort", "te kort", "Gebruik minstens 15 tekens."),
        ("Mevrouw Ria 2026 2026", "Mevrouw Ria 2026 2026", "makkelijk te raden"),
        ("1q2w3e4r5t6y7u8i9o0p", "1q2w3e4r5t6y7u8i9o0p", "Veel mensen gebruiken dit wachtwoord"),
        (NEW, "drie heel anders", "De twee wachtwoorden zijn niet gelijk."),
    ] {
        let refused = reading.post(&page, &link, &[("password", password), ("again", again)]).await;
        refused.says(why);
        assert!(password.is_empty() || !refused.body.contains(&format!("value=\"{password}\"")));
    }
    let bare = reading.step(reading.http.post(format!("{}{link}", server.issuer)).form(&[("password", NEW)])).await;
    assert_eq!(bare.status, 403, "without the sign of a page of ours");
    assert_eq!(server.events(Code::PasswordSet).await, 0);
    choose(&server, &link, NEW).await.says("Uw wachtwoord is opgeslagen");
    assert_eq!(server.events(Code::PasswordSet).await, 1);
    assert_eq!(server.mail.mail(2).await["subject"], "Uw wachtwoord is gewijzigd bij CAM");

    let again = reading.post(&page, &link, &[("password", PASSWORD), ("again", PASSWORD)]).await;
    assert_eq!(again.status, 404);
    again.says("Deze link werkt niet meer");
    assert_eq!(before.open("/account").await.prompt(), "identify", "every session ended");
    assert_eq!(reading.open("/account").await.prompt(), "identify", "and none began");
    let browser = server.browser();
    assert_eq!(log_in_with(&server, &browser, "ria", PASSWORD).await.prompt(), "password");
    let page = log_in_with(&server, &server.browser(), "ria", NEW).await;
    assert_eq!(page.prompt(), "totp", "the second factor is what it was");
}

#[tokio::test]
async fn of_ten_who_use_a_link_at_once_one_does() {
    let server = Server::start().await;
    ria(&server).await;
    ask(&server.browser(), "ria").await;
    let link = link(&server, 1).await;
    let browser = server.browser();
    let page = browser.open(&link).await;
    let posts = (0..10).map(|n| {
        let (browser, page, link) = (browser.clone(), page.clone(), link.clone());
        tokio::spawn(async move {
            let password = format!("wachtwoord nummer {n} van velen");
            browser.post(&page, &link, &[("password", &password), ("again", &password)]).await.status.as_u16()
        })
    });
    let mut set = 0;
    for post in posts.collect::<Vec<_>>() {
        set += usize::from(post.await.expect("an answer") == 303);
    }
    assert_eq!((set, server.events(Code::PasswordSet).await), (1, 1));
}

#[tokio::test]
async fn a_link_dies_of_a_newer_one_its_age_a_login_and_what_happens_to_the_account() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    let dead = async |link: &str, why: &str| {
        assert_eq!(server.browser().open(link).await.status, 404, "{why}: looked at");
        assert_eq!(choose(&server, link, NEW).await.status, 403, "{why}: there is no form any more");
    };
    ask(&server.browser(), "ria").await;
    let first = link(&server, 1).await;
    ask(&server.browser(), "ria").await;
    let second = link(&server, 2).await;
    dead(&first, "a newer one").await;
    server.later(Duration::from_secs(30 * 60));
    dead(&second, "its age").await;

    server.later(Duration::from_secs(60 * 60));
    ask(&server.browser(), "ria").await;
    let third = link(&server, 3).await;
    let browser = server.browser();
    let page = log_in_with(&server, &browser, "ria", PASSWORD).await;
    assert_eq!(server.browser().open(&third).await.status, 200, "half a login is none");
    browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
    dead(&third, "a login").await;

    ask(&server.browser(), "ria").await;
    let fourth = link(&server, 4).await;
    let profile = Profile { email: EmailAddress::parse("anders@gemeente.nl").ok(), ..Profile::default() };
    change(server.provider(), &ria.subject, Change::SetProfile(Box::new(profile)), Code::AccountUpdated).await;
    dead(&fourth, "another address").await;
    server.later(Duration::from_secs(60 * 60));
    ask(&server.browser(), "ria").await;
    assert_eq!(server.mail.mail(5).await["to"], serde_json::json!(["anders@gemeente.nl"]));
    let fifth = link(&server, 5).await;
    change(server.provider(), &ria.subject, Change::Disable, Code::AccountDisabled).await;
    dead(&fifth, "disabled").await;
    assert_eq!(server.events(Code::PasswordSet).await, 0);
}

#[tokio::test]
async fn nobody_is_flooded_and_codes_have_a_budget_of_their_own() {
    let server = Server::start().await;
    Person::named("piet").email("piet@gemeente.nl").add(server.provider()).await;
    ria(&server).await;
    for _ in 0..12 {
        ask(&server.browser(), "ria").await.says("Kijk in uw e-mail");
    }
    // One who is served after them all: then those before were looked at.
    ask(&server.browser(), "piet").await;
    server.mail.mail(3).await;
    let to = |address: &str| server.mail.mails().iter().filter(|mail| mail["to"][0] == address).count();
    assert_eq!((to("ria@gemeente.nl"), to("piet@gemeente.nl")), (2, 1), "two in as long as a link lives");
    let page = log_in_with(&server, &server.browser(), "piet", PASSWORD).await;
    assert_eq!(page.prompt(), "email_code");
    server.mail.code(4).await;
    server.later(Duration::from_secs(30 * 60));
    ask(&server.browser(), "ria").await;
    assert_eq!(server.mail.mail(5).await["to"][0], "ria@gemeente.nl");
}

#[tokio::test]
async fn the_host_of_a_request_is_in_no_mail() {
    let server = Server::start().await;
    ria(&server).await;
    let browser = server.browser();
    let page = browser.open("/password/forgotten").await;
    let request = browser.http.post(format!("{}/password/forgotten", server.issuer));
    let request = request.header("host", "evil.example").header("x-forwarded-host", "evil.example");
    let request = request.header("sec-fetch-site", "same-origin").header("forwarded", "host=evil.example");
    let landing = browser.step(request.form(&[("username", "ria"), ("csrf", &page.token())])).await;
    assert_eq!(landing.status, 303);
    let mail = server.mail.mail(1).await;
    assert!(!mail.to_string().contains("evil.example"), "{mail}");
    link(&server, 1).await;
}

/// The mailbox alone: it chooses the password and reads the codes by mail, and comes no further than the desk's code.
#[tokio::test]
async fn the_mailbox_alone_reaches_no_token() {
    let server = Server::start().await;
    Person::named("mailonly").email("mail@gemeente.nl").add(server.provider()).await;
    Person::named("phoned").phone("+31612345679").email("phoned@gemeente.nl").add(server.provider()).await;
    for (n, (name, asked)) in [("mailonly", "visit_code"), ("phoned", "sms_code")].into_iter().enumerate() {
        ask(&server.browser(), name).await;
        let link = link(&server, 2 * n + 1).await;
        choose(&server, &link, NEW).await.says("Uw wachtwoord is opgeslagen");
        server.mail.mail(2 * n + 2).await;
        let browser = server.browser();
        let page = log_in_with(&server, &browser, name, NEW).await;
        assert_eq!(page.prompt(), asked, "{name}");
        for prompt in ["email_code", "register_phone", "enrol_authenticator", "totp", "recovery_code"] {
            let path = format!("/login/{}/{prompt}", page.transaction());
            browser.post(&page, &path, &[("action", "start"), ("phone", "0687654321"), ("code", "123456")]).await;
            assert_eq!(browser.open(&path).await.prompt(), asked, "{name}: {prompt}");
        }
    }
    assert_eq!(server.mail.mails().len(), 4, "no code by mail leaves");
}

#[tokio::test]
async fn with_the_desks_code_a_password_by_mail_is_enough_and_after_the_enrolment_the_guard_is_gone() {
    let server = Server::start().await;
    let piet = Person::named("piet").email("piet@gemeente.nl").add(server.provider()).await;
    ask(&server.browser(), "piet").await;
    choose(&server, &link(&server, 1).await, NEW).await;
    server.mail.mail(2).await;
    assert!(piet.account(server.provider()).await.guard.password_by_mail);
    let code = visit_code(server.provider(), &piet.subject);
    change(server.provider(), &piet.subject, Change::GiveVisitCode(code), Code::VisitCodeGiven).await;
    let browser = server.browser();
    let page = log_in_with(&server, &browser, "piet", NEW).await;
    let page = browser.submit(&page, &[("code", VISIT_CODE)]).await;
    assert_eq!(page.prompt(), "email_code");
    let page = browser.submit(&page, &[("code", &server.mail.code(3).await)]).await;
    let page = browser.submit(&page, &[("phone", "0612345677")]).await;
    let page = browser.submit(&page, &[("code", &server.sms.code(1).await)]).await;
    let code = page.new_app().code_at(server.provider().ports.clock.now()).expect("a code");
    let page = browser.submit(&page, &[("code", &code)]).await;
    assert!(browser.submit(&page, &[]).await.answer().contains_key("code"));
    assert!(!piet.account(server.provider()).await.guard.password_by_mail);
}

#[tokio::test]
async fn who_is_invited_chooses_a_password_and_logs_in() {
    let server = Server::start().await;
    let (provider, ports) = (server.provider(), &server.provider().ports);
    let subject = Subject::generate(ports.rng.as_ref());
    let profile = Profile { email: EmailAddress::parse("els@gemeente.nl").ok(), ..Profile::default() };
    let username = Username::parse("els").expect("a name");
    let event = Event::new(Code::AccountAdded, &Origin::administrator("test"), ports.clock.now()).about(&subject);
    let els = NewAccount { subject: subject.clone(), username, profile };
    assert!(ports.accounts.add(els, event).await.expect("a store"));

    for _ in 0..2 {
        let output = server.command(&["user", "invite", "els"], "").await;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success() && said.contains("7 days") && said.contains("sluis user visit-code els"),
            "{said}"
        );
    }
    // The command knows the real time, and the clock of the server stands.
    server.later(Duration::from_secs(120));
    // Two that leave at once arrive in any order.
    let (one, other) = (link(&server, 1).await, link(&server, 2).await);
    let lives = [server.browser().open(&one).await.status == 200, server.browser().open(&other).await.status == 200];
    assert!(lives[0] != lives[1], "inviting again makes the old link dead: {lives:?}");
    let new = if lives[0] { one } else { other };
    // A stranger who asks for a new password does not undo the invitation.
    ask(&server.browser(), "els").await;
    server.mail.mail(3).await;
    server.later(Duration::from_secs(6 * 24 * 60 * 60));
    server.browser().open(&new).await.says("Kies uw wachtwoord").says("els");
    choose(&server, &new, NEW).await.says("Uw wachtwoord is opgeslagen");
    let page = log_in_with(&server, &server.browser(), "els", NEW).await;
    assert_eq!(page.prompt(), "visit_code", "the mailbox alone is not enough");
    let shown = server.command(&["user", "show", "els"], "").await;
    assert!(String::from_utf8_lossy(&shown.stdout).contains("asked at the next login"));
    let refused = server.command(&["user", "invite", "els"], "").await;
    assert!(String::from_utf8_lossy(&refused.stderr).contains("has a password already"));
    let given = server.command(&["user", "visit-code", "els"], "").await;
    assert!(String::from_utf8_lossy(&given.stdout).contains("within 30 minutes"));
    assert_eq!(server.events(Code::VisitCodeGiven).await, 1);

    let late = PasswordToken::generate(ports.rng.as_ref());
    let account = ports.accounts.by_subject(&subject).await.expect("a store").expect("the account");
    let link = PasswordLink::new(&late, &account, LinkKind::Invitation, ports.clock.now());
    let event = Event::new(Code::PasswordLinkMade, &Origin::system(), ports.clock.now()).about(&subject);
    provider.ports.password_links.give(&link, event).await.expect("a store");
    server.later(Duration::from_secs(7 * 24 * 60 * 60));
    assert_eq!(server.browser().open(&format!("/password/{}", late.reveal())).await.status, 404, "seven days");
}

#[tokio::test]
async fn a_file_of_people_can_be_invited_at_once() {
    let server = Server::start().await;
    ria(&server).await;
    server.write("people.csv", "username,email\nria,ria@gemeente.nl\nels,els@gemeente.nl\nbob,\n");
    let file = server.folder().join("people.csv").display().to_string();
    let output = server.command(&["user", "import", "--invite", &file], "").await;
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && out.contains("2 added, 1 updated"), "{out}{err}");
    assert!(out.contains("els is invited") && !out.contains("ria is invited"), "{out}");
    assert!(err.contains("not invited: bob has no e-mail address"), "{err}");
    server.later(Duration::from_secs(120));
    assert_eq!(server.mail.mail(1).await["to"][0], "els@gemeente.nl");
}

/// Logs in at our own pages, both factors.
pub(super) async fn at_the_password_page(server: &Server, browser: &Browser, ria: &Known) -> Landing {
    let page = browser.open("/account/password").await;
    assert_eq!(page.prompt(), "identify");
    let page = server.sign_in(browser, &page, "ria").await;
    browser.submit(&page, &[("code", &ria.code(server.provider()))]).await
}

#[tokio::test]
async fn who_is_logged_in_changes_the_password_with_the_one_before() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    let other = server.browser();
    let page = log_in_with(&server, &other, "ria", PASSWORD).await;
    other.submit(&page, &[("code", &ria.code(server.provider()))]).await;
    server.later(Duration::from_secs(90));

    let browser = server.browser();
    let page = at_the_password_page(&server, &browser, &ria).await;
    page.says("Wijzig uw wachtwoord").says("autocomplete=\"current-password\"").says("autocomplete=\"new-password\"");
    for (current, password, again, why) in [
        ("", NEW, NEW, "Vul het wachtwoord in dat u nu hebt."),
        (PASSWORD, "", "", "Vul een nieuw wachtwoord in."),
        (PASSWORD, "te kort", "te kort", "Gebruik minstens 15 tekens."),
        (PASSWORD, NEW, PASSWORD, "De twee wachtwoorden zijn niet gelijk."),
        ("niet dit", NEW, NEW, "Uw huidige wachtwoord klopt niet."),
    ] {
        let fields = [("current", current), ("password", password), ("again", again)];
        browser.post(&page, "/account/password", &fields).await.says(why);
    }
    assert_eq!(server.events(Code::PasswordRefused).await, 1);
    let fields = [("current", PASSWORD), ("password", NEW), ("again", NEW)];
    browser.submit(&page, &fields).await.says("Uw wachtwoord is opgeslagen");
    assert_eq!(server.mail.mail(1).await["subject"], "Uw wachtwoord is gewijzigd bij CAM");
    for browser in [&browser, &other] {
        assert_eq!(browser.open("/account").await.prompt(), "identify", "every session ended");
    }
    assert_eq!(log_in_with(&server, &server.browser(), "ria", PASSWORD).await.prompt(), "password");
    assert_eq!(log_in_with(&server, &server.browser(), "ria", NEW).await.prompt(), "totp");
}

#[tokio::test]
async fn wrong_passwords_on_the_account_page_are_counted_with_those_of_the_login() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    let browser = server.browser();
    let page = at_the_password_page(&server, &browser, &ria).await;
    let wrong = [("current", "niet dit"), ("password", NEW), ("again", NEW)];
    for _ in 0..4 {
        browser.post(&page, "/account/password", &wrong).await.says("klopt niet");
    }
    browser.post(&page, "/account/password", &wrong).await.says("Probeer het over 30 seconden opnieuw.");
    let right = [("current", PASSWORD), ("password", NEW), ("again", NEW)];
    browser.post(&page, "/account/password", &right).await.says("klopte te vaak niet");
    assert_eq!(server.events(Code::PasswordSet).await, 0);
    // The browser is one that Ria logged in with: elsewhere her tries are her own.
    server.later(Duration::from_secs(31));
    browser.submit(&page, &right).await.says("Uw wachtwoord is opgeslagen");
}

#[tokio::test]
async fn an_old_session_changes_no_password() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    let browser = server.browser();
    let page = at_the_password_page(&server, &browser, &ria).await;
    server.later(Duration::from_secs(16 * 60));
    let fields = [("current", PASSWORD), ("password", NEW), ("again", NEW)];
    let landing = browser.submit(&page, &fields).await;
    assert_eq!(landing.prompt(), "password", "the evidence is too old, and is asked anew");
    assert_eq!(server.events(Code::PasswordSet).await, 0);
}
