//! `kill -9` of one of two nodes, in the middle of what it does.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use idp_core::account::TotpSecret;
use idp_core::port::Clock;
use jiff::SignedDuration;
use serde_json::Value;

use crate::support::program::Program;
use crate::support::protocol::{PLAIN, url};
use crate::support::server::{APPLICATIONS, SECRET};
use crate::support::tokens::Bench;
use crate::support::{Browser, Landing, PASSWORD, Person, Server};

/// The node that dies is a process of its own, on the real time; so is the clock of the other.
async fn two_nodes() -> Server {
    let mut server = Server::of_two_nodes(Duration::ZERO).await;
    server.clock.run();
    server.stop_node(1).await;
    server
}

/// Does something that the second node serves, which dies so much later.
async fn while_dying<T>(server: &Server, after: Duration, act: impl Future<Output = T>) -> T {
    let mut dying: Program = server.program(1).await;
    let proxy = server.proxy.as_ref().expect("two nodes");
    proxy.only(Some(1));
    let (done, ()) = tokio::join!(act, async {
        tokio::time::sleep(after).await;
        dying.kill().await;
        proxy.only(Some(0));
    });
    done
}

/// Somebody with a number and no app, who answers what is asked.
struct Newcomer<'a> {
    server: &'a Server,
    browser: Browser,
    name: String,
    phone: &'static str,
    /// How many SMS are of no use any more.
    heard: usize,
    key: Option<TotpSecret>,
    /// Which codes of the app were not tried yet: the one before, that of now, and the next count too.
    steps: Vec<i64>,
}

impl<'a> Newcomer<'a> {
    async fn named(server: &'a Server, name: String, phone: &'static str) -> Self {
        Person::named(&name).phone(phone).add(server.provider()).await;
        Self { server, browser: server.browser(), name, phone, heard: 0, key: None, steps: vec![30, 0, -30] }
    }

    async fn begin(&self) -> Landing {
        self.browser.open(&url(PLAIN, &[])).await
    }

    /// What the page asks for.
    async fn fields(&mut self, page: &Landing) -> Vec<(&'static str, String)> {
        match page.prompt() {
            "identify" => vec![("username", self.name.clone())],
            "password" => vec![("password", PASSWORD.to_owned())],
            "sms_code" => {
                let code = match self.sms_code().await {
                    Some(code) => code,
                    None => {
                        self.asks_again(page).await;
                        self.sms_code().await.expect("an SMS that was asked for")
                    }
                };
                vec![("code", code)]
            }
            "enrol_authenticator" => {
                let key = page.between("secret=", "&").expect("a key in the link for the app");
                self.key = Some(serde_json::from_value(key.into()).expect("base32"));
                vec![("code", self.app_code().await)]
            }
            "totp" => vec![("code", self.app_code().await)],
            "enrolment_done" => Vec::new(),
            other => panic!("nobody asked for {other}"),
        }
    }

    /// Each code counts once, and one that a dying node took is gone: then the next half minute is waited for.
    async fn app_code(&mut self) -> String {
        let step = self.steps.pop();
        if step.is_none() {
            tokio::time::sleep(Duration::from_secs(30)).await;
        }
        let at = self.server.clock.now() + SignedDuration::from_secs(step.unwrap_or(30));
        self.key.as_ref().expect("an app").code_at(at).expect("a code")
    }

    /// The code of the last SMS, if there is a new one. A node that dies with a message in its hands keeps it for a minute: that
    /// minute passes here.
    async fn sms_code(&self) -> Option<String> {
        for waited in 0..50 {
            let texts = self.texts();
            if texts.len() > self.heard {
                return Some(texts.last()?.rsplit_once('#').expect("the origin-bound line").1.trim().to_owned());
            }
            if waited == 10 {
                self.server.psql("UPDATE outbox SET due_at = 0").await;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        None
    }

    fn texts(&self) -> Vec<String> {
        let messages = self.server.sms.messages().into_iter().filter(|message| message["to"] == self.phone);
        messages.map(|message| message["text"].as_str().expect("a text").to_owned()).collect()
    }

    /// Another code, for one that was used up or never left. There is one a minute: that minute passes here, too.
    async fn asks_again(&self, page: &Landing) -> Landing {
        let redis = self.server.redis.as_ref().expect("Redis");
        for key in redis.command(&["KEYS", "sluis:throttle:*"]).await.lines() {
            redis.command(&["DEL", key]).await;
        }
        self.browser.submit(page, &[("action", "start")]).await
    }

    async fn answer(&mut self, page: &Landing) -> Landing {
        let fields = self.fields(page).await;
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.browser.submit(page, &fields).await
    }

    /// Where the person is after this: on the page that was meant, or where reloading or beginning again leads.
    async fn after(&mut self, page: &Landing, landing: Landing) -> Landing {
        let landing = match landing.status.as_u16() {
            502 => self.browser.open(page.url.as_str()).await,
            _ => landing,
        };
        match landing.status.as_u16() {
            404 => {
                landing.says("opnieuw");
                self.begin().await
            }
            // The code was looked at, and the node died before it could note that it was right.
            200 if landing.body.contains("niet meer geldig") => {
                self.heard = self.texts().len();
                self.asks_again(&landing).await
            }
            200 => landing,
            other => panic!("{other} at {}: {}", landing.url, landing.body),
        }
    }

    async fn redeem(&self, landing: &Landing) -> (u16, Value) {
        let code = &landing.answer()["code"];
        let uri = format!("{APPLICATIONS}/{PLAIN}/callback");
        let form = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", &uri)];
        let request = self.browser.http.post(format!("{}/token", self.server.issuer));
        let answer = self.browser.step(request.basic_auth(PLAIN, Some(SECRET)).form(&form)).await;
        (answer.status.as_u16(), serde_json::from_str(&answer.body).unwrap_or_default())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn at_each_step_of_a_first_login() {
    let server = two_nodes().await;
    let everybody = [
        (1, "+31612345671"),
        (8, "+31612345672"),
        (25, "+31612345673"),
        // Long enough for the answer to leave first.
        (400, "+31612345674"),
    ];
    for (millis, phone) in everybody {
        let after = Duration::from_millis(millis);
        let mut newcomer = Newcomer::named(&server, format!("jan{millis}"), phone).await;
        let mut page = while_dying(&server, after, newcomer.begin()).await;
        if page.status == 502 {
            page = newcomer.begin().await;
        }
        let mut steps = 0;
        while page.url.as_str().starts_with(&server.issuer) {
            steps += 1;
            assert!(steps < 20, "the person does not get on: {}", page.url);
            let fields = newcomer.fields(&page).await;
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let landing = while_dying(&server, after, newcomer.browser.submit(&page, &fields)).await;
            let broken = landing.status == 502;
            page = newcomer.after(&page, landing).await;
            if broken && page.url.as_str().starts_with(&server.issuer) {
                let landing = newcomer.answer(&page).await;
                page = newcomer.after(&page, landing).await;
            }
        }
        let (mut status, mut tokens) = while_dying(&server, after, newcomer.redeem(&page)).await;
        if status == 502 {
            (status, tokens) = newcomer.redeem(&page).await;
        }
        if status == 400 {
            // It was redeemed, and the answer was lost: then the tokens are dead, and the person goes again.
            assert_eq!(tokens["error"], "invalid_grant");
            page = newcomer.begin().await;
            while page.url.as_str().starts_with(&server.issuer) {
                page = newcomer.answer(&page).await;
            }
            (status, tokens) = newcomer.redeem(&page).await;
        }
        assert_eq!(status, 200, "{tokens}");
        assert_eq!(newcomer.redeem(&page).await.0, 400, "a code is redeemed once");
    }
    for (what, wanted) in [
        ("SELECT count(*) FROM accounts", "4"),
        ("SELECT count(*) FROM accounts WHERE phone_verified", "4"),
        ("SELECT count(DISTINCT subject) FROM authenticators", "4"),
        ("SELECT count(*) FROM authenticators", "4"),
        ("SELECT count(*) FROM audit_events WHERE code = 'authenticator.enrolled'", "4"),
        ("SELECT count(*) - (SELECT count(*) FROM audit_events WHERE code = 'grant.issued') FROM grants", "0"),
        (
            "SELECT count(*) - (SELECT count(*) FROM audit_events WHERE code = 'grant.redeemed') FROM grants \
             WHERE redeemed_at IS NOT NULL",
            "0",
        ),
        ("SELECT count(*) - (SELECT count(*) FROM audit_events WHERE code = 'session.started') FROM sessions", "0"),
        (
            "SELECT count(*) FROM audit_events a JOIN audit_events b ON a.seq < b.seq AND a.code = b.code \
          AND a.subject = b.subject WHERE a.code = 'phone.verified'",
            "0",
        ),
    ] {
        assert_eq!(server.psql(what).await, wanted, "{what}");
    }
}

/// An application that refreshes, and asks again where the answer was lost.
async fn refreshes(bench: &Bench, first: &Value, stop: &AtomicBool, done: &AtomicUsize) {
    let mut token = first.clone();
    while !stop.load(Ordering::SeqCst) {
        let form = [("grant_type", "refresh_token"), ("refresh_token", token.as_str().expect("a token"))];
        let request = bench.browser.http.post(format!("{}/token", bench.server.issuer)).form(&form);
        let answer = bench.browser.step(request.basic_auth("ververs", Some(SECRET))).await;
        match answer.status.as_u16() {
            200 => {
                let tokens: Value = serde_json::from_str(&answer.body).expect("JSON");
                token = tokens["refresh_token"].clone();
                done.fetch_add(1, Ordering::SeqCst);
            }
            502 => {}
            other => panic!("{other}: {}", answer.body),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_middle_of_refreshes() {
    let bench = Bench::on(two_nodes().await).await;
    let proxy = bench.server.proxy.as_ref().expect("two nodes");
    let (stop, done) = (AtomicBool::new(false), AtomicUsize::new(0));
    let mut first = Vec::new();
    for _ in 0..4 {
        first.push(bench.tokens("ververs", "openid").await["refresh_token"].clone());
    }
    let chain = |number: usize| refreshes(&bench, &first[number], &stop, &done);
    tokio::join!(chain(0), chain(1), chain(2), chain(3), async {
        for millis in [30, 70, 110, 150] {
            let mut node = bench.server.program(1).await;
            proxy.only(None);
            tokio::time::sleep(Duration::from_millis(300 + millis)).await;
            node.kill().await;
        }
        stop.store(true, Ordering::SeqCst);
    });
    assert!(done.load(Ordering::SeqCst) > 20, "{done:?}");
    let alive = "SELECT count(*) FROM (SELECT grant_id FROM refresh_tokens GROUP BY grant_id \
                 HAVING count(*) FILTER (WHERE rotated_at IS NULL) <> 1) AS broken";
    assert_eq!(bench.server.psql(alive).await, "0", "each chain has one living end");
    for first in &first {
        let (status, answer) = bench.refresh("ververs", first, &[]).await;
        assert_eq!((status, &answer["error"]), (400, &"invalid_grant".into()), "what was used stays used");
    }
    let told = "SELECT count(*) FROM audit_events WHERE code = 'refresh_token.replayed'";
    assert_eq!(bench.server.psql(told).await, "4", "and each of these rang the alarm, no other");
}
