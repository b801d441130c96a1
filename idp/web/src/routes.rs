//! The one table of routes: for each path its methods, and who may cache, frame, post to it and call it by a script.
//!
//! The rules are applied here, around the handlers, so that no handler can forget one. A new route is a new row.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::http::{HeaderName, Method, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};
use idp_core::lifetimes;
use idp_core::oidc::discovery::path;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{Any, CorsLayer};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::{
    Served, account, assets, csrf, desk, failure, health, login, oidc, password, request, security_txt, sms_reports,
};

/// One path.
pub struct Route {
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// The methods it answers; HEAD goes with GET, and anything else is 405.
    pub methods: &'static [Method],
    /// What it obeys.
    pub rule: Rule,
    handlers: fn() -> MethodRouter<Served>,
}

/// What a path obeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Who speaks to it: decides how errors look.
    pub audience: Audience,
    /// Who may keep its answers.
    pub cache: Cache,
    /// Who may frame it.
    pub frames: Frames,
    /// What a POST must show.
    pub posts: Posts,
    /// Which pages of others may call it with a script.
    pub cors: Cors,
}

/// Who speaks to a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// A person with a browser: errors are pages.
    Person,
    /// A relying party: errors are JSON.
    Client,
}

/// Who may keep an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cache {
    /// Nobody.
    NoStore,
    /// Everybody, for so long.
    Public(Duration),
    /// Everybody, for ever: its path changes with its content.
    Immutable,
}

/// Who may frame an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frames {
    /// Nobody.
    Denied,
}

/// What a POST must show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Posts {
    /// That it comes from a page of ours: the form's token and the browser's word for it. See [`csrf`].
    FromOurPages,
    /// Nothing: a protocol endpoint, which stands on its own rules and not on cookies alone.
    Protocol,
}

/// Which pages of others may call a path with a script (the Fetch standard, "CORS protocol").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cors {
    /// None.
    Nobody,
    /// Any, without cookies: whoever calls shows a token or a secret of its own, or reads what is public.
    Anybody,
}

/// A page of ours.
const PAGE: Rule = Rule {
    audience: Audience::Person,
    cache: Cache::NoStore,
    frames: Frames::Denied,
    posts: Posts::FromOurPages,
    cors: Cors::Nobody,
};
/// A protocol endpoint to which browsers are sent.
const BROWSER_PROTOCOL: Rule = Rule { posts: Posts::Protocol, ..PAGE };
/// A protocol endpoint that relying parties or other machines call.
const PROTOCOL: Rule = Rule { audience: Audience::Client, ..BROWSER_PROTOCOL };
/// The same, for those that live in a browser too.
const SCRIPTABLE: Rule = Rule { cors: Cors::Anybody, ..PROTOCOL };
/// A document that relying parties fetch.
const DOCUMENT: Rule = Rule { cache: Cache::Public(lifetimes::DOCUMENT), ..SCRIPTABLE };
/// A document that people and their tools fetch.
const NOTICE: Rule = Rule { cache: Cache::Public(lifetimes::NOTICE), ..PROTOCOL };
/// A part of a page.
const ASSET: Rule = Rule { cache: Cache::Immutable, ..PAGE };

const GET: &[Method] = &[Method::GET];
const POST: &[Method] = &[Method::POST];
const BOTH: &[Method] = &[Method::GET, Method::POST];

/// Every path there is.
#[rustfmt::skip]
pub const ROUTES: &[Route] = &[
    Route { path: "/", methods: GET, rule: PAGE, handlers: || get(login::home) },
    Route { path: "/accessibility", methods: GET, rule: PAGE, handlers: || get(login::accessibility) },
    Route { path: "/healthz", methods: GET, rule: PROTOCOL, handlers: || get(health::alive) },
    Route { path: "/readyz", methods: GET, rule: PROTOCOL, handlers: || get(health::ready) },
    Route { path: "/static/{file}", methods: GET, rule: ASSET, handlers: || get(assets::file) },
    Route { path: security_txt::PATH, methods: GET, rule: NOTICE, handlers: || get(security_txt::get) },
    Route { path: path::CONFIGURATION, methods: GET, rule: DOCUMENT, handlers: || get(oidc::documents::configuration) },
    Route { path: path::OAUTH_METADATA, methods: GET, rule: DOCUMENT, handlers: || get(oidc::documents::configuration) },
    Route { path: path::JWKS, methods: GET, rule: DOCUMENT, handlers: || get(oidc::documents::jwks) },
    Route { path: path::AUTHORIZE, methods: BOTH, rule: BROWSER_PROTOCOL, handlers: || get(oidc::authorize::get).post(oidc::authorize::post) },
    Route { path: oidc::authorize::RESUME, methods: GET, rule: BROWSER_PROTOCOL, handlers: || get(oidc::authorize::resume) },
    Route { path: path::TOKEN, methods: POST, rule: SCRIPTABLE, handlers: || post(oidc::token::post) },
    Route { path: path::INTROSPECT, methods: POST, rule: PROTOCOL, handlers: || post(oidc::introspection::post) },
    Route { path: path::REVOKE, methods: POST, rule: PROTOCOL, handlers: || post(oidc::revocation::post) },
    Route { path: path::USERINFO, methods: BOTH, rule: SCRIPTABLE, handlers: || get(oidc::userinfo::any).post(oidc::userinfo::any) },
    Route { path: path::LOGOUT, methods: BOTH, rule: BROWSER_PROTOCOL, handlers: || get(oidc::logout::get).post(oidc::logout::post) },
    Route { path: oidc::logout::RESUME, methods: GET, rule: BROWSER_PROTOCOL, handlers: || get(oidc::logout::resume) },
    Route { path: oidc::logout::CONFIRM, methods: POST, rule: PAGE, handlers: || post(oidc::logout::confirm) },
    Route { path: oidc::logout::DONE, methods: GET, rule: PAGE, handlers: || get(oidc::logout::done) },
    Route { path: "/login/{transaction}", methods: GET, rule: PAGE, handlers: || get(login::resume) },
    Route { path: "/login/{transaction}/cancel", methods: POST, rule: PAGE, handlers: || post(login::cancel) },
    Route { path: "/login/{transaction}/forgotten", methods: GET, rule: PAGE, handlers: || get(password::ask_from_login) },
    Route { path: "/login/{transaction}/{prompt}", methods: BOTH, rule: PAGE, handlers: || get(login::show).post(login::answer) },
    Route { path: account::ACCOUNT, methods: GET, rule: PAGE, handlers: || get(account::show) },
    Route { path: account::password::PASSWORD, methods: BOTH, rule: PAGE, handlers: || get(account::password::show).post(account::password::change) },
    Route { path: password::FORGOTTEN, methods: BOTH, rule: PAGE, handlers: || get(password::ask).post(password::send) },
    Route { path: password::SENT, methods: GET, rule: PAGE, handlers: || get(password::sent) },
    Route { path: password::CHANGED, methods: GET, rule: PAGE, handlers: || get(password::changed) },
    Route { path: "/password/{token}", methods: BOTH, rule: PAGE, handlers: || get(password::open).post(password::choose) },
    Route { path: account::apps::LIST, methods: GET, rule: PAGE, handlers: || get(account::apps::list) },
    Route { path: account::apps::ONE, methods: GET, rule: PAGE, handlers: || get(account::apps::one) },
    Route { path: account::apps::NEW, methods: BOTH, rule: PAGE, handlers: || get(account::apps::new).post(account::apps::add) },
    Route { path: account::apps::NAME, methods: POST, rule: PAGE, handlers: || post(account::apps::name) },
    Route { path: account::apps::REMOVE, methods: POST, rule: PAGE, handlers: || post(account::apps::remove) },
    Route { path: account::passkeys::LIST, methods: GET, rule: PAGE, handlers: || get(account::passkeys::list) },
    Route { path: account::passkeys::ONE, methods: GET, rule: PAGE, handlers: || get(account::passkeys::one) },
    Route { path: account::passkeys::NEW, methods: BOTH, rule: PAGE, handlers: || get(account::passkeys::new).post(account::passkeys::add) },
    Route { path: account::passkeys::NAME, methods: POST, rule: PAGE, handlers: || post(account::passkeys::name) },
    Route { path: account::passkeys::REMOVE, methods: POST, rule: PAGE, handlers: || post(account::passkeys::remove) },
    Route { path: account::recovery_codes::CODES, methods: BOTH, rule: PAGE, handlers: || get(account::recovery_codes::show).post(account::recovery_codes::make) },
    Route { path: account::recovery_codes::KEPT, methods: POST, rule: PAGE, handlers: || post(account::recovery_codes::kept) },
    Route { path: account::contacts::PHONE, methods: BOTH, rule: PAGE, handlers: || get(account::contacts::phone).post(account::contacts::change_phone) },
    Route { path: account::contacts::EMAIL, methods: BOTH, rule: PAGE, handlers: || get(account::contacts::email).post(account::contacts::change_email) },
    Route { path: account::sessions::LIST, methods: GET, rule: PAGE, handlers: || get(account::sessions::list) },
    Route { path: account::sessions::END, methods: POST, rule: PAGE, handlers: || post(account::sessions::end) },
    Route { path: account::sessions::END_OTHERS, methods: POST, rule: PAGE, handlers: || post(account::sessions::end_others) },
    Route { path: account::sessions::TAKE_BACK, methods: POST, rule: PAGE, handlers: || post(account::sessions::take_back) },
    Route { path: account::logins::LIST, methods: GET, rule: PAGE, handlers: || get(account::logins::list) },
    Route { path: account::logins::NOT_ME, methods: BOTH, rule: PAGE, handlers: || get(account::logins::ask).post(account::logins::dispute) },
    Route { path: desk::HOME, methods: GET, rule: PAGE, handlers: || get(desk::find::home) },
    Route { path: desk::FIND, methods: POST, rule: PAGE, handlers: || post(desk::find::find) },
    Route { path: desk::PERSON, methods: GET, rule: PAGE, handlers: || get(desk::person::look) },
    Route { path: desk::HISTORY, methods: GET, rule: PAGE, handlers: || get(desk::person::history) },
    Route { path: desk::ACT, methods: BOTH, rule: PAGE, handlers: || get(desk::act::ask).post(desk::act::act_for) },
    Route { path: desk::REQUESTS, methods: GET, rule: PAGE, handlers: || get(desk::requests::list) },
    Route { path: desk::REQUEST, methods: BOTH, rule: PAGE, handlers: || get(desk::requests::one).post(desk::requests::decide) },
    Route { path: desk::REPORTS, methods: GET, rule: PAGE, handlers: || get(desk::reports::list) },
    Route { path: desk::REPORT, methods: GET, rule: PAGE, handlers: || get(desk::reports::page) },
    Route { path: desk::CSV, methods: GET, rule: PAGE, handlers: || get(desk::reports::file) },
    Route { path: "/sms/reports/{gateway}", methods: BOTH, rule: PROTOCOL, handlers: || get(sms_reports::take).post(sms_reports::take) },
];

/// The largest request body, in bytes: forms are small. Who only promises more is refused at once.
const MAX_BODY: usize = 64 * 1024;
/// How long a browser may remember that it may call us; none remembers longer than a day.
const PREFLIGHT: Duration = Duration::from_secs(60 * 60);
/// The longest a request may take, its body included: nobody looks at an empty page for longer, whatever hangs behind us.
const MAX_TIME: Duration = Duration::from_secs(10);

pub(crate) fn router(served: &Served) -> Router {
    let mut router = Router::new();
    for route in ROUTES {
        let mut handlers = (route.handlers)();
        if route.rule.posts == Posts::FromOurPages && route.methods.contains(&Method::POST) {
            handlers = handlers.layer(from_fn_with_state(served.clone(), csrf::check));
        }
        if route.rule.cors == Cors::Anybody {
            handlers = handlers.layer(anybody(route.methods));
        }
        let handlers = handlers
            .layer::<_, Infallible>(DefaultBodyLimit::max(MAX_BODY))
            .layer::<_, Infallible>(RequestBodyLimitLayer::new(MAX_BODY))
            .layer::<_, Infallible>(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, MAX_TIME))
            .layer::<_, Infallible>(CatchPanicLayer::custom(failure::panicked));
        router = router.route(route.path, handlers);
    }
    router.layer(from_fn_with_state(served.clone(), request::serve)).with_state(served.clone())
}

/// The route of a request. `None` where nothing is.
pub(crate) fn of(request: &Request) -> Option<&'static Route> {
    let path = request.extensions().get::<MatchedPath>()?.as_str();
    ROUTES.iter().find(|route| route.path == path)
}

/// The answer is the same for every origin, so it varies with none.
fn anybody(methods: &[Method]) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods(methods.to_vec())
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
        .expose_headers([header::WWW_AUTHENTICATE])
        .max_age(PREFLIGHT)
        .vary([] as [HeaderName; 0])
}
