//! Passwords that became known in breaches elsewhere, where a collection of them is asked.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use idp_core::audit::Code;
use tokio::net::TcpListener;

use super::passwords::{NEW, ask, at_the_password_page, choose, link, ria};
use crate::support::{PASSWORD, Server};

/// A collection that knows of [`NEW`] alone, by its SHA-1.
#[derive(Clone, Default)]
struct Collection {
    asked: Arc<AtomicUsize>,
    fails: Arc<AtomicBool>,
}

impl Collection {
    async fn serve(&self) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let router = Router::new().route("/range/191CE", get(Self::range)).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        port
    }

    async fn range(State(collection): State<Self>) -> Result<&'static str, StatusCode> {
        collection.asked.fetch_add(1, Ordering::SeqCst);
        match collection.fails.load(Ordering::SeqCst) {
            true => Err(StatusCode::SERVICE_UNAVAILABLE),
            false => Ok("E69D5ED737569F174D1987C809678877528:3\r\n"),
        }
    }
}

#[tokio::test]
async fn they_are_refused_unless_nobody_can_be_asked() {
    let collection = Collection::default();
    let port = collection.serve().await;
    let mut server = Server::start().await;
    server.configure(&format!("passwords: {{breached_url: \"http://127.0.0.1:{port}/range/\"}}\n"));
    server.restart().await;
    let ria = ria(&server).await;
    let leaked = "Dit wachtwoord is bij een andere dienst gelekt";

    let command = server.command(&["user", "set-password", "ria"], NEW).await;
    assert!(!command.status.success());
    assert!(String::from_utf8_lossy(&command.stderr).contains("became known in a breach"));

    let browser = server.browser();
    let page = at_the_password_page(&server, &browser, &ria).await;
    let change = async |current| {
        let fields = [("current", current), ("password", NEW), ("again", NEW)];
        browser.post(&page, "/account/password", &fields).await
    };
    let before = collection.asked.load(Ordering::SeqCst);
    change("niet dit").await.says("Uw huidige wachtwoord klopt niet.");
    assert_eq!(collection.asked.load(Ordering::SeqCst), before, "nobody else is asked before the rest is right");
    change(PASSWORD).await.says(leaked).says("Wijzig het dan ook daar");

    ask(&server.browser(), "ria").await;
    let link = link(&server, 1).await;
    choose(&server, &link, NEW).await.says(leaked);
    assert_eq!(server.events(Code::PasswordSet).await, 0);
    collection.fails.store(true, Ordering::SeqCst);
    choose(&server, &link, NEW).await.says("Uw wachtwoord is opgeslagen");
}
