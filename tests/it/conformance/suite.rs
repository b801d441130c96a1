//! The relying party of the plans, as strict as the OpenID Foundation's suite: it configures a provider for each module, plays
//! the clients and the person at the browser, and lets nothing pass that the suite would fail or warn about.

use std::collections::BTreeMap;
use std::time::Duration;

use idp_core::oidc::authorization_response::ResponseMode;
use josekit::jwk::Jwk;
use reqwest::{RequestBuilder, StatusCode};
use serde_json::Value;

use super::checks;
use super::provider;
use super::request::{Client, FIRST, Request};
use crate::support::people::Known;
use crate::support::server::SECRET;
use crate::support::tls::Authority;
use crate::support::{Browser, Landing, PASSWORD, Server};

/// Where the suite is; nothing listens there, for the browser of the tests stops before it.
pub(super) const SUITE: &str = "https://localhost.emobix.co.uk:8443/test/a/sluis";

/// One module under way.
pub(super) struct Suite {
    pub(super) server: Server,
    /// Its cookie jar is empty where a module begins.
    pub(super) browser: Browser,
    pub(super) metadata: Value,
    keys: Vec<Jwk>,
    person: Known,
    mode: ResponseMode,
}

/// A login that was finished, with all that the client got.
pub(super) struct Login {
    pub(super) code: String,
    pub(super) tokens: Value,
    /// The claims of the ID token.
    pub(super) id_token: Value,
    pub(super) userinfo: Value,
}

impl Suite {
    /// The configure phase: a provider with the clients of the plan, and what the suite reads of it.
    pub(super) async fn new(mode: ResponseMode) -> Self {
        Self::with(mode, &Authority::new(), "").await
    }

    /// The same, with more in the file of the first client, and with an authority that the provider trusts where it calls.
    pub(super) async fn with(mode: ResponseMode, authority: &Authority, more: &str) -> Self {
        let (server, person) = provider::start(authority, more).await;
        let http = authority.trusting().cookie_store(true).build().expect("a client");
        let browser = Browser::with_http(&server.issuer, http);
        let mut suite = Self { server, browser, metadata: Value::Null, keys: Vec::new(), person, mode };
        let metadata = suite.get("/.well-known/openid-configuration").await;
        suite.metadata = checks::metadata(&metadata, &suite.server.issuer);
        suite.keys = checks::keys(&suite.get(suite.endpoint("jwks_uri")).await);
        suite
    }

    /// The usual authorization request of the first client.
    pub(super) fn request(&self) -> Request {
        self.request_of(FIRST)
    }

    pub(super) fn request_of(&self, client: Client) -> Request {
        Request::new(client, self.mode)
    }

    pub(super) fn endpoint(&self, name: &str) -> &str {
        self.metadata[name].as_str().unwrap_or_else(|| panic!("no {name}"))
    }

    /// Waits, as the suite does.
    pub(super) fn wait(&self, seconds: u64) {
        self.server.later(Duration::from_secs(seconds));
    }

    /// Sends the browser to the authorization endpoint, by GET.
    pub(super) async fn authorize(&self, request: &Request) -> Landing {
        self.browser.open(&request.url(self.endpoint("authorization_endpoint"))).await
    }

    /// The person answers every page, and waits for the next code of the app, as each counts once.
    pub(super) async fn answer_all(&self, mut page: Landing) -> Landing {
        for _ in 0..10 {
            if self.callback(&page).is_some() {
                return page;
            }
            let (field, answer) = match page.prompt() {
                "identify" => ("username", self.person.name.as_str().to_owned()),
                "password" => ("password", PASSWORD.to_owned()),
                "totp" => {
                    self.wait(30);
                    ("code", self.person.code(self.server.provider()))
                }
                other => panic!("the person knows no answer to {other}"),
            };
            page = self.browser.submit(&page, &[(field, &answer)]).await;
        }
        panic!("the person does not get on: {}", page.body)
    }

    /// A login that must be asked for, from the request to userinfo.
    pub(super) async fn log_in(&self, request: &Request) -> Login {
        let page = self.authorize(request).await;
        assert!(self.callback(&page).is_none(), "no login was asked for");
        self.finish(request, &self.answer_all(page).await).await
    }

    /// A login that must not ask anything.
    pub(super) async fn pass(&self, request: &Request) -> Login {
        let landing = self.authorize(request).await;
        assert!(self.callback(&landing).is_some(), "a page is shown: {} {}", landing.status, landing.url);
        self.finish(request, &landing).await
    }

    /// Takes the answer to a request, and its tokens and claims.
    pub(super) async fn finish(&self, request: &Request, landing: &Landing) -> Login {
        let code = self.code(request, landing);
        let tokens = self.redeem(request, &code).await;
        let id_token = self.id_token(request, &tokens);
        let userinfo = self.userinfo(&tokens, &id_token).await;
        Login { code, tokens, id_token, userinfo }
    }

    /// What arrived at the redirect URI, if the browser is there. How it travels is part of the check: an answer in the query of
    /// a form post, or the reverse, is never taken.
    pub(super) fn callback(&self, landing: &Landing) -> Option<BTreeMap<String, String>> {
        let uri = format!("{SUITE}/callback");
        match self.mode {
            ResponseMode::Query => landing.url.as_str().starts_with(SUITE).then(|| {
                assert!(landing.url.as_str().starts_with(&format!("{uri}?")), "{}", landing.url);
                landing.answer()
            }),
            ResponseMode::FormPost => {
                assert!(!landing.url.as_str().starts_with(SUITE), "the answer is in the query: {}", landing.url);
                let form = landing.form().filter(|form| form.action.starts_with(SUITE))?;
                assert_eq!(form.action, uri, "nothing in the query");
                assert!(!landing.body.contains("enctype"), "an ordinary form");
                Some(form.fields)
            }
        }
    }

    /// The code of a good answer.
    pub(super) fn code(&self, request: &Request, landing: &Landing) -> String {
        let answer = self.callback(landing).unwrap_or_else(|| panic!("no answer yet at {}", landing.url));
        checks::response(&answer, request, &self.server.issuer);
        assert_eq!(answer.get("error"), None, "{answer:?}");
        checks::only(&answer, &["code", "state", "iss"]);
        answer.get("code").unwrap_or_else(|| panic!("no code in {answer:?}")).clone()
    }

    /// The error of an answer.
    pub(super) fn error(&self, request: &Request, landing: &Landing) -> String {
        let answer = self.callback(landing).unwrap_or_else(|| panic!("a page: {} {}", landing.status, landing.body));
        checks::response(&answer, request, &self.server.issuer);
        checks::only(&answer, &["error", "error_description", "error_uri", "state", "iss"]);
        checks::description(answer.get("error_description").map(String::as_str));
        answer.get("error").unwrap_or_else(|| panic!("no error in {answer:?}")).clone()
    }

    /// A request under `prompt=none` must find nobody logged in.
    pub(super) async fn nobody_is_logged_in(&self) {
        let request = self.request().with("prompt", "none").long_state();
        let error = self.error(&request, &self.authorize(&request).await);
        assert_eq!(error, "login_required");
    }

    /// The tokens for a code.
    pub(super) async fn redeem(&self, request: &Request, code: &str) -> Value {
        let answer = self.token(request.client, &request.redemption(code)).await;
        checks::token_response(&answer)
    }

    /// One request to the token endpoint, by a client that authenticates as it is registered.
    pub(super) async fn token(&self, client: Client, form: &[(&str, &str)]) -> Landing {
        let request = self.browser.http.post(self.endpoint("token_endpoint"));
        let request = if client.posts_its_secret {
            request.form(&[form, &[("client_id", client.id), ("client_secret", SECRET)]].concat())
        } else {
            request.basic_auth(client.id, Some(SECRET)).form(form)
        };
        self.send(request).await
    }

    /// The claims of a logout token, checked for the first client and its login.
    pub(super) fn logout_token(&self, jwt: &str, login: &Login) -> Value {
        checks::logout_token(jwt, &self.keys, FIRST.id, &login.id_token, self.now())
    }

    /// The claims of the ID token, checked.
    pub(super) fn id_token(&self, request: &Request, tokens: &Value) -> Value {
        let claims = checks::id_token(tokens, &self.keys, &self.server.issuer, request.client.id, self.now());
        assert_eq!(claims["nonce"].as_str(), request.get("nonce"), "the nonce of the request");
        assert_eq!(claims["sub"], self.person.subject.as_str());
        claims
    }

    /// What userinfo says by GET, checked.
    pub(super) async fn userinfo(&self, tokens: &Value, id_token: &Value) -> Value {
        let request = self.browser.http.get(self.endpoint("userinfo_endpoint"));
        let answer = self.send(request.bearer_auth(text(&tokens["access_token"]))).await;
        checks::userinfo(&answer, id_token)
    }

    /// A GET that is not the browser's.
    pub(super) async fn get(&self, place: &str) -> Landing {
        let url = reqwest::Url::parse(&self.server.issuer).and_then(|base| base.join(place)).expect("a URL");
        self.send(self.browser.http.get(url)).await
    }

    pub(super) async fn send(&self, request: RequestBuilder) -> Landing {
        self.browser.step(request).await
    }

    /// The provider's time, in seconds.
    pub(super) fn now(&self) -> i64 {
        self.server.provider().ports.clock.now().as_second()
    }

    /// Sends the browser to the logout.
    pub(super) async fn log_out(&self, parameters: &[(&str, &str)]) -> Landing {
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
        self.browser.open(&format!("{}?{query}", self.endpoint("end_session_endpoint"))).await
    }

    /// What a certifier looks at: a page of ours, which says this, and from which nobody is sent on.
    pub(super) fn shows(&self, landing: &Landing, status: StatusCode, words: &str) {
        assert!(landing.url.as_str().starts_with(&self.server.issuer), "sent on to {}", landing.url);
        assert_eq!(landing.status, status, "{}", landing.body);
        assert!(landing.form().is_none_or(|form| !form.action.starts_with(SUITE)), "and not by a form");
        landing.says(words);
    }
}

pub(super) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}"))
}
