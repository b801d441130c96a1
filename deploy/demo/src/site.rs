//! The demo's own site: the applications, who is logged in at each, the outbox and the code of the app.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use idp_adapters::delivery::CapturedMessages;
use idp_core::account::TotpSecret;
use idp_core::id::Bearer;
use idp_core::id::of::Browser;
use idp_core::port::{Clock, Rng};
use minijinja::{Environment, Value, context};
use serde::Deserialize;

use crate::people;
use crate::relying_party::{Callback, Fault, LoggedIn, Pending, RelyingParty, Wishes};

const COOKIE: &str = "demo-visitor";

/// Everything that the site shows.
pub struct Site {
    /// The applications, the one of the higher level first.
    pub applications: Vec<RelyingParty>,
    /// What Sluis "sent".
    pub outbox: Arc<CapturedMessages>,
    /// The key of the app of those who are enrolled already.
    pub key: TotpSecret,
    /// Where Sluis is.
    pub issuer: String,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub rng: Arc<dyn Rng>,
    /// Who is logged in, or on the way, by visitor and application.
    pub visits: Mutex<HashMap<(String, String), Visit>>,
    /// The pages.
    pub pages: Environment<'static>,
}

/// A visitor at one application.
pub enum Visit {
    /// Sent to Sluis.
    Away(Pending),
    /// Back, and known.
    Here(Box<LoggedIn>),
}

/// The pages of the demo.
pub fn pages() -> Result<Environment<'static>, minijinja::Error> {
    let mut pages = Environment::new();
    pages.add_template("frame.html", include_str!("../templates/frame.html"))?;
    pages.add_template("home.html", include_str!("../templates/home.html"))?;
    pages.add_template("outbox.html", include_str!("../templates/outbox.html"))?;
    pages.add_template("authenticator.html", include_str!("../templates/authenticator.html"))?;
    pages.add_template("fault.html", include_str!("../templates/fault.html"))?;
    Ok(pages)
}

/// The routes of the demo.
pub fn router(site: Arc<Site>) -> Router {
    Router::new()
        .route("/", get(home))
        .route("/outbox", get(outbox))
        .route("/outbox.json", get(async |State(site): State<Arc<Site>>| Json(site.outbox.messages())))
        .route("/authenticator", get(authenticator))
        .route("/{application}/login", get(login))
        .route("/{application}/callback", get(callback))
        .route("/{application}/logout", post(logout))
        .with_state(site)
}

impl Site {
    fn application(&self, id: &str) -> Option<&RelyingParty> {
        self.applications.iter().find(|application| application.registration.id == id)
    }

    fn visits(&self) -> std::sync::MutexGuard<'_, HashMap<(String, String), Visit>> {
        self.visits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn page(&self, name: &str, context: Value) -> Response {
        // Every page leads to those of Sluis.
        let context = context! { issuer => &self.issuer, ..context };
        let rendered = self.pages.get_template(name).and_then(|template| template.render(context));
        match rendered {
            Ok(html) => ([(header::CACHE_CONTROL, "no-store")], Html(html)).into_response(),
            Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error:#}")).into_response(),
        }
    }

    fn fault(&self, fault: &Fault) -> Response {
        let mut words = fault.to_string();
        let mut source = fault.source();
        while let Some(error) = source {
            words = format!("{words}: {error}");
            source = error.source();
        }
        let mut response = self.page("fault.html", context! { words });
        *response.status_mut() = StatusCode::BAD_GATEWAY;
        response
    }
}

async fn home(State(site): State<Arc<Site>>, jar: CookieJar) -> Response {
    let visitor = jar.get(COOKIE).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
    let visits = site.visits();
    let applications: Vec<_> = site
        .applications
        .iter()
        .map(|application| {
            let registration = &application.registration;
            let visit = visits.get(&(visitor.clone(), registration.id.clone()));
            let login = match visit {
                Some(Visit::Here(login)) => serde_json::to_value(login.as_ref()).ok(),
                _ => None,
            };
            let login = login.map(minijinja::value::Serde);
            context! { registration => minijinja::value::Serde(registration), login => login.map(Value::from) }
        })
        .collect();
    drop(visits);
    site.page("home.html", context! { applications })
}

/// What a visitor may ask of the login, to try it out.
#[derive(Debug, Deserialize)]
struct Asked {
    acr: Option<String>,
    prompt: Option<String>,
    max_age: Option<u64>,
    ui_locales: Option<String>,
}

async fn login(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    jar: CookieJar,
) -> Response {
    let Some(application) = site.application(&id) else { return StatusCode::NOT_FOUND.into_response() };
    let wishes = Wishes { acr: asked.acr, prompt: asked.prompt, max_age: asked.max_age, ui_locales: asked.ui_locales };
    let (url, pending) = match application.begin(&wishes).await {
        Ok(begun) => begun,
        Err(fault) => return site.fault(&fault),
    };
    let visitor = match jar.get(COOKIE) {
        Some(cookie) => cookie.value().to_owned(),
        None => Bearer::<Browser>::generate(site.rng.as_ref()).reveal(),
    };
    site.visits().insert((visitor.clone(), id), Visit::Away(pending));
    let cookie = Cookie::build((COOKIE, visitor)).path("/").http_only(true).same_site(SameSite::Lax);
    (jar.add(cookie), Redirect::to(&url)).into_response()
}

#[derive(Debug, Deserialize)]
struct Brought {
    code: Option<String>,
    state: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

async fn callback(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    Query(brought): Query<Brought>,
    jar: CookieJar,
) -> Response {
    let Some(application) = site.application(&id) else { return StatusCode::NOT_FOUND.into_response() };
    let visitor = jar.get(COOKIE).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
    let key = (visitor, id);
    let Some(Visit::Away(pending)) = site.visits().remove(&key) else {
        return site.fault(&"this browser was not sent to log in".into());
    };
    let callback = Callback { code: brought.code, state: brought.state, iss: brought.iss, error: brought.error };
    match application.finish(pending, callback).await {
        Ok(login) => {
            site.visits().insert(key, Visit::Here(Box::new(login)));
            Redirect::to("/").into_response()
        }
        Err(fault) => site.fault(&fault),
    }
}

async fn logout(State(site): State<Arc<Site>>, Path(id): Path<String>, jar: CookieJar) -> Response {
    let Some(application) = site.application(&id) else { return StatusCode::NOT_FOUND.into_response() };
    let visitor = jar.get(COOKIE).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
    let Some(Visit::Here(login)) = site.visits().remove(&(visitor, id)) else {
        return Redirect::to("/").into_response();
    };
    match application.logout(&login).await {
        Ok(url) => Redirect::to(&url).into_response(),
        Err(fault) => site.fault(&fault),
    }
}

async fn outbox(State(site): State<Arc<Site>>) -> Response {
    let messages: Vec<_> =
        site.outbox.messages().into_iter().rev().map(minijinja::value::Serde).map(Value::from).collect();
    let mut response = site.page("outbox.html", context! { messages });
    // A waiting reader sees a new message by itself.
    response.headers_mut().insert("refresh", HeaderValue::from_static("5"));
    response
}

async fn authenticator(State(site): State<Arc<Site>>) -> Response {
    let now = site.clock.now();
    let code = site.key.code_at(now);
    let seconds = 30 - now.as_second().rem_euclid(30);
    let mut response = site.page("authenticator.html", context! { names => people::enrolled(), code, seconds });
    if let Ok(refresh) = HeaderValue::from_str(&seconds.to_string()) {
        response.headers_mut().insert("refresh", refresh);
    }
    response
}
