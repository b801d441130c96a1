//! A copy that is made while people log in, put back elsewhere: everything in it works. What cannot be used is told.

use std::fs;
use std::process::Output;

use idp_adapters::rng::SystemRng;
use idp_adapters::sealing::MasterKeys;
use tokio::process::Command;

use crate::support::people::Known;
use crate::support::{Person, Server, new_database};

async fn enrolled(server: &Server) -> Known {
    Person::named("ria").phone("+31612345678").email("ria@x.nl").enrolled().add(server.provider()).await
}

/// Name, password and the code of the authenticator that was enrolled before the copy was made.
async fn can_log_in(server: &Server, ria: &Known) {
    let browser = server.browser();
    let (page, pending) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, "ria").await;
    let landing = browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
    server.finish("drop", pending, &landing).await;
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[tokio::test]
async fn sqlite_is_copied_while_it_serves_and_works_where_it_is_put_back() {
    let mut server = Server::start().await;
    let ria = enrolled(&server).await;
    let copy = server.folder().join("copy.db");
    let name = copy.display().to_string();
    let made = server.command(&["backup", &name], "").await;
    assert!(made.status.success(), "{}", said(&made));
    let again = server.command(&["backup", &name], "").await;
    assert_eq!(again.status.code(), Some(1), "nothing is overwritten: {}", said(&again));
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&copy).expect("a file").permissions().mode() & 0o777, 0o600);
    }

    // Disaster.
    server.stop().await;
    let data = server.folder().join("data");
    for file in fs::read_dir(&data).expect("a folder") {
        fs::remove_file(file.expect("a file").path()).expect("removed");
    }
    fs::copy(&copy, data.join("sluis.db")).expect("put back");
    let verified = server.command(&["verify"], "").await;
    assert!(verified.status.success() && said(&verified).contains("everything sealed opens"), "{}", said(&verified));
    server.begin().await;
    can_log_in(&server, &ria).await;
}

#[tokio::test]
async fn a_copy_that_cannot_be_used_is_told() {
    let mut server = Server::start().await;
    enrolled(&server).await;
    server.stop().await;
    let keys = fs::read_to_string(server.folder().join("secrets/master.key")).expect("a file");
    server.write("secrets/master.key", &MasterKeys::generate(&SystemRng));
    let other_keys = server.command(&["verify"], "").await;
    assert_eq!(other_keys.status.code(), Some(1), "{}", said(&other_keys));
    server.write("secrets/master.key", &keys);

    let file = server.folder().join("data/sluis.db");
    let copy = server.folder().join("copy.db").display().to_string();
    assert!(server.command(&["backup", &copy], "").await.status.success());
    let mut bytes = fs::read(&copy).expect("a file");
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0xa5);
    fs::write(&file, bytes).expect("written");
    let torn = server.command(&["verify"], "").await;
    assert_eq!(torn.status.code(), Some(1), "{}", said(&torn));
}

#[tokio::test]
async fn postgresql_is_dumped_and_works_where_it_is_put_back() {
    let mut server = Server::on_postgresql().await;
    let ria = enrolled(&server).await;
    let refused = server.command(&["backup", "copy.db"], "").await;
    assert!(refused.status.code() == Some(2) && said(&refused).contains("pg_dump"), "{}", said(&refused));

    let sluis = fs::read_to_string(server.folder().join("sluis.yaml")).expect("a file");
    let (_, rest) = sluis.split_once("database: {url: \"").expect("a database");
    let (old, _) = rest.split_once('"').expect("its end");
    let new = new_database().await;
    let dump = server.folder().join("dump");
    let dumped = Command::new("pg_dump").args(["-Fc", "-f"]).arg(&dump).arg(old).status().await.expect("pg_dump");
    assert!(dumped.success());
    let restored = Command::new("pg_restore").args(["--no-owner", "-d", &new]).arg(&dump).status().await;
    assert!(restored.expect("pg_restore").success());

    server.stop().await;
    server.write("sluis.yaml", &sluis.replace(old, &new));
    let verified = server.command(&["verify"], "").await;
    assert!(verified.status.success(), "{}", said(&verified));
    server.begin().await;
    can_log_in(&server, &ria).await;
}
