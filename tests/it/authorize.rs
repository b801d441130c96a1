//! The authorization endpoint: what is refused, where that is said, and what is handed back.

use crate::support::{Landing, Server};

const BASE: &str = "client_id=drop&redirect_uri=http%3A%2F%2Flocalhost%3A9%2Fdrop%2Fcallback";
const REST: &str = "response_type=code&scope=openid&state=s-._~1";
const PKCE: &str = "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

async fn ask(server: &Server, query: &str) -> Landing {
    server.browser().open(&format!("/authorize?{query}")).await
}

#[tokio::test]
async fn before_client_and_redirect_uri_are_checked_an_error_is_a_page() {
    let server = Server::start().await;
    let uri = |uri: &str| format!("client_id=drop&redirect_uri={uri}&{REST}&{PKCE}");
    for query in [
        String::new(),
        format!("redirect_uri=http%3A%2F%2Flocalhost%3A9%2Fdrop%2Fcallback&{REST}"),
        format!("client_id=nobody&redirect_uri=http%3A%2F%2Flocalhost%3A9%2Fdrop%2Fcallback&{REST}"),
        format!("client_id=drop&{REST}&{PKCE}"),
        format!("client_id=drop&client_id=drop&redirect_uri=http%3A%2F%2Flocalhost%3A9%2Fdrop%2Fcallback&{REST}"),
        format!("{BASE}&redirect_uri=http%3A%2F%2Flocalhost%3A9%2Fdrop%2Fcallback&{REST}"),
        uri("http%3A%2F%2Flocalhost%3A9%2Fdrop%2Fcallback%2F"),
        uri("http%3A%2F%2Flocalhost%3A9%2Fdrop%2Fcallback%3Fa%3Db"),
        uri("http%3A%2F%2Flocalhost%3A9%2FDrop%2Fcallback"),
        uri("http%3A%2F%2Flocalhost%3A9%2Fx%2F..%2Fdrop%2Fcallback"),
        uri("http%3A%2F%2Flocalhost%3A9%2Fdrop%252Fcallback"),
        uri("http%3A%2F%2Flocalhost%3A9%2Flezen%2Fcallback"),
        uri("https%3A%2F%2Fevil.example%2F"),
        uri("javascript%3Aalert(1)"),
        uri("%2F%2Fevil.example"),
        uri("http%3A%2F%2Flocalhost%3A9%2Fdrop%2Fcallback%0d%0aSet-Cookie%3Aa%3Db"),
        "client_id=drop&redirect_uri=https%3A%2F%2Fevil.example&prompt=none&scope=bad&request=x".to_owned(),
        "%ff%fe=%00&client_id=%00".to_owned(),
    ] {
        let page = ask(&server, &query).await;
        assert_eq!(page.status, 400, "{query}");
        assert!(page.headers.get("location").is_none(), "{query}");
        page.does_not_say("evil.example").says("servicedesk.publicatie@logius.nl");
    }
}

#[tokio::test]
async fn after_that_it_is_told_to_the_client_with_state_and_issuer() {
    let server = Server::start().await;
    for (query, error) in [
        (format!("scope=openid&state=s-._~1&{PKCE}"), "invalid_request"),
        (format!("response_type=token&scope=openid&state=s-._~1&{PKCE}"), "unsupported_response_type"),
        (format!("response_type=code+id_token&scope=openid&state=s-._~1&{PKCE}"), "unsupported_response_type"),
        (format!("{REST}&{PKCE}&response_mode=fragment"), "invalid_request"),
        (format!("response_type=code&state=s-._~1&{PKCE}"), "invalid_request"),
        (format!("response_type=code&scope=profile&state=s-._~1&{PKCE}"), "invalid_scope"),
        (format!("response_type=code&scope=OPENID&state=s-._~1&{PKCE}"), "invalid_scope"),
        (REST.to_owned(), "invalid_request"),
        (format!("{REST}&code_challenge=abc&code_challenge_method=plain"), "invalid_request"),
        (format!("{REST}&{PKCE}&prompt=none+login"), "invalid_request"),
        (format!("{REST}&{PKCE}&prompt=create"), "invalid_request"),
        (format!("{REST}&{PKCE}&max_age=-1"), "invalid_request"),
        (format!("{REST}&{PKCE}&max_age=1e3"), "invalid_request"),
        (format!("{REST}&{PKCE}&request=eyJ"), "request_not_supported"),
        (format!("{REST}&{PKCE}&request_uri=https%3A%2F%2Fx"), "request_uri_not_supported"),
        (format!("{REST}&{PKCE}&nonce=a&nonce=a"), "invalid_request"),
        (format!("{REST}&{PKCE}&prompt=none"), "login_required"),
    ] {
        let landing = ask(&server, &format!("{BASE}&{query}")).await;
        let answer = landing.answer();
        assert_eq!(answer.get("error").map(String::as_str), Some(error), "{query}");
        assert_eq!(answer["state"], "s-._~1", "{query}");
        assert_eq!(answer["iss"], server.issuer, "{query}");
        assert!(!answer.contains_key("code"));
        let description = &answer["error_description"];
        assert!(description.bytes().all(|b| (0x20..0x7f).contains(&b) && b != b'"' && b != b'\\'), "{description}");
    }
}

#[tokio::test]
async fn a_state_that_cannot_be_handed_back_untouched_is_not_handed_back() {
    let server = Server::start().await;
    let base = format!("{BASE}&response_type=code&scope=openid&{PKCE}&prompt=none");
    let long = "a".repeat(4096);
    assert_eq!(ask(&server, &format!("{base}&state={long}")).await.answer()["state"], long);
    let longer = ask(&server, &format!("{base}&state={long}a")).await.answer();
    assert_eq!((longer["error"].as_str(), longer.get("state")), ("invalid_request", None));
    let twice = ask(&server, &format!("{base}&state=a&state=b")).await.answer();
    assert_eq!((twice["error"].as_str(), twice.get("state")), ("invalid_request", None));
    let no_text = ask(&server, &format!("{base}&state=%FF")).await.answer();
    assert_eq!((no_text["error"].as_str(), no_text.get("state")), ("invalid_request", None), "not UTF-8");
    let odd = ask(&server, &format!("{base}&state=%C3%A9%26%3D%20%2B%0D%0A%3Cb%3E")).await.answer();
    assert_eq!(odd["state"], "é&= +\r\n<b>");
}

#[tokio::test]
async fn what_means_nothing_here_is_ignored() {
    let server = Server::start().await;
    let query = format!(
        "{BASE}&{REST}&{PKCE}&extra=foobar&display=popup&ui_locales=se&claims_locales=se&acr_values=1+2&login_hint=buffy"
    );
    let page = ask(&server, &query).await;
    assert_eq!(page.prompt(), "identify");
    page.says("buffy").says("lang=\"nl\"");
    let page = ask(&server, &format!("{BASE}&{REST}&{PKCE}&ui_locales=fr+en")).await;
    page.says("lang=\"en\"");
}

#[tokio::test]
async fn the_language_is_the_applications_then_the_browsers_then_dutch_and_a_link_switches() {
    let server = Server::start().await;
    let browser = server.browser();
    let url = format!("{}/authorize?{BASE}&{REST}&{PKCE}", server.issuer);
    let english = browser.http.get(&url).header("accept-language", "en-GB,en;q=0.8");
    let at = browser.step(english).await.redirect().expect("a login");
    let page = browser.step(browser.http.get(at.clone()).header("accept-language", "en-GB")).await;
    page.says("lang=\"en\"");
    let page = browser.open(at.as_str()).await;
    page.says("lang=\"nl\"").says("ui_locales=en");
    let page = browser.open(&format!("{at}?ui_locales=en")).await;
    page.says("lang=\"en\"");
    browser.open(at.as_str()).await.says("lang=\"en\"");
}

#[tokio::test]
async fn a_client_without_pkce_and_a_public_one() {
    let server = Server::start().await;
    let old = "client_id=oud&redirect_uri=http%3A%2F%2Flocalhost%3A9%2Foud%2Fcallback";
    assert_eq!(ask(&server, &format!("{old}&{REST}")).await.prompt(), "identify");
    let public = "client_id=spa&redirect_uri=http%3A%2F%2Flocalhost%3A9%2Fspa%2Fcallback";
    assert_eq!(ask(&server, &format!("{public}&{REST}")).await.answer()["error"], "invalid_request");
}

#[tokio::test]
async fn the_metadata_say_what_may_be_asked() {
    let server = Server::start().await;
    let document = server.browser().open("/.well-known/openid-configuration").await;
    let metadata: serde_json::Value = serde_json::from_str(&document.body).expect("JSON");
    for (member, value) in [
        ("response_modes_supported", serde_json::json!(["query", "form_post"])),
        ("prompt_values_supported", serde_json::json!(["none", "login", "select_account"])),
        ("subject_types_supported", serde_json::json!(["public", "pairwise"])),
        ("claims_parameter_supported", serde_json::json!(true)),
    ] {
        assert_eq!(metadata[member], value, "{member}");
    }
}
