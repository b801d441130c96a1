//! TLS that the server speaks itself: a login over it, and a certificate that is replaced while it runs.

use std::time::Duration;

use demo::relying_party::{Callback, Registration, RelyingParty, Wishes};
use reqwest::Client;

use crate::support::authority::{Authority, Pair};
use crate::support::server::{APPLICATIONS, SECRET};
use crate::support::{Browser, Person, Server};

/// A server that speaks TLS with a certificate of this authority.
async fn over_tls(authority: &Authority) -> Server {
    let mut server = Server::on_sqlite().await;
    install(&server, &authority.certify());
    let plain = std::fs::read_to_string(server.folder().join("sluis.yaml")).expect("the configuration");
    let tls = "tls: {certificate_file: secrets/tls.pem, key_file: secrets/tls.key}\n";
    server.write("sluis.yaml", &(plain.replace("issuer: http:", "issuer: https:") + tls));
    server.issuer = server.issuer.replace("http:", "https:");
    server.restart().await;
    server
}

fn install(server: &Server, pair: &Pair) {
    server.write("secrets/tls.pem", &pair.certificate);
    server.write("secrets/tls.key", &pair.key);
}

/// Whether a client that trusts this authority gets an answer.
async fn reaches(authority: &Authority, server: &Server) -> bool {
    let client = authority.trusting().build().expect("a client");
    let answer = client.get(format!("{}/jwks", server.issuer)).send().await;
    answer.is_ok_and(|answer| answer.status() == 200)
}

#[tokio::test]
async fn a_login_over_tls() {
    let authority = Authority::new();
    let server = over_tls(&authority).await;
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
    let server = over_tls(&old).await;
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
