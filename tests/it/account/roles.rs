//! Role by route: everybody opens the pages of their own account, and nobody touches that of another, whatever the role and the
//! ids. The routes are those of the table, so a new one below `/account` needs a row here.

use std::time::Duration;

use idp_core::account::Role;
use idp_web::routes::ROUTES;
use reqwest::Method;

use super::{at, ria};
use crate::support::people::{Known, with_passkey, with_recovery_codes};
use crate::support::{Browser, Landing, Person, Server};

/// What comes of a call with the ids of somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comes {
    /// The login first.
    Login,
    /// The own page, or the way on after a POST.
    Own,
    /// Nothing is there.
    Missing,
}

use Comes::{Login, Missing, Own};

/// For anonymous, and for whoever is logged in.
type Row = [Comes; 2];

/// The rows of `docs/reference/account.md`.
fn row(method: &Method, path: &str) -> Option<Row> {
    let below = path.strip_prefix("/account")?;
    Some(match (method.as_str(), below) {
        ("GET", "/apps/app" | "/passkeys/passkey") => [Login, Missing],
        ("GET", "" | "/apps" | "/apps/new" | "/passkeys" | "/passkeys/new" | "/recovery-codes" | "/password")
        | ("GET", "/phone" | "/email" | "/sessions" | "/logins" | "/logins/not-me")
        | ("POST", "/apps/new" | "/apps/name" | "/apps/remove")
        | ("POST", "/passkeys/new" | "/passkeys/name" | "/passkeys/remove")
        | ("POST", "/recovery-codes" | "/recovery-codes/kept" | "/password" | "/phone" | "/email")
        | ("POST", "/sessions/end" | "/sessions/end-others" | "/sessions/take-back" | "/logins/not-me") => [Login, Own],
        _ => return None,
    })
}

fn came(answer: &Landing) -> Comes {
    match (answer.status.as_u16(), answer.redirect()) {
        (303, Some(to)) if to.path().starts_with("/login/") => Login,
        (200 | 303, _) => Own,
        (404, _) => Missing,
        (status, _) => panic!("{status} at {}: {}", answer.url, answer.body),
    }
}

/// Somebody who has all that the account page can change, and a browser in which they are logged in.
async fn victim(server: &Server) -> (Known, Browser) {
    let eva = Person::named("eva").phone("+31612345679").email("eva@gemeente.nl").enrolled();
    let eva = eva.add(server.provider()).await;
    with_passkey(server, &eva).await;
    with_recovery_codes(server.provider(), &eva).await;
    let (browser, _) = at(server, &eva, "/account").await;
    (eva, browser)
}

#[tokio::test]
async fn every_route_of_the_account_leads_to_ones_own_and_nothing_of_another_is_touched() {
    let server = Server::start().await;
    let (eva, evas) = victim(&server).await;
    let before = format!("{:?}", eva.account(server.provider()).await);
    let account = eva.account(server.provider()).await;
    let session = server.provider().ports.sessions.of_person(&eva.subject).await.expect("a store").remove(0).session.id;
    let (app, passkey) = (account.authenticators[0].id.to_string(), account.passkeys[0].id.to_string());

    let stranger = server.browser();
    let begun = stranger.open("/account").await;
    let mut callers = vec![("anonymous", stranger, begun)];
    let person = ria(&server).await;
    callers.push(with_form(&server, "person", &person).await);
    for role in [Role::Desk, Role::Administrator] {
        let member = Person::named(role.as_str()).phone("+31612340001").email("desk@example.nl").enrolled().role(role);
        callers.push(with_form(&server, role.as_str(), &member.add(server.provider()).await).await);
    }
    let mut called = 0;
    for route in ROUTES.iter().filter(|route| route.path.starts_with("/account")) {
        let id = if route.path.contains("passkey") { &passkey } else { &app };
        let fields = [
            ("id", id.as_str()),
            ("session", session.as_str()),
            ("sub", eva.subject.as_str()),
            ("username", "eva"),
            ("application", "drop"),
            ("name", "Van mij"),
            ("code", "000000"),
        ];
        for method in route.methods {
            let [anonymous, known] =
                row(method, route.path).unwrap_or_else(|| panic!("{method} {} has no row", route.path));
            for (who, browser, form) in &callers {
                let answer = call(&server, browser, form, method, route.path, &fields).await;
                let expected = if *who == "anonymous" { anonymous } else { known };
                assert_eq!(came(&answer), expected, "{method} {} by {who}", route.path);
                if expected == Own && *method == Method::GET {
                    answer.says("href=\"/logout\"").says("href=\"/account/sessions\"");
                }
                called += 1;
            }
        }
    }
    assert_eq!(called, 29 * callers.len());
    assert_eq!(format!("{:?}", eva.account(server.provider()).await), before);
    assert_eq!(evas.open("/account").await.url.path(), "/account", "her session lives");
}

/// A session of this morning looks, ends sessions and disputes a login; it changes nothing else, whatever the form.
#[tokio::test]
async fn what_changes_an_account_asks_evidence_of_minutes_ago() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    let app = ria.account(server.provider()).await.authenticators[0].id.to_string();
    let (_, browser, form) = with_form(&server, "ria", &ria).await;
    server.later(Duration::from_secs(16 * 60));
    let any_age =
        ["", "/apps", "/passkeys", "/sessions", "/sessions/end", "/sessions/end-others", "/sessions/take-back"];
    let any_age = [&any_age[..], &["/logins", "/logins/not-me", "/recovery-codes/kept"]].concat();
    let before = format!("{:?}", ria.account(server.provider()).await);
    let fields =
        [("id", app.as_str()), ("session", "AAAAAAAAAAAAAAAAAAAAAA"), ("application", "drop"), ("name", "Van mij")];
    for route in ROUTES.iter().filter(|route| route.path.starts_with("/account") && !route.path.ends_with("not-me")) {
        for method in route.methods {
            let answer = call(&server, &browser, &form, method, route.path, &fields).await;
            let looks = any_age.contains(&route.path.trim_start_matches("/account"));
            assert_eq!(came(&answer) == Login, !looks, "{method} {}", route.path);
        }
    }
    assert_eq!(format!("{:?}", ria.account(server.provider()).await), before);
}

/// A browser in which somebody just logged in, with a page that has a form.
async fn with_form(server: &Server, who: &'static str, known: &Known) -> (&'static str, Browser, Landing) {
    let (browser, page) = at(server, known, "/account/phone").await;
    (who, browser, page)
}

async fn call(
    server: &Server,
    browser: &Browser,
    form: &Landing,
    method: &Method,
    path: &str,
    fields: &[(&str, &str)],
) -> Landing {
    if *method == Method::POST {
        return browser.post(form, path, fields).await;
    }
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    browser.step(browser.http.get(format!("{}{path}?{query}", server.issuer))).await
}
