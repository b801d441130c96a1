//! Node's openid-client logs in, over TLS: PKCE, the signature of the ID token, userinfo, refresh, introspection, revocation and
//! logout, by a client with a posted secret and by one with a key.

use std::process::Stdio;

use josekit::jwk::Jwk;
use josekit::jwk::alg::ec::EcCurve;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::Command;

use crate::support::protocol::log_in;
use crate::support::server::{APPLICATIONS, SECRET};
use crate::support::tls::{Authority, over_tls};
use crate::support::{Browser, Person};

/// Logs in as the client `node`, whose file says this besides the usual.
async fn logs_in(method: &str, credential: &str, file: &str) {
    let authority = Authority::new();
    let mut server = over_tls(&authority).await;
    server.write("authority.pem", authority.pem());
    let uri = format!("{APPLICATIONS}/node/callback");
    let client = format!(
        "client_id: node\nclient_name: Node\nredirect_uris: ['{uri}']\npost_logout_redirect_uris: ['{APPLICATIONS}/']\n\
         grant_types: [authorization_code, refresh_token]\nscope: openid profile email\n\
         token_endpoint_auth_method: {method}\n{file}"
    );
    server.write("clients/node.yaml", &client);
    server.begin().await;
    server.clock.run();
    let ria = Person::named("ria").phone("+31612345678").email("ria@x.nl").enrolled().add(server.provider()).await;

    let mut process = Command::new("node")
        .args(["node/relying_party.mjs", &server.issuer, "node", method, credential, &uri, &format!("{APPLICATIONS}/")])
        .env("NODE_EXTRA_CA_CERTS", server.folder().join("authority.pem"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("node");
    let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
    let url = lines.next_line().await.expect("a line").expect("a URL");
    let http = authority.trusting().cookie_store(true).build().expect("a client");
    let browser = Browser::with_http(&server.issuer, http);
    let page = browser.open(&url).await;
    let landing = log_in(&server, &browser, &page, &ria).await;
    let mut input = process.stdin.take().expect("its input");
    input.write_all(format!("{}\n", landing.url).as_bytes()).await.expect("written");

    let told: Value = serde_json::from_str(&lines.next_line().await.expect("a line").expect("an end")).expect("JSON");
    assert_eq!(told["claims"]["sub"], ria.subject.as_str());
    assert_eq!(told["claims"]["acr"], "urn:sluis:acr:mfa");
    assert_eq!(told["userinfo"]["email"], "ria@x.nl");
    assert_eq!(told["refreshed"]["auth_time"], told["claims"]["auth_time"]);
    assert_eq!((&told["alive"]["active"], &told["alive"]["client_id"]), (&true.into(), &"node".into()));
    assert_eq!(told["dead"], serde_json::json!({"active": false}), "revoked with its refresh token");
    let landing = browser.open(told["logout"].as_str().expect("a URL")).await;
    assert_eq!(landing.url.as_str(), format!("{APPLICATIONS}/?state=tot+ziens"));
}

#[tokio::test]
async fn openid_client_logs_in_with_a_posted_secret() {
    logs_in("client_secret_post", SECRET, "client_secret_files: [../secrets/client.secret]\n").await;
}

#[tokio::test]
async fn openid_client_logs_in_with_a_key() {
    let mut key = Jwk::generate_ec_key(EcCurve::P256).expect("a key");
    key.set_key_id("node-1");
    let mut public = key.to_public_key().expect("a public key");
    public.set_key_id("node-1");
    let file = format!("token_endpoint_auth_signing_alg: ES256\njwks: {{\"keys\": [{public}]}}\n");
    logs_in("private_key_jwt", &key.to_string(), &file).await;
}
