//! The pages of the service desk, over HTTP.

mod acts;
mod adversaries;
mod finding;
mod in_chromium;
mod reports;
mod roles;
mod second;

use idp_adapters::database::Recorded;
use idp_core::account::Role;
use idp_core::audit::Code;

use crate::account::at;
use crate::support::people::Known;
use crate::support::{Browser, Landing, Person, Server};

const REASON: &str = "Nieuwe telefoon, teruggebeld";
const TICKET: &str = "INC-2026-0042";

/// Somebody with a role, and with an app.
async fn member(server: &Server, name: &str, role: Role) -> Known {
    Person::named(name)
        .phone("+31612340001")
        .email("desk@example.nl")
        .enrolled()
        .role(role)
        .add(server.provider())
        .await
}

/// Somebody who is helped.
async fn jan(server: &Server) -> Known {
    Person::named("jan").phone("+31612345678").email("jan@gemeente.nl").enrolled().add(server.provider()).await
}

/// A browser in which a member just logged in.
async fn desk(server: &Server, role: Role) -> (Browser, Known) {
    let member = member(server, role.as_str(), role).await;
    let (browser, _) = at(server, &member, "/desk").await;
    (browser, member)
}

fn person(of: &Known) -> String {
    format!("/desk/person?sub={}", of.subject)
}

fn form(of: &Known, act: &str) -> String {
    format!("/desk/act?sub={}&act={act}", of.subject)
}

/// Opens the form of an act and sends it, and follows.
async fn act(browser: &Browser, of: &Known, act: &str, more: &[(&str, &str)]) -> Landing {
    let page = browser.open(&form(of, act)).await;
    assert_eq!(page.status, 200, "{act}");
    let mut fields = vec![("sub", of.subject.as_str()), ("act", act), ("reason", REASON), ("ticket", TICKET)];
    fields.extend(more);
    let answer = browser.post(&page, "/desk/act", &fields).await;
    match answer.redirect() {
        Some(next) => browser.open(next.as_str()).await,
        None => answer,
    }
}

/// The code that the page shows, as the member reads it out.
fn code(page: &Landing) -> String {
    let code = page.between("<code class=\"key\">", "</code>").expect("a code");
    code.split_whitespace().collect()
}

/// The latest event of a kind, which is signed by this member.
async fn signed(server: &Server, code: Code, by: &Known) -> Recorded {
    let event = server.recorded(code).await.into_iter().next().unwrap_or_else(|| panic!("no {}", code.as_str()));
    assert_eq!(event.actor, format!("desk:{}", by.subject), "{}", code.as_str());
    for said in [REASON, TICKET] {
        assert!(event.detail.contains(said), "{}: {}", code.as_str(), event.detail);
    }
    event
}
