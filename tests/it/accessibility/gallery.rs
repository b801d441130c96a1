//! Every sample of every page, served with the headers of the real server, and a window that visits them.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use idp_core::locale::Locale;
use idp_themes::Theme;
use idp_themes::page::samples;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::support::Server;
use crate::support::chromium::Window;

pub(super) const THEMES: [&str; 2] = ["neutral", "koop"];

/// The width of an office window, and of the narrowest that must do (WCAG 1.4.10), in CSS pixels.
pub(super) const WIDE: u32 = 1000;
pub(super) const NARROW: u32 = 320;

/// One state of a page in one theme and language.
pub(super) struct Sample {
    pub(super) theme: &'static str,
    pub(super) locale: Locale,
    pub(super) page: &'static str,
    /// Where it is served; also what a fault calls it.
    pub(super) path: String,
}

/// All of them, and the window.
pub(super) struct Gallery {
    pub(super) window: Window,
    pub(super) samples: Vec<Sample>,
    base: String,
}

type Files = HashMap<String, (&'static str, String)>;

impl Gallery {
    pub(super) async fn open() -> Self {
        let headers = headers_of_a_page().await;
        let (mut files, mut all) = (Files::new(), Vec::new());
        for name in THEMES {
            let theme = Theme::load(name).expect("a theme");
            for asset in [theme.stylesheet(), theme.icon()] {
                files.insert(asset.path.clone(), (asset.media_type, asset.content.clone()));
            }
            for locale in Locale::ALL {
                for sample in samples::all() {
                    let html = theme.render(&sample.page, &samples::frame(locale)).expect("a page");
                    let path = format!("/{name}/{}/{}", locale.tag(), sample.name);
                    files.insert(path.clone(), ("text/html; charset=utf-8", html));
                    all.push(Sample { theme: name, locale, page: sample.page.name(), path });
                }
            }
        }
        let base = serve(files, headers).await;
        let gallery = Self { window: Window::open(true).await, samples: all, base };
        // Of several windows at once each believes that it is the one in front, so that its pages take the focus.
        gallery.tell("Emulation.setFocusEmulationEnabled", json!({ "enabled": true })).await;
        gallery
    }

    /// Those of each theme in one language and each language in one theme: for what neither colours nor words change much.
    pub(super) fn half(&self) -> impl Iterator<Item = &Sample> {
        let languages = THEMES.into_iter().zip(Locale::ALL.into_iter().rev());
        languages.flat_map(|(theme, locale)| {
            self.samples.iter().filter(move |sample| sample.theme == theme && sample.locale == locale)
        })
    }

    pub(super) async fn visit(&self, sample: &Sample) {
        self.window.driver.goto(format!("{}{}", self.base, sample.path)).await.expect("a page");
        // A page that says what is wrong begins there, but not before it is drawn.
        if self.run("return document.querySelector('.summary') !== null").await == true {
            self.window.find(".summary:focus").await;
        }
    }

    /// Runs a script of these tests on the page.
    pub(super) async fn run(&self, script: &str) -> Value {
        self.window.driver.execute(script, vec![]).await.expect("a script that runs").json().clone()
    }

    /// What a script finds wrong with the page.
    pub(super) async fn faults(&self, script: &str, of: &Sample, where_: &str) -> Vec<String> {
        let found = self.run(script).await;
        texts(&found).into_iter().map(|fault| format!("{} {where_}: {fault}", of.path)).collect()
    }

    /// A command of the Chrome DevTools Protocol.
    pub(super) async fn tell(&self, command: &str, parameters: Value) {
        self.window.driver.cdp().send_raw(command, parameters).await.expect("a command that Chromium knows");
    }

    pub(super) async fn width(&self, width: u32) {
        let size = json!({ "width": width, "height": 640, "deviceScaleFactor": 1, "mobile": false });
        self.tell("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// What the page is shown on, and what the person asked of the browser.
    pub(super) async fn media(&self, media: &str, wishes: &[(&str, &str)]) {
        let wishes: Vec<_> = wishes.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.tell("Emulation.setEmulatedMedia", json!({ "media": media, "features": wishes })).await;
    }
}

/// The texts of a list that a script gave.
pub(super) fn texts(list: &Value) -> Vec<String> {
    let list = list.as_array().expect("a list");
    list.iter().map(|text| text.as_str().expect("a text").to_owned()).collect()
}

/// Fails with all that was found, each once.
pub(super) fn none(mut faults: Vec<String>) {
    faults.sort();
    faults.dedup();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// What the server sends with every page.
async fn headers_of_a_page() -> HeaderMap {
    let server = Server::start().await;
    let mut headers = server.browser().open("/accessibility").await.headers;
    for own in [header::CONTENT_LENGTH, header::CONTENT_TYPE, header::DATE, header::SET_COOKIE] {
        headers.remove(own);
    }
    assert!(headers.contains_key(header::CONTENT_SECURITY_POLICY));
    headers
}

async fn serve(files: Files, headers: HeaderMap) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let files = Arc::new(files);
    let answer = async move |uri: Uri| -> Response {
        match files.get(uri.path()) {
            Some((kind, content)) => (headers, [(header::CONTENT_TYPE, *kind)], content.clone()).into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        }
    };
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await });
    base
}
