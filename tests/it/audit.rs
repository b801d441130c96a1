//! The audit log of a running server, as an auditor meets it: sealed, verified, listed and exported by the program.

use std::process::Output;

use idp_core::audit::Code;
use sea_orm::ConnectionTrait;
use serde_json::Value;

use crate::support::patience::{holds, seen};
use crate::support::{Person, Server};

fn said(output: &Output) -> (String, String) {
    (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned())
}

async fn run(server: &Server, arguments: &[&str]) -> String {
    let output = server.command(arguments, "").await;
    let (out, err) = said(&output);
    assert!(output.status.success(), "{arguments:?}: {out}{err}");
    out
}

/// Waits until the server has sealed everything; the end of the chain, as `verify` says it.
async fn sealed(server: &Server) -> String {
    let verified = async || Some(run(server, &["audit", "verify"]).await).filter(|out| !out.contains("not sealed yet"));
    let out = seen("everything is sealed", verified).await;
    out.lines().last().expect("a line").trim_start_matches("sealed up to ").to_owned()
}

fn lines(exported: &str) -> Vec<Value> {
    exported.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

#[tokio::test]
async fn a_login_is_sealed_verified_listed_and_exported() {
    let mut server = Server::start().await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = browser.submit(&page, &[("username", "ria")]).await;
    let page = browser.submit(&page, &[("password", "niet het wachtwoord")]).await;
    let page = browser.submit(&page, &[("password", crate::support::PASSWORD)]).await;
    let code = ria.code(server.provider());
    assert!(browser.submit(&page, &[("code", &code)]).await.answer().contains_key("code"));
    let noted = sealed(&server).await;

    let listed = run(&server, &["audit", "list", "--person", "RIA", "--since", "2000-01-01", "--limit", "100"]).await;
    for word in ["password.refused", "password.proven", "authenticator.proven", "session.started", "grant.issued"] {
        assert!(listed.contains(word), "{word} in {listed}");
    }
    assert!(!listed.contains("server.started"), "about nobody: {listed}");
    let refused = run(&server, &["audit", "list", "--code", "password.refused", "--client", "drop"]).await;
    assert_eq!(refused.lines().count(), 2, "{refused}");
    assert_eq!(run(&server, &["audit", "list", "--until", "2000-01-01"]).await.lines().count(), 1);

    let cursor = server.folder().join("cursor");
    let cursor = cursor.to_str().expect("a path");
    let first = lines(&run(&server, &["audit", "export", "--cursor", cursor]).await);
    let refused = first.iter().find(|event| event["code"] == "password.refused").expect("it is exported");
    assert_eq!((&refused["outcome"], &refused["class"]), (&"failure".into(), &"authentication".into()));
    assert_eq!((&refused["subject"], &refused["address"]), (&ria.subject.as_str().into(), &"127.0.0.1".into()));
    assert!(refused["request"].is_string() && refused["detail"].is_object(), "{refused}");
    assert!(!first.iter().any(|event| event.to_string().contains(&code) || event.to_string().contains("12345678")));
    assert_eq!(run(&server, &["audit", "export", "--cursor", cursor]).await, "", "a collector goes on where it was");

    // After a restart the chain goes on, and so does the collector.
    server.restart().await;
    sealed(&server).await;
    let rest = lines(&run(&server, &["audit", "export", "--cursor", cursor]).await);
    let codes: Vec<_> = rest.iter().filter_map(|event| event["code"].as_str()).collect();
    assert!(codes.contains(&"server.stopped") && codes.contains(&"server.started"), "{codes:?}");
    let seqs = |events: &[Value]| events.iter().filter_map(|event| event["seq"].as_i64()).collect::<Vec<_>>();
    let (first, rest) = (seqs(&first), seqs(&rest));
    assert!(rest.iter().all(|seq| !first.contains(seq)), "none twice");
    assert_eq!(first.len() + rest.len(), run(&server, &["audit", "export", "--after", "0"]).await.lines().count());
    run(&server, &["audit", "verify", "--noted", &noted]).await;

    // A log that was put back from an older copy is behind the cursor, or has other seals of the same numbers.
    let kept = std::fs::read_to_string(cursor).expect("a cursor");
    let (seal, proof) = kept.trim().split_once(' ').expect("a number and a proof");
    for (ahead, succeeds) in [
        (format!("{seal} {proof}"), true),
        (seal.to_owned(), true),
        (format!("{seal} {}", proof.chars().rev().collect::<String>()), false),
        (format!("1{seal} {proof}"), false),
        (format!("1{seal}"), false),
    ] {
        std::fs::write(cursor, &ahead).expect("written");
        let export = server.command(&["audit", "export", "--cursor", cursor], "").await;
        assert_eq!(export.status.success(), succeeds, "{ahead}");
        let said = String::from_utf8_lossy(&export.stderr);
        assert!(succeeds || said.contains("was a copy of the database put back?"), "{said}");
    }
}

#[tokio::test]
async fn who_changes_the_log_is_found_by_the_command_and_by_the_server() {
    let server = Server::on_sqlite().await;
    let ria = Person::named("ria").add(server.provider()).await;
    run(&server, &["user", "disable", "ria"]).await;
    let noted = sealed(&server).await;
    let about = run(&server, &["audit", "list", "--person", "ria"]).await;
    let seq = about.lines().nth(1).and_then(|line| line.split(' ').next()).expect("its number").to_owned();

    let url = format!("sqlite:{}", server.folder().join("data/sluis.db").display());
    let knife = sea_orm::Database::connect(url).await.expect("the database opens");
    let hide = format!("UPDATE audit_events SET subject = NULL WHERE seq = {seq}");
    assert!(knife.execute_unprepared(&hide).await.is_err(), "it is append-only");
    knife.execute_unprepared("DROP TRIGGER audit_events_no_update").await.expect("dropped");
    knife.execute_unprepared(&hide).await.expect("hidden");
    let output = server.command(&["audit", "verify"], "").await;
    let (out, err) = said(&output);
    assert_eq!(output.status.code(), Some(1), "{out}{err}");
    assert!(out.contains(&format!("WRONG: event {seq} was altered or replaced")), "{out}");
    let back = format!("UPDATE audit_events SET subject = '{}' WHERE seq = {seq}", ria.subject);
    knife.execute_unprepared(&back).await.expect("put back");
    run(&server, &["audit", "verify", "--noted", &noted]).await;

    // The end is cut off: the server that runs says so, and the end that was noted is missed.
    for sql in [
        "DROP TRIGGER audit_seals_no_delete",
        "DELETE FROM audit_seals WHERE number = (SELECT MAX(number) FROM audit_seals)",
    ] {
        knife.execute_unprepared(sql).await.expect("cut off");
    }
    holds("somebody notices", async || server.events(Code::AuditBroken).await > 0).await;
    let output = server.command(&["audit", "verify", "--noted", &noted], "").await;
    assert_eq!(output.status.code(), Some(1), "{}", said(&output).0);
    assert!(said(&output).0.contains("the log was cut off"), "{}", said(&output).0);
}

#[test]
fn every_code_stands_in_the_book() {
    let book = include_str!("../../docs/reference/audit.md");
    let codes = book.split("## Codes").nth(1).expect("the table of codes");
    let missing: Vec<_> =
        Code::ALL.iter().filter(|code| !codes.contains(&format!("\n| `{}` |", code.as_str()))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
