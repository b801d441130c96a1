//! Python's Authlib logs in: a relying party that is neither ours nor in Rust.

use std::process::Stdio;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::Command;

use crate::support::mailbox::python;
use crate::support::server::{APPLICATIONS, SECRET};
use crate::support::{Person, Server};

#[tokio::test]
async fn authlib_logs_in() {
    let server = Server::start().await;
    let ria = Person::named("ria").phone("+31612345678").email("ria@x.nl").enrolled().add(server.provider()).await;
    let redirect_uri = format!("{APPLICATIONS}/drop/callback");
    let mut process = Command::new(python())
        .args(["python/relying_party.py", &server.issuer, "drop", SECRET, &redirect_uri])
        .env("AUTHLIB_INSECURE_TRANSPORT", "1")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("python");
    let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
    let url = lines.next_line().await.expect("a line").expect("a URL");

    let browser = server.browser();
    let page = browser.open(&url).await;
    let page = server.sign_in(&browser, &page, "ria").await;
    let landing = browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
    let mut input = process.stdin.take().expect("its input");
    input.write_all(format!("{}\n", landing.url).as_bytes()).await.expect("written");

    let login: Value = serde_json::from_str(&lines.next_line().await.expect("a line").expect("claims")).expect("JSON");
    assert_eq!(login["id_token"]["sub"], ria.subject.as_str());
    assert_eq!(login["id_token"]["acr"], "urn:sluis:acr:mfa");
    assert_eq!(login["userinfo"]["email"], "ria@x.nl");
}
