//! oidc-client-ts logs in, in a real Chromium: a public client with PKCE that lives in a page of another origin, and reaches the
//! metadata, the keys, the token endpoint and userinfo by CORS alone.

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::response::Html;
use axum::routing::get;
use serde_json::Value;
use tokio::net::TcpListener;

use crate::support::chromium::Window;
use crate::support::patience::seen;
use crate::support::{PASSWORD, Person, Server};

/// Serves the page and gives its origin.
async fn serve(listener: TcpListener, issuer: &str) {
    let script = |text: String| get(async move || ([(CONTENT_TYPE, "text/javascript")], text));
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("node");
    let library = folder.join("node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js");
    let library =
        std::fs::read_to_string(library).expect("oidc-client-ts is not there: start the tests with tests/run");
    let page = std::fs::read_to_string(folder.join("single_page.html")).expect("the page");
    let router = Router::new()
        .route("/", get(async move || Html(page)))
        .route("/settings.js", script(format!("const settings = {{issuer: '{issuer}', client: 'pagina'}}")))
        .route("/oidc-client-ts.js", script(library));
    tokio::spawn(async move { axum::serve(listener, router).await });
}

/// What the page shows of whoever is logged in, once that differs from what it showed.
async fn shown(window: &Window, before: &Value) -> Value {
    seen("somebody new is shown", async || {
        serde_json::from_str(&window.text("#somebody").await).ok().filter(|shown| shown != before)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn oidc_client_ts_logs_in_renews_and_logs_out() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let home = format!("http://localhost:{}/", listener.local_addr().expect("an address").port());
    let mut server = Server::prepare("sqlite:data/sluis.db").await;
    let client = format!(
        "client_id: pagina\nclient_name: Pagina\nredirect_uris: ['{home}']\npost_logout_redirect_uris: ['{home}']\n\
         token_endpoint_auth_method: none\ngrant_types: [authorization_code, refresh_token]\nscope: openid profile\n"
    );
    server.write("clients/pagina.yaml", &client);
    server.begin().await;
    serve(listener, &server.issuer).await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;

    let window = Window::open(true).await;
    window.driver.goto(&home).await.expect("the page");
    window.click("#login").await;
    window.at("identify").await;
    window.fill("username", "ria").await;
    window.at("password").await;
    window.fill("password", PASSWORD).await;
    window.at("totp").await;
    window.fill("code", &ria.code(server.provider())).await;
    let first = shown(&window, &Value::Null).await;
    assert_eq!(first["profile"]["sub"], ria.subject.as_str());
    assert_eq!(first["profile"]["acr"], "urn:sluis:acr:mfa");
    assert_eq!(first["profile"]["name"], "Mevrouw ria", "by userinfo");

    window.click("#renew").await;
    let second = shown(&window, &first).await;
    assert_eq!(second["profile"]["auth_time"], first["profile"]["auth_time"]);
    assert_ne!(second["token"], first["token"]);

    window.click("#logout").await;
    window.find("#nobody:not([hidden])").await;
    window.click("#login").await;
    window.at("identify").await;
    window.close().await;
}
