//! Calls everything that is not drawn: each route and method, from each place in the login, with the own and with others'
//! transactions, by the own and by another browser, with an empty form, with everything filled in and without the token of a
//! page. All of it is refused, and what is kept stays what it was.
//!
//! The routes are those of the table, so a new one is walked by itself.

use idp_core::audit::Code;
use idp_core::id::TransactionId;
use idp_core::login::Prompt;
use idp_core::login::pipeline::ORDER;
use idp_web::routes::ROUTES;
use reqwest::Method;

use crate::support::people::{Known, with_passkey};
use crate::support::protocol::log_in;
use crate::support::server::APPLICATIONS;
use crate::support::stored::{Store, difference};
use crate::support::{Browser, Landing, PASSWORD, Person, Server};

/// An application that asks consent.
const ASKS: &str = "vraagt";

/// A browser somewhere in a login.
struct Place {
    /// The word of the prompt that is current, or what else there is.
    name: &'static str,
    browser: Browser,
    /// The page that it shows, with its token.
    page: Landing,
    transaction: String,
}

impl Place {
    fn at(name: &'static str, browser: Browser, page: Landing) -> Self {
        if Prompt::from_kind(name).is_some() {
            assert_eq!(page.prompt(), name);
        }
        let transaction = page.transaction();
        Self { name, browser, page, transaction }
    }

    /// Whether this is a line of the graph: what the page itself can send, by its own browser.
    fn is_drawn(&self, probe: &Probe<'_>) -> bool {
        let own = probe.is_own && probe.has_token && probe.method == Method::POST;
        let answers = format!("/login/{}/{}", self.transaction, self.name);
        let cancels = format!("/login/{}/cancel", self.transaction);
        // With an empty form the page of a prompt has sent nothing, but for those that have nothing to fill in.
        let has_fields = !["enrolment_done", "consent"].contains(&self.name);
        let asks_nothing = has_fields && probe.fields.is_empty();
        // Who is logged in may send the forms of their own account page: what these do has tests of its own.
        let is_logged_in = ["consent", "over"].contains(&self.name);
        let own_account = is_logged_in && probe.path.starts_with("/account");
        own && ((probe.path == answers && !asks_nothing)
            || probe.path == cancels
            || probe.path == "/logout/confirm"
            || own_account)
    }
}

/// One call.
#[derive(Debug)]
struct Probe<'a> {
    method: Method,
    path: String,
    fields: &'a [(&'a str, &'a str)],
    has_token: bool,
    is_own: bool,
}

/// Puts a browser at every place there is.
async fn places(server: &Server) -> (Vec<Place>, Vec<Known>) {
    let provider = server.provider();
    let ria = Person::named("ria").phone("+31612345671").enrolled().add(provider).await;
    let mut people = vec![ria];
    let with = Person::named("passkey").phone("+31612345676").enrolled().add(provider).await;
    with_passkey(server, &with).await;
    people.push(with);
    for (name, phone) in
        [("sms", "+31612345672"), ("enrols", "+31612345673"), ("enrolled", "+31612345674"), ("wants", "+31612345677")]
    {
        people.push(Person::named(name).phone(phone).add(provider).await);
    }
    for (name, address) in [("mail", "mail@example.nl"), ("phone", "phone@example.nl")] {
        people.push(Person::named(name).email(address).add(provider).await);
    }
    people.push(Person::named("away").phone("+31612345675").disabled().add(provider).await);

    let mut places = Vec::new();
    let begin = async || {
        let browser = server.browser();
        let (page, _) = server.go(&browser, "drop").await;
        (browser, page)
    };
    let signed_in = async |name: &str| {
        let (browser, page) = begin().await;
        let page = server.sign_in(&browser, &page, name).await;
        (browser, page)
    };
    let enrolled = async |name: &str, sms: usize| {
        let (browser, page) = signed_in(name).await;
        let page = browser.submit(&page, &[("code", &server.sms.code(sms).await)]).await;
        let code = page.new_app().code_at(provider.ports.clock.now()).expect("a code");
        let page = browser.submit(&page, &[("code", &code)]).await;
        (browser, page)
    };
    let (browser, page) = begin().await;
    places.push(Place::at("identify", browser, page));
    let (browser, page) = begin().await;
    let page = browser.submit(&page, &[("username", "ria")]).await;
    places.push(Place::at("password", browser, page));
    let (browser, page) = signed_in("ria").await;
    places.push(Place::at("totp", browser, page));
    let (browser, page) = signed_in("sms").await;
    places.push(Place::at("sms_code", browser, page));
    let (browser, page) = signed_in("mail").await;
    places.push(Place::at("email_code", browser, page));
    let (browser, page) = signed_in("phone").await;
    let page = browser.submit(&page, &[("code", &server.mail.code(2).await)]).await;
    places.push(Place::at("register_phone", browser, page));
    let (browser, page) = signed_in("enrols").await;
    let page = browser.submit(&page, &[("code", &server.sms.code(2).await)]).await;
    places.push(Place::at("enrol_authenticator", browser, page));
    let (browser, page) = enrolled("enrolled", 3).await;
    places.push(Place::at("enrolment_done", browser, page));
    let (browser, page) = enrolled("wants", 4).await;
    let page = browser.submit(&page, &[("action", "passkey")]).await;
    places.push(Place::at("enrol_passkey", browser, page));
    let (browser, page) = signed_in("passkey").await;
    let page = browser.submit(&page, &[("action", "other:passkey")]).await;
    places.push(Place::at("passkey", browser, page));
    let (browser, page) = signed_in("away").await;
    assert_eq!(page.status, 403);
    places.push(Place::at("stopped", browser, page));

    // Somebody with a session, once more at the same application that must ask.
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let over = page.transaction();
    log_in(server, &browser, &page, &people[0]).await;
    let request = format!(
        "/authorize?client_id={ASKS}&redirect_uri={APPLICATIONS}/{ASKS}/callback&response_type=code&scope=openid"
    );
    let page = browser.open(&request).await;
    places.push(Place::at("consent", browser.clone(), page.clone()));
    places.push(Place { name: "over", browser, page, transaction: over });
    (places, people)
}

/// What is kept of every login.
async fn logins(server: &Server, places: &[Place]) -> Vec<String> {
    let ports = &server.provider().ports;
    let mut all = Vec::new();
    for place in places {
        let id = TransactionId::parse(&place.transaction).expect("an id");
        let stored = ports.transactions.load(&id, ports.clock.now()).await.expect("a store");
        // What the last answer came to is shown and decides nothing; an empty answer is one too.
        let kept = stored.map(|stored| {
            let mut value = serde_json::to_value(&stored.value).expect("JSON");
            value["flash"].take();
            value.to_string()
        });
        all.push(format!("{}: {kept:?}", place.name));
    }
    all
}

/// The paths of a route, with every transaction and every prompt in it.
fn paths(route: &str, transactions: &[&str]) -> Vec<String> {
    let route = route.replace("{file}", "theme.css").replace("{gateway}", "spryng").replace("{token}", &"A".repeat(43));
    let with_transaction: Vec<_> = match route.contains("{transaction}") {
        true => transactions.iter().map(|id| route.replace("{transaction}", id)).collect(),
        false => vec![route],
    };
    let prompts = || ORDER.map(Prompt::kind).into_iter();
    let all = with_transaction.into_iter().flat_map(|path| match path.contains("{prompt}") {
        true => prompts().map(|prompt| path.replace("{prompt}", prompt)).collect(),
        false => vec![path],
    });
    all.collect()
}

async fn send(place: &Place, other: &Browser, server: &Server, probe: &Probe<'_>) -> Landing {
    let browser = if probe.is_own { &place.browser } else { other };
    let token = place.page.token();
    let mut form = probe.fields.to_vec();
    if probe.has_token {
        form.push(("csrf", &token));
    }
    let url = format!("{}{}", server.issuer, probe.path);
    let request = browser.http.request(probe.method.clone(), url).header("sec-fetch-site", "same-origin");
    browser.step(if probe.method == Method::GET { request } else { request.form(&form) }).await
}

/// A refusal leads nowhere but to a page of ours, breaks nothing and gives no session.
fn assert_refused(case: &str, answer: &Landing, server: &Server) {
    assert!(answer.status.as_u16() < 500, "{case}: {}", answer.status);
    if let Some(to) = answer.redirect() {
        assert!(to.as_str().starts_with(&server.issuer), "{case}: leads to {to}");
    }
    for cookie in answer.headers.get_all("set-cookie") {
        let cookie = cookie.to_str().expect("text");
        assert!(!cookie.contains("session"), "{case}: {cookie}");
    }
    assert!(!answer.body.contains("otpauth:") || case.starts_with("enrol_authenticator"), "{case}: shows a key");
}

#[tokio::test]
async fn what_is_not_drawn_is_refused_and_changes_nothing() {
    let mut server = Server::on_sqlite().await;
    server.register(ASKS, "consent: required\nrequire_pkce: false\ngrant_types: [authorization_code]");
    server.restart().await;
    let (places, people) = places(&server).await;
    let store = Store::of(&server).await;
    let (rows, kept) = (store.settled().await, logins(&server, &places).await);
    let changes = changes(&server).await;

    let guesses = people[0].code(server.provider());
    let filled = [
        ("username", "ria"),
        ("password", PASSWORD),
        ("code", guesses.as_str()),
        ("phone", "0687654321"),
        ("action", ""),
        ("passkey", "{}"),
        ("grant_type", "authorization_code"),
        ("token", "x"),
    ];
    let again = [("action", "start")];
    let back = [("action", "withdraw")];
    let forms: [&[(&str, &str)]; 4] = [&[], &filled, &again, &back];
    let methods = [Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::HEAD];
    let mut calls = 0;
    for place in &places {
        let other = server.browser();
        server.go(&other, "drop").await;
        let (rows, kept) = (store.rows().await, logins(&server, &places).await);
        let own = place.transaction.as_str();
        let swapped = places.iter().find(|other| other.name != place.name).map_or("", |other| &other.transaction);
        for route in ROUTES {
            for path in paths(route.path, &[own, swapped, "AAAAAAAAAAAAAAAAAAAAAA"]) {
                for method in &methods {
                    let is_post = *method == Method::POST;
                    for fields in &forms[..if is_post { forms.len() } else { 1 }] {
                        for (has_token, is_own) in [(true, true), (true, false), (false, true)] {
                            let probe = Probe { method: method.clone(), path: path.clone(), fields, has_token, is_own };
                            if place.is_drawn(&probe) || (!is_post && !has_token) {
                                continue;
                            }
                            let case = format!("{} {probe:?}", place.name);
                            let answer = send(place, &other, &server, &probe).await;
                            calls += 1;
                            assert_refused(&case, &answer, &server);
                            assert_eq!(logins(&server, &places).await, kept, "{case}");
                        }
                    }
                }
            }
            let now = store.rows().await;
            assert_eq!(now, rows, "{} {}:\n{}", place.name, route.path, difference(&rows, &now));
        }
    }
    assert_eq!(store.rows().await, rows, "all in all");
    assert_eq!(logins(&server, &places).await, kept, "all in all");
    assert_eq!(self::changes(&server).await, changes, "and nothing is on record that did not happen");
    assert!(calls > 5_000, "the walker went nowhere: {calls} calls");
    println!("walked {calls} calls from {} places over {} routes", places.len(), ROUTES.len());
}

/// How often something happened, by the audit log. That a client did not prove itself, or that somebody was turned away at the
/// desk, is no change.
async fn changes(server: &Server) -> usize {
    let mut sum = 0;
    for code in Code::ALL.into_iter().filter(|code| ![Code::ClientRefused, Code::DeskDenied].contains(code)) {
        sum += server.events(code).await;
    }
    sum
}

/// What was the session's cookie before it grew is worth nothing afterwards, and neither is one that somebody made up.
#[tokio::test]
async fn an_older_cookie_opens_nothing() {
    let server = Server::start().await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let (browser, jar) = with_jar(&server);
    let (page, _) = server.go(&browser, "lezen").await;
    let before = cookies(&server, &jar);
    assert!(server.sign_in(&browser, &page, "ria").await.answer().contains_key("code"));
    let low = cookies(&server, &jar);
    let (page, _) = server.go(&browser, "drop").await;
    assert_eq!(page.prompt(), "totp", "the step-up asks only what is missing");
    let page = browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
    assert!(page.answer().contains_key("code"));
    let high = cookies(&server, &jar);
    assert!(before != low && low != high, "the cookie is another after each change of trust");

    let silent = format!(
        "/authorize?client_id=oud&redirect_uri={APPLICATIONS}/oud/callback&response_type=code&scope=openid&prompt=none"
    );
    let made_up = format!("{before}; sluis-session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    for (case, cookies, gets_in) in [
        ("before the password", &before, false),
        ("before the step-up", &low, false),
        ("made up", &made_up, false),
        ("the latest", &high, true),
    ] {
        let answer = holding(&server, cookies).open(&silent).await.answer();
        assert_eq!(answer.contains_key("code"), gets_in, "{case}: {answer:?}");
    }
    browser.post(&browser.open("/logout").await, "/logout/confirm", &[]).await;
    let answer = holding(&server, &high).open(&silent).await.answer();
    assert_eq!(answer["error"], "login_required", "after the logout");
}

fn with_jar(server: &Server) -> (Browser, std::sync::Arc<reqwest::cookie::Jar>) {
    let jar = std::sync::Arc::new(reqwest::cookie::Jar::default());
    let http = reqwest::Client::builder().cookie_provider(jar.clone()).redirect(reqwest::redirect::Policy::none());
    (Browser::with_http(&server.issuer, http.build().expect("a client")), jar)
}

fn cookies(server: &Server, jar: &reqwest::cookie::Jar) -> String {
    use reqwest::cookie::CookieStore;
    let url = server.issuer.parse().expect("a URL");
    jar.cookies(&url).expect("cookies").to_str().expect("text").to_owned()
}

/// A browser with these cookies and no others.
fn holding(server: &Server, cookies: &str) -> Browser {
    let (browser, jar) = with_jar(server);
    for cookie in cookies.split("; ") {
        jar.add_cookie_str(cookie, &server.issuer.parse().expect("a URL"));
    }
    browser
}
