//! Reports, as pages and as files.

use idp_core::account::Role;
use idp_core::audit::Code;

use super::desk;
use crate::support::{Browser, Person, Server};

async fn file(server: &Server, browser: &Browser, report: &str) -> String {
    let url = format!("{}/desk/reports/csv?report={report}", server.issuer);
    let answer = browser.step(browser.http.get(url)).await;
    assert_eq!(answer.status, 200, "{report}");
    assert!(answer.headers["content-type"].to_str().is_ok_and(|kind| kind.starts_with("text/csv")), "{report}");
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert_eq!(answer.headers["content-disposition"], format!("attachment; filename=\"{report}.csv\"").as_str());
    answer.body
}

#[tokio::test]
async fn an_administrator_reads_how_people_get_on() {
    let mut server = Server::on_sqlite().await;
    let path = server.folder().join("sluis.yaml");
    let text = std::fs::read_to_string(&path).expect("the configuration");
    server.write("sluis.yaml", &text.replace("sms:\n", "sms:\n  cents_per_message: {generic: 7.5}\n"));
    server.restart().await;
    let (browser, ada) = desk(&server, Role::Administrator).await;
    Person::named("=1+1").phone("+31612345678").add(server.provider()).await;
    Person::named("piet").email("piet@gemeente.nl").add(server.provider()).await;
    let theirs = server.browser();
    let (page, _) = server.go(&theirs, "drop").await;
    server.sign_in(&theirs, &page, "=1+1").await;
    server.sms.code(1).await;

    let page = browser.open("/desk/reports").await;
    page.says("Hoe ver is iedereen?").says("Berichten en kosten");
    let page = browser.open("/desk/reports/report?report=enrolment").await;
    page.says("code uit de sms").says("code uit de e-mail").says("klaar");
    let csv = file(&server, &browser, "enrolment").await;
    assert!(csv.starts_with("\"standing\",\"day\",\"week\",\"month\",\"longer\"\r\n"), "{csv}");
    assert!(csv.contains("\r\n\"sms_code\",1,0,0,0\r\n") && csv.contains("\r\n\"enrolled\",1,0,0,0\r\n"), "{csv}");
    browser.open("/desk/reports/report?report=unfinished").await.says("piet").does_not_say("administrator");
    let csv = file(&server, &browser, "unfinished").await;
    assert!(csv.contains("\r\n\"'=1+1\",\"sms_code\","), "no formula: {csv}");
    // The worker notes that the gateway took the message once it has its answer.
    let mut csv = String::new();
    for _ in 0..1_000 {
        csv = file(&server, &browser, "messages").await;
        if !csv.is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert!(
        csv.contains(",\"sms\",\"generic\",1,0.07\r\n") || csv.contains(",\"sms\",\"generic\",1,0.08\r\n"),
        "{csv}"
    );
    assert_eq!(file(&server, &browser, "dormant").await, "");
    assert_eq!(file(&server, &browser, "locked").await, "");
    assert_eq!(browser.open("/desk/reports/report?report=nothing").await.status, 404);
    let read = server.recorded(Code::DeskReported).await;
    assert!(read.len() >= 7 && read.iter().all(|event| event.actor == format!("desk:{}", ada.subject)));
}
