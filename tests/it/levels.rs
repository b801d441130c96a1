//! The levels by the names that an organisation gives them: at every place where an application sees one.

use idp_core::audit::Code;
use serde_json::{Value, json};

use crate::support::Server;
use crate::support::protocol::{error, url};
use crate::support::tokens::{Bench, claims};

const LOW: &str = "basis";
const HIGH: &str = "http://eidas.europa.eu/LoA/substantial";
const FORMER: &str = "urn:sluis:acr:mfa";

/// Gives the levels these names, and restarts.
async fn name_anew(server: &mut Server) {
    let file = server.folder().join("sluis.yaml");
    let written = std::fs::read_to_string(&file).expect("the configuration");
    server.write("sluis.yaml", &format!("{written}levels: {{password: {LOW}, mfa: \"{HIGH}\"}}\n"));
    for client in ["lezen", "streng"] {
        let file = server.folder().join(format!("clients/{client}.yaml"));
        let written = std::fs::read_to_string(&file).expect("a client");
        server.write(&format!("clients/{client}.yaml"), &written.replace("urn:sluis:acr:password", LOW));
    }
    server.restart().await;
}

#[tokio::test]
async fn applications_see_the_configured_names() {
    let mut server = Server::start().await;
    name_anew(&mut server).await;
    let bench = Bench::on(server).await;
    let metadata = bench.browser.open("/.well-known/openid-configuration").await;
    let metadata: Value = serde_json::from_str(&metadata.body).expect("JSON");
    assert_eq!(metadata["acr_values_supported"], json!([LOW, HIGH, "urn:sluis:acr:phishing_resistant"]));

    let tokens = bench.tokens("ververs", "openid").await;
    for token in ["id_token", "access_token"] {
        assert_eq!(claims(&tokens[token])["acr"], HIGH, "{token}");
    }
    for token in ["access_token", "refresh_token"] {
        assert_eq!(bench.introspect("ververs", &tokens[token]).await["acr"], HIGH, "{token}");
    }
    let essential = json!({"id_token": {"acr": {"essential": true, "value": LOW}}}).to_string();
    let code = bench.code("streng", "openid", &format!("&claims={essential}")).await;
    let (_, tokens) = bench.redeem("streng", &code, &[]).await;
    assert_eq!(claims(&tokens["id_token"])["acr"], LOW);

    let essential = json!({"id_token": {"acr": {"essential": true, "value": FORMER}}}).to_string();
    let landing = bench.browser.open(&url("oud", &[("claims", &essential)])).await;
    assert_eq!(error(&landing), "unmet_authentication_requirements", "a former name is no name");
}

#[tokio::test]
async fn a_configured_name_raises_the_level() {
    let mut server = Server::start().await;
    name_anew(&mut server).await;
    let bench = Bench::on(server).await;
    for (asked, prompt) in [(HIGH, true), (FORMER, false), (LOW, false)] {
        let stranger = bench.server.browser();
        let page = stranger.open(&url("streng", &[("acr_values", asked)])).await;
        let landing = bench.server.sign_in(&stranger, &page, "ria").await;
        assert_eq!(landing.url.path().ends_with("/totp"), prompt, "{asked}");
    }
}

#[tokio::test]
async fn what_is_kept_is_the_level_and_not_its_name() {
    let mut bench = Bench::new().await;
    let before = bench.tokens("ververs", "openid").await;
    assert_eq!(claims(&before["id_token"])["acr"], FORMER);
    name_anew(&mut bench.server).await;
    let (status, after) = bench.refresh("ververs", &before["refresh_token"], &[]).await;
    assert_eq!(status, 200, "{after}");
    for token in ["id_token", "access_token"] {
        assert_eq!(claims(&after[token])["acr"], HIGH, "{token}: of a grant from before");
    }
    assert_eq!(claims(&bench.tokens("ververs", "openid").await["id_token"])["acr"], HIGH, "of a session from before");
    let events = bench.server.recorded(Code::GrantIssued).await;
    assert!(events.len() >= 2, "before and after");
    for event in events {
        let detail: Value = serde_json::from_str(&event.detail).expect("JSON");
        assert_eq!(detail["level"], "mfa", "the same word, whatever applications call it");
    }
}
