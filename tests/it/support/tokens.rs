//! A server with somebody logged in, and applications that get every kind of token.

use idp_core::account::Change;
use idp_core::audit::Code;
use serde_json::Value;

use super::people::{Known, change};
use super::protocol::log_in;
use super::server::{APPLICATIONS, SECRET};
use super::{Browser, Person, Server};

/// The resource that `machine` and `ververs` may ask tokens for, and that `api` is.
pub(crate) const API: &str = "https://api.example.nl";
/// Another, which nobody is.
pub(crate) const ARCHIVE: &str = "https://archief.example.nl";

/// The files of the applications: what follows the id, the name and the secret.
pub(crate) fn clients() -> [(&'static str, String); 5] {
    let uris = |id: &str| format!("redirect_uris: ['{APPLICATIONS}/{id}/callback']\n");
    let both = "grant_types: [authorization_code, refresh_token]\n";
    let secret = "client_secret_files: [../secrets/client.secret]\n";
    let resources = format!("resources: ['{API}', '{ARCHIVE}']\n");
    let scope = "scope: openid profile email offline_access documents.read\nrequire_pkce: false\n";
    [
        ("ververs", format!("{}{both}{secret}{resources}{scope}", uris("ververs"))),
        (
            "streng",
            format!(
                "{}{both}{secret}scope: openid\nrequire_pkce: false\nminimum_acr: urn:sluis:acr:password\nrefresh_tokens: {{idle: 30m, absolute: 1h, grace: 0s}}\n",
                uris("streng")
            ),
        ),
        ("mobiel", format!("{}{both}token_endpoint_auth_method: none\nscope: openid\n", uris("mobiel"))),
        (
            "machine",
            format!("grant_types: [client_credentials]\n{secret}{resources}scope: documents.read documents.write\n"),
        ),
        ("api", format!("grant_types: []\n{secret}protected_resource: '{API}'\n")),
    ]
}

/// Somebody logged in, by whose browser applications get codes at will.
pub(crate) struct Bench {
    pub(crate) server: Server,
    pub(crate) browser: Browser,
    pub(crate) ria: Known,
}

impl Bench {
    pub(crate) async fn new() -> Self {
        Self::on(Server::start().await).await
    }

    pub(crate) async fn on(server: Server) -> Self {
        let ria = Person::named("ria").phone("+31612345678").email("ria@x.nl").enrolled().add(server.provider()).await;
        let browser = server.browser();
        let (page, pending) = server.go(&browser, "drop").await;
        let landing = log_in(&server, &browser, &page, &ria).await;
        server.finish("drop", pending, &landing).await;
        Self { server, browser, ria }
    }

    /// A code for a client, with what is added to the query.
    pub(crate) async fn code(&self, client: &str, scope: &str, more: &str) -> String {
        let uri = format!("{APPLICATIONS}/{client}/callback");
        let url =
            format!("/authorize?client_id={client}&redirect_uri={uri}&response_type=code&scope={scope}&nonce=n1{more}");
        let answer = self.browser.open(&url).await.answer();
        answer.get("code").unwrap_or_else(|| panic!("no code in {answer:?}")).clone()
    }

    /// Posts a form as a confidential client.
    pub(crate) async fn post(&self, path: &str, client: &str, form: &[(&str, &str)]) -> (u16, Value) {
        let request = self.browser.http.post(format!("{}{path}", self.server.issuer)).form(form);
        self.send(request.basic_auth(client, Some(SECRET))).await
    }

    /// Posts a form as whoever the form says.
    pub(crate) async fn post_bare(&self, path: &str, form: &[(&str, &str)]) -> (u16, Value) {
        self.send(self.browser.http.post(format!("{}{path}", self.server.issuer)).form(form)).await
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> (u16, Value) {
        let answer = self.browser.step(request).await;
        assert_eq!(answer.headers["cache-control"], "no-store");
        let body = if answer.body.is_empty() { Value::Null } else { serde_json::from_str(&answer.body).expect("JSON") };
        (answer.status.as_u16(), body)
    }

    pub(crate) async fn redeem(&self, client: &str, code: &str, more: &[(&str, &str)]) -> (u16, Value) {
        let uri = format!("{APPLICATIONS}/{client}/callback");
        let form = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", uri.as_str())];
        self.post("/token", client, &[&form, more].concat()).await
    }

    /// The tokens of a new login at a client.
    pub(crate) async fn tokens(&self, client: &str, scope: &str) -> Value {
        let (status, tokens) = self.redeem(client, &self.code(client, scope, "").await, &[]).await;
        assert_eq!(status, 200, "{tokens}");
        tokens
    }

    pub(crate) async fn refresh(&self, client: &str, token: &Value, more: &[(&str, &str)]) -> (u16, Value) {
        let form = [("grant_type", "refresh_token"), ("refresh_token", text(token))];
        self.post("/token", client, &[&form, more].concat()).await
    }

    pub(crate) async fn introspect(&self, client: &str, token: &Value) -> Value {
        let (status, answer) = self.post("/introspect", client, &[("token", text(token))]).await;
        assert_eq!(status, 200, "{answer}");
        answer
    }

    pub(crate) async fn userinfo(&self, token: &Value) -> u16 {
        let request = self.browser.http.get(format!("{}/userinfo", self.server.issuer)).bearer_auth(text(token));
        self.browser.step(request).await.status.as_u16()
    }

    pub(crate) async fn change(&self, what: Change, code: Code) {
        change(self.server.provider(), &self.ria.subject, what, code).await;
    }

    pub(crate) async fn log_out(&self) {
        let page = self.browser.open("/logout").await;
        self.browser.post(&page, "/logout/confirm", &[]).await;
    }
}

/// The text of a JSON string.
pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}"))
}

/// The claims of a JWT, unverified.
pub(crate) fn claims(jwt: &Value) -> Value {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let payload = text(jwt).split('.').nth(1).expect("a JWT");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).expect("base64url")).expect("JSON")
}
