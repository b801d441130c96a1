//! Too much at once: whoever comes too many is told so quickly and kindly, and it costs the others nothing.

use std::time::{Duration, Instant};

use idp_core::audit::Code;
use idp_core::lifetimes;
use idp_core::port::Hit;
use idp_core::throttle::{LOGINS_OF_AN_ADDRESS, Network};
use jiff::Timestamp;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::support::protocol::{PLAIN, log_in, parameters, url};
use crate::support::stored::Store;
use crate::support::{Browser, PASSWORD, Person, Server};

/// More than may wait to be hashed: 64 for each core, and those that are worked at.
fn flood() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get) * 64 * 3
}

/// A browser with an address of its own, so that it is not the budget of one address that turns it away.
fn from_address(server: &Server, n: usize) -> Browser {
    let address = format!("198.51.{}.{}", n / 250, 1 + n % 250).parse().expect("a header");
    let headers =
        reqwest::header::HeaderMap::from_iter([(reqwest::header::HeaderName::from_static("x-forwarded-for"), address)]);
    let http = reqwest::Client::builder().cookie_store(true).redirect(reqwest::redirect::Policy::none());
    Browser::with_http(&server.issuer, http.default_headers(headers).build().expect("a client"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_flood_of_passwords_is_turned_away_quickly_and_counted_against_nobody() {
    let mut server = Server::start().await;
    server.configure("trusted_proxies: [127.0.0.1]\n");
    server.restart().await;
    Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let mut pages = Vec::new();
    for n in 0..flood() {
        let browser = from_address(&server, n);
        let (page, _) = server.go(&browser, "drop").await;
        let page = browser.submit(&page, &[("username", &format!("niemand-{n}"))]).await;
        pages.push((browser, page));
    }
    let ria = server.browser();
    let (page, _) = server.go(&ria, "drop").await;
    let ria_page = ria.submit(&page, &[("username", "ria")]).await;

    let mut posts = JoinSet::new();
    for (browser, page) in pages {
        posts.spawn(async move {
            let landing = browser.post(&page, page.url.as_str(), &[("password", "geraden")]).await;
            (landing, browser, page)
        });
    }
    // In the middle of it, the documents are as quick as ever.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let began = Instant::now();
    assert_eq!(server.browser().open("/jwks").await.status, 200);
    let documents = began.elapsed();

    let answers = posts.join_all().await;
    let (refused, served): (Vec<_>, Vec<_>) = answers.into_iter().partition(|(landing, ..)| landing.status == 503);
    println!("{} served, {} turned away, the keys within {documents:?}", served.len(), refused.len());
    assert!(!refused.is_empty(), "{} at once were no flood", served.len());
    assert!(documents < Duration::from_secs(2), "the keys took {documents:?}");
    for (landing, ..) in &refused {
        assert_eq!(landing.headers["retry-after"], "5");
        assert_eq!(landing.headers["cache-control"], "no-store");
        landing.says("<html").does_not_say("niemand-");
    }
    assert_eq!(server.events(Code::PasswordRefused).await, served.len(), "what was looked at, and nothing else");
    // The fifth wrong try is the first that is followed by a pause.
    let (_, browser, page) = &refused[0];
    for _ in 0..4 {
        browser.submit(page, &[("password", "geraden")]).await.does_not_say("30 seconden");
    }
    browser.submit(page, &[("password", "geraden")]).await.says("30 seconden");
    let landing = ria.submit(&ria_page, &[("password", PASSWORD)]).await;
    assert_eq!(landing.prompt(), "totp", "afterwards it is as it was");
}

/// What a stranger can begin without a name is kept in the transient store alone, which has its bounds.
#[tokio::test]
async fn authorization_requests_of_strangers_write_nothing_in_the_database() {
    let server = Server::on_sqlite().await;
    let store = Store::of(&server).await;
    let before = store.settled().await;
    let events = server.events_in_all().await;
    for n in 0..50 {
        let browser = server.browser();
        let (page, _) = server.go(&browser, "drop").await;
        let page = browser.submit(&page, &[("username", &format!("niemand-{n}"))]).await;
        assert_eq!(page.prompt(), "password");
    }
    assert_eq!(store.rows().await, before);
    assert_eq!(server.events_in_all().await, events, "nothing happened that anybody must answer for");
}

/// The places for logins have an end, and whoever has one address gets a tenth of them.
#[tokio::test]
async fn one_address_cannot_take_every_place_for_a_login() {
    let mut server = Server::start().await;
    server.configure("trusted_proxies: [127.0.0.1]\n");
    server.restart().await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let (stranger, own) = (from_address(&server, 1), from_address(&server, 1));
    let (page, _) = server.go(&own, "drop").await;
    assert!(log_in(&server, &own, &page, &ria).await.answer().contains_key("code"));

    let ports = &server.provider().ports;
    let (counter, now) = (Network::of("198.51.0.2".parse().expect("an address")).logins(), ports.clock.now());
    let mut begun = 1;
    while let Hit::Allowed = hit(&server, &counter, now).await {
        begun += 1;
    }
    assert_eq!(begun, LOGINS_OF_AN_ADDRESS, "the login before was one of them");
    let (page, _) = server.go(&stranger, "drop").await;
    assert_eq!((page.status.as_u16(), page.headers["retry-after"].as_bytes()), (503, &b"5"[..]));
    let posted =
        stranger.step(stranger.http.post(format!("{}/authorize", server.issuer)).form(&parameters(PLAIN, &[]))).await;
    assert_eq!(posted.status, 503, "nor by a POST");
    let (page, _) = server.go(&from_address(&server, 2), "drop").await;
    assert_eq!(page.prompt(), "identify", "others begin");
    let (answer, _) = server.go(&own, "drop").await;
    assert!(answer.answer().contains_key("code"), "and whose session is enough needs no place");
    server.later(lifetimes::TRANSACTION);
    let (page, _) = server.go(&stranger, "drop").await;
    assert_eq!(page.prompt(), "identify", "for an hour");
}

/// A page of another site that its visitors run: with a script, an image or a frame it begins no login in their name, so it can spend
/// nobody's room. Whose session is enough gets an answer in a frame as ever.
#[tokio::test]
async fn a_page_of_another_site_begins_no_login() {
    let server = Server::start().await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let (visitor, own) = (server.browser(), server.browser());
    let (page, _) = server.go(&own, "drop").await;
    assert!(log_in(&server, &own, &page, &ria).await.answer().contains_key("code"));
    for (mode, dest) in [("no-cors", "empty"), ("cors", "empty"), ("no-cors", "image"), ("navigate", "iframe")] {
        let marked = |request: reqwest::RequestBuilder| {
            request.header("sec-fetch-site", "cross-site").header("sec-fetch-mode", mode).header("sec-fetch-dest", dest)
        };
        for path in [url(PLAIN, &[]), "/account".to_owned()] {
            let answer = visitor.step(marked(visitor.http.get(format!("{}{path}", server.issuer)))).await;
            assert_eq!(answer.status, 404, "{mode} {dest} {path}");
        }
        let form = parameters(PLAIN, &[]);
        let posted = visitor.step(marked(visitor.http.post(format!("{}/authorize", server.issuer)).form(&form))).await;
        assert_eq!(posted.status, 404, "{mode} {dest}");
        let silent = visitor
            .step(marked(visitor.http.get(format!("{}{}", server.issuer, url(PLAIN, &[("prompt", "none")])))))
            .await;
        assert!(silent.redirect().is_some_and(|to| to.as_str().contains("error=login_required")), "{mode} {dest}");
        let known = own.step(marked(own.http.get(format!("{}{}", server.issuer, url(PLAIN, &[]))))).await;
        assert!(known.redirect().is_some_and(|to| to.as_str().contains("code=")), "{mode} {dest}");
    }
    let window = visitor.http.get(format!("{}{}", server.issuer, url(PLAIN, &[])));
    let window = window.header("sec-fetch-mode", "navigate").header("sec-fetch-dest", "document");
    assert!(visitor.step(window).await.redirect().is_some_and(|to| to.path().starts_with("/login/")), "a window does");
}

async fn hit(server: &Server, counter: &str, now: Timestamp) -> Hit {
    let throttle = &server.provider().ports.throttle;
    throttle.hit(counter, LOGINS_OF_AN_ADDRESS, lifetimes::TRANSACTION, now).await.expect("a store")
}

/// The first bytes of the answer to what is sent on a bare connection, or nothing where it is closed in silence; and after
/// how long.
async fn answer(server: &Server, pieces: &[(&[u8], Duration)]) -> (String, Duration) {
    let began = Instant::now();
    let port = server.issuer.rsplit_once(':').expect("a port").1;
    let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).await.expect("the server listens");
    for (piece, pause) in pieces {
        let _ = stream.write_all(piece).await;
        tokio::time::sleep(*pause).await;
    }
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(100), stream.read_to_end(&mut answer)).await.expect("an end");
    (String::from_utf8_lossy(&answer).into_owned(), began.elapsed())
}

const NO_PAUSE: Duration = Duration::ZERO;

#[tokio::test]
async fn a_huge_request_is_cut() {
    let server = Server::on_sqlite().await;
    let form = "content-type: application/x-www-form-urlencoded\r\nconnection: close\r\n";
    let promised = format!("POST /token HTTP/1.1\r\nhost: localhost\r\n{form}content-length: 1000000000\r\n\r\n");
    let (said, _) = answer(&server, &[(promised.as_bytes(), NO_PAUSE)]).await;
    assert!(said.starts_with("HTTP/1.1 413"), "a promise is enough: {said}");
    let chunked = format!("POST /token HTTP/1.1\r\nhost: localhost\r\n{form}transfer-encoding: chunked\r\n\r\n");
    let chunk = format!("10000\r\n{}\r\n", "a".repeat(0x10000));
    let sent = [(chunked.as_bytes(), NO_PAUSE), (chunk.as_bytes(), NO_PAUSE), (chunk.as_bytes(), NO_PAUSE)];
    let (said, _) = answer(&server, &sent).await;
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 413"), "without a promise: {said}");
    let header = format!("GET / HTTP/1.1\r\nhost: localhost\r\nx: {}\r\n\r\n", "a".repeat(1_000_000));
    let (said, _) = answer(&server, &[(header.as_bytes(), NO_PAUSE)]).await;
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 431"), "headers: {said}");
    let long = format!("GET /{} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", "a".repeat(200_000));
    let (said, _) = answer(&server, &[(long.as_bytes(), NO_PAUSE)]).await;
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "a path: {said}");
    assert_eq!(server.browser().open("/jwks").await.status, 200, "unharmed");
}

/// By the real time, for the server's own clock has nothing to do with connections.
#[tokio::test]
async fn a_slow_request_is_cut() {
    let server = Server::on_sqlite().await;
    let begun = "POST /token HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded\r\n\
        connection: close\r\ncontent-length: 1000\r\n\r\ngrant_type=";
    let head = "GET /jwks HTTP/1.1\r\nhost: local";
    let (begun, head) = ([(begun.as_bytes(), NO_PAUSE)], [(head.as_bytes(), NO_PAUSE)]);
    let ((body, body_took), (headers, headers_took)) = tokio::join!(answer(&server, &begun), answer(&server, &head));
    assert!(body.starts_with("HTTP/1.1 503") || body.starts_with("HTTP/1.1 408"), "a body that never ends: {body}");
    assert!(body_took < Duration::from_secs(15), "{body_took:?}");
    assert!(headers.is_empty() || headers.starts_with("HTTP/1.1 408"), "headers that never end: {headers}");
    assert!(headers_took < Duration::from_secs(80), "{headers_took:?}");
}
