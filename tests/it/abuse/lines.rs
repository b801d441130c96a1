//! Lines of `docs/reference/weaknesses.md` that no other test is about: each under its own name.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::time::Duration;

use idp_adapters::rng::SystemRng;
use idp_core::account::{OneTimeCode, TotpSecret};
use serde_json::Value;

use crate::support::people::another;
use crate::support::protocol::{PLAIN, error, parameters, url};
use crate::support::tokens::{Bench, text};
use crate::support::{PASSWORD, Person, Server};

/// B4: neither parameter is looked at, and nobody is called.
#[tokio::test]
async fn b4_a_request_uri_is_refused_and_never_fetched() {
    let server = Server::start().await;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a listener that does not wait");
    let there = format!("http://{}/request.jwt", listener.local_addr().expect("an address"));
    let browser = server.browser();
    for (name, value, code) in [
        ("request_uri", there.as_str(), "request_uri_not_supported"),
        ("request", "eyJhbGciOiJub25lIn0.e30.", "request_not_supported"),
    ] {
        let landing = browser.open(&url(PLAIN, &[(name, value)])).await;
        assert_eq!(error(&landing), code);
        let form = parameters(PLAIN, &[(name, value)]);
        let posted = browser.step(browser.http.post(format!("{}/authorize", server.issuer)).form(&form)).await;
        let location = posted.redirect().expect("back to the application");
        assert!(location.as_str().contains(&format!("error={code}")), "{location}");
    }
    // Whoever would fetch it has done so before the answer.
    let called = listener.accept().expect_err("nobody calls");
    assert_eq!(called.kind(), ErrorKind::WouldBlock);
}

/// B5: what is not registered is never granted, however it is spelt, and all who are asked say the same.
#[tokio::test]
async fn b5_no_spelling_of_a_scope_gets_more_than_is_registered() {
    let bench = Bench::new().await;
    let registered = BTreeSet::from(["openid", "profile", "email", "offline_access", "documents.read"]);
    for more in
        ["phone", "documents.write", "PHONE", "Documents.Write", "phone%09", "%C2%A0phone", "documents.%77rite", "*"]
    {
        let asked =
            url("ververs", &[("scope", "openid email")]).replace("openid+email", &format!("openid+email+{more}"));
        let answer = bench.browser.open(&asked).await.answer();
        let Some(code) = answer.get("code") else {
            assert_eq!(answer.get("error").map(String::as_str), Some("invalid_scope"), "{more}");
            continue;
        };
        let (status, tokens) = bench.redeem("ververs", code, &[]).await;
        assert_eq!(status, 200, "{tokens}");
        let told = bench.introspect("ververs", &tokens["access_token"]).await;
        for scope in [&tokens["scope"], &told["scope"]] {
            let granted: BTreeSet<_> = text(scope).split(' ').collect();
            assert!(granted.is_subset(&registered), "{more}: {granted:?}");
        }
        let request = bench.browser.http.get(format!("{}/userinfo", bench.server.issuer));
        let userinfo = bench.browser.step(request.bearer_auth(text(&tokens["access_token"]))).await;
        let userinfo: Value = serde_json::from_str(&userinfo.body).expect("JSON");
        assert!(userinfo.get("phone_number").is_none() && userinfo.get("email").is_some(), "{more}: {userinfo}");
    }
}

/// C4: a code dies with the login and the account that it came from, one with each.
#[tokio::test]
async fn c4_a_code_outlives_neither_its_session_nor_its_time() {
    let bench = Bench::new().await;
    let code = bench.code("ververs", "openid", "").await;
    bench.server.later(Duration::from_secs(60));
    let (status, refused) = bench.redeem("ververs", &code, &[]).await;
    assert_eq!((status, refused["error"].as_str()), (400, Some("invalid_grant")), "a minute later");
    let code = bench.code("ververs", "openid", "").await;
    bench.log_out().await;
    let (status, refused) = bench.redeem("ververs", &code, &[]).await;
    assert_eq!((status, refused["error"].as_str()), (400, Some("invalid_grant")), "after the logout");
}

/// L2: a new code kills the old one, and gives back none of the tries that were spent.
#[tokio::test]
async fn l2_a_new_code_kills_the_old_and_gives_no_tries_back() {
    let server = Server::start().await;
    Person::named("jan").phone("+31612345678").add(server.provider()).await;
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, "jan").await;
    let mut codes = vec![server.sms.code(1).await];
    for n in 1..=2 {
        for _ in 0..4 {
            let last = codes.last().expect("a code");
            assert_eq!(browser.submit(&page, &[("code", &another(last))]).await.prompt(), "sms_code");
        }
        server.later(Duration::from_secs(61));
        browser.submit(&page, &[("action", "start")]).await;
        codes.push(server.sms.code(n + 1).await);
    }
    // Eight of the account's ten tries are spent. The code before is dead, and a try at it is one.
    assert_ne!(codes[1], codes[2]);
    assert_eq!(browser.submit(&page, &[("code", &codes[1])]).await.prompt(), "sms_code", "the old code is dead");
    let stopped = browser.submit(&page, &[("code", &another(&codes[2]))]).await;
    assert_eq!(stopped.status, 403, "ten in all, over three codes");
    let late = browser.submit(&page, &[("code", &codes[2])]).await;
    assert_eq!(late.status, 403, "then the right one of the newest is refused too");
}

/// L14: codes are drawn evenly, zeros in front included; a key has 160 bits.
#[test]
fn l14_codes_and_keys_are_drawn_evenly_and_are_long_enough() {
    const DRAWN: usize = 60_000;
    let mut counts = [[0_usize; 10]; 6];
    for _ in 0..DRAWN {
        let code = OneTimeCode::generate(&SystemRng);
        assert_eq!(code.reveal().len(), 6);
        for (place, digit) in code.reveal().bytes().enumerate() {
            counts[place][usize::from(digit - b'0')] += 1;
        }
    }
    // Six standard deviations: in a thousand million runs one fails by chance.
    let (mean, allowed) = (DRAWN as f64 / 10.0, 6.0 * (DRAWN as f64 * 0.09).sqrt());
    for (place, digits) in counts.iter().enumerate() {
        for (digit, count) in digits.iter().enumerate() {
            assert!((*count as f64 - mean).abs() < allowed, "{digit} at place {place}: {count} of {DRAWN}");
        }
    }
    let keys: BTreeSet<_> = (0..1_000).map(|_| TotpSecret::generate(&SystemRng).reveal().to_vec()).collect();
    assert!(keys.len() == 1_000 && keys.iter().all(|key| key.len() >= 20));
}

/// What a line of the log would look like to who reads it, if somebody could write one; and what clears a terminal.
const FORGED: &str = "jan\r\n{\"level\":\"INFO\",\"forged\":\"yes\"}\u{1b}[2J\u{2028}\u{85}forged by hand";

/// O4: whatever strangers send, each line of the log is one of ours, and so is each of the audit log.
#[tokio::test(flavor = "multi_thread")]
async fn o4_nobody_forges_a_line_of_a_log() {
    let server = Server::prepare("sqlite:data/sluis.db").await;
    assert!(server.command(&["user", "add", "jan"], "").await.status.success());
    assert!(server.command(&["user", "set-password", "jan"], PASSWORD).await.status.success());
    let mut program = server.program_that_logs_all(0).await;
    let browser = server.browser();
    let page = browser.open(&url(PLAIN, &[])).await;
    let page = browser.submit(&page, &[("username", FORGED)]).await;
    let page = browser.submit(&page, &[("username", "jan")]).await;
    browser.submit(&page, &[("password", FORGED)]).await;
    let page = browser.open("/password/forgotten").await;
    browser.post(&page, "/password/forgotten", &[("username", FORGED)]).await;
    for parameter in ["client_id", "redirect_uri", "scope", "state", "login_hint", "acr_values", "ui_locales", "prompt"]
    {
        browser.open(&url(PLAIN, &[(parameter, FORGED)])).await;
    }
    let path: String = url::form_urlencoded::byte_serialize(FORGED.as_bytes()).collect();
    browser.open(&format!("/{path}?{path}")).await;
    let ask = |form: &[(&str, &str)]| browser.http.post(format!("{}/token", server.issuer)).form(form);
    for form in [[("grant_type", FORGED)], [("client_id", FORGED)], [("client_assertion", FORGED)]] {
        browser.step(ask(&form).basic_auth(FORGED, Some(FORGED))).await;
        browser.step(ask(&form)).await;
    }
    let header = FORGED.replace(['\r', '\n', '\u{1b}'], "\t");
    for name in ["x-request-id", "traceparent", "user-agent", "x-forwarded-for", "accept-language"] {
        let request = browser.http.get(format!("{}/healthz", server.issuer));
        browser.step(request.header(name, header.as_bytes())).await;
    }
    program.terminate().await;
    assert!(program.ended().await.success());

    let log = std::fs::read_to_string(server.folder().join("sluis.log")).expect("the log");
    let exported = server.command(&["audit", "export"], "").await.stdout;
    let exported = String::from_utf8(exported).expect("UTF-8");
    for line in log.lines().chain(exported.lines()) {
        let line: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("no line of ours: {line:?}"));
        assert!(line.get("forged").is_none(), "{line}");
    }
    assert!(log.lines().count() > 30, "it logs: {log}");
    assert!(exported.contains("client.refused"), "what strangers did is on record: {exported}");
    let listed = server.command(&["audit", "list"], "").await.stdout;
    let listed = String::from_utf8(listed).expect("UTF-8");
    assert!(!listed.lines().any(|line| line.starts_with("forged") || line.starts_with('{')), "{listed}");
    assert!(!listed.contains(|c: char| c.is_control() && c != '\n'), "{listed:?}");
}
