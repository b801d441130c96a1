//! What a request is: its name, where it comes from, the browser and the language behind it.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use idp_core::audit::{Actor, Origin};
use idp_core::id::{BrowserToken, RequestId, SessionToken};
use idp_core::locale::{Languages, Locale};
use idp_core::login::KnownBrowser;
use idp_core::oidc::Parameters;
use idp_core::oidc::discovery::path;
use tracing::Instrument;
use tracing::field::Empty;

use crate::cookies::{self, Jar};
use crate::routes::{self, Audience, Cache, Rule};
use crate::{Web, failure, headers, peer, trace};

/// The query parameter of the link that switches the language. At the protocol endpoints it is the application's wish
/// (OIDC Core 3.1.2.1), which is not remembered.
const LANGUAGE: &str = "ui_locales";

/// Everything about a request that is not its question.
#[derive(Debug, Clone)]
pub(crate) struct Context {
    pub(crate) id: RequestId,
    pub(crate) origin: Origin,
    pub(crate) browser: Option<BrowserToken>,
    pub(crate) session: Option<SessionToken>,
    pub(crate) known: Option<KnownBrowser>,
    pub(crate) languages: Languages,
    /// See [`Login::is_seen`](idp_core::login::Login::is_seen).
    pub(crate) is_seen: bool,
    /// Path and query of a GET, to which the language link leads again.
    pub(crate) path: Option<String>,
}

/// The one layer around every answer: it names the request, gives what failed its body and every answer its headers, and logs
/// the request once with what came of it. The path is the route's, so that nothing a stranger typed gets into the log; the query
/// never does.
pub(crate) async fn serve(State(web): State<Arc<Web>>, mut request: Request, next: Next) -> Response {
    let id = RequestId::generate(web.provider.ports.rng.as_ref());
    let route = routes::of(&request);
    let (path, rule) = (route.map_or("(none)", |route| route.path), route.map(|route| route.rule));
    let method = request.method().clone();
    let span = tracing::info_span!("request", id = %id, method = %method, path, trace = Empty);
    if let Some(traces) = &web.traces {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        let parent = trace::parent(request.headers());
        let parent = parent.filter(|_| peer.is_some_and(|peer| peer::is_trusted(peer, &web.trusted_proxies)));
        span.record("trace", traces.join(&span, parent));
    }
    let began = web.provider.ports.clock.now();
    let context = Arc::new(Context::read(&web, rule, id, &request));
    let switched = context.languages.chosen.filter(|_| query_language(&request).is_some());
    request.extensions_mut().insert(context.clone());
    async move {
        let id = &context.id;
        let mut response = failure::render(&web, rule, &context, next.run(request).await);
        headers::apply(&web, rule, &mut response);
        if let Ok(id) = HeaderValue::from_str(id.as_str()) {
            response.headers_mut().insert("x-request-id", id);
        }
        // Nothing that may be kept by others carries a cookie.
        let page = rule.is_some_and(|rule| rule.cache == Cache::NoStore);
        if let (Some(locale), true) = (switched, page)
            && let Ok(cookie) = cookies::language(&web, locale).to_string().parse()
        {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        let took = web.provider.ports.clock.now().duration_since(began);
        web.metrics.request(path, &method, response.status(), took.as_secs_f64().max(0.0));
        if let Some(traces) = &web.traces {
            traces.answered(&tracing::Span::current(), response.status());
        }
        tracing::info!(status = response.status().as_u16(), micros = i64::try_from(took.as_micros()).ok(), "answered");
        response
    }
    .instrument(span)
    .await
}

impl Context {
    fn read(web: &Web, rule: Option<Rule>, id: RequestId, request: &Request) -> Self {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        let address = peer.map(|peer| peer::address(peer, request.headers(), &web.trusted_proxies));
        let origin = Origin { actor: Actor::Person, address, request: Some(id.clone()) };
        // A relying party has no cookies and no language, and what it reads is the same for everybody.
        if rule.is_some_and(|rule| rule.audience == Audience::Client) {
            let languages = Languages { chosen: None, browser: None };
            return Self {
                id,
                origin,
                browser: None,
                session: None,
                known: None,
                languages,
                is_seen: false,
                path: None,
            };
        }
        let jar = Jar::from_headers(request.headers());
        let accepted = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Self {
            id,
            origin,
            browser: cookies::browser(web, &jar),
            session: cookies::session(web, &jar),
            known: cookies::known(web, &jar),
            languages: Languages {
                chosen: query_language(request).or_else(|| cookies::chosen_language(web, &jar)),
                browser: accepted.and_then(Locale::first_spoken),
            },
            is_seen: is_seen(request.headers()),
            path: (request.method() == Method::GET)
                .then(|| request.uri().path_and_query().map(ToString::to_string))
                .flatten(),
        }
    }

    /// The language of a page that belongs to no application.
    pub(crate) fn locale(&self) -> Locale {
        self.languages.settle(None)
    }
}

/// The browser's word for it (Fetch Metadata). One that says nothing is an old browser, and goes here in a window as far as we
/// know.
fn is_seen(headers: &HeaderMap) -> bool {
    let says = |name: &str, word: &str| headers.get(name).is_none_or(|value| value == word);
    says("sec-fetch-mode", "navigate") && says("sec-fetch-dest", "document")
}

fn query_language(request: &Request) -> Option<Locale> {
    let query = request.uri().query()?;
    if [path::AUTHORIZE, path::LOGOUT].contains(&request.uri().path()) {
        return None;
    }
    Parameters::decode(query.as_bytes()).get(LANGUAGE).ok().flatten().and_then(Locale::first_spoken)
}

impl<S: Send + Sync> FromRequestParts<S> for Context {
    type Rejection = crate::failure::Failure;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        parts
            .extensions
            .get::<Arc<Self>>()
            .map(|context| context.as_ref().clone())
            .ok_or(crate::failure::Failure::Internal("the request has no name"))
    }
}
