//! The clients' files are the truth while the server runs: a change is taken up whole, or refused whole and loudly. What a
//! change would do is shown before.

use std::fs;
use std::time::Duration;

use idp_core::audit::Code;
use serde_json::Value;

use crate::support::patience::holds;
use crate::support::{Person, Server};

async fn is_known(server: &Server, id: &str) -> bool {
    let (page, _) = server.go(&server.browser(), id).await;
    page.status == 200
}

async fn metadata(server: &Server) -> Value {
    let page = server.browser().open("/.well-known/openid-configuration").await;
    serde_json::from_str(&page.body).expect("JSON")
}

#[tokio::test]
async fn clients_come_change_and_go_while_the_server_runs() {
    let server = Server::start().await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    assert!(!is_known(&server, "nieuw").await);

    // One comes that signs with an algorithm which had no key yet: its key is there when the client is.
    server.register("nieuw", "id_token_signed_response_alg: ES256");
    holds("the new client is known", async || is_known(&server, "nieuw").await).await;
    assert!(
        metadata(&server).await["id_token_signing_alg_values_supported"]
            .as_array()
            .expect("a list")
            .contains(&"ES256".into())
    );
    let browser = server.browser();
    let (page, pending) = server.go(&browser, "nieuw").await;
    let page = server.sign_in(&browser, &page, "ria").await;

    // The login that was under way goes on while another client comes; so does the session.
    server.register("nog-een", "");
    holds("the second is known", async || is_known(&server, "nog-een").await).await;
    let landing = browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
    server.finish("nieuw", pending, &landing).await;

    // A file that goes takes its client with it, and no other.
    fs::remove_file(server.folder().join("clients/nieuw.yaml")).expect("removed");
    holds("the client is gone", async || !is_known(&server, "nieuw").await).await;
    assert!(is_known(&server, "nog-een").await);
    let changes: Vec<_> = server.recorded(Code::ConfigurationChanged).await.into_iter().map(|e| e.detail).collect();
    assert_eq!(changes.len(), 4, "the start, and three changes: {changes:?}");
    for (change, word) in changes.iter().zip(["-nieuw", "+nog-een", "+nieuw", "+drop"]) {
        assert!(change.contains(word), "{change} has {word}");
    }
}

#[tokio::test]
async fn a_faulty_change_leaves_everything_as_it_was_until_it_is_mended() {
    let server = Server::start().await;
    server.register("goed", "");
    server.register("fout", "require_pkce: perhaps");
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert!(!is_known(&server, "goed").await, "nothing is half applied");
    assert!(is_known(&server, "drop").await);
    server.register("fout", "");
    holds("both are known", async || is_known(&server, "goed").await && is_known(&server, "fout").await).await;

    // What was missing may be a file that nobody watched before.
    server.register("geheim", "");
    let path = server.folder().join("clients/geheim.yaml");
    let text = fs::read_to_string(&path).expect("a file").replace("client.secret", "later.secret");
    server.write("clients/geheim.yaml", &text);
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert!(!is_known(&server, "geheim").await);
    server.write("secrets/later.secret", "another-secret-of-more-than-thirty-two-characters");
    holds("it is known once its secret is there", async || is_known(&server, "geheim").await).await;
}

#[tokio::test]
async fn a_secret_is_rotated_without_a_restart() {
    let server = Server::start().await;
    let fresh = "a-fresh-secret-of-more-than-thirty-two-characters";
    let answers = async |secret: &str| {
        let form = [("grant_type", "authorization_code"), ("code", "unknown"), ("redirect_uri", "x")];
        let request = server.browser().http.post(format!("{}/token", server.issuer));
        let answer = request.basic_auth("drop", Some(secret)).form(&form).send().await.expect("an answer");
        answer.json::<Value>().await.expect("JSON")["error"].as_str().expect("an error").to_owned()
    };
    assert_eq!(answers(crate::support::SECRET).await, "invalid_grant", "the client is known by it");
    assert_eq!(answers(fresh).await, "invalid_client");
    server.write("secrets/client.secret", fresh);
    holds("the new secret counts", async || answers(fresh).await == "invalid_grant").await;
    assert_eq!(answers(crate::support::SECRET).await, "invalid_client");
}

#[tokio::test]
async fn plan_shows_what_a_change_would_do_and_marks_what_weakens_security() {
    let server = Server::start().await;
    let plan = async || {
        let output = server.command(&["plan"], "").await;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    };
    let same = plan().await;
    assert!(same.contains("Nothing changes."), "{same}");

    // Changed in a folder beside, as before a deployment, so that the server does not take it up meanwhile.
    let path = server.folder().join("clients/drop.yaml");
    let before = fs::read_to_string(&path).expect("a file");
    let beside = server.folder().join("planned");
    fs::create_dir(&beside).expect("a folder");
    for (file, text) in [
        (
            "drop.yaml",
            before
                .replace("require_pkce: true", "require_pkce: false")
                .replace("/drop/callback'", "/drop/callback', 'http://localhost:9/drop/other'"),
        ),
        ("erbij.yaml", before.replace("drop", "erbij")),
    ] {
        server.write(&format!("planned/{file}"), &text);
    }
    let sluis = fs::read_to_string(server.folder().join("sluis.yaml")).expect("a file");
    server.write("planned.yaml", &sluis.replace("clients/*.yaml", "planned/*.yaml"));
    let output =
        server.command(&["plan", "--config", &server.folder().join("planned.yaml").display().to_string()], "").await;
    let planned = String::from_utf8(output.stdout).expect("text");
    for words in [
        "~ drop",
        "      + http://localhost:9/drop/other",
        "WEAKER: codes may go to more places",
        "    require_pkce: true -> false",
        "WEAKER: a stolen code can be used without PKCE",
        "+ erbij",
        "- lezen",
        "1 OF THEM WEAKENS SECURITY",
    ] {
        assert!(planned.contains(words), "{words:?} in {planned}");
    }
    assert!(!planned.contains(crate::support::SECRET));
}

#[tokio::test]
async fn clients_are_judged_by_the_settings_that_are_in_force() {
    let server = Server::start().await;
    // What is written here counts from the next start, and then these clients would be refused: it names the levels
    // otherwise, and looks for the files elsewhere.
    for file in ["sluis.yaml", "second.yaml"] {
        if let Ok(sluis) = fs::read_to_string(server.folder().join(file)) {
            let later = sluis.replace("clients: clients/*.yaml", "clients: later/*.yaml");
            server.write(file, &format!("{later}levels: {{password: 'urn:other:low', mfa: 'urn:other:high'}}\n"));
        }
    }
    server.register("nieuw", "minimum_acr: urn:sluis:acr:password");
    holds("the new client is known", async || is_known(&server, "nieuw").await).await;
    assert!(is_known(&server, "lezen").await, "and the others are still there");
    // A level that only the changed file knows is none yet.
    server.register("straks", "minimum_acr: urn:other:low");
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert!(!is_known(&server, "straks").await);
    // Even a file that cannot be read at all keeps nobody from changing a client.
    server.write("sluis.yaml", "version: [");
    fs::remove_file(server.folder().join("clients/straks.yaml")).expect("removed");
    server.register("nog-een", "");
    holds("the next client is known", async || is_known(&server, "nog-een").await).await;
}

/// The same size and the same time, as a tool gives them that copies times along.
#[tokio::test]
async fn a_file_that_looks_the_same_by_size_and_time_is_taken_up() {
    let server = Server::start().await;
    server.register("nieuw", "");
    holds("the client is known", async || is_known(&server, "nieuw").await).await;
    let path = server.folder().join("clients/nieuw.yaml");
    let before = fs::metadata(&path).expect("a file");
    let text = fs::read_to_string(&path).expect("a file").replace("nieuw", "ander");
    let beside = server.folder().join("beside");
    fs::write(&beside, text).expect("written");
    let time = before.modified().expect("a time");
    fs::File::options().append(true).open(&beside).expect("a file").set_modified(time).expect("set");
    fs::rename(&beside, &path).expect("replaced");
    assert_eq!(fs::metadata(&path).expect("a file").len(), before.len());
    holds("the other client is known", async || is_known(&server, "ander").await && !is_known(&server, "nieuw").await)
        .await;
}
