//! An SMS gateway and a mail server that hang, close, or say what makes no sense. The page never waits for them.

use std::time::{Duration, Instant};

use idp_core::delivery::Stage;
use tokio::time::timeout;

use crate::support::line::{Fault, Line};
use crate::support::patience::holds;
use crate::support::people::Known;
use crate::support::protocol::{PLAIN, url};
use crate::support::{PASSWORD, Person, Server};

/// A server that reaches its gateway and its mail server over lines that can be disturbed.
async fn server() -> (Server, Line, Line) {
    let mut server = Server::prepare("sqlite:data/sluis.db").await;
    let (sms, mail) = (Line::to(server.sms.port).await, Line::to(server.mail.port).await);
    let file = std::fs::read_to_string(server.folder().join("sluis.yaml")).expect("the configuration");
    let file = file.replace(&format!("127.0.0.1:{}/", server.sms.port), &format!("127.0.0.1:{}/", sms.port));
    server.write("sluis.yaml", &file.replace(&format!("port: {}", server.mail.port), &format!("port: {}", mail.port)));
    server.begin().await;
    (server, sms, mail)
}

const FAULTS: [Fault; 5] = [
    Fault::Hangs,
    Fault::Closes,
    Fault::Says("HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n"),
    Fault::Says("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n"),
    Fault::Says("\u{0}\u{1}?%\r\n\r\n{"),
];

/// How long a gateway is waited for that says nothing; a mail server is longer.
const PATIENCE_OF_A_GATEWAY: Duration = Duration::from_secs(5);

/// Lets the pauses of the circuit and of the queue pass, step by step: what was still on its way when the first began fails
/// later, and has a pause of its own.
async fn pauses_pass(server: &Server, arrived: impl AsyncFn() -> bool) {
    for _ in 0..12 {
        server.later(Duration::from_secs(40));
        if timeout(Duration::from_secs(4), holds("it arrives", &arrived)).await.is_ok() {
            return;
        }
    }
    panic!("messages do not arrive");
}

async fn logs_in(server: &Server, name: &str, asked: &str) {
    let browser = server.browser();
    let page = browser.open(&url(PLAIN, &[])).await;
    let page = browser.submit(&page, &[("username", name)]).await;
    let started = Instant::now();
    let page = browser.submit(&page, &[("password", PASSWORD)]).await;
    assert!(started.elapsed() < PATIENCE_OF_A_GATEWAY, "the page waits for nobody: {:?}", started.elapsed());
    assert_eq!(page.prompt(), asked, "{}", page.body);
}

async fn stage(server: &Server, known: &Known) -> Stage {
    let ports = &server.provider().ports;
    let now = ports.clock.now();
    let latest = ports.deliveries.latest(&known.subject, 1, now).await.expect("a store");
    latest.into_iter().next().expect("a message").stage
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_misbehaves_gets_the_message_later() {
    let (server, sms, _mail) = server().await;
    let mut people = Vec::new();
    for (number, fault) in FAULTS.into_iter().enumerate() {
        sms.set(fault);
        let name = format!("jan{number}");
        let known = Person::named(&name).phone("+31612345678").add(server.provider()).await;
        logs_in(&server, &name, "sms_code").await;
        people.push(known);
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(server.sms.messages().is_empty());
    sms.set(Fault::None);
    pauses_pass(&server, async || server.sms.messages().len() == people.len()).await;
    for known in &people {
        let accepted = async || matches!(stage(&server, known).await, Stage::Accepted { .. });
        holds("what came of it is noted", accepted).await;
    }
    assert_eq!(server.sms.messages().len(), people.len(), "each went once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_given_up_with_its_code() {
    let (server, sms, mail) = server().await;
    sms.set(Fault::Closes);
    mail.set(Fault::Says("421 te druk\r\n"));
    let jan = Person::named("jan").phone("+31612345678").add(server.provider()).await;
    let els = Person::named("els").email("els@provincie.nl").add(server.provider()).await;
    logs_in(&server, "jan", "sms_code").await;
    logs_in(&server, "els", "email_code").await;
    assert!(matches!(stage(&server, &jan).await, Stage::Queued));
    server.no_message_is_on_its_way().await;
    server.later(Duration::from_secs(15 * 60));
    for known in [&jan, &els] {
        assert!(matches!(stage(&server, known).await, Stage::GivenUp));
    }
    sms.set(Fault::None);
    mail.set(Fault::None);
    // Longer than the queue rests.
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert!(server.sms.messages().is_empty() && server.mail.mails().is_empty(), "a dead code is sent to nobody");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_waits_for_its_server_through_a_restart_and_arrives_once() {
    let (mut server, _sms, mail) = server().await;
    let faults = [Fault::Closes, Fault::Hangs, Fault::Says("HTTP/1.1 200 OK\r\n\r\n"), Fault::Says("421 te druk\r\n")];
    let mut names = Vec::new();
    for (number, fault) in faults.into_iter().enumerate() {
        mail.set(fault);
        let name = format!("els{number}");
        Person::named(&name).email("els@provincie.nl").add(server.provider()).await;
        logs_in(&server, &name, "email_code").await;
        names.push(name);
    }
    mail.set(Fault::Closes);
    server.restart().await;
    assert!(server.mail.mails().is_empty());
    mail.set(Fault::None);
    pauses_pass(&server, async || server.mail.mails().len() == names.len()).await;
    server.restart().await;
    server.later(Duration::from_secs(300));
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert_eq!(server.mail.mails().len(), names.len(), "each arrived once");
}
