//! The wire to the database, or to Redis, breaks at each question in turn: a first login, its tokens and the logout, once for
//! every question that they ask, and once more with the answer lost instead of the question. Whoever goes on as the pages
//! say gets there; nothing is lost, done double, or good a second time.

use std::time::Duration;

use idp_core::account::TotpSecret;
use idp_core::port::Clock;
use serde_json::Value;

use super::postgres::polite;
use crate::support::postgres::Postgres;
use crate::support::protocol::url;
use crate::support::redis::{self, Redis};
use crate::support::server::{APPLICATIONS, SECRET};
use crate::support::tokens::text;
use crate::support::wire::{Lost, Wire};
use crate::support::{Browser, Landing, PASSWORD, Person, Server};

/// An application that refreshes.
const CLIENT: &str = "ververs";
/// Nobody needs more pages or tries for anything.
const TRIES: usize = 30;

#[tokio::test(flavor = "multi_thread")]
async fn to_postgresql() {
    let postgres = Postgres::start().await;
    let wire = Wire::to(postgres.port).await;
    let server = Server::with_database(&Postgres::url_at(wire.port)).await;
    whatever_breaks(&server, &wire).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn to_redis() {
    let (redis, postgres) = (Redis::start().await, Postgres::start().await);
    let wire = Wire::to(redis.port).await;
    let transient = format!("url: \"redis://127.0.0.1:{}\", password_file: secrets/redis.password", wire.port);
    let mut server = Server::prepare_on(&postgres.url(), &transient).await;
    server.write("secrets/redis.password", redis::PASSWORD);
    server.begin().await;
    whatever_breaks(&server, &wire).await;
}

async fn whatever_breaks(server: &Server, wire: &Wire) {
    let mut newcomers = 0;
    for lost in [Lost::Question, Lost::Answer] {
        for n in 1.. {
            newcomers += 1;
            let mut newcomer = Newcomer::number(server, newcomers).await;
            wire.cut_at(n, lost);
            let code = newcomer.comes_and_leaves().await;
            let was_cut = wire.mend();
            newcomer.finds_all_used_up(&code).await;
            newcomer.adds_up().await;
            if !was_cut {
                assert!(n > 20, "no more than {n} questions");
                break;
            }
        }
    }
    let verified = server.command(&["audit", "verify"], "").await;
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
}

/// Somebody with a number and no app, who does what the pages say.
struct Newcomer<'a> {
    server: &'a Server,
    browser: Browser,
    name: String,
    phone: String,
    /// The codes that were typed.
    typed: Vec<String>,
    app: Option<TotpSecret>,
}

impl<'a> Newcomer<'a> {
    async fn number(server: &'a Server, number: usize) -> Self {
        let (name, phone) = (format!("jan{number}"), format!("+31612{number:06}"));
        Person::named(&name).phone(phone.clone().leak()).add(server.provider()).await;
        // By then no budget of the address is spent by those before.
        server.later(Duration::from_secs(60 * 60));
        Self { server, browser: server.browser(), name, phone, typed: Vec::new(), app: None }
    }

    /// Logs in, has the application get its tokens and refresh them, and logs out. The code that it was.
    async fn comes_and_leaves(&mut self) -> String {
        let (code, tokens) = self.gets_tokens().await;
        let form = [("grant_type", "refresh_token"), ("refresh_token", text(&tokens["refresh_token"]))];
        self.token(&form).await.expect("a refresh whose answer was lost is answered again");
        self.logs_out().await;
        code
    }

    async fn gets_tokens(&mut self) -> (String, Value) {
        for _ in 0..TRIES {
            let code = self.logs_in().await.answer()["code"].clone();
            // One whose answer was lost is used up: then the person goes to the application again.
            if let Some(tokens) = self.redeem(&code).await {
                return (code, tokens);
            }
        }
        panic!("{} gets no tokens", self.name);
    }

    async fn redeem(&self, code: &str) -> Option<Value> {
        let uri = format!("{APPLICATIONS}/{CLIENT}/callback");
        self.token(&[("grant_type", "authorization_code"), ("code", code), ("redirect_uri", &uri)]).await
    }

    /// What the application gets, which asks again when it is told to; nothing if its grant is none.
    async fn token(&self, form: &[(&str, &str)]) -> Option<Value> {
        for _ in 0..TRIES {
            let request = self.browser.http.post(format!("{}/token", self.server.issuer)).form(form);
            let answer = self.browser.step(request.basic_auth(CLIENT, Some(SECRET))).await;
            let body: Value = serde_json::from_str(&answer.body).expect("JSON");
            match answer.status.as_u16() {
                200 => return Some(body),
                400 => {
                    assert_eq!(body["error"], "invalid_grant");
                    return None;
                }
                503 => assert_eq!(body["error"], "temporarily_unavailable"),
                other => panic!("{other}: {body}"),
            }
        }
        panic!("{} gets no answer", self.name);
    }

    async fn logs_out(&self) {
        for _ in 0..TRIES {
            let mut page = self.browser.open("/logout").await;
            if page.status == 200 {
                page = self.browser.post(&page, "/logout/confirm", &[]).await;
            }
            if page.status != 503 {
                break;
            }
            polite(&page);
        }
        for _ in 0..TRIES {
            let page = self.begins().await;
            if page.status == 200 {
                assert_eq!(page.prompt(), "identify", "who logged out is logged out");
                return;
            }
            polite(&page);
        }
        panic!("{} does not get out", self.name);
    }

    /// Neither the code of the application nor that of the app is good for anything more.
    async fn finds_all_used_up(&mut self, code: &str) {
        assert_eq!(self.redeem(code).await, None, "{}", self.name);
        self.browser = self.server.browser();
        let page = self.begins().await;
        let page = self.server.sign_in(&self.browser, &page, &self.name).await;
        assert_eq!(page.prompt(), "totp", "{} has an app", self.name);
        let used = self.typed.last().expect("a code").clone();
        let page = self.browser.submit(&page, &[("code", &used)]).await;
        assert_eq!(page.prompt(), "totp", "{}", self.name);
    }

    /// Nothing was done double, and whatever is on record has its event.
    async fn adds_up(&self) {
        let happened = |code| format!("(SELECT count(*) FROM happened WHERE code = '{code}')");
        let holds = [
            "(SELECT count(*) FROM authenticators) = 1".to_owned(),
            format!("{} = 1", happened("authenticator.enrolled")),
            format!("{} = 1", happened("phone.verified")),
            format!(
                "(SELECT count(*) FROM sessions) + {} = {}",
                happened("session.ended"),
                happened("session.started")
            ),
            format!("(SELECT count(*) FROM grants) = {}", happened("grant.issued")),
            format!("(SELECT count(redeemed_at) FROM grants) = {}", happened("grant.redeemed")),
            "(SELECT count(rotated_at) FROM refresh_tokens) = 1".to_owned(),
            // An answer that was lost is given again, which is recorded too.
            format!("{} IN (1, 2)", happened("refresh_token.rotated")),
        ];
        let query = format!(
            "WITH who AS (SELECT subject FROM accounts WHERE username = '{}'), \
             authenticators AS (SELECT FROM public.authenticators JOIN who USING (subject)), \
             sessions AS (SELECT FROM public.sessions JOIN who USING (subject)), \
             grants AS (SELECT id, redeemed_at FROM public.grants JOIN who USING (subject)), \
             refresh_tokens AS (SELECT rotated_at FROM public.refresh_tokens JOIN grants ON id = grant_id), \
             happened AS (SELECT code FROM audit_events JOIN who USING (subject)) SELECT {}",
            self.name,
            holds.join(", ")
        );
        let said = self.server.psql(&query).await;
        for (holds, said) in holds.iter().zip(said.split('|')) {
            assert_eq!(said, "t", "{}: {holds}", self.name);
        }
    }

    async fn logs_in(&mut self) -> Landing {
        let mut page = self.begins().await;
        for _ in 0..TRIES {
            page = match page.status.as_u16() {
                _ if page.body.is_empty() => return page,
                200 => self.answers(&page).await,
                404 => self.begins().await,
                _ => {
                    polite(&page);
                    self.server.later(Duration::from_secs(60));
                    self.browser.open(page.url.as_str()).await
                }
            };
        }
        panic!("{} does not get on: {}\n{}", self.name, page.url, page.body);
    }

    async fn begins(&self) -> Landing {
        self.browser.open(&url(CLIENT, &[])).await
    }

    async fn answers(&mut self, page: &Landing) -> Landing {
        let code = match page.prompt() {
            "identify" => return self.browser.submit(page, &[("username", &self.name)]).await,
            "password" => return self.browser.submit(page, &[("password", PASSWORD)]).await,
            "enrolment_done" => return self.browser.submit(page, &[]).await,
            "sms_code" => match self.new_sms_code().await {
                Some(code) => code,
                None => {
                    // There is one a minute.
                    self.server.later(Duration::from_secs(61));
                    return self.browser.submit(page, &[("action", "start")]).await;
                }
            },
            "enrol_authenticator" => {
                self.app = Some(page.new_app());
                self.app_code()
            }
            "totp" => self.app_code(),
            other => panic!("nobody asked for {other}"),
        };
        self.typed.push(code.clone());
        self.browser.submit(page, &[("code", &code)]).await
    }

    /// The code of the last SMS, once.
    async fn new_sms_code(&self) -> Option<String> {
        for _ in 0..20 {
            let messages = self.server.sms.messages();
            let last = messages.iter().rfind(|message| message["to"] == self.phone.as_str());
            let code = last.map(|message| text(&message["text"]).rsplit_once('#').expect("a code").1.trim().to_owned());
            if let Some(code) = code.filter(|code| !self.typed.contains(code)) {
                return Some(code);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        None
    }

    /// The next one: each counts once.
    fn app_code(&self) -> String {
        self.server.later(Duration::from_secs(30));
        let code = self.app.as_ref().expect("an app").code_at(self.server.clock.now());
        code.expect("a code")
    }
}
