//! The token endpoint: codes are redeemed once, by whom they were issued to, with the right verifier.

use std::collections::BTreeSet;
use std::time::Duration;

use idp_core::account::Change;
use idp_core::assurance::{Assurance, Level};
use idp_core::audit::{Code, Event, Origin};
use idp_core::client::{ClientId, RedirectUri};
use idp_core::id::{AuthorizationCode, GrantId, SessionId};
use idp_core::oidc::claims_request::RequestedClaims;
use idp_core::oidc::grant::Grant;
use idp_core::oidc::pkce::CodeChallenge;
use reqwest::StatusCode;
use serde_json::Value;

use crate::support::people::{Known, change};
use crate::support::server::{APPLICATIONS, SECRET};
use crate::support::{Browser, Person, Server};

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A server with somebody logged in, who gets codes at will.
struct Bench {
    server: Server,
    browser: Browser,
    ria: Known,
}

impl Bench {
    async fn new() -> Self {
        Self::on(Server::start().await).await
    }

    async fn on(server: Server) -> Self {
        let ria = Person::named("ria").phone("+31612345678").email("ria@x.nl").enrolled().add(server.provider()).await;
        let browser = server.browser();
        let (page, pending) = server.go(&browser, "drop").await;
        let page = server.sign_in(&browser, &page, "ria").await;
        let landing = browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
        server.finish("drop", pending, &landing).await;
        Self { server, browser, ria }
    }

    async fn code(&self, client: &str, pkce: bool) -> String {
        let challenge =
            if pkce { format!("&code_challenge={CHALLENGE}&code_challenge_method=S256") } else { String::new() };
        let url = format!(
            "/authorize?client_id={client}&redirect_uri={APPLICATIONS}/{client}/callback&response_type=code&scope=openid+email&nonce=n1{challenge}"
        );
        self.browser.open(&url).await.answer()["code"].clone()
    }

    async fn post(&self, basic: Option<(&str, &str)>, form: &[(&str, &str)]) -> (StatusCode, Value) {
        let mut request = self.browser.http.post(format!("{}/token", self.server.issuer)).form(form);
        if let Some((id, secret)) = basic {
            request = request.basic_auth(id, Some(secret));
        }
        let answer = self.browser.step(request).await;
        assert_eq!(answer.headers["cache-control"], "no-store");
        (answer.status, serde_json::from_str(&answer.body).expect("JSON"))
    }

    async fn redeem(&self, code: &str) -> (StatusCode, Value) {
        let uri = format!("{APPLICATIONS}/drop/callback");
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", uri.as_str()),
            ("code_verifier", VERIFIER),
        ];
        self.post(Some(("drop", SECRET)), &form).await
    }

    async fn userinfo(&self, token: &str) -> StatusCode {
        let request = self.browser.http.get(format!("{}/userinfo", self.server.issuer)).bearer_auth(token);
        self.browser.step(request).await.status
    }
}

#[tokio::test]
async fn a_code_becomes_tokens() {
    let bench = Bench::new().await;
    let (status, tokens) = bench.redeem(&bench.code("drop", true).await).await;
    assert_eq!(status, 200, "{tokens}");
    assert_eq!(tokens["token_type"], "Bearer");
    assert_eq!(tokens["expires_in"], 600);
    assert_eq!(tokens["scope"], "email openid");
    let claims = decode(&tokens["id_token"]);
    let names: BTreeSet<&str> = claims.as_object().expect("claims").keys().map(String::as_str).collect();
    let expected =
        ["iss", "sub", "aud", "exp", "iat", "jti", "auth_time", "acr", "sid", "at_hash", "nonce"].into_iter().collect();
    assert_eq!(names, expected, "what was asked and no more");
    assert_eq!(claims["nonce"], "n1");
    assert_eq!(claims["exp"].as_i64().zip(claims["iat"].as_i64()).map(|(exp, iat)| exp - iat), Some(300));
    let access = decode(&tokens["access_token"]);
    assert_eq!(
        (access["client_id"].as_str(), access["aud"].as_str()),
        (Some("drop"), Some(bench.server.issuer.as_str()))
    );
    assert_eq!(header(&tokens["access_token"])["typ"], "at+jwt");
    assert_eq!(header(&tokens["id_token"])["alg"], "RS256");
}

#[tokio::test]
async fn a_stranger_burns_nothing_and_whoever_uses_a_code_twice_loses_everything() {
    let bench = Bench::new().await;
    let code = bench.code("drop", true).await;
    let uri = format!("{APPLICATIONS}/drop/callback");
    let with = |extra: &[(&'static str, &str)]| -> Vec<(&'static str, String)> {
        let mut form = vec![
            ("grant_type", "authorization_code".to_owned()),
            ("code", code.clone()),
            ("redirect_uri", uri.clone()),
            ("code_verifier", VERIFIER.to_owned()),
        ];
        for (name, value) in extra {
            form.retain(|(n, _)| n != name);
            if !value.is_empty() {
                form.push((name, (*value).to_owned()));
            }
        }
        form
    };
    let other = "B".repeat(43);
    for (case, basic, form) in [
        ("another client", ("lezen", SECRET), with(&[])),
        ("another redirect URI", ("drop", SECRET), with(&[("redirect_uri", "http://localhost:9/lezen/callback")])),
        (
            "a redirect URI with a slash more",
            ("drop", SECRET),
            with(&[("redirect_uri", "http://localhost:9/drop/callback/")]),
        ),
        ("another verifier", ("drop", SECRET), with(&[("code_verifier", &other)])),
        ("a short verifier", ("drop", SECRET), with(&[("code_verifier", "x")])),
        ("no verifier", ("drop", SECRET), with(&[("code_verifier", "")])),
        ("another code", ("drop", SECRET), with(&[("code", &other)])),
        ("nonsense for a code", ("drop", SECRET), with(&[("code", "%00'\"")])),
    ] {
        let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let (status, error) = bench.post(Some(basic), &form).await;
        assert_eq!((status.as_u16(), error["error"].as_str()), (400, Some("invalid_grant")), "{case}");
    }
    let (status, tokens) = bench.redeem(&code).await;
    assert_eq!(status, 200, "none of that burnt the code");
    let access = tokens["access_token"].as_str().expect("a token");
    assert_eq!(bench.userinfo(access).await, 200);

    let form = with(&[]);
    let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
    assert_eq!(bench.post(Some(("lezen", SECRET)), &form).await.0, 400);
    assert_eq!(bench.userinfo(access).await, 200, "a stranger with a used code revokes nothing");
    assert_eq!(bench.redeem(&code).await.1["error"], "invalid_grant");
    assert_eq!(bench.userinfo(access).await, 401, "the owner's second use revokes what the first gave");
    assert_eq!(bench.server.events(Code::CodeReplayed).await, 1);
}

#[tokio::test]
async fn a_verifier_for_a_code_without_challenge_is_refused() {
    let bench = Bench::new().await;
    let code = bench.code("oud", false).await;
    let uri = format!("{APPLICATIONS}/oud/callback");
    let form = [("grant_type", "authorization_code"), ("code", code.as_str()), ("redirect_uri", uri.as_str())];
    let downgraded: Vec<_> = form.into_iter().chain([("code_verifier", VERIFIER)]).collect();
    assert_eq!(bench.post(Some(("oud", SECRET)), &downgraded).await.1["error"], "invalid_grant");
    assert_eq!(bench.post(Some(("oud", SECRET)), &form).await.0, 200);
}

#[tokio::test]
async fn fifty_at_once_one_winner() {
    fifty_at_once(Bench::new().await).await;
}

#[tokio::test]
async fn fifty_at_once_one_winner_on_postgresql() {
    fifty_at_once(Bench::on(Server::on_postgresql().await).await).await;
}

async fn fifty_at_once(bench: Bench) {
    let bench = std::sync::Arc::new(bench);
    let code = bench.code("drop", true).await;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (bench, code) = (bench.clone(), code.clone());
        tasks.spawn(async move { bench.redeem(&code).await.0.as_u16() });
    }
    let statuses = tasks.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| [200, 400].contains(status)), "{statuses:?}");
}

#[tokio::test]
async fn a_code_is_dead_after_a_minute_or_when_the_login_behind_it_is() {
    let bench = Bench::new().await;
    let code = bench.code("drop", true).await;
    bench.server.later(Duration::from_secs(61));
    assert_eq!(bench.redeem(&code).await.1["error"], "invalid_grant", "expired");
    let code = bench.code("drop", true).await;
    change(bench.server.provider(), &bench.ria.subject, Change::Disable, Code::AccountDisabled).await;
    assert_eq!(bench.redeem(&code).await.1["error"], "invalid_grant", "disabled");
}

#[tokio::test]
async fn a_code_issued_while_its_session_ended_is_worth_nothing() {
    let bench = Bench::new().await;
    let (ports, now) = (&bench.server.provider().ports, bench.server.provider().ports.clock.now());
    let account = bench.ria.account(bench.server.provider()).await;
    let code = AuthorizationCode::generate(ports.rng.as_ref());
    let grant = Grant {
        id: GrantId::generate(ports.rng.as_ref()),
        client: ClientId::parse("drop").expect("a client"),
        subject: account.subject.clone(),
        security_version: account.security_version,
        session: SessionId::generate(ports.rng.as_ref()),
        redirect_uri: RedirectUri::register(&format!("{APPLICATIONS}/drop/callback")).expect("a URI"),
        scope: "openid".into(),
        claims: RequestedClaims::default(),
        resource: None,
        nonce: None,
        code_challenge: CodeChallenge::of_verifier(VERIFIER),
        assurance: Assurance { level: Level::Mfa, auth_time: now, amr: vec![] },
        issued_at: now,
    };
    let event = Event::new(Code::GrantIssued, &Origin::system(), now);
    ports.grants.issue(&grant, &code.digest(), now + Duration::from_secs(60), event).await.expect("a store");
    assert_eq!(bench.redeem(&code.reveal()).await.1["error"], "invalid_grant");
}

#[tokio::test]
async fn a_client_proves_who_it_is_with_its_one_method() {
    let bench = Bench::new().await;
    let form = [("grant_type", "authorization_code"), ("code", "x"), ("redirect_uri", "x")];
    let wrong = SECRET.to_uppercase();
    let padded = format!("{SECRET} ");
    for (case, basic) in [
        ("unknown", ("nobody", SECRET)),
        ("empty", ("drop", "")),
        ("wrong", ("drop", "wrong")),
        ("wrong case", ("drop", wrong.as_str())),
        ("padded", ("drop", padded.as_str())),
        ("a public client with any secret", ("spa", SECRET)),
    ] {
        let (status, error) = bench.post(Some(basic), &form).await;
        assert_eq!((status.as_u16(), error["error"].as_str()), (401, Some("invalid_client")), "{case}");
    }
    let only_id: Vec<_> = form.into_iter().chain([("client_id", "drop")]).collect();
    assert_eq!(bench.post(None, &only_id).await.0, 401);
    assert_eq!(bench.post(None, &form).await.0, 401);
    let in_form: Vec<_> = form.into_iter().chain([("client_id", "drop"), ("client_secret", SECRET)]).collect();
    assert_eq!(bench.post(None, &in_form).await.0, 401, "not the registered method");
    let two_names: Vec<_> = form.into_iter().chain([("client_id", "lezen")]).collect();
    assert_eq!(bench.post(Some(("drop", SECRET)), &two_names).await.1["error"], "invalid_request");
    let twice: Vec<_> = form.into_iter().chain([("code", "y")]).collect();
    assert_eq!(bench.post(Some(("drop", SECRET)), &twice).await.1["error"], "invalid_request");
    let grant = [("grant_type", "password"), ("username", "ria"), ("password", "x")];
    assert_eq!(bench.post(Some(("drop", SECRET)), &grant).await.1["error"], "unsupported_grant_type");
    let answer = bench.browser.step(bench.browser.http.get(format!("{}/token", bench.server.issuer))).await;
    assert_eq!(answer.status, 405);
    let json =
        bench.browser.http.post(format!("{}/token", bench.server.issuer)).basic_auth("drop", Some(SECRET)).json(&form);
    assert_eq!(bench.browser.step(json).await.status, 400);
}

fn decode(jwt: &Value) -> Value {
    part(jwt, 1)
}

fn header(jwt: &Value) -> Value {
    part(jwt, 0)
}

fn part(jwt: &Value, n: usize) -> Value {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let part = jwt.as_str().expect("a JWT").split('.').nth(n).expect("a part");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64url")).expect("JSON")
}
