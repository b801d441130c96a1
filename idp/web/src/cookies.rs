//! The cookies: one that only binds logins to a browser, one that says who logged in with it before, the session's, the chosen
//! language, and for a moment a logout request.
//!
//! Under https they carry the `__Host-` prefix, so that no other host and no plain connection can set them.

use axum::http::{HeaderValue, header};
use axum::response::Response;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use idp_core::id::{BrowserToken, SessionToken};
use idp_core::lifetimes;
use idp_core::locale::Locale;
use idp_core::login::KnownBrowser;
use idp_core::oidc::Parameters;
use time::Duration;

use crate::Web;

pub(crate) type Jar = CookieJar;

const BROWSER: &str = "sluis-browser";
const KNOWN: &str = "sluis-known";
const SESSION: &str = "sluis-session";
const LANGUAGE: &str = "sluis-language";
const LOGOUT_REQUEST: &str = "sluis-logout-request";
/// The longest value, in bytes. Browsers keep a cookie of 4096 with its name and attributes (RFC 6265 6.1). An ID token and a
/// URI take a third of it.
const MAX_VALUE: usize = 3800;
/// How long a browser that was sent on at once may take to follow, in seconds.
const FOLLOWS_WITHIN: i64 = 60;

fn name(web: &Web, name: &'static str) -> String {
    if web.provider.settings.issuer.is_https() { format!("__Host-{name}") } else { name.to_owned() }
}

/// A cookie of ours: for this host, all paths, no scripts. `Lax`, because relying parties send browsers here from elsewhere.
fn cookie(web: &Web, base: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name(web, base), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(web.provider.settings.issuer.is_https())
        .build()
}

/// Has a response set a cookie, if there is one.
pub(crate) fn add(response: &mut Response, cookie: Option<Cookie<'static>>) {
    if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::from_str(&cookie.to_string()).ok()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

fn read<'a>(web: &Web, jar: &'a Jar, base: &'static str) -> Option<&'a str> {
    jar.get(&name(web, base)).map(Cookie::value)
}

/// The browser that sends the request. The cookie has no authority.
pub(crate) fn browser(web: &Web, jar: &Jar) -> Option<BrowserToken> {
    read(web, jar, BROWSER).and_then(BrowserToken::parse)
}

/// What the browser keeps of those who logged in with it. It gives nobody any authority.
pub(crate) fn known(web: &Web, jar: &Jar) -> Option<KnownBrowser> {
    read(web, jar, KNOWN).and_then(KnownBrowser::parse)
}

/// The session cookie of the request.
pub(crate) fn session(web: &Web, jar: &Jar) -> Option<SessionToken> {
    read(web, jar, SESSION).and_then(SessionToken::parse)
}

/// The language that was chosen with the link.
pub(crate) fn chosen_language(web: &Web, jar: &Jar) -> Option<Locale> {
    read(web, jar, LANGUAGE).and_then(Locale::first_spoken)
}

/// Binds the logins of a browser.
pub(crate) fn set_browser(web: &Web, token: &BrowserToken) -> Cookie<'static> {
    cookie(web, BROWSER, token.reveal())
}

/// Has the browser keep who logged in with it, also when it is closed.
pub(crate) fn set_known(web: &Web, known: &KnownBrowser) -> Cookie<'static> {
    let cookie = cookie(web, KNOWN, known.reveal());
    match lifetimes::KNOWN_BROWSER.try_into() {
        Ok(life) => Cookie::build(cookie).max_age(life).build(),
        Err(_) => cookie,
    }
}

/// Gives the browser a session.
pub(crate) fn set_session(web: &Web, token: &SessionToken) -> Cookie<'static> {
    cookie(web, SESSION, token.reveal())
}

/// Takes the session cookie away.
pub(crate) fn end_session(web: &Web) -> Cookie<'static> {
    removal(web, SESSION)
}

/// The logout request that the browser was given to bring back.
pub(crate) fn logout_request<'a>(web: &Web, jar: &'a Jar) -> Option<&'a str> {
    read(web, jar, LOGOUT_REQUEST)
}

/// Has the browser bring a logout request back, once and soon; `None` if it is too long. It is what a stranger posted, and has
/// no authority.
pub(crate) fn set_logout_request(web: &Web, request: &Parameters) -> Option<Cookie<'static>> {
    // What reads the cookies decodes them once.
    let value = request.encode().replace('%', "%25");
    let mut cookie = cookie(web, LOGOUT_REQUEST, value);
    cookie.set_max_age(Duration::seconds(FOLLOWS_WITHIN));
    (cookie.value().len() <= MAX_VALUE).then_some(cookie)
}

/// The logout request was brought back.
pub(crate) fn end_logout_request(web: &Web) -> Cookie<'static> {
    removal(web, LOGOUT_REQUEST)
}

fn removal(web: &Web, base: &'static str) -> Cookie<'static> {
    let mut cookie = cookie(web, base, String::new());
    cookie.make_removal();
    cookie
}

/// Remembers the language.
pub(crate) fn language(web: &Web, locale: Locale) -> Cookie<'static> {
    cookie(web, LANGUAGE, locale.tag().to_owned())
}
