//! Behind a proxy: whose word about the address of a browser is taken, as the audit log has it.

use idp_core::audit::Code;
use reqwest::header::HeaderMap;
use reqwest::{Client, redirect};

use crate::support::{Browser, Person, Server};

/// The address that is recorded of a browser whose every request has these headers.
async fn recorded(server: &Server, headers: &[(&'static str, &'static str)]) -> Option<String> {
    let mut always = HeaderMap::new();
    for (name, value) in headers {
        always.append(*name, value.parse().expect("a value"));
    }
    let client = Client::builder().cookie_store(true).redirect(redirect::Policy::none()).default_headers(always);
    let browser = Browser::with_http(&server.issuer, client.build().expect("a client"));
    let (page, _) = server.go(&browser, "drop").await;
    let page = browser.submit(&page, &[("username", "jan")]).await;
    browser.submit(&page, &[("password", "not the right one")]).await;
    server.recorded(Code::PasswordRefused).await.remove(0).address
}

#[tokio::test]
async fn only_a_trusted_proxy_is_believed_and_only_about_what_it_saw() {
    let mut server = Server::start().await;
    Person::named("jan").phone("+31612345678").add(server.provider()).await;
    let spoofed = [("x-forwarded-for", "198.51.100.7, 203.0.113.9"), ("forwarded", "for=192.0.2.60")];
    assert_eq!(recorded(&server, &spoofed).await.as_deref(), Some("127.0.0.1"), "nobody is trusted");

    let plain = std::fs::read_to_string(server.folder().join("sluis.yaml")).expect("the configuration");
    server.write("sluis.yaml", &(plain + "trusted_proxies: [127.0.0.1, 10.0.0.0/8]\n"));
    server.restart().await;
    assert_eq!(recorded(&server, &spoofed).await.as_deref(), Some("203.0.113.9"), "the last that is no proxy");
    let two_hops = [("x-forwarded-for", "198.51.100.7, 2001:db8::9, 10.1.2.3")];
    assert_eq!(recorded(&server, &two_hops).await.as_deref(), Some("2001:db8::9"));
    let others = [("forwarded", "for=192.0.2.60"), ("x-real-ip", "192.0.2.60")];
    assert_eq!(recorded(&server, &others).await.as_deref(), Some("127.0.0.1"), "no other header counts");
}
