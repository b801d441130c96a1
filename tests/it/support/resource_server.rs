//! A resource server that is not ours: it looks at the access token as RFC 9068 section 4 or RFC 7662 tells it, and asks for
//! a stronger or fresher login as RFC 9470 tells it.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use idp_core::port::Clock;
use josekit::jwk::JwkSet;
use josekit::{jws, jwt};
use serde_json::{Map, Value};
use tokio::net::TcpListener;

use super::Server;
use super::clock::TestClock;
use super::server::SECRET;
use super::tokens::API;

/// How it finds out what a token is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Checks {
    /// By itself, with the public keys of the issuer.
    Signature,
    /// By asking the issuer, as the client `api`.
    Introspection,
}

/// What it wants of the login before it hands anything over.
#[derive(Debug, Clone, Default)]
pub(crate) struct Demand {
    /// The names of the levels that are enough; any where there is none.
    pub(crate) acr_values: Vec<&'static str>,
    /// How old the login may be, in seconds.
    pub(crate) max_age: Option<i64>,
}

/// The resource [`API`].
#[derive(Clone)]
pub(crate) struct ResourceServer {
    issuer: String,
    clock: Arc<TestClock>,
    checks: Checks,
    demand: Demand,
    http: reqwest::Client,
    url: String,
}

impl ResourceServer {
    pub(crate) async fn start(server: &Server, checks: Checks, demand: Demand) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let resource = Self {
            issuer: server.issuer.clone(),
            clock: server.clock.clone(),
            checks,
            demand,
            http: reqwest::Client::new(),
            url: format!("http://{}/documents", listener.local_addr().expect("an address")),
        };
        let router = Router::new().route("/documents", get(Self::documents)).with_state(resource.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        resource
    }

    /// Asks it for the documents, as an application does: what it answers, and with what challenge.
    pub(crate) async fn ask(&self, token: &str) -> (u16, Option<String>) {
        let answer = self.http.get(&self.url).bearer_auth(token).send().await.expect("an answer");
        let challenge = answer.headers().get(header::WWW_AUTHENTICATE);
        (answer.status().as_u16(), challenge.map(|value| value.to_str().expect("text").to_owned()))
    }

    async fn documents(State(resource): State<Self>, headers: HeaderMap) -> Response {
        let token = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let Some(token) = token.and_then(|value| value.strip_prefix("Bearer ")) else {
            return refuse("Bearer".to_owned());
        };
        let claims = match resource.checks {
            Checks::Signature => resource.by_signature(token).await,
            Checks::Introspection => resource.by_introspection(token).await,
        };
        let Some(claims) = claims else { return refuse("Bearer error=\"invalid_token\"".to_owned()) };
        match resource.missing(&claims) {
            Some(challenge) => refuse(challenge),
            None => "the documents".into_response(),
        }
    }

    /// RFC 9068 4: the type, the algorithm and the key, the issuer, the audience, the time.
    async fn by_signature(&self, token: &str) -> Option<Map<String, Value>> {
        let metadata = self.fetch(&format!("{}/.well-known/openid-configuration", self.issuer)).await;
        let keys = self.fetch(metadata.get("jwks_uri")?.as_str()?).await;
        let header = jwt::decode_header(token).ok()?;
        let text = |name: &str| header.claim(name).and_then(Value::as_str);
        if !matches!(text("typ")?, "at+jwt" | "application/at+jwt") || text("alg")? != "RS256" {
            return None;
        }
        let keys = JwkSet::from_map(keys).ok()?;
        let key = keys.get(text("kid")?).into_iter().next()?;
        let (payload, _) = jwt::decode_with_verifier(token, &jws::RS256.verifier_from_jwk(key).ok()?).ok()?;
        let claims = payload.claims_set();
        let is = |name: &str, wanted: &str| claims.get(name).and_then(Value::as_str) == Some(wanted);
        let expires = claims.get("exp").and_then(Value::as_i64)?;
        let good = is("iss", &self.issuer) && is("aud", API) && self.clock.now().as_second() < expires;
        good.then(|| claims.clone())
    }

    /// RFC 7662 2, RFC 9470 6.2.
    async fn by_introspection(&self, token: &str) -> Option<Map<String, Value>> {
        let request = self.http.post(format!("{}/introspect", self.issuer)).basic_auth("api", Some(SECRET));
        let answer = request.form(&[("token", token)]).send().await.expect("an answer");
        let told: Map<String, Value> = answer.json().await.expect("JSON");
        (told["active"] == true && told["aud"] == API).then_some(told)
    }

    async fn fetch(&self, url: &str) -> Map<String, Value> {
        self.http.get(url).send().await.expect("an answer").json().await.expect("JSON")
    }

    /// RFC 9470 3: the challenge for a login that is too weak or too old.
    fn missing(&self, claims: &Map<String, Value>) -> Option<String> {
        let Demand { acr_values, max_age } = &self.demand;
        let acr = claims.get("acr").and_then(Value::as_str).unwrap_or_default();
        let weak = !acr_values.is_empty() && !acr_values.contains(&acr);
        let age = self.clock.now().as_second() - claims.get("auth_time").and_then(Value::as_i64).unwrap_or_default();
        let old = max_age.is_some_and(|max_age| age > max_age);
        let mut challenge = "Bearer error=\"insufficient_user_authentication\"".to_owned();
        if weak {
            challenge += &format!(", acr_values=\"{}\"", acr_values.join(" "));
        }
        if let Some(max_age) = max_age.filter(|_| old) {
            challenge += &format!(", max_age=\"{max_age}\"");
        }
        (weak || old).then_some(challenge)
    }
}

fn refuse(challenge: String) -> Response {
    (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, challenge)]).into_response()
}
