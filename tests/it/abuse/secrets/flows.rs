//! The flows, from the command that adds a person to the one that takes their app away, and what is secret in each.

use std::sync::Arc;
use std::time::Duration;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use idp_core::account::TotpSecret;
use jiff::Timestamp;
use josekit::jwk::{Jwk, alg::ec::EcCurve};
use josekit::jws::{self, ES256, JwsHeader};
use reqwest::cookie::{CookieStore, Jar};
use reqwest::header::HeaderValue;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::search::Secrets;
use crate::support::authenticator::Authenticator;
use crate::support::patience::seen;
use crate::support::protocol::url;
use crate::support::server::{APPLICATIONS, SECRET};
use crate::support::tokens::API;
use crate::support::{Browser, Landing, Server};

const JANS: &str = "jans eigen lange wachtzin";
const NEXT: &str = "jans volgende lange wachtzin";
const ELS: &str = "de lange wachtzin van els";
const PHONE: &str = "612345678";
const TYPED: &str = "687654321";
const RECOVERY_CODES: &str = "/account/recovery-codes";
const PASSKEYS: &str = "/account/passkeys/new";
const ADDRESS: &str = "els.bakker@gemeente.example";

/// A cookie jar that notes each cookie that it is given.
struct Noting {
    jar: Jar,
    secrets: Arc<Secrets>,
}

impl CookieStore for Noting {
    fn set_cookies(&self, headers: &mut dyn Iterator<Item = &HeaderValue>, url: &reqwest::Url) {
        let headers: Vec<_> = headers.collect();
        for header in &headers {
            let text = header.to_str().expect("a cookie").split(';').next().unwrap_or_default();
            let (_, value) = text.split_once('=').expect("a value");
            if value.len() >= 16 {
                self.secrets.note("a cookie", value);
            }
        }
        self.jar.set_cookies(&mut headers.into_iter(), url);
    }

    fn cookies(&self, url: &reqwest::Url) -> Option<HeaderValue> {
        self.jar.cookies(url)
    }
}

/// What was done so far.
pub(super) struct Run {
    secrets: Arc<Secrets>,
    key: Jwk,
    app: Option<TotpSecret>,
    hint: String,
    jans: Option<Browser>,
    /// What the commands said.
    pub(super) said: Vec<u8>,
}

impl Run {
    pub(super) fn new(secrets: Arc<Secrets>) -> Self {
        for (what, secret) in [
            ("a password", JANS),
            ("a password", NEXT),
            ("a password", ELS),
            ("a wrong password", "dit is jans wachtzin niet"),
            ("a phone number", PHONE),
            ("a phone number", TYPED),
            ("an address", ADDRESS),
        ] {
            secrets.note(what, secret);
        }
        let mut key = Jwk::generate_ec_key(EcCurve::P256).expect("a key");
        key.set_key_id("een");
        Self { secrets, key, app: None, hint: String::new(), jans: None, said: Vec::new() }
    }

    /// People and an application, before the server starts.
    pub(super) async fn prepare(&mut self, server: &Server) {
        let public: Value =
            self.key.as_ref().iter().filter(|(name, _)| *name != "d").map(|(k, v)| (k.clone(), v.clone())).collect();
        server.write(
            "clients/sleutel.yaml",
            &format!(
                "client_id: sleutel\nclient_name: Sleutel\ngrant_types: [client_credentials]\nresources: ['{API}']\n\
                 scope: documents.read\ntoken_endpoint_auth_method: private_key_jwt\n\
                 token_endpoint_auth_signing_alg: ES256\njwks: {}\n",
                json!({"keys": [public]})
            ),
        );
        self.command(server, &["user", "add", "jan", "--phone", "06 12345678"], "").await;
        self.command(server, &["user", "set-password", "jan"], JANS).await;
        let people = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(people.path(), format!("username,email\nels,{ADDRESS}\n")).expect("written");
        self.command(server, &["user", "import", people.path().to_str().expect("a path")], "").await;
        self.command(server, &["user", "set-password", "els"], ELS).await;
    }

    pub(super) async fn all(&mut self, server: &Server) {
        self.begin(server).await;
        self.end(server).await;
    }

    /// Logins by SMS and by mail, of which the second stays on its way; tokens of every kind.
    pub(super) async fn begin(&mut self, server: &Server) {
        self.first_login_by_sms(server).await;
        self.recovery_codes().await;
        self.passkey(server).await;
        self.forgotten_password(server).await;
        self.applications_of_their_own(server).await;
        self.first_login_by_mail(server).await;
    }

    /// A logout, the next login, and what administrators do; and one more login that stays on its way.
    pub(super) async fn end(&mut self, server: &Server) {
        let jans = self.jans.clone().expect("Jan's browser");
        let page = jans.open(&format!("/logout?id_token_hint={}", self.hint)).await;
        assert!(page.status.is_success(), "{}", page.status);
        let verifier = self.verifier(2);
        let page = jans.open(&ask(&verifier)).await;
        let page = jans.submit(&page, &[("username", "jan")]).await;
        let page = jans.submit(&page, &[("password", JANS)]).await;
        assert_eq!(page.prompt(), "passkey", "what was used last is asked first");
        let page = jans.submit(&page, &[("action", "other:app")]).await;
        assert_eq!(page.prompt(), "totp");
        // The step of now was used by the enrolment.
        let code = self.app.as_ref().expect("an app").code_at(real() + Duration::from_secs(30)).expect("a code");
        self.secrets.note("a code of the app", &code);
        let landing = jans.submit(&page, &[("code", &code)]).await;
        self.tokens(server, &jans, &landing, &verifier).await;
        self.command(server, &["user", "set-password", "jan"], NEXT).await;
        self.command(server, &["user", "reset-mfa", "jan"], "").await;
        self.command(server, &["user", "show", "els"], "").await;
        self.command(server, &["audit", "export"], "").await;
        self.first_login_by_mail(server).await;
    }

    async fn first_login_by_sms(&mut self, server: &Server) {
        let (browser, verifier) = (self.browser(server), self.verifier(1));
        let page = browser.open(&ask(&verifier)).await;
        let page = browser.submit(&page, &[("username", "jan")]).await;
        let page = browser.submit(&page, &[("password", "dit is jans wachtzin niet")]).await;
        let page = browser.submit(&page, &[("password", JANS)]).await;
        let code = server.sms.code(1).await;
        self.secrets.note("a code by SMS", &code);
        let page = browser.submit(&page, &[("code", &crate::support::people::another(&code))]).await;
        let page = browser.submit(&page, &[("code", &code)]).await;
        assert_eq!(page.prompt(), "enrol_authenticator");
        let key = page.between("secret=", "&").expect("a key in the link for the app");
        self.secrets.note_base32("a key of an app", &key);
        let app: TotpSecret = serde_json::from_value(key.into()).expect("base32");
        let code = app.code_at(real()).expect("a code");
        self.secrets.note("a code of the app", &code);
        let page = browser.submit(&page, &[("code", &code)]).await;
        let landing = browser.submit(&page, &[]).await;
        let tokens = self.tokens(server, &browser, &landing, &verifier).await;
        let refreshed = [("grant_type", "refresh_token"), ("refresh_token", text(&tokens, "refresh_token"))];
        let tokens = self.post(server, &browser, "/token", Some("ververs"), &refreshed).await;
        self.note_tokens(&tokens);
        self.hint = text(&tokens, "id_token").to_owned();
        let userinfo =
            browser.http.get(format!("{}/userinfo", server.issuer)).bearer_auth(text(&tokens, "access_token"));
        assert_eq!(browser.step(userinfo).await.status, 200);
        for path in ["/introspect", "/revoke"] {
            self.post(server, &browser, path, Some("ververs"), &[("token", text(&tokens, "refresh_token"))]).await;
        }
        (self.app, self.jans) = (Some(app), Some(browser));
    }

    /// Ten codes that are shown once.
    async fn recovery_codes(&self) {
        let browser = self.jans.as_ref().expect("Jan's browser");
        let page = browser.open(RECOVERY_CODES).await;
        let made = browser.post(&page, RECOVERY_CODES, &[]).await;
        let codes: Vec<_> = made.body.split("<li><code>").skip(1).filter_map(|rest| rest.split('<').next()).collect();
        assert_eq!(codes.len(), 10, "{}", made.body);
        for code in codes {
            self.secrets.note("a recovery code", code);
            self.secrets.note("a recovery code", &code.replace('-', ""));
        }
    }

    /// A passkey that is made, and used to log in; and a question that nobody answers.
    async fn passkey(&self, server: &Server) {
        let mut authenticator = Authenticator::at(&server.issuer);
        let browser = self.jans.as_ref().expect("Jan's browser");
        let page = browser.open(PASSKEYS).await;
        let answer = browser.post(&page, PASSKEYS, &[("action", "start")]).await;
        let page = browser.open(answer.redirect().expect("on to the question").as_str()).await;
        let question = self.question(&page);
        self.secrets.note_base64("the handle of a person", text(&parsed(&question)["user"], "id"));
        let made = authenticator.make(&question);
        self.secrets.note_base64("the name of a passkey", text(&parsed(&made), "id"));
        let answer = browser.post(&page, PASSKEYS, &[("passkey", &made)]).await;
        assert!(answer.redirect().is_some_and(|to| to.path() == "/account/passkeys"), "{}", answer.body);

        let verifier = self.verifier(4);
        let browser = self.browser(server);
        let page = browser.open(&ask(&verifier)).await;
        let given = authenticator.log_in(&self.question(&page));
        self.secrets.note_base64("the signature of a passkey", text(&parsed(&given)["response"], "signature"));
        let landing = browser.submit(&page, &[("passkey", &given)]).await;
        self.tokens(server, &browser, &landing, &verifier).await;
        let page = self.browser(server).open(&ask(&verifier)).await;
        self.question(&page);
    }

    /// What the page asks an authenticator.
    fn question(&self, page: &Landing) -> String {
        let question = page.question().expect("a question");
        self.secrets.note_base64("a challenge", text(&parsed(&question), "challenge"));
        question
    }

    /// A link that is opened and not used, so that Els keeps her password.
    async fn forgotten_password(&self, server: &Server) {
        let browser = self.browser(server);
        let page = browser.open("/password/forgotten").await;
        let sent = server.mail.mails().len();
        browser.post(&page, "/password/forgotten", &[("username", "els")]).await;
        let link = seen("a link by mail", async || {
            let mails = server.mail.mails();
            let texts = mails.iter().skip(sent).filter_map(|mail| mail["text"].as_str());
            let mut words = texts.flat_map(str::split_whitespace);
            words.find_map(|word| word.split_once("/password/").map(|(_, token)| token.to_owned()))
        })
        .await;
        self.secrets.note("a link to a new password", &link);
        assert_eq!(browser.open(&format!("/password/{link}")).await.status, 200);
    }

    /// Until a number was typed, and an SMS was sent to it.
    async fn first_login_by_mail(&mut self, server: &Server) {
        let (browser, verifier) = (self.browser(server), self.verifier(3));
        let page = browser.open(&ask(&verifier)).await;
        let page = browser.submit(&page, &[("username", "els")]).await;
        let sent = server.mail.mails().len();
        let page = browser.submit(&page, &[("password", ELS)]).await;
        if page.body.contains("role=\"alert\"") {
            // Within the minute after the one before: that there is no second mail is for other tests.
            return;
        }
        assert_eq!(page.prompt(), "email_code");
        let code = self.code_by_mail(server, sent).await;
        self.secrets.note("a code by mail", &code);
        let page = browser.submit(&page, &[("code", &code)]).await;
        assert_eq!(page.prompt(), "register_phone");
        browser.submit(&page, &[("phone", &format!("0{TYPED}"))]).await;
    }

    /// The code in one of the mails after so many; that a password was set is told by mail too.
    async fn code_by_mail(&self, server: &Server, after: usize) -> String {
        seen("a code by mail", async || {
            let mails = server.mail.mails();
            let texts = mails.iter().skip(after).filter_map(|mail| mail["text"].as_str());
            let mut words = texts.flat_map(|text| text.split(|c: char| !c.is_ascii_digit()));
            words.find(|word| word.len() == 6).map(ToOwned::to_owned)
        })
        .await
    }

    async fn applications_of_their_own(&mut self, server: &Server) {
        let browser = self.browser(server);
        let form = [("grant_type", "client_credentials"), ("scope", "documents.read"), ("resource", API)];
        let tokens = self.post(server, &browser, "/token", Some("machine"), &form).await;
        self.note_tokens(&tokens);
        let now = real().as_second();
        let claims = json!({"iss": "sleutel", "sub": "sleutel", "aud": server.issuer, "iat": now, "exp": now + 60, "jti": "een-jti-van-de-proef"});
        let signer = ES256.signer_from_jwk(&self.key).expect("a signer");
        let assertion = jws::serialize_compact(claims.to_string().as_bytes(), &JwsHeader::new(), &signer);
        let assertion = assertion.expect("a JWT");
        self.secrets.note("an assertion", &assertion);
        self.secrets.note("the signature of an assertion", assertion.rsplit('.').next().expect("a signature"));
        self.secrets.note("a private key", self.key.parameter("d").and_then(Value::as_str).expect("d"));
        let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        let form = [&form[..], &[("client_assertion_type", kind), ("client_assertion", &assertion)]].concat();
        let tokens = self.post(server, &browser, "/token", None, &form).await;
        self.note_tokens(&tokens);
    }

    async fn tokens(&self, server: &Server, browser: &Browser, landing: &Landing, verifier: &str) -> Value {
        let answer = landing.answer();
        self.secrets.note("an authorization code", &answer["code"]);
        let uri = format!("{APPLICATIONS}/ververs/callback");
        let form = [
            ("grant_type", "authorization_code"),
            ("code", &answer["code"]),
            ("redirect_uri", &uri),
            ("code_verifier", verifier),
        ];
        let tokens = self.post(server, browser, "/token", Some("ververs"), &form).await;
        self.note_tokens(&tokens);
        tokens
    }

    fn note_tokens(&self, tokens: &Value) {
        for (what, name) in
            [("an access token", "access_token"), ("a refresh token", "refresh_token"), ("an ID token", "id_token")]
        {
            if let Some(token) = tokens[name].as_str() {
                self.secrets.note(what, token);
                self.secrets.note(what, token.rsplit('.').next().expect("a part"));
            }
        }
    }

    async fn post(
        &self,
        server: &Server,
        browser: &Browser,
        path: &str,
        client: Option<&str>,
        form: &[(&str, &str)],
    ) -> Value {
        let mut request = browser.http.post(format!("{}{path}", server.issuer)).form(form);
        if let Some(client) = client {
            request = request.basic_auth(client, Some(SECRET));
        }
        let answer = browser.step(request).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        serde_json::from_str(&answer.body).unwrap_or_default()
    }

    fn browser(&self, server: &Server) -> Browser {
        let jar = Arc::new(Noting { jar: Jar::default(), secrets: self.secrets.clone() });
        let http = reqwest::Client::builder().cookie_provider(jar).redirect(reqwest::redirect::Policy::none());
        Browser::with_http(&server.issuer, http.build().expect("a client"))
    }

    fn verifier(&self, n: u8) -> String {
        let verifier = format!("een-verifier-van-drieenveertig-letters-en-meer-{n}");
        self.secrets.note("a code verifier", &verifier);
        verifier
    }

    async fn command(&mut self, server: &Server, arguments: &[&str], input: &str) {
        let output = server.command(arguments, input).await;
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        self.said.extend(output.stdout);
        self.said.extend(output.stderr);
    }
}

fn ask(verifier: &str) -> String {
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    let more = [("scope", "openid email"), ("code_challenge", challenge.as_str()), ("code_challenge_method", "S256")];
    url("ververs", &more)
}

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).expect("JSON")
}

fn text<'a>(tokens: &'a Value, name: &str) -> &'a str {
    tokens[name].as_str().unwrap_or_else(|| panic!("no {name} in {tokens}"))
}

#[expect(clippy::disallowed_methods, reason = "the server is a process of its own, on the real time")]
fn real() -> Timestamp {
    Timestamp::now()
}
