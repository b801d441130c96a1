//! What an operator does to the program: stop it, start it twice, run a command on an older schema.

use std::time::Duration;

use sea_orm::ConnectionTrait;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Person, Server};

async fn program_on_sqlite() -> (Server, crate::support::program::Program, u16) {
    let mut server = Server::on_sqlite().await;
    Person::named("jan").phone("+31612345678").add(server.provider()).await;
    server.stop_node(0).await;
    let program = server.program(0).await;
    let port = server.issuer.rsplit_once(':').expect("a port").1.parse().expect("a number");
    (server, program, port)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_told_to_stop_finishes_what_runs() {
    let (server, mut program, port) = program_on_sqlite().await;
    let body = "grant_type=client_credentials&client_id=nobody&client_secret=wrong";
    let (first, rest) = body.split_at(20);
    let head = format!(
        "POST /token HTTP/1.1\r\nhost: localhost:{port}\r\ncontent-type: application/x-www-form-urlencoded\r\n\
         content-length: {}\r\n\r\n{first}",
        body.len()
    );
    let mut running = TcpStream::connect(("127.0.0.1", port)).await.expect("a connection");
    running.write_all(head.as_bytes()).await.expect("written");
    tokio::time::sleep(Duration::from_millis(200)).await;
    program.terminate().await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(TcpStream::connect(("127.0.0.1", port)).await.is_err(), "nothing new is taken");
    running.write_all(rest.as_bytes()).await.expect("written");
    let mut answer = String::new();
    running.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    assert_eq!(program.ended().await.code(), Some(0));
    drop(server);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_that_is_taken_is_said() {
    let (server, _program, port) = program_on_sqlite().await;
    let output = server.command(&["serve"], "").await;
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains(&format!("cannot listen on 127.0.0.1:{port}; is something else running there?")), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_refuse_an_older_schema_until_it_is_migrated() {
    let mut server = Server::on_sqlite().await;
    Person::named("jan").phone("+31612345678").add(server.provider()).await;
    server.stop_node(0).await;
    let knife = server.knife().await;
    for sql in ["DROP TABLE seen_ids", "DELETE FROM seaql_migrations WHERE version = 'm0004_seen_ids'"] {
        knife.execute_unprepared(sql).await.expect(sql);
    }
    let output = server.command(&["user", "show", "jan"], "").await;
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("run `sluis migrate` first"), "{said}");
    let output = server.command(&["migrate"], "").await;
    assert!(String::from_utf8_lossy(&output.stdout).contains("took m0004_seen_ids"), "{output:?}");
    assert!(server.command(&["user", "show", "jan"], "").await.status.success());
}
