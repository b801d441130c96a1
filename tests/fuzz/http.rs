//! The running server over a bare connection: any bytes as path, query, header, cookie and form. Whatever comes, the answer
//! is none of a server in trouble, has no header that somebody else wrote, and leads nowhere but here or to an application.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use idp_core::oidc::Algorithm;
use idp_core::port::TokenType;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestCaseResult;
use serde_json::{Value, json};
use url::form_urlencoded::{byte_serialize, parse};

use crate::house::{APPLICATIONS, HOUSE};
use crate::material::{bytes, pairs, text};
use crate::runner::holds;

#[rustfmt::skip]
const PATHS: &[&str] = &[
    "/", "/authorize", "/authorize/AAAA", "/token", "/introspect", "/revoke", "/userinfo", "/logout", "/logout/confirm",
    "/logout/posted", "/logout/done", "/login/AAAA", "/login/AAAA/identify", "/login/AAAA/cancel", "/static/x", "/jwks",
    "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server",
];
#[rustfmt::skip]
const HEADERS: &[&str] = &[
    "cookie", "authorization", "accept-language", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "forwarded",
    "origin", "referer", "sec-fetch-site", "content-type", "if-none-match", "accept", "user-agent", "x-request-id",
    "access-control-request-method", "access-control-request-headers", "expect", "te",
];
#[rustfmt::skip]
const FIELDS: &[&str] = &[
    "client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "prompt", "ui_locales", "claims",
    "csrf", "username", "password", "code", "phone", "action", "grant_type", "token", "refresh_token", "client_secret",
    "access_token", "id_token_hint", "post_logout_redirect_uri", "resource", "code_verifier", "client_assertion",
];
/// The headers of our answers; any other was put there by somebody else.
#[rustfmt::skip]
const OURS: &[&str] = &[
    "content-type", "content-length", "content-security-policy", "x-content-type-options", "referrer-policy",
    "cache-control", "x-frame-options", "cross-origin-opener-policy", "permissions-policy", "x-request-id", "location",
    "set-cookie", "date", "connection", "allow", "etag", "vary", "www-authenticate", "retry-after", "transfer-encoding",
    "access-control-allow-origin", "access-control-allow-methods", "access-control-allow-headers",
    "access-control-expose-headers", "access-control-max-age",
];

/// What the server said.
struct Said {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Said {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// `None` where the connection was closed without a word, as hyper does with what is no HTTP.
    fn read(bytes: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n")?;
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().expect("a status");
        let header = |line: &str| {
            let (name, value) = line.split_once(':').unwrap_or_else(|| panic!("no header: {line:?}"));
            (name.to_ascii_lowercase(), value.trim().to_owned())
        };
        Some(Self { status, headers: lines.map(header).collect(), body: body.to_owned() })
    }
}

/// Sends a request, and reads until the server closes.
fn say(request: &[u8]) -> Option<Said> {
    let answer = exchange(request, false);
    Said::read(&answer)
}

/// Sends bytes, says if that is all, and reads until the server closes.
fn exchange(request: &[u8], is_all: bool) -> Vec<u8> {
    let mut stream = TcpStream::connect(("127.0.0.1", HOUSE.port)).expect("the server listens");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    // A server that has seen enough may close before it has read it all.
    let _ = stream.write_all(request);
    if is_all {
        let _ = stream.shutdown(Shutdown::Write);
    }
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    answer
}

fn request(method: &str, target: &[u8], headers: &[(String, Vec<u8>)], body: &[u8]) -> Vec<u8> {
    let mut request =
        [method.as_bytes(), b" ", target, b" HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n"].concat();
    for (name, value) in headers {
        request.extend([name.as_bytes(), b": ", value, b"\r\n"].concat());
    }
    request.extend(format!("content-length: {}\r\n\r\n", body.len()).into_bytes());
    request.extend(body);
    request
}

/// What holds for each answer.
fn is_ours(said: &Said) -> TestCaseResult {
    prop_assert!(said.status < 500, "{} {}", said.status, said.body);
    for (name, value) in &said.headers {
        prop_assert!(OURS.contains(&name.as_str()), "{name}: {value}");
        prop_assert!(!value.contains(['\r', '\n', '\0']), "{name}: {value:?}");
    }
    if let Some(to) = said.header("location") {
        let here = to.strip_prefix(&HOUSE.issuer).unwrap_or(to);
        let inside = here.starts_with('/') && !here.starts_with("//") && !here.starts_with("/\\");
        let after_logout = to.starts_with(&format!("{APPLICATIONS}/oud/?")) || to == format!("{APPLICATIONS}/oud/");
        prop_assert!(inside || after_logout || HOUSE.is_registered(to), "leads to {to}");
    }
    prop_assert!(!said.body.contains("<img src=x>") && !said.body.contains("</script>\">"), "{}", said.body);
    prop_assert!(!said.body.contains("49}}") && !said.body.contains(">49<"), "a template was run");
    Ok(())
}

fn encoded(pairs: &[(String, String)]) -> Vec<u8> {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(pairs).finish().into_bytes()
}

/// The value of a header: no line ends, for those end it.
fn value() -> impl Strategy<Value = Vec<u8>> + Clone {
    let cookie = (select(&["sluis-browser", "sluis-session", "sluis-language", "__Host-sluis-session"][..]), text());
    prop_oneof![
        2 => bytes(),
        2 => prop::collection::vec(cookie, 0..4)
            .prop_map(|cookies| cookies.iter().map(|(name, value)| format!("{name}={value}; ")).collect::<String>().into()),
        1 => prop::collection::vec("[0-9a-f.:]{1,20}", 0..5).prop_map(|addresses| addresses.join(", ").into_bytes()),
        1 => select(&["same-origin", "none", "null", "Bearer a.b.c", "Basic b3VkOng="][..]).prop_map(|word| word.into()),
        1 => select(&["application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=a"][..])
            .prop_map(|kind| kind.into()),
    ]
    .prop_map(|bytes: Vec<u8>| bytes.into_iter().filter(|b| !matches!(b, b'\r' | b'\n' | 0)).take(4000).collect())
}

#[test]
fn no_request_makes_it_say_what_it_should_not() {
    let target = (select(PATHS), pairs(FIELDS), bytes(), any::<bool>());
    let headers = prop::collection::vec((select(HEADERS).prop_map(str::to_owned), value()), 0..6);
    let body = prop_oneof![3 => pairs(FIELDS).prop_map(|pairs| encoded(&pairs)), 1 => bytes()];
    let method = select(&["GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "GARBAGE"][..]);
    let is_form = any::<bool>();
    holds(
        1000,
        &(method, target, headers, body, is_form),
        |(method, (path, query, raw, is_raw), mut headers, body, is_form)| {
            let query = if is_raw { raw.into_iter().filter(u8::is_ascii_graphic).collect() } else { encoded(&query) };
            let target = [path.as_bytes(), b"?", &query].concat();
            if is_form {
                headers.push(("content-type".to_owned(), b"application/x-www-form-urlencoded".to_vec()));
            }
            match say(&request(method, &target, &headers, &body)) {
                Some(said) => {
                    // Nobody guesses the token of a form.
                    let page = path.starts_with("/login/") || path == "/logout/confirm";
                    prop_assert!(
                        said.status >= 400 || method != "POST" || !page,
                        "{} for a stranger's form",
                        said.status
                    );
                    is_ours(&said)
                }
                None => Ok(()),
            }
        },
    );
}

#[test]
fn no_bytes_at_all_bring_it_down() {
    holds(200, &prop::collection::vec(bytes(), 1..5), |parts| {
        let mut sent = parts.concat();
        sent.extend(b"\r\n\r\n");
        // What is no HTTP is answered by hyper, which sets no headers of ours.
        let answer = exchange(&sent, true);
        prop_assert!(!answer.starts_with(b"HTTP/1.1 5"), "{}", String::from_utf8_lossy(&answer));
        let good = say(&request("GET", b"/jwks", &[], b"")).expect("an answer");
        prop_assert_eq!(good.status, 200);
        Ok(())
    });
}

/// The application gets its `state` to the byte, in the redirect of an error that comes from afar.
#[test]
fn a_state_survives_the_whole_way() {
    let state = prop_oneof![2 => text(), 1 => "[ -~]{1,60}", 1 => any::<String>()];
    holds(400, &(state, any::<bool>()), |(state, posted)| {
        let encoded: String = byte_serialize(state.as_bytes()).collect();
        let query = format!(
            "client_id=oud&redirect_uri={APPLICATIONS}/oud/callback&response_type=code&scope=openid&prompt=none&state={encoded}"
        );
        let said = if posted {
            say(&request("POST", b"/authorize", &[], query.as_bytes()))
        } else {
            say(&request("GET", format!("/authorize?{query}").as_bytes(), &[], b""))
        };
        // A GET that is longer than a request line may be is refused before it is read.
        let Some(said) = said.filter(|said| said.status == 303) else { return Ok(()) };
        is_ours(&said)?;
        let to = said.header("location").expect("a redirect");
        if let Some((_, query)) = to.split_once('?') {
            let told: Vec<_> = parse(query.as_bytes()).into_owned().collect();
            let mut states = told.iter().filter(|(name, _)| name == "state").map(|(_, value)| value);
            let kept = states.next();
            prop_assert!(kept.is_none_or(|kept| *kept == state), "{kept:?}");
            prop_assert!(states.next().is_none(), "twice");
            let refused = told.iter().any(|(name, value)| name == "error" && value == "invalid_request");
            prop_assert!(kept.is_some() || state.is_empty() || refused, "lost without a word");
        }
        Ok(())
    });
}

/// With an ID token in order the browser is sent on, and nowhere but to the URI that is registered.
#[test]
fn a_logout_leads_only_to_what_is_registered() {
    let claims = json!({"iss": HOUSE.issuer, "aud": "oud", "sub": "a"});
    let Value::Object(claims) = claims else { panic!("an object") };
    let signed = HOUSE.provider().ports.keys.sign(Algorithm::default(), TokenType::Id, &claims);
    let hint = HOUSE.runtime.block_on(signed).expect("a token");
    let ours = format!("{APPLICATIONS}/oud/");
    let uri =
        prop_oneof![2 => Just(ours.clone()), 2 => text().prop_map(move |more| format!("{ours}{more}")), 1 => text()];
    holds(400, &(uri, bytes()), |(uri, state)| {
        let fields = [("id_token_hint", &hint), ("post_logout_redirect_uri", &uri)];
        let mut query = encoded(&fields.map(|(name, value)| (name.to_owned(), value.clone())));
        query.extend(byte_serialize(&state).fold("&state=".to_owned(), |query, part| query + part).into_bytes());
        let Some(said) = say(&request("GET", &[b"/logout?", query.as_slice()].concat(), &[], b"")) else {
            return Ok(());
        };
        is_ours(&said)?;
        let to = said.header("location").unwrap_or_default();
        let registered = format!("{APPLICATIONS}/oud/");
        prop_assert!(!to.starts_with(APPLICATIONS) || uri == registered, "{uri} led to {to}");
        if let Some((_, query)) = to.split_once('?') {
            let told: Vec<_> = parse(query.as_bytes()).into_owned().collect();
            prop_assert_eq!(told.len(), 1);
            prop_assert!(told[0].0 == "state" && told[0].1.as_bytes() == state, "{told:?}");
        }
        Ok(())
    });
}
