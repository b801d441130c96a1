//! Whether a node lives and whether requests can be sent to it, at the public listener and at the one of the operators.

use std::fs;

use crate::support::patience::seen;
use crate::support::{Server, free_port};

async fn answer(url: &str) -> (u16, String) {
    let answer = reqwest::get(url).await.expect("an answer");
    (answer.status().as_u16(), answer.text().await.expect("a body"))
}

#[tokio::test]
async fn a_node_is_ready_as_long_as_what_it_stands_on_answers() {
    let server = Server::start().await;
    let at = |path: &str| format!("{}{path}", server.issuer);
    assert_eq!(answer(&at("/healthz")).await, (200, r#"{"status":"alive"}"#.to_owned()));
    assert_eq!(answer(&at("/readyz")).await, (200, r#"{"status":"ready"}"#.to_owned()));
    // The schema is not what this program knows.
    server.rename_table("seaql_migrations", "gone").await;
    assert_eq!(
        changed(&at("/readyz"), 200).await,
        (503, r#"{"status":"not ready","failing":["database"]}"#.to_owned())
    );
    assert_eq!(answer(&at("/healthz")).await.0, 200, "a restart would not help");
    server.rename_table("gone", "seaql_migrations").await;
    assert_eq!(changed(&at("/readyz"), 503).await.0, 200, "it comes back by itself");
}

/// The first answer that has not this status any more: what was found holds for a second.
async fn changed(url: &str, from: u16) -> (u16, String) {
    seen(&format!("{url} gives something else than {from}"), async || {
        Some(answer(url).await).filter(|(status, _)| *status != from)
    })
    .await
}

#[tokio::test]
async fn operators_have_a_listener_of_their_own_without_logins() {
    let mut server = Server::start().await;
    let port = free_port().await;
    let sluis = fs::read_to_string(server.folder().join("sluis.yaml")).expect("a file");
    server.write("sluis.yaml", &format!("{sluis}management: {{listen: '127.0.0.1:{port}'}}\n"));
    server.restart().await;
    let at = |path: &str| format!("http://127.0.0.1:{port}{path}");
    assert_eq!(answer(&at("/healthz")).await.0, 200);
    assert_eq!(answer(&at("/readyz")).await.0, 200);
    assert_eq!(answer(&at("/authorize")).await.0, 404);
    assert_eq!(answer(&at("/jwks")).await.0, 404);
}
