//! One's own sessions, elsewhere too.

use std::time::Duration;

use idp_core::audit::Code;

use super::{at, ria, send};
use crate::support::Server;

const LIST: &str = "/account/sessions";

#[tokio::test]
async fn a_session_elsewhere_is_seen_and_ended() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    let (elsewhere, _) = at(&server, &ria, "/account").await;
    let (landing, _) = server.go(&elsewhere, "drop").await;
    assert!(landing.answer().contains_key("code"));
    server.later(Duration::from_secs(60));
    let (browser, page) = at(&server, &ria, LIST).await;
    page.says("Dit is de browser die u nu gebruikt").says("Gebruikt voor: Applicatie drop");
    let id = page.attribute("name=\"session\" value=").expect("the other one");
    let page = send(&browser, &page, "/account/sessions/end", &[("session", &id)]).await;
    page.says("U bent daar uitgelogd.").does_not_say("Gebruikt voor:");
    assert_eq!(elsewhere.open("/account").await.prompt(), "identify");
    assert_eq!(server.events(Code::SessionEnded).await, 1);
}

#[tokio::test]
async fn all_others_end_and_nobody_ends_those_of_another() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    let eva = crate::support::Person::named("eva").phone("+31612345679").enrolled().add(server.provider()).await;
    let (evas, _) = at(&server, &eva, "/account").await;
    let theirs = server.provider().ports.sessions.of_person(&eva.subject).await.expect("a store")[0].session.id.clone();
    let (elsewhere, _) = at(&server, &ria, "/account").await;
    server.later(Duration::from_secs(60));
    let (browser, page) = at(&server, &ria, LIST).await;
    send(&browser, &page, "/account/sessions/end", &[("session", theirs.as_str())]).await;
    let page = send(&browser, &page, "/account/sessions/end-others", &[]).await;
    page.says("U bent overal uitgelogd, behalve hier.");
    assert_eq!(evas.open("/account").await.status, 200);
    assert_eq!(evas.open("/account").await.url.path(), "/account", "hers is not Ria's to end");
    assert_eq!(elsewhere.open("/account").await.prompt(), "identify");
    assert_eq!(browser.open("/account").await.url.path(), "/account");
}
