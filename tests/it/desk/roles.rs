//! Role by route: who opens what. The routes are those of the table, so a new one of the desk needs a row here.

use std::collections::BTreeSet;

use idp_core::account::Role;
use idp_core::audit::Code;
use idp_core::desk::rule::{Whom, way};
use idp_core::desk::{Act, Way};
use idp_web::routes::ROUTES;
use reqwest::Method;

use super::{REASON, TICKET, desk, form, jan, member};
use crate::account::at;
use crate::support::people::Known;
use crate::support::{Browser, Landing, Server};

/// What comes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comes {
    /// The login first.
    Login,
    /// "You may not do this".
    Denied,
    /// The page, or the way on after a POST.
    Done,
    /// Nothing is there.
    Missing,
}

use Comes::{Denied, Done, Login, Missing};

/// For anonymous, a person, the desk, an administrator.
type Row = [Comes; 4];

const MEMBERS: Row = [Login, Denied, Done, Done];
const ADMINISTRATORS: Row = [Login, Denied, Denied, Done];

/// The rows of `docs/reference/desk.md`.
fn row(method: &Method, path: &str) -> Option<Row> {
    Some(match (method.as_str(), path) {
        ("GET", "/desk" | "/desk/person" | "/desk/history" | "/desk/act" | "/desk/requests" | "/desk/request") => {
            MEMBERS
        }
        ("POST", "/desk/find" | "/desk/act" | "/desk/request") => MEMBERS,
        ("GET", "/desk/reports" | "/desk/reports/report" | "/desk/reports/csv") => ADMINISTRATORS,
        _ => return None,
    })
}

fn came(answer: &Landing) -> Comes {
    match (answer.status.as_u16(), answer.redirect()) {
        (303, Some(to)) if to.path().starts_with("/login/") => Login,
        (200 | 303, _) => Done,
        (403, _) => {
            answer.says("U mag dit niet");
            Denied
        }
        (404, _) => Missing,
        (status, _) => panic!("{status}: {}", answer.body),
    }
}

async fn call(
    server: &Server,
    browser: &Browser,
    token: &Landing,
    method: &Method,
    path: &str,
    fields: &[(&str, &str)],
) -> Landing {
    if *method == Method::POST {
        return browser.post(token, path, fields).await;
    }
    let query: Vec<_> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
    browser.step(browser.http.get(format!("{}{path}?{}", server.issuer, query.join("&")))).await
}

/// Who calls, each with a page that has the token of their browser.
async fn everybody(server: &Server) -> Vec<(&'static str, Browser, Landing)> {
    let stranger = server.browser();
    let begun = stranger.open("/account").await;
    let ria = crate::support::Person::named("ria").enrolled().add(server.provider()).await;
    let (ria, page) = at(server, &ria, "/account/phone").await;
    let (els, _) = desk(server, Role::Desk).await;
    let (ada, _) = desk(server, Role::Administrator).await;
    let (of_els, of_ada) = (els.open("/desk").await, ada.open("/desk").await);
    vec![("anonymous", stranger, begun), ("person", ria, page), ("desk", els, of_els), ("administrator", ada, of_ada)]
}

#[tokio::test]
async fn every_route_of_the_desk_is_open_to_those_who_stand_in_the_table() {
    let server = Server::start().await;
    let jan = jan(&server).await;
    let everybody = everybody(&server).await;
    let fields = [
        ("sub", jan.subject.as_str()),
        ("id", "AAAAAAAAAAAAAAAAAAAAAA"),
        ("act", "unlock"),
        ("reason", REASON),
        ("ticket", TICKET),
        ("term", "niemand"),
        ("decision", "approve"),
        ("report", "locked"),
    ];
    let mut called = 0;
    for route in ROUTES.iter().filter(|route| route.path.starts_with("/desk")) {
        for method in route.methods {
            let row = row(method, route.path).unwrap_or_else(|| panic!("{method} {} has no row", route.path));
            for ((who, browser, token), expected) in everybody.iter().zip(row) {
                let answer = call(&server, browser, token, method, route.path, &fields).await;
                assert_eq!(came(&answer), expected, "{method} {} by {who}", route.path);
                called += 1;
            }
        }
    }
    assert_eq!(called, 12 * 4);
    let denied = server.recorded(Code::DeskDenied).await;
    assert_eq!(denied.len(), 12 + 3, "whoever may not is on record");
    assert!(denied.iter().all(|event| event.actor.starts_with("desk:") && event.detail.contains("why")), "{denied:?}");
    // Without a sign that a form is ours nobody sends one.
    for (who, browser, _) in &everybody {
        let nothing = browser.open("/accessibility").await;
        assert_eq!(browser.post(&nothing, "/desk/act", &fields).await.status, 403, "{who}");
    }
}

#[tokio::test]
async fn every_act_by_every_role_on_every_role_with_their_ids() {
    let server = Server::start().await;
    let nobody = jan(&server).await;
    let (eva, ada) = (member(&server, "eva", Role::Desk).await, member(&server, "ada", Role::Administrator).await);
    let second: BTreeSet<_> = [Role::Desk].into();
    for by in [Role::Desk, Role::Administrator] {
        let (browser, own) = desk(&server, by).await;
        let others: [(&Known, Whom); 4] = [
            (&own, Whom::Themselves),
            (&nobody, Whom::Another(Role::None)),
            (&eva, Whom::Another(Role::Desk)),
            (&ada, Whom::Another(Role::Administrator)),
        ];
        for (of, whom) in others {
            for act in Act::ALL {
                let case = format!("{act:?} by {by:?} on {whom:?}");
                let expected = way(act, by, whom, &second);
                let page = browser.open(&form(of, act.as_str())).await;
                match expected {
                    Err(_) => assert_eq!(came(&page), Denied, "{case}"),
                    // What is of no use for the account leads back to the person, and says so.
                    Ok(_) if !act.applies(&of.account(server.provider()).await) => {
                        assert_eq!(page.url.path(), "/desk/person", "{case}");
                    }
                    Ok(how) => {
                        let asks = page.body.contains("Vragen aan een collega");
                        assert_eq!((page.url.path(), asks), ("/desk/act", how == Way::WithSecond), "{case}");
                    }
                }
            }
        }
        for missing in ["AAAAAAAAAAAAAAAAAAAAAA", "../jan", ""] {
            let path = format!("/desk/person?sub={missing}");
            assert_eq!(came(&browser.open(&path).await), Missing, "{missing}");
        }
    }
}
