//! Every route, from the one table: its methods, its headers, and that errors obey them too.

use idp_web::routes::{Audience, Cache, Cors, Posts, ROUTES};
use reqwest::Method;

use crate::support::{Landing, Server};

fn url(server: &Server, path: &str) -> String {
    format!("{}{path}", server.issuer)
        .replace("{transaction}", "AAAAAAAAAAAAAAAAAAAAAA")
        .replace("{prompt}", "password")
        .replace("{file}", "x.css")
        .replace("{token}", &"A".repeat(43))
}

fn check(case: &str, answer: &Landing, page: bool) {
    let header = |name: &str| answer.headers.get(name).map(|v| v.to_str().expect("text")).unwrap_or_default();
    assert_eq!(header("x-content-type-options"), "nosniff", "{case}");
    assert_eq!(header("referrer-policy"), "no-referrer", "{case}");
    assert_eq!(header("x-frame-options"), "DENY", "{case}");
    let policy = header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{case}: {policy}");
    assert!(!policy.contains("script-src") && !policy.contains("unsafe"), "{case}: {policy}");
    if page {
        assert!(policy.contains("form-action 'self'"), "{case}: {policy}");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{case}");
    }
    assert!(answer.status.as_u16() < 500, "{case}: {}", answer.status);
    if answer.status.is_client_error() {
        assert_eq!(header("cache-control"), "no-store", "{case}");
        let kind = if page { "text/html; charset=utf-8" } else { "application/json" };
        assert_eq!(header("content-type"), kind, "{case}");
    }
}

#[tokio::test]
async fn every_route_answers_its_methods_alone_and_with_its_headers() {
    let server = Server::start().await;
    let browser = server.browser();
    for route in ROUTES {
        for method in [Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS] {
            let case = format!("{method} {}", route.path);
            let answer = browser.step(browser.http.request(method.clone(), url(&server, route.path))).await;
            check(&case, &answer, route.rule.audience == Audience::Person);
            if method == Method::OPTIONS && route.rule.cors == Cors::Anybody {
                assert_eq!(answer.status, 200, "{case}");
            } else if !route.methods.contains(&method) {
                assert_eq!(answer.status, 405, "{case}");
                assert!(answer.headers.contains_key("allow"), "{case}");
            } else if method == Method::POST && route.rule.posts == Posts::FromOurPages {
                assert_eq!(answer.status, 403, "{case}: not from a page of ours");
            } else {
                assert_ne!(answer.status, 405, "{case}");
            }
            if answer.status.is_success() {
                let cache = answer.headers["cache-control"].to_str().expect("text");
                match route.rule.cache {
                    Cache::NoStore => assert_eq!(cache, "no-store", "{case}"),
                    Cache::Public(_) | Cache::Immutable => {
                        assert!(cache.starts_with("public"), "{case}");
                        assert!(!answer.headers.contains_key("set-cookie"), "{case}");
                    }
                }
            }
        }
    }
    let missing = browser.open("/nowhere").await;
    assert_eq!(missing.status, 404);
    check("/nowhere", &missing, true);
}

/// The Fetch standard's CORS protocol: what is called with a token or secret of its own, or is public, may be called by the
/// script of any page, and without cookies; everything else by none.
#[tokio::test]
async fn only_what_needs_no_cookie_can_be_called_by_the_script_of_another_page() {
    let server = Server::start().await;
    let browser = server.browser();
    for route in ROUTES {
        for method in [Method::OPTIONS, Method::GET, Method::POST] {
            let case = format!("{method} {}", route.path);
            let request = browser.http.request(method.clone(), url(&server, route.path));
            let request = request.header("origin", "https://elders.example");
            let answer = browser
                .step(
                    request
                        .header("access-control-request-method", "POST")
                        .header("access-control-request-headers", "authorization, content-type"),
                )
                .await;
            let header =
                |name: &str| answer.headers.get(name).map(|value| value.to_str().expect("text").to_lowercase());
            assert_eq!(header("access-control-allow-credentials"), None, "{case}");
            let anybody = route.rule.cors == Cors::Anybody;
            assert_eq!(header("access-control-allow-origin"), anybody.then(|| "*".to_owned()), "{case}");
            if anybody && method == Method::OPTIONS {
                let methods = route.methods.iter().map(Method::as_str).collect::<Vec<_>>().join(",").to_lowercase();
                assert_eq!(header("access-control-allow-methods"), Some(methods), "{case}");
                assert_eq!(
                    header("access-control-allow-headers"),
                    Some("authorization,content-type".to_owned()),
                    "{case}"
                );
            }
        }
        assert!(route.rule.cors == Cors::Nobody || route.rule.audience == Audience::Client, "{}: a page", route.path);
    }
    let authorize = ROUTES.iter().find(|route| route.path == "/authorize").expect("a route");
    assert_eq!(authorize.rule.cors, Cors::Nobody, "RFC 9700 2.6");
}

#[tokio::test]
async fn whatever_the_headers_say_every_url_is_the_issuers() {
    let server = Server::start().await;
    let browser = server.browser();
    let path = format!("{}/.well-known/openid-configuration", server.issuer);
    let plain = browser.step(browser.http.get(&path)).await;
    let spoofed = browser
        .http
        .get(&path)
        .header("host", "evil.example")
        .header("x-forwarded-host", "evil.example")
        .header("x-forwarded-proto", "https")
        .header("forwarded", "host=evil.example;proto=https");
    assert_eq!(browser.step(spoofed).await.body, plain.body);
    assert!(!plain.body.contains("evil"));
}

#[tokio::test]
async fn rubbish_is_refused_and_breaks_nothing() {
    let server = Server::start().await;
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let big = "x".repeat(100_000);
    let answer = browser.post(&page, page.url.as_str(), &[("username", &big)]).await;
    assert_eq!(answer.status, 413);
    check("too large", &answer, true);
    let token = browser
        .http
        .post(format!("{}/token", server.issuer))
        .header("content-type", "application/x-www-form-urlencoded");
    let answer = browser.step(token.body(big)).await;
    assert_eq!(answer.status, 413);
    for fields in [
        vec![("username", "\u{0}")],
        vec![("username", "")],
        vec![],
        vec![("username", "a\r\nSet-Cookie: a=b")],
        vec![("action", "rm -rf")],
    ] {
        let answer = browser.submit(&page, &fields).await;
        assert_eq!(answer.prompt(), "identify", "{fields:?}");
    }
    let bytes = browser.http.post(page.url.clone()).header("sec-fetch-site", "same-origin");
    assert_eq!(browser.step(bytes.body(vec![0xff, 0xfe, 0x00])).await.status, 403);
    assert!(browser.open("/login/%00%ff/password").await.status.is_client_error());
    assert_eq!(browser.open(&format!("/login/{}/password", "a".repeat(5000))).await.status, 404);
}
