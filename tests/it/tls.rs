//! TLS that the server speaks itself: a login over it, and a certificate that is replaced while it runs.

use std::time::Duration;

use demo::relying_party::{Callback, Registration, RelyingParty, Wishes};
use reqwest::Client;

use crate::support::server::{APPLICATIONS, SECRET};
use crate::support::tls::{Authority, install, over_tls};
use crate::support::{Browser, Person, Server};

/// Whether a client that trusts this authority gets an answer.
async fn reaches(authority: &Authority, server: &Server) -> bool {
    let client = authority.trusting().build().expect("a client");
    let answer = client.get(format!("{}/jwks", server.issuer)).send().await;
    answer.is_ok_and(|answer| answer.status() == 200)
}

#[tokio::test]
async fn a_login_over_tls() {
    let authority = Authority::new();
    let mut server = over_tls(&authority).await;
    server.begin().await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let registration = Registration {
        id: "drop".to_owned(),
        name: "DROP".to_owned(),
        about: String::new(),
        secret: Some(SECRET.to_owned()),
    };
    let application = RelyingParty::new(registration, &server.issuer, APPLICATIONS).expect("an application");
    let application = application.with_http(authority.trusting().build().expect("a client"));
    let browser =
        Browser::with_http(&server.issuer, authority.trusting().cookie_store(true).build().expect("a client"));

    let (url, pending) = application.begin(&Wishes::default()).await.expect("discovery");
    let first = browser.step(browser.http.get(&url)).await;
    let cookie = first.headers["set-cookie"].to_str().expect("a cookie");
    assert!(cookie.starts_with("__Host-sluis-browser="), "{cookie}");
    for attribute in ["; Secure", "; HttpOnly", "; Path=/", "; SameSite=Lax"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    let page = browser.open(&url).await;
    assert_eq!(page.headers["strict-transport-security"], "max-age=31536000; includeSubDomains");
    let page = server.sign_in(&browser, &page, "ria").await;
    let landing = browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
    let mut answer = landing.answer();
    let callback =
        Callback { code: answer.remove("code"), state: answer.remove("state"), iss: answer.remove("iss"), error: None };
    let login = application.finish(pending, callback).await.expect("a login");
    assert_eq!(login.id_token["iss"], server.issuer);
    assert_eq!(login.id_token["sub"], ria.subject.as_str());

    let plain = Client::new().get(server.issuer.replace("https:", "http:")).send().await;
    assert!(plain.is_err() || plain.is_ok_and(|answer| !answer.status().is_success()), "no plain HTTP at that port");
    assert!(!reaches(&Authority::new(), &server).await, "and no other certificate");
}

#[tokio::test]
async fn a_new_certificate_is_taken_into_use_and_a_broken_one_is_not() {
    let (old, new) = (Authority::new(), Authority::new());
    let mut server = over_tls(&old).await;
    server.begin().await;
    assert!(reaches(&old, &server).await && !reaches(&new, &server).await);

    let pair = new.certify();
    server.write("secrets/tls.pem", &pair.certificate);
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert!(reaches(&old, &server).await, "half a pair leaves the old one in use");
    server.write("secrets/tls.pem", "-----BEGIN CERTIFICATE-----\nrubbish\n");
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert!(reaches(&old, &server).await, "and so does rubbish");

    install(&server, &pair);
    for _ in 0..100 {
        if reaches(&new, &server).await {
            assert!(!reaches(&old, &server).await);
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the new certificate is not in use after ten seconds");
}
