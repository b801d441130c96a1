//! Somebody in a real Chromium who goes through the server's own pages, and which of them they have seen.

use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Mutex;

use idp_web::routes::ROUTES;
use reqwest::Method;

use super::Server;
use super::chromium::Window;
use super::people::Known;

pub(crate) struct Visitor<'a> {
    window: Window,
    server: &'a Server,
    /// Whether the browser runs scripts.
    pub(crate) scripts: bool,
    /// The paths of the table of routes.
    seen: Mutex<BTreeSet<&'static str>>,
}

impl Deref for Visitor<'_> {
    type Target = Window;

    fn deref(&self) -> &Window {
        &self.window
    }
}

impl<'a> Visitor<'a> {
    pub(crate) async fn start(server: &'a Server, scripts: bool) -> Self {
        Self { window: Window::open(scripts).await, server, scripts, seen: Mutex::default() }
    }

    /// Goes to a path of the server.
    pub(crate) async fn open(&self, path: &str) {
        self.driver.goto(format!("{}{path}", self.server.issuer)).await.expect("a page");
    }

    /// Logs in where the login was begun: with the password and the app.
    pub(crate) async fn log_in(&self, known: &Known, password: &str) {
        self.at("identify").await;
        self.fill("username", known.name.as_str()).await;
        self.at("password").await;
        self.fill("password", password).await;
        self.at("totp").await;
        self.fill("code", &known.code(self.server.provider())).await;
    }

    /// Forgets who was logged in, as another computer would.
    pub(crate) async fn at_another_computer(&self) {
        self.driver.delete_all_cookies().await.expect("no cookies");
    }

    /// Waits for the page at this path, which is one of the table of routes.
    pub(crate) async fn on(&self, path: &str) {
        self.wait(|url| matches(path, url.path()), path).await;
        let route = ROUTES.iter().find(|route| route.path == path).unwrap_or_else(|| panic!("{path} is no route"));
        self.seen.lock().expect("a lock").insert(route.path);
    }

    /// Waits until the page says this.
    pub(crate) async fn reads(&self, words: &str) {
        self.says("main", words).await;
    }

    /// Keeps a picture for the guide, which shows the pages as they are with scripts.
    pub(crate) async fn picture(&self, name: &str) {
        if self.scripts {
            self.window.picture(name).await;
        }
    }

    /// The pages below these paths that were not seen; those that only take a form are none.
    pub(crate) fn has_not_seen(&self, below: &[&str]) -> Vec<&'static str> {
        let seen = self.seen.lock().expect("a lock");
        let pages = ROUTES.iter().filter(|route| route.methods.contains(&Method::GET)).map(|route| route.path);
        let below = |path: &&str| below.iter().any(|start| path.starts_with(start));
        pages.filter(below).filter(|path| !seen.contains(path)).collect()
    }

    pub(crate) async fn leave(self) {
        self.window.close().await;
    }
}

/// Whether a path is that of a route, with anything in the place of a parameter.
fn matches(route: &str, path: &str) -> bool {
    let (route, path): (Vec<_>, Vec<_>) = (route.split('/').collect(), path.split('/').collect());
    route.len() == path.len() && route.iter().zip(path).all(|(part, of)| part.starts_with('{') || *part == of)
}
