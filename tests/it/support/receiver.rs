//! Applications that hear of logouts, as their makers would write them: they believe nothing that they cannot verify.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::{get, post};
use axum::{Json, Router};
use axum_server::tls_rustls::RustlsConfig;
use idp_core::oidc::Algorithm;
use idp_core::port::Clock;
use josekit::jwk::Jwk;
use josekit::jws::{self, ES256, JwsVerifier, RS256};
use serde_json::{Map, Value};
use tokio::net::TcpListener;
use tokio::sync::Notify;

use super::protocol::payload;
use super::server::SECRET;
use super::tls::Pair;
use super::{Browser, Landing, Server};

/// What an application answers to a call, or a frame.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Answer {
    Status(u16),
    /// Never.
    Hang,
}

/// Where the applications are: each below its id.
pub(crate) struct Receiver {
    pub(crate) base: String,
    heard: Arc<Heard>,
}

#[derive(Default)]
struct Heard {
    /// The logout tokens by application, in order.
    tokens: Mutex<HashMap<String, Vec<String>>>,
    /// The queries of the frames by application, in order.
    frames: Mutex<HashMap<String, Vec<BTreeMap<String, String>>>>,
    /// What is answered next, by application; 200 after that.
    answers: Mutex<HashMap<String, VecDeque<Answer>>>,
    one: Notify,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        Self::at(free_port().await).await
    }

    /// At a port on which nothing listened until now.
    pub(crate) async fn at(port: u16) -> Self {
        let receiver = Self { base: format!("http://localhost:{port}"), heard: Arc::default() };
        let listener = TcpListener::bind(("127.0.0.1", port)).await.expect("the port");
        let router = router(receiver.heard.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        receiver
    }

    /// Over TLS alone.
    pub(crate) async fn over_tls(pair: &Pair) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let receiver = Self { base: format!("https://localhost:{port}"), heard: Arc::default() };
        let (certificate, key) = (pair.certificate.clone().into_bytes(), pair.key.clone().into_bytes());
        let config = RustlsConfig::from_pem(certificate, key).await.expect("a certificate");
        listener.set_nonblocking(true).expect("a listener");
        let server = axum_server::from_tcp_rustls(listener, config).expect("a server");
        tokio::spawn(server.serve(router(receiver.heard.clone()).into_make_service()));
        receiver
    }

    /// Writes the file of an application here, for the server's next start.
    pub(crate) fn register(&self, server: &Server, id: &str, more: &str) {
        register(server, &self.base, id, more);
    }

    /// What the application answers next, to calls and frames alike.
    pub(crate) fn answers(&self, id: &str, answers: impl IntoIterator<Item = Answer>) {
        self.heard.answers.lock().expect("no panic").insert(id.to_owned(), answers.into_iter().collect());
    }

    /// Waits until the application was called so often, and gives the tokens.
    pub(crate) async fn called(&self, id: &str, times: usize) -> Vec<String> {
        self.until(id, times, |heard| heard.tokens.lock().expect("no panic").get(id).cloned()).await
    }

    /// Waits until so many frames of the application were loaded, and gives their queries.
    pub(crate) async fn framed(&self, id: &str, times: usize) -> Vec<BTreeMap<String, String>> {
        self.until(id, times, |heard| heard.frames.lock().expect("no panic").get(id).cloned()).await
    }

    async fn until<T>(&self, id: &str, times: usize, read: impl Fn(&Heard) -> Option<Vec<T>>) -> Vec<T> {
        let waiting = async {
            loop {
                let one = self.heard.one.notified();
                let heard = read(&self.heard).unwrap_or_default();
                if heard.len() >= times {
                    return heard;
                }
                one.await;
            }
        };
        tokio::time::timeout(Duration::from_secs(15), waiting).await.unwrap_or_else(|_| {
            panic!("{id} did not hear {times} times: {}", read(&self.heard).unwrap_or_default().len())
        })
    }
}

/// Writes the file of an application at a base.
pub(crate) fn register(server: &Server, base: &str, id: &str, more: &str) {
    let file = format!(
        "client_id: {id}\nclient_name: Applicatie {id}\nredirect_uris: ['{base}/{id}/callback']\n\
         post_logout_redirect_uris: ['{base}/']\nclient_secret_files: [../secrets/client.secret]\n\
         scope: openid\nrequire_pkce: false\n{more}\n"
    );
    server.write(&format!("clients/{id}.yaml"), &file);
}

/// The line of a file that has the application called.
pub(crate) fn called_at(base: &str, id: &str) -> String {
    format!("backchannel_logout_uri: '{base}/{id}/backchannel?keep=1'\nbackchannel_logout_session_required: true\n")
}

/// The line of a file that has the application framed.
pub(crate) fn framed_at(base: &str, id: &str) -> String {
    format!("frontchannel_logout_uri: '{base}/{id}/frontchannel?keep=1'\nfrontchannel_logout_session_required: true\n")
}

pub(crate) async fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    listener.local_addr().expect("an address").port()
}

fn router(heard: Arc<Heard>) -> Router {
    Router::new()
        .route("/", get(|| async { Html("<!doctype html><title>uit</title><p id=out>U bent terug.") }))
        .route("/{id}/callback", get(|| async { Html("<!doctype html><title>in</title><p id=in>U bent er.") }))
        .route("/{id}/backchannel", post(call))
        .route("/{id}/frontchannel", get(frame))
        .with_state(heard)
}

async fn call(
    State(heard): State<Arc<Heard>>,
    Path(id): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
    Form(form): Form<BTreeMap<String, String>>,
) -> (StatusCode, Json<Value>) {
    let (Some(token), 1, Some("1")) = (form.get("logout_token"), form.len(), query.get("keep").map(String::as_str))
    else {
        return (StatusCode::IM_A_TEAPOT, Json(Value::Null));
    };
    heard.tokens.lock().expect("no panic").entry(id.clone()).or_default().push(token.clone());
    heard.one.notify_waiters();
    (heard.answer(&id).await, Json(Value::Null))
}

async fn frame(
    State(heard): State<Arc<Heard>>,
    Path(id): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
) -> (StatusCode, Html<&'static str>) {
    heard.frames.lock().expect("no panic").entry(id.clone()).or_default().push(query);
    heard.one.notify_waiters();
    (heard.answer(&id).await, Html("<!doctype html><title>uit</title>"))
}

impl Heard {
    async fn answer(&self, id: &str) -> StatusCode {
        let next = self.answers.lock().expect("no panic").get_mut(id).and_then(VecDeque::pop_front);
        match next.unwrap_or(Answer::Status(200)) {
            Answer::Status(status) => StatusCode::from_u16(status).expect("a status"),
            Answer::Hang => std::future::pending().await,
        }
    }
}

/// A login of an application: what its ID token said.
pub(crate) struct Known {
    pub(crate) id: String,
    pub(crate) id_token: String,
    pub(crate) claims: Value,
}

/// Logs in at an application, with a browser that has a session or gets one by `land`.
pub(crate) fn authorize(base: &str, id: &str, more: &str) -> String {
    format!("/authorize?client_id={id}&redirect_uri={base}/{id}/callback&response_type=code&scope=openid&nonce=n{more}")
}

/// What the application got for the code that the browser brought.
pub(crate) async fn known(server: &Server, browser: &Browser, base: &str, id: &str, landing: &Landing) -> Known {
    let code = &landing.answer()["code"];
    let uri = format!("{base}/{id}/callback");
    let form = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", &uri)];
    let request = browser.http.post(format!("{}/token", server.issuer)).basic_auth(id, Some(SECRET)).form(&form);
    let tokens: Value = serde_json::from_str(&browser.step(request).await.body).expect("JSON");
    let id_token = tokens["id_token"].as_str().unwrap_or_else(|| panic!("no ID token: {tokens}")).to_owned();
    Known { id: id.to_owned(), id_token, claims: payload(&tokens, "id_token") }
}

impl Known {
    /// Believes a logout token, as Back-Channel Logout 2.6 says: fails the test if it is not to be believed.
    pub(crate) async fn believe(&self, server: &Server, algorithm: Algorithm, token: &str) -> Map<String, Value> {
        let set = server.browser().open("/jwks").await.body;
        let header = jws::JwsHeader::from_map(josekit_header(token)).expect("a header");
        assert_eq!((header.token_type(), header.algorithm()), (Some("logout+jwt"), Some(algorithm.as_str())));
        let keys: Value = serde_json::from_str(&set).expect("JSON");
        let key = keys["keys"].as_array().expect("keys").iter().find(|key| key["kid"] == header.key_id().expect("kid"));
        let key = Jwk::from_map(key.expect("a published key").as_object().expect("members").clone()).expect("a key");
        let verifier: Box<dyn JwsVerifier> = match algorithm {
            Algorithm::Rs256 => Box::new(RS256.verifier_from_jwk(&key).expect("a verifier")),
            Algorithm::Es256 => Box::new(ES256.verifier_from_jwk(&key).expect("a verifier")),
            other => panic!("{other} is not used here"),
        };
        let (payload, _) = jws::deserialize_compact(token, verifier.as_ref()).expect("a signature of ours");
        let claims: Map<String, Value> = serde_json::from_slice(&payload).expect("JSON");

        let mut names: Vec<_> = claims.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["aud", "events", "exp", "iat", "iss", "jti", "sid", "sub"], "these, and no nonce");
        assert_eq!(claims["iss"], server.issuer);
        assert_eq!(claims["aud"], self.id);
        assert_eq!((&claims["sub"], &claims["sid"]), (&self.claims["sub"], &self.claims["sid"]), "as in the ID token");
        let event = serde_json::json!({"http://schemas.openid.net/event/backchannel-logout": {}});
        assert_eq!(claims["events"], event);
        let (iat, exp) = (claims["iat"].as_i64().expect("a time"), claims["exp"].as_i64().expect("a time"));
        assert_eq!((iat, exp), (server.clock.now().as_second(), iat + 120), "made for this very try");
        claims
    }
}

fn josekit_header(token: &str) -> Map<String, Value> {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let header = token.split('.').next().expect("a header");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).expect("base64url")).expect("JSON")
}
