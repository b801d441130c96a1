//! The keys that tokens are signed with: each algorithm, and a rotation, as relying parties live through them.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use demo::relying_party::LoggedIn;
use idp_core::audit::Code;
use serde_json::Value;

use crate::support::people::Known;
use crate::support::protocol::{error, url};
use crate::support::server::APPLICATIONS;
use crate::support::tokens::{Bench, text};
use crate::support::{Browser, Person, Server};

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

async fn enrolled(server: &Server) -> Known {
    Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await
}

/// A whole login in a new browser.
async fn log_in(server: &Server, ria: &Known, application: &str) -> (Browser, LoggedIn) {
    // The code of the app counts once.
    server.later(MINUTE);
    let browser = server.browser();
    let (page, pending) = server.go(&browser, application).await;
    let page = server.sign_in(&browser, &page, "ria").await;
    let landing = browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
    let login = server.finish(application, pending, &landing).await;
    (browser, login)
}

/// The header of the ID token, which the relying party has verified.
fn header(login: &LoggedIn) -> Value {
    header_of(&login.hint.to_string())
}

fn header_of(jwt: &str) -> Value {
    let header = jwt.split('.').next().expect("a header");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).expect("base64url")).expect("JSON")
}

async fn published(server: &Server) -> Vec<Value> {
    let set: Value = serde_json::from_str(&server.browser().open("/jwks").await.body).expect("JSON");
    set["keys"].as_array().expect("a list").clone()
}

#[tokio::test]
async fn a_client_gets_id_tokens_of_the_algorithm_that_it_is_registered_with() {
    let mut server = Server::start().await;
    let metadata: Value =
        serde_json::from_str(&server.browser().open("/.well-known/openid-configuration").await.body).expect("JSON");
    assert_eq!(metadata["id_token_signing_alg_values_supported"], serde_json::json!(["RS256"]), "what is in use");
    for (id, algorithm) in [("pss", "PS256"), ("ec", "ES256"), ("ed", "EdDSA")] {
        server.register(id, &format!("id_token_signed_response_alg: {algorithm}"));
    }
    server.restart().await;
    let ria = enrolled(&server).await;
    for (id, algorithm) in [("drop", "RS256"), ("pss", "PS256"), ("ec", "ES256"), ("ed", "EdDSA")] {
        // The relying party verifies the signature with the published keys, and at_hash with the hash of the algorithm.
        let (browser, login) = log_in(&server, &ria, id).await;
        assert_eq!(header(&login)["alg"], algorithm);
        let logout = server.application(id).logout(&login).await.expect("a URL");
        assert_eq!(browser.open(&logout).await.url.as_str(), format!("{APPLICATIONS}/"), "{algorithm}: a good hint");
    }
    let mut names: Vec<_> = published(&server).await.iter().map(|key| key["alg"].clone()).collect();
    names.dedup();
    assert_eq!(names, ["RS256", "PS256", "ES256", "EdDSA"]);
}

#[tokio::test]
async fn access_tokens_are_of_the_algorithm_that_their_client_is_registered_with() {
    const ALGORITHMS: [&str; 3] = ["PS256", "ES256", "EdDSA"];
    let mut server = Server::start().await;
    for algorithm in ALGORITHMS {
        let grants = "grant_types: [authorization_code, refresh_token, client_credentials]\nrequire_pkce: false";
        server.register(algorithm, &format!("{grants}\naccess_token_signed_response_alg: {algorithm}"));
    }
    server.restart().await;
    let bench = Bench::on(server).await;
    let keys = published(&bench.server).await;
    for algorithm in ALGORITHMS {
        let tokens = bench.tokens(algorithm, "openid").await;
        assert_eq!(
            header_of(text(&tokens["id_token"]))["alg"],
            "RS256",
            "{algorithm}: that is another key of the file"
        );
        let (_, refreshed) = bench.refresh(algorithm, &tokens["refresh_token"], &[]).await;
        let own = bench.post("/token", algorithm, &[("grant_type", "client_credentials")]).await.1;
        for tokens in [&tokens, &refreshed, &own] {
            let header = header_of(text(&tokens["access_token"]));
            assert_eq!((&header["alg"], &header["typ"]), (&algorithm.into(), &"at+jwt".into()));
            let key = keys.iter().find(|key| key["kid"] == header["kid"]).expect("a published key");
            assert_eq!(key["alg"], algorithm, "by which a resource verifies");
            assert_eq!(bench.introspect(algorithm, &tokens["access_token"]).await["active"], true, "{algorithm}");
        }
        assert_eq!(bench.userinfo(&refreshed["access_token"]).await, 200, "{algorithm}");
    }
    let metadata = bench.browser.open("/.well-known/openid-configuration").await.body;
    let metadata: Value = serde_json::from_str(&metadata).expect("JSON");
    assert_eq!(metadata["id_token_signing_alg_values_supported"], serde_json::json!(["RS256"]), "of ID tokens alone");
}

#[tokio::test]
async fn a_rotation_that_nobody_notices() {
    let mut server = Server::start().await;
    let ria = enrolled(&server).await;
    let before = header(&log_in(&server, &ria, "drop").await.1);
    assert_eq!(published(&server).await.len(), 1);

    server.later(90 * DAY);
    server.restart().await;
    let (browser, held) = log_in(&server, &ria, "drop").await;
    assert_eq!(header(&held), before, "published is not used");
    let set = published(&server).await;
    assert_eq!((set.len(), &set[0]["kid"]), (2, &before["kid"]));
    drop(browser);

    server.later(8 * DAY - 30 * MINUTE);
    let (browser, old) = log_in(&server, &ria, "drop").await;
    assert_eq!(header(&old), before, "just before");
    server.later(30 * MINUTE);
    let (_, new) = log_in(&server, &ria, "drop").await;
    assert_eq!(header(&new)["kid"], set[1]["kid"], "the server did not need to be told");
    let logout = server.application("drop").logout(&old).await.expect("a URL");
    let landing = browser.open(&logout).await;
    assert_eq!(landing.url.as_str(), format!("{APPLICATIONS}/"), "a token of the old key still names its session");

    server.later(DAY);
    assert_eq!(published(&server).await, set[1..], "the old key is gone");
    server.restart().await;
    assert_eq!(header(&log_in(&server, &ria, "drop").await.1), header(&new));
    let happened = [Code::KeyCreated, Code::KeyRotated, Code::KeyRemoved, Code::KeyRevoked];
    for (code, times) in happened.into_iter().zip([1, 1, 1, 0]) {
        assert_eq!(server.events(code).await, times, "{}", code.as_str());
    }
}

#[tokio::test]
async fn a_revoked_key_is_refused_within_a_minute_and_logins_go_on() {
    let server = Server::start().await;
    let ria = enrolled(&server).await;
    let (browser, login) = log_in(&server, &ria, "drop").await;
    let kid = header(&login)["kid"].as_str().expect("text").to_owned();
    let done = server.command(&["keys", "signing", "revoke", &kid, "--actor", "els"], "").await;
    let said = String::from_utf8_lossy(&done.stdout);
    let complained = String::from_utf8_lossy(&done.stderr);
    assert!(said.contains(&format!("{kid} is revoked; it was current")), "{said}{complained}");
    assert!(done.status.success() && complained.contains("RESTART THEM"), "{complained}");

    server.later(MINUTE);
    let set = published(&server).await;
    assert!(set.iter().all(|key| key["kid"] != kid.as_str()) && set.len() == 1, "{set:?}");
    let logout = server.application("drop").logout(&login).await.expect("a URL");
    assert_eq!(browser.open(&logout).await.url.path(), "/logout", "its tokens prove nothing: the person is asked");
    let (_, hint) = logout.split_once("id_token_hint=").expect("a hint");
    let hint = hint.split('&').next().expect("a hint");
    let landing = browser.open(&url("oud", &[("id_token_hint", hint)])).await;
    assert_eq!(error(&landing), "invalid_request", "nor whom the application means, which must not be guessed");
    let (_, login) = log_in(&server, &ria, "drop").await;
    assert_eq!(header(&login)["kid"], set[0]["kid"]);
    assert_eq!((server.events(Code::KeyRevoked).await, server.events(Code::KeyCreated).await), (1, 2));
}
