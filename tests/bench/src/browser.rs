//! A browser that logs in, and the application behind it: every request that both make.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use base64::{Engine, engine::general_purpose::STANDARD, engine::general_purpose::URL_SAFE_NO_PAD};
use hyper::StatusCode;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::Outcome;
use crate::http::{Answer, Connection};
use crate::server::{CALLBACK, SECRET};

const VERIFIER: &str = "a-verifier-of-which-only-the-length-matters-here";

/// A connection, and the cookies of one person at a time.
pub(crate) struct Browser {
    pub(crate) connection: Connection,
    cookies: BTreeMap<String, String>,
}

/// The page on which a form stands.
pub(crate) struct Page {
    pub(crate) path: String,
    csrf: String,
}

impl Browser {
    pub(crate) async fn open(server: SocketAddr) -> Outcome<Self> {
        Ok(Self { connection: Connection::open(server).await?, cookies: BTreeMap::new() })
    }

    /// Forgets whoever it was.
    pub(crate) fn forget(&mut self) {
        self.cookies.clear();
    }

    /// Takes a session that was made elsewhere.
    pub(crate) fn remember(&mut self, session: String) {
        self.cookies.insert("sluis-session".to_owned(), session);
    }

    /// A full login: name, password, code of the app, then the application's part. What `/token` gave.
    pub(crate) async fn log_in(&mut self, client: &str, person: &str, password: &str, code: &str) -> Outcome<Value> {
        self.forget();
        let page = self.until_password(client, person).await?;
        let page = self.submit(&page, &[("password", password)]).await?;
        let page = self.page(page).await?;
        let landing = self.submit(&page, &[("code", code)]).await?;
        let tokens = self.exchange(client, &landing).await?;
        let bearer = format!("Bearer {}", tokens["access_token"].as_str().ok_or("no access token")?);
        self.connection.get("/userinfo", &[("authorization", &bearer)]).await?.with(StatusCode::OK)?;
        Ok(tokens)
    }

    /// Begins a login and gives the name: the page that asks for the password.
    pub(crate) async fn until_password(&mut self, client: &str, person: &str) -> Outcome<Page> {
        let place = self.authorize(client).await?;
        let page = self.page(place).await?;
        let place = self.submit(&page, &[("username", person)]).await?;
        self.page(place).await
    }

    /// An authorization request: where it leads.
    pub(crate) async fn authorize(&mut self, client: &str) -> Outcome<String> {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
        let path = format!(
            "/authorize?client_id={client}&redirect_uri={CALLBACK}&response_type=code&scope=openid%20profile%20email\
             &state=state&nonce=nonce&code_challenge={challenge}&code_challenge_method=S256"
        );
        let answer = self.get(&path).await?;
        place(answer)
    }

    /// Shows a page of the login.
    pub(crate) async fn page(&mut self, path: String) -> Outcome<Page> {
        let answer = self.get(&path).await?.with(StatusCode::OK)?;
        let body = String::from_utf8_lossy(&answer.body);
        let csrf = body.split_once("name=\"csrf\" value=\"").and_then(|(_, rest)| rest.split('"').next());
        Ok(Page { csrf: csrf.ok_or_else(|| format!("no form on {path}"))?.to_owned(), path })
    }

    /// Posts the form of a page.
    pub(crate) async fn post(&mut self, page: &Page, fields: &[(&str, &str)]) -> Outcome<Answer> {
        let mut form = vec![("csrf", page.csrf.as_str())];
        form.extend(fields);
        let cookies = self.cookies();
        let headers = [("cookie", cookies.as_str()), ("sec-fetch-site", "same-origin")];
        let answer = self.connection.post(&page.path, &headers, &form).await?;
        self.take_cookies(&answer);
        Ok(answer)
    }

    async fn submit(&mut self, page: &Page, fields: &[(&str, &str)]) -> Outcome<String> {
        place(self.post(page, fields).await?)
    }

    /// The application's part: the code that it was brought becomes tokens.
    pub(crate) async fn exchange(&mut self, client: &str, landing: &str) -> Outcome<Value> {
        let code = landing.split_once("code=").and_then(|(_, rest)| rest.split('&').next());
        let code = code.ok_or_else(|| format!("no code in {landing}"))?;
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        self.call("/token", client, &form).await
    }

    /// Posts as a client; the JSON of the answer.
    pub(crate) async fn call(&mut self, path: &str, client: &str, form: &[(&str, &str)]) -> Outcome<Value> {
        let basic = basic(client);
        let answer = self.connection.post(path, &[("authorization", &basic)], form).await?.with(StatusCode::OK)?;
        Ok(serde_json::from_slice(&answer.body)?)
    }

    async fn get(&mut self, path: &str) -> Outcome<Answer> {
        let cookies = self.cookies();
        let answer = self.connection.get(path, &[("cookie", &cookies), ("accept-language", "nl")]).await?;
        self.take_cookies(&answer);
        Ok(answer)
    }

    fn cookies(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn take_cookies(&mut self, answer: &Answer) {
        for cookie in answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()) {
            let pair = cookie.split(';').next().and_then(|pair| pair.split_once('='));
            if let Some((name, value)) = pair {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// How a client proves itself.
pub(crate) fn basic(client: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{client}:{SECRET}")))
}

fn place(answer: Answer) -> Outcome<String> {
    Ok(answer.with(StatusCode::SEE_OTHER)?.header("location").to_owned())
}
