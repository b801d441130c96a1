//! Back-Channel Logout 1.0: every application that saw a session is told that it ended, whatever the others do.

use std::time::{Duration, Instant};

use idp_core::audit::Code;
use idp_core::oidc::Algorithm;
use idp_core::port::Clock;
use sea_orm::ConnectionTrait;
use tokio::time::timeout;

use crate::support::patience::holds;
use crate::support::people::Known as Somebody;
use crate::support::protocol::{log_in, somebody_logged_in};
use crate::support::receiver::{self, Answer, Known, Receiver, authorize, called_at, known};
use crate::support::tls::Authority;
use crate::support::{Browser, Person, Server};

/// A server with these applications at a receiver, and somebody who logged in at each.
struct Bench {
    server: Server,
    receiver: Receiver,
    browser: Browser,
    ria: Somebody,
    logins: Vec<Known>,
}

impl Bench {
    async fn new(ids: &[&str]) -> Self {
        let receiver = Receiver::start().await;
        let files: Vec<_> = ids.iter().map(|id| (*id, called_at(&receiver.base, id))).collect();
        Self::with(receiver, &files).await
    }

    async fn with(receiver: Receiver, files: &[(&str, String)]) -> Self {
        let mut server = Server::prepare("sqlite:data/sluis.db").await;
        for (id, more) in files {
            receiver.register(&server, id, more);
        }
        server.begin().await;
        let (browser, ria) = somebody_logged_in(&server, "ria").await;
        let mut bench = Self { server, receiver, browser, ria, logins: Vec::new() };
        for (id, _) in files {
            bench.log_in(id).await;
        }
        bench
    }

    async fn log_in(&mut self, id: &str) {
        let base = &self.receiver.base;
        let landing = self.browser.open(&authorize(base, id, "")).await;
        self.logins.push(known(&self.server, &self.browser, base, id, &landing).await);
    }

    fn logout_url(&self) -> String {
        let to = format!("{}/", self.receiver.base);
        format!("/logout?id_token_hint={}&post_logout_redirect_uri={to}&state=s", self.logins[0].id_token)
    }

    async fn log_out(&self) {
        let landing = self.browser.open(&self.logout_url()).await;
        assert_eq!(landing.url.as_str(), format!("{}/?state=s", self.receiver.base), "at once, and to the application");
    }

    /// Moves the clock over the first pause until the application was called so often. Nobody can see from outside when the
    /// pause began, so once may be too early.
    async fn called_after_a_pause(&self, id: &str, times: usize) -> Vec<String> {
        for _ in 0..3 {
            self.server.later(Duration::from_secs(5));
            if let Ok(tokens) = timeout(Duration::from_secs(4), self.receiver.called(id, times)).await {
                return tokens;
            }
        }
        panic!("{id} was not called again");
    }

    /// The calls that were taken or given up, by the audit log.
    async fn settled(&self, code: Code, times: usize) {
        holds(code.as_str(), async || self.server.events(code).await >= times).await;
        assert_eq!(self.server.events(code).await, times, "{}", code.as_str());
    }
}

#[tokio::test]
async fn each_application_is_told_once_in_words_that_it_can_believe() {
    let receiver = Receiver::start().await;
    let base = receiver.base.clone();
    let bench = Bench::with(
        receiver,
        &[
            ("een", called_at(&base, "een")),
            ("twee", called_at(&base, "twee") + "subject_type: pairwise\nid_token_signed_response_alg: ES256\n"),
            ("stil", String::new()),
        ],
    )
    .await;
    let stranger = Bench::stranger(&bench, "els").await;
    // Two tabs log out at the same moment.
    let url = bench.logout_url();
    let (left, right) = tokio::join!(bench.browser.open(&url), bench.browser.open(&url));
    assert_eq!((left.url.path(), right.url.path()), ("/", "/"));

    let (een, twee) = (bench.receiver.called("een", 1).await, bench.receiver.called("twee", 1).await);
    let een = bench.logins[0].believe(&bench.server, Algorithm::Rs256, &een[0]).await;
    let twee = bench.logins[1].believe(&bench.server, Algorithm::Es256, &twee[0]).await;
    assert_eq!(een["sub"], bench.ria.subject.as_str());
    assert!(een["sub"] != twee["sub"] && een["sid"] != twee["sid"], "pairwise");
    assert_ne!(een["jti"], twee["jti"]);
    bench.settled(Code::LogoutTold, 2).await;

    bench.browser.open(&url).await;
    // Longer than the worker waits between two looks.
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert_eq!(bench.receiver.called("een", 1).await.len(), 1, "once");
    assert_eq!(bench.receiver.called("twee", 1).await.len(), 1, "once");
    bench.settled(Code::LogoutTold, 2).await;
    let told = bench.server.recorded(Code::LogoutTold).await;
    assert!(told.iter().all(|event| event.subject.as_deref() == Some(bench.ria.subject.as_str())));
    let silent = stranger.open(&authorize(&base, "een", "&prompt=none")).await;
    assert!(silent.answer().contains_key("code"), "nobody else was logged out");
}

impl Bench {
    /// Somebody else, in a browser of their own, logged in at the first application.
    async fn stranger(&self, name: &str) -> Browser {
        let (browser, _) = somebody_logged_in(&self.server, name).await;
        let landing = browser.open(&authorize(&self.receiver.base, "een", "")).await;
        assert!(landing.answer().contains_key("code"));
        browser
    }
}

#[tokio::test]
async fn an_application_that_hangs_delays_nobody() {
    let bench = Bench::new(&["hangt", "een", "twee", "weg"]).await;
    bench.receiver.answers("hangt", [Answer::Hang]);
    bench.receiver.answers("weg", [Answer::Status(302)]);
    let began = Instant::now();
    bench.log_out().await;
    for id in ["een", "twee", "hangt"] {
        bench.receiver.called(id, 1).await;
    }
    bench.settled(Code::LogoutTold, 2).await;
    assert!(began.elapsed() < Duration::from_secs(4), "the patience with the one is longer: {:?}", began.elapsed());
}

#[tokio::test]
async fn nor_does_one_with_a_thousand_calls_that_hang() {
    let bench = Bench::new(&["een", "hangt"]).await;
    bench.receiver.answers("hangt", [Answer::Hang; 1000]);
    let due = bench.server.clock.now().as_millisecond() - 1;
    let calls = format!(
        "WITH RECURSIVE calls (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM calls WHERE n < 1000) \
         INSERT INTO logout_calls (id, session_id, subject, client_id, due_at, tries, expires_at, created_at) \
         SELECT 'call-' || n, 'session', '{}', 'hangt', {due}, 0, {due} + 3600000, {due} FROM calls",
        bench.ria.subject
    );
    bench.server.knife().await.execute_unprepared(&calls).await.expect("queued");
    bench.receiver.called("hangt", 16).await;
    let began = Instant::now();
    bench.log_out().await;
    bench.receiver.called("een", 1).await;
    assert!(began.elapsed() < Duration::from_secs(3), "the patience with the one is longer: {:?}", began.elapsed());
    // Those that are not answered in time make room for the next.
    let hung = bench.receiver.called("hangt", 17).await.len();
    assert!(hung <= 32, "{hung}");
}

#[tokio::test]
async fn what_an_administrator_ends_is_told_as_well() {
    for (command, input, code) in [
        ("disable", "", Code::AccountDisabled),
        ("set-password", "een heel ander wachtwoord\n", Code::PasswordSet),
        ("reset-mfa", "", Code::FactorsReset),
    ] {
        let bench = Bench::new(&["een"]).await;
        let done = bench.server.command(&["user", command, "ria"], input).await;
        assert!(done.status.success(), "{command}: {}", String::from_utf8_lossy(&done.stderr));
        let token = bench.receiver.called("een", 1).await.remove(0);
        bench.logins[0].believe(&bench.server, Algorithm::Rs256, &token).await;
        let ended = bench.server.recorded(Code::SessionEnded).await;
        let because = format!(r#"{{"because":"{}"}}"#, code.as_str());
        assert_eq!((ended.len(), ended[0].detail.as_str()), (1, because.as_str()), "{command}");
    }
}

#[tokio::test]
async fn a_call_that_is_not_taken_is_made_again_with_a_new_token() {
    let bench = Bench::new(&["een", "twee"]).await;
    bench.receiver.answers("een", [Answer::Status(503), Answer::Status(204)]);
    bench.receiver.answers("twee", [Answer::Status(400)]);
    bench.log_out().await;
    let first = bench.receiver.called("een", 1).await.remove(0);
    let first = bench.logins[0].believe(&bench.server, Algorithm::Rs256, &first).await;
    bench.settled(Code::LogoutGivenUp, 1).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(bench.receiver.called("een", 1).await.len(), 1, "not at once");
    let second = bench.called_after_a_pause("een", 2).await.remove(1);
    let second = bench.logins[0].believe(&bench.server, Algorithm::Rs256, &second).await;
    assert_eq!(first["sid"], second["sid"]);
    assert_ne!(first["jti"], second["jti"]);
    bench.settled(Code::LogoutTold, 1).await;
    assert_eq!(bench.receiver.called("twee", 1).await.len(), 1, "a refusal is final");
    let given_up = bench.server.recorded(Code::LogoutGivenUp).await;
    assert_eq!(given_up[0].client.as_deref(), Some("twee"));
}

#[tokio::test]
async fn what_nobody_ever_takes_is_given_up_and_said() {
    let bench = Bench::new(&["een"]).await;
    bench.receiver.answers("een", [Answer::Status(503), Answer::Status(404)]);
    bench.log_out().await;
    bench.receiver.called("een", 1).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    bench.server.later(Duration::from_secs(12 * 3600));
    bench.settled(Code::LogoutGivenUp, 1).await;
    assert_eq!(bench.receiver.called("een", 1).await.len(), 1, "its time was over");
}

#[tokio::test]
async fn who_wants_no_call_any_more_gets_none() {
    let mut bench = Bench::new(&["een"]).await;
    bench.receiver.answers("een", [Answer::Status(503)]);
    bench.log_out().await;
    bench.receiver.called("een", 1).await;
    bench.receiver.register(&bench.server, "een", "");
    bench.server.restart().await;
    for _ in 0..6 {
        bench.server.later(Duration::from_secs(150));
        tokio::time::sleep(Duration::from_secs(4)).await;
    }
    bench.settled(Code::LogoutGivenUp, 1).await;
    assert_eq!(bench.receiver.called("een", 1).await.len(), 1);
}

/// While a new file reaches one node after the other, some do not know yet whom to call.
#[tokio::test]
async fn a_file_that_is_late_is_waited_for() {
    let mut bench = Bench::new(&["een"]).await;
    bench.receiver.answers("een", [Answer::Status(503)]);
    bench.log_out().await;
    bench.receiver.called("een", 1).await;
    let file = called_at(&bench.receiver.base, "een");
    bench.receiver.register(&bench.server, "een", "");
    bench.server.restart().await;
    bench.server.later(Duration::from_secs(5));
    // Longer than the worker waits between two looks.
    tokio::time::sleep(Duration::from_secs(4)).await;
    bench.receiver.register(&bench.server, "een", &file);
    // Longer than it takes until a changed file is in force.
    tokio::time::sleep(Duration::from_secs(4)).await;
    bench.server.later(Duration::from_secs(150));
    let token = bench.receiver.called("een", 2).await.remove(1);
    bench.logins[0].believe(&bench.server, Algorithm::Rs256, &token).await;
    assert_eq!(bench.server.events(Code::LogoutGivenUp).await, 0);
}

#[tokio::test]
async fn a_call_survives_a_restart() {
    let port = receiver::free_port().await;
    let base = format!("http://localhost:{port}");
    let mut server = Server::prepare("sqlite:data/sluis.db").await;
    receiver::register(&server, &base, "een", &called_at(&base, "een"));
    server.begin().await;
    let (browser, _) = somebody_logged_in(&server, "ria").await;
    let landing = browser.open(&authorize(&base, "een", "")).await;
    let login = known(&server, &browser, &base, "een", &landing).await;
    let done = browser.open(&format!("/logout?id_token_hint={}", login.id_token)).await;
    assert_eq!(done.url.path(), "/logout/done");
    server.restart().await;
    let receiver = Receiver::at(port).await;
    server.later(Duration::from_secs(60));
    let token = receiver.called("een", 1).await.remove(0);
    login.believe(&server, Algorithm::Rs256, &token).await;
}

#[tokio::test]
async fn another_person_in_that_browser_ends_the_session_too() {
    let mut bench = Bench::new(&["een"]).await;
    let els = Person::named("els").phone("+31612345678").enrolled().add(bench.server.provider()).await;
    let page = bench.browser.open(&authorize(&bench.receiver.base, "een", "&prompt=select_account")).await;
    let landing = log_in(&bench.server, &bench.browser, &page, &els).await;
    let new = known(&bench.server, &bench.browser, &bench.receiver.base, "een", &landing).await;
    let token = bench.receiver.called("een", 1).await.remove(0);
    let told = bench.logins.remove(0).believe(&bench.server, Algorithm::Rs256, &token).await;
    assert_ne!(told["sid"], new.claims["sid"], "hers ended, and not the one that is there now");
    assert_eq!(told["sub"], bench.ria.subject.as_str());
}

#[tokio::test]
async fn a_session_that_fell_idle_can_still_be_ended_everywhere() {
    let bench = Bench::new(&["een"]).await;
    bench.server.later(Duration::from_secs(2 * 3600));
    bench.log_out().await;
    let token = bench.receiver.called("een", 1).await.remove(0);
    bench.logins[0].believe(&bench.server, Algorithm::Rs256, &token).await;
}

#[tokio::test]
async fn an_authority_of_our_own_is_trusted_if_it_is_named() {
    let authority = Authority::new();
    for named in [true, false] {
        let receiver = Receiver::over_tls(&authority.certify()).await;
        let base = receiver.base.clone();
        let mut server = Server::prepare("sqlite:data/sluis.db").await;
        receiver.register(&server, "een", &called_at(&base, "een"));
        if named {
            let plain = std::fs::read_to_string(server.folder().join("sluis.yaml")).expect("the configuration");
            server.write("secrets/ca.pem", authority.pem());
            server.write("sluis.yaml", &(plain + "outbound: {ca_file: secrets/ca.pem}\n"));
        }
        server.begin().await;
        let (browser, ria) = somebody_logged_in(&server, "ria").await;
        let mut bench = Bench { server, receiver, browser, ria, logins: Vec::new() };
        bench.log_in("een").await;
        bench.log_out().await;
        if named {
            bench.receiver.called("een", 1).await;
        } else {
            bench.server.later(Duration::from_secs(12 * 3600));
            bench.settled(Code::LogoutGivenUp, 1).await;
            assert_eq!(
                bench.server.events(Code::LogoutTold).await,
                0,
                "nobody is told over a line that anybody may hold"
            );
        }
    }
}
