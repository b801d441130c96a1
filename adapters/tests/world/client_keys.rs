//! The keys of clients: real signatures, and a web server that has the keys or plays tricks.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use idp_adapters::client_keys::{InvalidKeySet, RegisteredKeys, check};
use idp_adapters::outbound::{Outbound, OutboundSettings, Reach};
use idp_core::client::KeySource;
use idp_core::oidc::Algorithm;
use idp_core::port::ClientKeys;
use josekit::jwk::Jwk;
use josekit::jwk::alg::ec::EcCurve;
use josekit::jwk::alg::ed::EdCurve;
use josekit::jws::{self, ES256, EdDSA, HS256, JwsHeader, JwsSigner, PS256, RS256};
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;

use super::HandClock;

/// A private key with its name.
fn key(algorithm: Algorithm, kid: &str) -> Jwk {
    let made = match algorithm {
        Algorithm::Rs256 | Algorithm::Ps256 => Jwk::generate_rsa_key(2048),
        Algorithm::Es256 => Jwk::generate_ec_key(EcCurve::P256),
        Algorithm::EdDsa => Jwk::generate_ed_key(EdCurve::Ed25519),
    };
    let mut key = made.expect("a key");
    key.set_key_id(kid);
    key
}

fn public(key: &Jwk) -> Value {
    let private = ["d", "p", "q", "dp", "dq", "qi"];
    key.as_ref()
        .iter()
        .filter(|(name, _)| !private.contains(&name.as_str()))
        .map(|(n, v)| (n.clone(), v.clone()))
        .collect()
}

fn set(keys: &[&Jwk]) -> Value {
    json!({ "keys": keys.iter().map(|key| public(key)).collect::<Vec<_>>() })
}

fn signer(algorithm: Algorithm, key: &Jwk) -> Box<dyn JwsSigner> {
    match algorithm {
        Algorithm::Rs256 => Box::new(RS256.signer_from_jwk(key).expect("a signer")),
        Algorithm::Ps256 => Box::new(PS256.signer_from_jwk(key).expect("a signer")),
        Algorithm::Es256 => Box::new(ES256.signer_from_jwk(key).expect("a signer")),
        Algorithm::EdDsa => Box::new(EdDSA.signer_from_jwk(key).expect("a signer")),
    }
}

fn signed(algorithm: Algorithm, key: &Jwk, more: &Value) -> String {
    let header = JwsHeader::from_map(more.as_object().expect("members").clone()).expect("a header");
    jws::serialize_compact(br#"{"sub":"drop"}"#, &header, signer(algorithm, key).as_ref()).expect("a JWT")
}

fn keys(reach: Reach) -> (RegisteredKeys, Arc<HandClock>) {
    let clock = Arc::new(HandClock::new());
    let outbound = Outbound::new(&OutboundSettings { reach, root_certificate: None }).expect("an HTTP client");
    (RegisteredKeys::new(outbound, clock.clone()), clock)
}

async fn verify(
    keys: &RegisteredKeys,
    source: &KeySource,
    algorithm: Algorithm,
    jwt: &str,
) -> Option<Map<String, Value>> {
    keys.verify(source, algorithm, jwt).await.expect("an answer")
}

#[tokio::test]
async fn a_key_of_the_client_verifies_and_nothing_else_does() {
    let (verifier, _) = keys(Reach::public());
    for algorithm in Algorithm::ALL {
        let (ours, theirs) = (key(algorithm, "a"), key(algorithm, "a"));
        let source = KeySource::Inline(set(&[&ours]));
        let good = signed(algorithm, &ours, &json!({}));
        assert_eq!(verify(&verifier, &source, algorithm, &good).await, json!({"sub": "drop"}).as_object().cloned());
        assert!(verify(&verifier, &source, algorithm, &signed(algorithm, &theirs, &json!({}))).await.is_none());
        for other in Algorithm::ALL.into_iter().filter(|other| *other != algorithm) {
            assert!(
                verify(&verifier, &source, other, &good).await.is_none(),
                "{algorithm} where {other} is registered"
            );
        }
        for more in [
            json!({"jwk": public(&ours)}),
            json!({"jku": "https://client.example/jwks"}),
            json!({"x5u": "https://client.example/x5u"}),
            json!({"x5c": ["AAAA"]}),
            json!({"crit": ["exp"], "exp": 1}),
            json!({"b64": true}),
        ] {
            let jwt = signed(algorithm, &ours, &more);
            assert!(verify(&verifier, &source, algorithm, &jwt).await.is_none(), "{algorithm}: {more}");
        }
        let (header, rest) = good.split_once('.').expect("parts");
        for bad in [
            "",
            "a.b.c",
            header,
            &format!("{header}."),
            &format!("{header}.{}", rest.to_lowercase()),
            &good[..good.len() - 8],
        ] {
            assert!(verify(&verifier, &source, algorithm, bad).await.is_none(), "{bad}");
        }
    }
}

#[tokio::test]
async fn a_public_key_is_no_secret_to_sign_with() {
    let (verifier, _) = keys(Reach::public());
    let ours = key(Algorithm::Rs256, "a");
    let source = KeySource::Inline(set(&[&ours]));
    let secret = serde_json::to_vec(&public(&ours)).expect("JSON");
    let mut header = JwsHeader::new();
    header.set_key_id("a");
    let forged = jws::serialize_compact(b"{}", &header, &HS256.signer_from_bytes(secret).expect("long enough"));
    assert!(verify(&verifier, &source, Algorithm::Rs256, &forged.expect("a JWT")).await.is_none());
    for header in [r#"{"alg":"none"}"#, r#"{"alg":"RS256","kid":"a"}"#, r#"{"alg":"none","kid":"a"}"#] {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        let unsigned = format!("{}.e30.", URL_SAFE_NO_PAD.encode(header));
        assert!(verify(&verifier, &source, Algorithm::Rs256, &unsigned).await.is_none(), "{header}");
    }
}

#[tokio::test]
async fn the_name_picks_the_key_and_may_be_left_out_where_there_is_one() {
    let (verifier, _) = keys(Reach::public());
    let (a, b, rsa) = (key(Algorithm::Es256, "a"), key(Algorithm::Es256, "b"), key(Algorithm::Rs256, "c"));
    let nameless = |key: &Jwk| {
        let mut members: Map<String, Value> = key.as_ref().clone();
        members.remove("kid");
        Jwk::from_map(members).expect("a key")
    };
    let two = KeySource::Inline(set(&[&a, &b]));
    for key in [&a, &b] {
        assert!(verify(&verifier, &two, Algorithm::Es256, &signed(Algorithm::Es256, key, &json!({}))).await.is_some());
        let without = signed(Algorithm::Es256, &nameless(key), &json!({}));
        assert!(verify(&verifier, &two, Algorithm::Es256, &without).await.is_none(), "which of the two?");
    }
    let without = signed(Algorithm::Es256, &nameless(&a), &json!({}));
    let one = KeySource::Inline(set(&[&a, &rsa]));
    assert!(verify(&verifier, &one, Algorithm::Es256, &without).await.is_some(), "one is for ES256");
    let twice = KeySource::Inline(set(&[&a, &a]));
    assert!(verify(&verifier, &twice, Algorithm::Es256, &signed(Algorithm::Es256, &a, &json!({}))).await.is_none());
    let private = KeySource::Inline(json!({ "keys": [a] }));
    assert!(verify(&verifier, &private, Algorithm::Es256, &without).await.is_none(), "everybody could have it");
}

#[test]
fn a_set_that_cannot_be_registered_says_why() {
    let (a, b) = (key(Algorithm::Es256, "a"), key(Algorithm::EdDsa, "b"));
    assert_eq!(check(&set(&[&a, &b]), Algorithm::Es256), Ok(()));
    let mut encryption = public(&a);
    encryption["use"] = json!("enc");
    let mut nameless = public(&b);
    nameless.as_object_mut().expect("members").remove("kid");
    for (set, fault) in [
        (json!({}), InvalidKeySet::Empty),
        (json!({"keys": []}), InvalidKeySet::Empty),
        (json!({"keys": {}}), InvalidKeySet::Empty),
        (json!({"keys": [public(&a), b]}), InvalidKeySet::Private(1)),
        (json!({"keys": [{"kty": "oct", "k": "AAAA"}]}), InvalidKeySet::Private(0)),
        (json!({"keys": [public(&a), nameless]}), InvalidKeySet::Nameless(1)),
        (set(&[&a, &a]), InvalidKeySet::Nameless(1)),
        (set(&[&b]), InvalidKeySet::Unusable(Algorithm::Es256)),
        (json!({"keys": [encryption]}), InvalidKeySet::Unusable(Algorithm::Es256)),
        (
            json!({"keys": [{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}]}),
            InvalidKeySet::Unusable(Algorithm::Es256),
        ),
    ] {
        assert_eq!(check(&set, Algorithm::Es256), Err(fault), "{set}");
    }
}

/// A client's web server.
#[derive(Clone, Default)]
struct Host {
    sets: Arc<Mutex<HashMap<&'static str, Value>>>,
    asked: Arc<AtomicUsize>,
    /// Held to keep the answers back.
    gate: Arc<tokio::sync::RwLock<()>>,
    port: u16,
}

impl Host {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let host = Self { port: listener.local_addr().expect("an address").port(), ..Self::default() };
        let router = Router::new()
            .route("/jwks", get(Self::jwks))
            .route("/moved", get(|| async { Redirect::temporary("/jwks") }))
            .route("/large", get(|| async { format!("{{\"keys\":[],\"x\":\"{}\"}}", "x".repeat(100_000)) }))
            .route("/slow", get(std::future::pending::<()>))
            .route("/text", get(|| async { "no JSON" }))
            .route("/other", get(|| async { "[]" }))
            .with_state(host.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        host
    }

    async fn jwks(State(host): State<Self>) -> Response {
        host.asked.fetch_add(1, Ordering::SeqCst);
        let _open = host.gate.read().await;
        match host.sets.lock().expect("a lock").get("jwks") {
            Some(set) => axum::Json(set.clone()).into_response(),
            None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }

    fn has(&self, set: Option<Value>) {
        let mut sets = self.sets.lock().expect("a lock");
        match set {
            Some(set) => drop(sets.insert("jwks", set)),
            None => sets.clear(),
        }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    fn at(&self, path: &str) -> KeySource {
        KeySource::Remote(format!("http://localhost:{}{path}", self.port).parse().expect("a URL"))
    }
}

#[tokio::test]
async fn keys_are_fetched_kept_and_fetched_anew() {
    let host = Host::start().await;
    let (verifier, clock) = keys(Reach::Everywhere);
    let (old, new) = (key(Algorithm::Es256, "old"), key(Algorithm::Es256, "new"));
    let source = host.at("/jwks");
    let works = async |key: &Jwk| {
        verify(&verifier, &source, Algorithm::Es256, &signed(Algorithm::Es256, key, &json!({}))).await.is_some()
    };

    host.has(Some(set(&[&old])));
    for _ in 0..3 {
        assert!(works(&old).await);
    }
    assert_eq!(host.asked(), 1, "kept");
    host.has(Some(set(&[&old, &new])));
    assert!(!works(&new).await, "asked a moment ago");
    assert_eq!(host.asked(), 1);
    clock.forward(60);
    assert!(works(&new).await && works(&old).await, "a key that is not known is looked for");
    assert_eq!(host.asked(), 2);
    for _ in 0..100 {
        assert!(!works(&key(Algorithm::Es256, "nobody's")).await);
    }
    assert_eq!(host.asked(), 2, "however often");

    host.has(Some(set(&[&new])));
    clock.forward(599);
    assert!(works(&old).await, "still fresh");
    clock.forward(1);
    assert!(!works(&old).await && works(&new).await, "withdrawn");
    host.has(None);
    clock.forward(3_599);
    assert!(works(&new).await, "the client is away, and its keys are not an hour old");
    clock.forward(1);
    let jwt = signed(Algorithm::Es256, &new, &json!({}));
    assert!(verifier.verify(&source, Algorithm::Es256, &jwt).await.is_err());
}

#[tokio::test]
async fn a_client_that_does_not_answer_is_asked_less_and_less() {
    let host = Host::start().await;
    let (verifier, clock) = keys(Reach::Everywhere);
    let source = host.at("/jwks");
    let ours = key(Algorithm::Es256, "a");
    let jwt = signed(Algorithm::Es256, &ours, &json!({}));
    let mut asked = Vec::new();
    for second in 0..2000 {
        let before = host.asked();
        assert!(verifier.verify(&source, Algorithm::Es256, &jwt).await.is_err());
        if host.asked() > before {
            asked.push(second);
        }
        clock.forward(1);
    }
    assert_eq!(asked, [0, 5, 15, 35, 75, 155, 315, 615, 915, 1215, 1515, 1815]);
    host.has(Some(set(&[&ours])));
    clock.forward(300);
    assert!(verify(&verifier, &source, Algorithm::Es256, &jwt).await.is_some(), "and found when it is back");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_ask_once() {
    let host = Host::start().await;
    let verifier = Arc::new(keys(Reach::Everywhere).0);
    let ours = key(Algorithm::Es256, "a");
    host.has(Some(set(&[&ours])));
    let (source, jwt) = (host.at("/jwks"), signed(Algorithm::Es256, &ours, &json!({})));
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (verifier, source, jwt) = (verifier.clone(), source.clone(), jwt.clone());
        tasks.spawn(async move {
            verifier.verify(&source, Algorithm::Es256, &jwt).await.is_ok_and(|claims| claims.is_some())
        });
    }
    assert!(tasks.join_all().await.into_iter().all(|verified| verified));
    assert_eq!(host.asked(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_client_keeps_nobody_waiting_whose_key_is_known() {
    let host = Host::start().await;
    let (verifier, clock) = keys(Reach::Everywhere);
    let verifier = Arc::new(verifier);
    let (known, new) = (key(Algorithm::Es256, "known"), key(Algorithm::Es256, "new"));
    let source = host.at("/jwks");
    let start = |key: &Jwk| {
        let (verifier, source, jwt) = (verifier.clone(), source.clone(), signed(Algorithm::Es256, key, &json!({})));
        tokio::spawn(async move { verify(&verifier, &source, Algorithm::Es256, &jwt).await.is_some() })
    };
    host.has(Some(set(&[&known])));
    assert!(start(&known).await.expect("an end"));
    // The set is fresh and lacks a key; then it is old. Each time one asks, and the client takes its time.
    for (seconds, asks) in [(60, &new), (600, &known)] {
        clock.forward(seconds);
        let before = host.asked();
        let shut = host.gate.write().await;
        let waiting = start(asks);
        while host.asked() == before {
            tokio::task::yield_now().await;
        }
        let served = tokio::time::timeout(std::time::Duration::from_secs(2), start(&known)).await;
        assert!(served.expect("at once").expect("an end"), "{seconds}");
        host.has(Some(set(&[&known, &new])));
        drop(shut);
        assert!(waiting.await.expect("an end"), "who waited got what was fetched");
        assert_eq!(host.asked(), before + 1, "one asked");
    }
}

#[tokio::test]
async fn nothing_is_taken_from_where_we_must_not_reach_or_that_plays_tricks() {
    let host = Host::start().await;
    let ours = key(Algorithm::Es256, "a");
    host.has(Some(set(&[&ours])));
    let jwt = signed(Algorithm::Es256, &ours, &json!({}));
    let (everywhere, public) = (keys(Reach::Everywhere).0, keys(Reach::public()).0);
    for path in ["/moved", "/large", "/text", "/other", "/nowhere", "/slow"] {
        let fetched = everywhere.verify(&host.at(path), Algorithm::Es256, &jwt).await;
        assert!(fetched.is_err(), "{path}");
    }
    let port = host.port;
    for url in [
        format!("http://localhost:{port}/jwks"),
        format!("http://127.0.0.1:{port}/jwks"),
        format!("https://localhost:{port}/jwks"),
        format!("https://127.0.0.1:{port}/jwks"),
        format!("https://2130706433:{port}/jwks"),
        format!("https://[::ffff:127.0.0.1]:{port}/jwks"),
    ] {
        let source = KeySource::Remote(url.parse().expect("a URL"));
        assert!(public.verify(&source, Algorithm::Es256, &jwt).await.is_err(), "{url}");
    }
    assert_eq!(host.asked(), 0, "not even followed");
}
