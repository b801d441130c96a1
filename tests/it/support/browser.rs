//! A browser without scripts: cookies, redirects, forms.

use std::collections::BTreeMap;

use idp_core::account::TotpSecret;
use reqwest::header::HeaderMap;
use reqwest::{Client, StatusCode, Url};

/// A browser with a cookie jar of its own.
#[derive(Clone)]
pub(crate) struct Browser {
    pub(crate) http: Client,
    issuer: String,
}

/// Where a journey ended.
#[derive(Debug, Clone)]
pub(crate) struct Landing {
    pub(crate) url: Url,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// The page; empty where the browser was sent to the application.
    pub(crate) body: String,
}

/// A form of a page that is posted to a place of its own, as a browser reads it.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    pub(crate) action: String,
    /// The hidden ones.
    pub(crate) fields: BTreeMap<String, String>,
}

impl Browser {
    pub(crate) fn new(issuer: &str) -> Self {
        let http = Client::builder().cookie_store(true).redirect(reqwest::redirect::Policy::none()).build();
        Self::with_http(issuer, http.expect("a client"))
    }

    /// One with a client of its own, which must keep cookies and follow nothing.
    pub(crate) fn with_http(issuer: &str, http: Client) -> Self {
        Self { http, issuer: issuer.to_owned() }
    }

    /// Goes to a URL and on, until a page or the application.
    pub(crate) async fn open(&self, url: &str) -> Landing {
        let mut url = Url::parse(&self.issuer).and_then(|base| base.join(url)).expect("a URL");
        for _ in 0..10 {
            if !url.as_str().starts_with(&self.issuer) {
                return Landing { url, status: StatusCode::OK, headers: HeaderMap::new(), body: String::new() };
            }
            let landing = self.step(self.http.get(url.clone())).await;
            match landing.redirect() {
                Some(next) => url = next,
                None => return landing,
            }
        }
        panic!("redirected too often, last to {url}");
    }

    /// One request, not followed.
    pub(crate) async fn step(&self, request: reqwest::RequestBuilder) -> Landing {
        let response = request.send().await.expect("an answer");
        let (url, status, headers) = (response.url().clone(), response.status(), response.headers().clone());
        Landing { url, status, headers, body: response.text().await.expect("a body") }
    }

    /// Sends the form of a page, as its main button does, and goes on.
    pub(crate) async fn submit(&self, page: &Landing, fields: &[(&str, &str)]) -> Landing {
        let landing = self.post(page, page.url.as_str(), fields).await;
        match landing.redirect() {
            Some(next) => self.open(next.as_str()).await,
            None => landing,
        }
    }

    /// Posts to a URL with the token of a page, not followed.
    pub(crate) async fn post(&self, page: &Landing, url: &str, fields: &[(&str, &str)]) -> Landing {
        let url = Url::parse(&self.issuer).and_then(|base| base.join(url)).expect("a URL");
        let mut form: BTreeMap<&str, &str> = fields.iter().copied().collect();
        let token = page.token();
        form.insert("csrf", &token);
        self.step(self.http.post(url).header("sec-fetch-site", "same-origin").form(&form)).await
    }
}

impl Landing {
    /// Where it is redirected to.
    pub(crate) fn redirect(&self) -> Option<Url> {
        let location = self.headers.get("location")?.to_str().expect("a location");
        assert_eq!(self.status, StatusCode::SEE_OTHER, "every redirect of ours is a 303");
        Some(self.url.join(location).expect("a URL"))
    }

    /// The word of the prompt that is shown.
    pub(crate) fn prompt(&self) -> &str {
        assert!(self.url.path().starts_with("/login/"), "not a page of the login: {} {}", self.status, self.url);
        self.url.path().rsplit('/').next().unwrap_or_default()
    }

    /// The parameters that the application got.
    pub(crate) fn answer(&self) -> BTreeMap<String, String> {
        assert!(self.body.is_empty(), "still on a page of ours: {}\n{}", self.url, self.body);
        self.url.query_pairs().into_owned().collect()
    }

    /// The transaction in the URL.
    pub(crate) fn transaction(&self) -> String {
        self.url.path().split('/').nth(2).expect("a transaction").to_owned()
    }

    /// The form that goes to a place of its own, if there is one.
    pub(crate) fn form(&self) -> Option<Form> {
        let action = self.attribute("<form method=\"post\" action=")?;
        let inputs = self.body.split("<input type=\"hidden\" name=\"").skip(1);
        let fields = inputs.map(|input| {
            let (name, rest) = input.split_once("\" value=\"").expect("a value");
            (name.to_owned(), unescape(rest.split_once('"').expect("an end").0))
        });
        Some(Form { action, fields: fields.collect() })
    }

    /// The value of the attribute that follows on this, as a browser reads it.
    pub(crate) fn attribute(&self, before: &str) -> Option<String> {
        self.between(&format!("{before}\""), "\"").map(|value| unescape(&value))
    }

    /// The key on the enrolment page, as the person's app reads it.
    pub(crate) fn new_app(&self) -> TotpSecret {
        let key = self.between("secret=", "&").expect("a key in the link for the app");
        serde_json::from_value(key.into()).expect("base32")
    }

    /// The question to an authenticator on the page, as its script reads it.
    pub(crate) fn question(&self) -> Option<String> {
        self.attribute("data-options=")
    }

    /// The challenge in it, as it stands in the page: it is drawn anew for each login.
    pub(crate) fn challenge(&self) -> Option<String> {
        self.between("&quot;challenge&quot;:&quot;", "&quot;")
    }

    /// The form's token.
    pub(crate) fn token(&self) -> String {
        self.between("name=\"csrf\" value=\"", "\"").unwrap_or_default()
    }

    pub(crate) fn between(&self, before: &str, after: &str) -> Option<String> {
        let start = self.body.find(before)? + before.len();
        let rest = &self.body[start..];
        Some(rest[..rest.find(after)?].to_owned())
    }

    /// Fails the test unless the page says this.
    pub(crate) fn says(&self, words: &str) -> &Self {
        assert!(self.body.contains(words), "{} does not say {words:?}:\n{}", self.url, self.body);
        self
    }

    pub(crate) fn does_not_say(&self, words: &str) -> &Self {
        assert!(!self.body.contains(words), "{} says {words:?}:\n{}", self.url, self.body);
        self
    }
}

fn unescape(html: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#x2f;", "/"), ("&amp;", "&")]
        .iter()
        .fold(html.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}
