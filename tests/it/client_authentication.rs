//! How applications prove who they are at the token endpoint: each with its one method. A code that is nonsense tells the
//! two apart: `invalid_grant` to whom was let in, `invalid_client` to whom was not.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use idp_core::audit::Code;
use idp_core::port::Clock;
use josekit::jwk::Jwk;
use josekit::jwk::alg::ec::EcCurve;
use josekit::jwk::alg::ed::EdCurve;
use josekit::jws::{self, ES256, EdDSA, HS256, JwsHeader, JwsSigner, PS256, RS256};
use serde_json::{Map, Value, json};

use crate::support::protocol;
use crate::support::server::{APPLICATIONS, SECRET};
use crate::support::{Browser, Server};

const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const NEW_SECRET: &str = "another-secret-of-more-than-thirty-two-characters";

/// A private key of an application, and what it signs with.
#[derive(Clone)]
struct Key {
    algorithm: &'static str,
    jwk: Jwk,
}

impl Key {
    fn generate(algorithm: &'static str, kid: &str) -> Self {
        let made = match algorithm {
            "ES256" => Jwk::generate_ec_key(EcCurve::P256),
            "EdDSA" => Jwk::generate_ed_key(EdCurve::Ed25519),
            _ => Jwk::generate_rsa_key(2048),
        };
        let mut jwk = made.expect("a key");
        jwk.set_key_id(kid);
        Self { algorithm, jwk }
    }

    fn public(&self) -> Value {
        let private = ["d", "p", "q", "dp", "dq", "qi"];
        let members = self.jwk.as_ref().iter().filter(|(name, _)| !private.contains(&name.as_str()));
        members.map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    fn signer(&self) -> Box<dyn JwsSigner> {
        match self.algorithm {
            "RS256" => Box::new(RS256.signer_from_jwk(&self.jwk).expect("a signer")),
            "PS256" => Box::new(PS256.signer_from_jwk(&self.jwk).expect("a signer")),
            "ES256" => Box::new(ES256.signer_from_jwk(&self.jwk).expect("a signer")),
            _ => Box::new(EdDSA.signer_from_jwk(&self.jwk).expect("a signer")),
        }
    }

    fn sign(&self, claims: &Value, header: &Value) -> String {
        let header = JwsHeader::from_map(header.as_object().expect("members").clone()).expect("a header");
        jws::serialize_compact(claims.to_string().as_bytes(), &header, self.signer().as_ref()).expect("a JWT")
    }
}

/// A server with an application for each method.
struct Bench {
    server: Server,
    browser: Browser,
    keys: BTreeMap<&'static str, Key>,
}

/// The applications with keys of their own, by what they sign with.
const SIGNERS: [(&str, &str); 4] = [("rs", "RS256"), ("ps", "PS256"), ("es", "ES256"), ("ed", "EdDSA")];

impl Bench {
    async fn new() -> Self {
        Self::on(Server::start().await).await
    }

    async fn on(mut server: Server) -> Self {
        let client = |id: &str, more: &str| {
            let uri = format!("{APPLICATIONS}/{id}/callback");
            let text =
                format!("client_id: {id}\nclient_name: {id}\nredirect_uris: ['{uri}']\nrequire_pkce: false\n{more}\n");
            server.write(&format!("clients/{id}.yaml"), &text);
        };
        server.write("secrets/new.secret", NEW_SECRET);
        let two = "client_secret_files: [../secrets/new.secret, ../secrets/client.secret]";
        client("basic", two);
        client("post", &format!("token_endpoint_auth_method: client_secret_post\n{two}"));
        let mut keys = BTreeMap::new();
        for (id, algorithm) in SIGNERS {
            let key = Key::generate(algorithm, id);
            client(
                id,
                &format!(
                    "token_endpoint_auth_method: private_key_jwt\ntoken_endpoint_auth_signing_alg: {algorithm}\n\
                     jwks: {}",
                    json!({"keys": [key.public()]})
                ),
            );
            keys.insert(id, key);
        }
        server.restart().await;
        Self { browser: server.browser(), server, keys }
    }

    fn now(&self) -> i64 {
        self.server.clock.now().as_second()
    }

    /// What an assertion of this application says.
    fn claims(&self, id: &str) -> Value {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let (now, jti) = (self.now(), COUNT.fetch_add(1, Ordering::SeqCst).to_string());
        json!({"iss": id, "sub": id, "aud": self.server.issuer, "iat": now, "exp": now + 60, "jti": jti})
    }

    fn assertion(&self, id: &str) -> String {
        self.keys[id].sign(&self.claims(id), &json!({}))
    }

    /// Posts a token request with this on top of a code that is nonsense, and gives the error.
    async fn post(&self, basic: Option<(&str, &str)>, more: &[(&str, &str)]) -> (u16, Value) {
        let mut form = vec![("grant_type", "authorization_code"), ("code", "x"), ("redirect_uri", "x")];
        form.extend(more);
        let mut request = self.browser.http.post(format!("{}/token", self.server.issuer)).form(&form);
        if let Some((id, secret)) = basic {
            request = request.basic_auth(id, Some(secret));
        }
        let answer = self.browser.step(request).await;
        (answer.status.as_u16(), serde_json::from_str(&answer.body).expect("JSON"))
    }

    async fn assert(&self, assertion: &str) -> (u16, Value) {
        self.post(None, &[("client_assertion_type", ASSERTION_TYPE), ("client_assertion", assertion)]).await
    }
}

fn let_in(answer: &(u16, Value)) -> bool {
    match (answer.0, answer.1["error"].as_str()) {
        (400, Some("invalid_grant")) => true,
        (401, Some("invalid_client")) => {
            let words = "the client is unknown or did not prove who it is";
            assert_eq!(answer.1["error_description"], words, "always the same");
            false
        }
        _ => panic!("neither let in nor refused: {answer:?}"),
    }
}

#[tokio::test]
async fn each_has_one_method_and_while_it_is_rotated_two_secrets() {
    let bench = Bench::new().await;
    for secret in [SECRET, NEW_SECRET] {
        assert!(let_in(&bench.post(Some(("basic", secret)), &[]).await));
        assert!(let_in(&bench.post(Some(("basic", secret)), &[("client_id", "basic")]).await));
        assert!(let_in(&bench.post(None, &[("client_id", "post"), ("client_secret", secret)]).await));
    }
    assert!(let_in(&bench.post(None, &[("client_id", "spa")]).await));

    for id in ["basic", "post", "spa", "es", "nobody"] {
        for secret in ["", "wrong", SECRET] {
            if (id, secret) != ("basic", SECRET) {
                assert!(!let_in(&bench.post(Some((id, secret)), &[]).await), "basic {id} {secret}");
            }
            if (id, secret) != ("post", SECRET) && (id, secret) != ("spa", "") {
                let form = [("client_id", id), ("client_secret", secret)];
                assert!(!let_in(&bench.post(None, &form).await), "post {id} {secret}");
            }
        }
        let mut claims = bench.claims("es");
        (claims["iss"], claims["sub"]) = (json!(id), json!(id));
        let let_in = let_in(&bench.assert(&bench.keys["es"].sign(&claims, &json!({}))).await);
        assert_eq!(let_in, id == "es", "assertion {id}");
    }
    let wrong = SECRET.to_uppercase();
    for secret in [&wrong, &format!("{SECRET} "), &format!(" {SECRET}"), "\u{0}"] {
        assert!(!let_in(&bench.post(None, &[("client_id", "post"), ("client_secret", secret)]).await), "{secret:?}");
    }
    assert!(!let_in(&bench.post(None, &[("client_secret", SECRET)]).await), "nobody's");
}

#[tokio::test]
async fn more_than_one_method_at_once_is_none() {
    let bench = Bench::new().await;
    let assertion = bench.assertion("es");
    let signed = [("client_assertion_type", ASSERTION_TYPE), ("client_assertion", assertion.as_str())];
    let secret = [("client_id", "post"), ("client_secret", SECRET)];
    let both: Vec<_> = secret.into_iter().chain(signed).collect();
    for (case, basic, form) in [
        ("basic and post", Some(("basic", SECRET)), secret.as_slice()),
        ("basic and an assertion", Some(("basic", SECRET)), &signed),
        ("post and an assertion", None, &both),
        ("all three", Some(("basic", SECRET)), &both),
        ("basic and half an assertion", Some(("basic", SECRET)), &signed[..1]),
        ("half an assertion", None, &signed[..1]),
        ("the other half", None, &signed[1..]),
        ("another client_id beside basic", Some(("basic", SECRET)), &[("client_id", "post")]),
        ("another client_id beside an assertion", None, &[signed[0], signed[1], ("client_id", "post")]),
        ("two secrets", None, &[secret[0], secret[1], secret[1]]),
    ] {
        let (status, error) = bench.post(basic, form).await;
        assert_eq!((status, error["error"].as_str()), (400, Some("invalid_request")), "{case}: {error}");
    }
    assert!(let_in(&bench.assert(&assertion).await), "none of that used it up");
}

#[tokio::test]
async fn an_assertion_of_any_algorithm_gets_tokens() {
    let bench = Bench::new().await;
    let (browser, _) = protocol::somebody_logged_in(&bench.server, "ria").await;
    for (id, _) in SIGNERS {
        let landing = browser.open(&protocol::url(id, &[])).await;
        let (uri, assertion) = (format!("{APPLICATIONS}/{id}/callback"), bench.assertion(id));
        let form = [
            ("grant_type", "authorization_code"),
            ("code", &landing.answer()["code"]),
            ("redirect_uri", &uri),
            ("client_assertion_type", ASSERTION_TYPE),
            ("client_assertion", &assertion),
        ];
        let answer = browser.step(browser.http.post(format!("{}/token", bench.server.issuer)).form(&form)).await;
        assert_eq!(answer.status, 200, "{id}: {}", answer.body);
    }
}

#[tokio::test]
async fn an_assertion_counts_once_at_once_later_and_after_a_restart() {
    an_assertion_counts_once(Bench::new().await).await;
}

#[tokio::test]
async fn an_assertion_counts_once_on_two_nodes() {
    an_assertion_counts_once(Bench::on(Server::of_two_nodes(Duration::from_secs(3)).await).await).await;
}

async fn an_assertion_counts_once(mut bench: Bench) {
    let assertion = bench.assertion("es");
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let form = [("grant_type", "x"), ("client_assertion_type", ASSERTION_TYPE), ("client_assertion", &assertion)];
        let request = bench.browser.http.post(format!("{}/token", bench.server.issuer)).form(&form);
        tasks.spawn(async move { request.send().await.expect("an answer").status().as_u16() });
    }
    let statuses = tasks.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 400).count(), 1, "one was let in: {statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 49, "{statuses:?}");

    bench.server.restart().await;
    assert!(!let_in(&bench.assert(&assertion).await), "after a restart");
    let mut same_jti = bench.claims("ed");
    let payload = protocol::payload(&json!({"a": assertion}), "a");
    same_jti["jti"] = payload["jti"].clone();
    assert!(let_in(&bench.assert(&bench.keys["ed"].sign(&same_jti, &json!({}))).await), "another's jti is another");
    let reasons: Vec<_> = bench.server.recorded(Code::ClientRefused).await.into_iter().map(|e| e.detail).collect();
    assert_eq!(reasons.iter().filter(|detail| detail.contains("replay")).count(), 50, "{reasons:?}");
}

#[tokio::test]
async fn an_assertion_that_is_not_for_us_now_and_from_the_client_is_refused() {
    let bench = Bench::new().await;
    let (now, issuer) = (bench.now(), bench.server.issuer.clone());
    for (claim, value, good) in [
        ("iss", json!("ed"), false),
        ("sub", json!("ed"), false),
        ("aud", json!([issuer]), false),
        ("aud", json!([issuer, "https://other.example"]), false),
        ("aud", json!(format!("{issuer}/token")), false),
        ("aud", json!(format!("{issuer}/")), false),
        ("aud", Value::Null, false),
        ("exp", Value::Null, false),
        ("exp", json!(now - 11), false),
        ("exp", json!(now - 5), true),
        ("exp", json!(now + 605), true),
        ("exp", json!(now + 3600), false),
        ("exp", json!(format!("{}", now + 60)), false),
        ("iat", json!(now + 10), true),
        ("iat", json!(now + 61), false),
        ("nbf", json!(now + 10), true),
        ("nbf", json!(now + 61), false),
        ("jti", Value::Null, false),
        ("jti", json!(""), false),
        ("jti", json!("x".repeat(257)), false),
    ] {
        let mut claims = bench.claims("es");
        claims[claim] = value.clone();
        let answer = bench.assert(&bench.keys["es"].sign(&claims, &json!({}))).await;
        assert_eq!(let_in(&answer), good, "{claim}: {value}");
    }
    let another_type = [("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer")];
    let assertion = bench.assertion("es");
    let form = [another_type[0], ("client_assertion", &assertion)];
    assert!(!let_in(&bench.post(None, &form).await), "another type of assertion");
}

#[tokio::test]
async fn an_assertion_that_brings_its_own_key_or_algorithm_is_refused() {
    let bench = Bench::new().await;
    let (ours, rsa) = (&bench.keys["es"], &bench.keys["rs"]);
    let theirs = Key::generate("ES256", "es");
    let as_ps256 = Key { algorithm: "PS256", jwk: rsa.jwk.clone() };
    let hmac = {
        let secret = rsa.public().to_string();
        let mut header = JwsHeader::new();
        header.set_key_id("rs");
        let signer = HS256.signer_from_bytes(secret.as_bytes()).expect("long enough");
        jws::serialize_compact(bench.claims("rs").to_string().as_bytes(), &header, &signer).expect("a JWT")
    };
    let unsigned = {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
        format!("{}.{}.", BASE64.encode(r#"{"alg":"none"}"#), BASE64.encode(bench.claims("es").to_string()))
    };
    for (case, assertion) in [
        ("another key of that name", theirs.sign(&bench.claims("es"), &json!({}))),
        ("its own key", theirs.sign(&bench.claims("es"), &json!({"jwk": theirs.public()}))),
        ("where its key is", theirs.sign(&bench.claims("es"), &json!({"jku": "http://localhost:9/jwks"}))),
        ("our key brought along", ours.sign(&bench.claims("es"), &json!({"jwk": ours.public()}))),
        ("crit", ours.sign(&bench.claims("es"), &json!({"crit": ["exp"], "exp": 1}))),
        ("another application's key", bench.keys["ed"].sign(&bench.claims("es"), &json!({}))),
        ("another algorithm of the same key", as_ps256.sign(&bench.claims("rs"), &json!({}))),
        ("the public key as an HMAC secret", hmac),
        ("no signature", unsigned),
        ("no JWT", "a.b.c".to_owned()),
    ] {
        assert!(!let_in(&bench.assert(&assertion).await), "{case}");
    }
    assert!(let_in(&bench.assert(&bench.assertion("es")).await), "and nobody is shut out by it");
}

#[derive(Clone, Default)]
struct Host {
    set: Arc<Mutex<Value>>,
    asked: Arc<AtomicUsize>,
}

#[tokio::test]
async fn keys_are_fetched_from_the_application_and_can_be_replaced_there() {
    // Each node fetches for itself, so they are counted at one.
    let mut bench = Bench::on(Server::on_sqlite().await).await;
    let host = Host::default();
    let serve = |State(host): State<Host>| async move {
        host.asked.fetch_add(1, Ordering::SeqCst);
        Json(host.set.lock().expect("a lock").clone())
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let router = Router::new().route("/jwks", get(serve)).with_state(host.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    bench.server.write(
        "clients/remote.yaml",
        &format!(
            "client_id: remote\nclient_name: remote\nredirect_uris: ['{APPLICATIONS}/remote/callback']\n\
             token_endpoint_auth_method: private_key_jwt\ntoken_endpoint_auth_signing_alg: ES256\n\
             jwks_uri: http://127.0.0.1:{port}/jwks\n"
        ),
    );
    bench.server.restart().await;
    let has = |keys: &[&Key]| {
        *host.set.lock().expect("a lock") = json!({"keys": keys.iter().map(|key| key.public()).collect::<Vec<_>>()});
    };
    let (old, new) = (Key::generate("ES256", "old"), Key::generate("ES256", "new"));
    let bench = &bench;
    let signed = async |key: &Key| bench.assert(&key.sign(&bench.claims("remote"), &json!({}))).await;

    let (status, error) = signed(&old).await;
    assert_eq!(
        (status, error["error"].as_str()),
        (503, Some("temporarily_unavailable")),
        "no keys to be had yet: {error}"
    );
    has(&[&old]);
    bench.server.later(Duration::from_secs(10));
    assert!(let_in(&signed(&old).await));
    has(&[&old, &new]);
    bench.server.later(Duration::from_secs(61));
    assert!(let_in(&signed(&new).await), "a key that is new");
    let asked = host.asked.load(Ordering::SeqCst);
    for n in 0..20 {
        assert!(!let_in(&signed(&Key::generate("ES256", &format!("stranger-{n}"))).await));
    }
    assert_eq!(host.asked.load(Ordering::SeqCst), asked, "strangers make us ask no more than once a minute");
    has(&[&new]);
    bench.server.later(Duration::from_secs(601));
    assert!(!let_in(&signed(&old).await) && let_in(&signed(&new).await), "a key that was withdrawn");
}

#[tokio::test]
async fn a_thousand_wrong_secrets_shut_nobody_out_and_do_not_flood_the_record() {
    let bench = Bench::new().await;
    for n in 0..1000 {
        let wrong = format!("{SECRET}{n}");
        assert!(!let_in(&bench.post(None, &[("client_id", "post"), ("client_secret", &wrong)]).await));
    }
    assert!(let_in(&bench.post(None, &[("client_id", "post"), ("client_secret", SECRET)]).await));
    bench.server.later(Duration::from_secs(61));
    assert!(!let_in(&bench.post(Some(("niemand", SECRET)), &[]).await));
    let events = bench.server.recorded(Code::ClientRefused).await;
    assert_eq!(events.len(), 101, "a hundred in the first minute, and one in the next");
    assert_eq!(events[0].client, None, "nobody that we know");
    for event in &events[1..] {
        assert_eq!((event.client.as_deref(), event.detail.as_str()), (Some("post"), r#"{"reason":"secret"}"#));
    }
    assert!(
        !format!("{events:?}").contains(SECRET) && !format!("{events:?}").contains("niemand"),
        "never what was sent"
    );
}

#[tokio::test]
async fn the_metadata_say_so() {
    let bench = Bench::new().await;
    let metadata = bench.browser.open("/.well-known/openid-configuration").await.body;
    let metadata: Map<String, Value> = serde_json::from_str(&metadata).expect("JSON");
    let methods = json!(["client_secret_basic", "client_secret_post", "none", "private_key_jwt"]);
    assert_eq!(metadata["token_endpoint_auth_methods_supported"], methods);
    let algorithms = json!(["RS256", "PS256", "ES256", "EdDSA"]);
    assert_eq!(metadata["token_endpoint_auth_signing_alg_values_supported"], algorithms);
}

#[tokio::test]
async fn of_two_authorization_headers_neither_is_believed() {
    let bench = Bench::new().await;
    let uri = format!("{APPLICATIONS}/oud/callback");
    let form = [("grant_type", "authorization_code"), ("code", "x"), ("redirect_uri", uri.as_str()), ("token", "x")];
    for path in ["/token", "/introspect", "/revoke", "/userinfo"] {
        for second in ["Basic b3VkOmE=", "Bearer abc"] {
            let request = bench.browser.http.post(format!("{}{path}", bench.server.issuer));
            let request = request.basic_auth("oud", Some(SECRET)).header("authorization", second).form(&form);
            let answer = bench.browser.step(request).await;
            let error: Value = serde_json::from_str(&answer.body).expect("JSON");
            assert_eq!((answer.status.as_u16(), &error["error"]), (400, &json!("invalid_request")), "{path} {second}");
        }
    }
}
