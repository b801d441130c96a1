//! The plan Front-Channel Logout OP (`oidcc-frontchannel-rp-initiated-logout-certification-test-plan`). That a browser loads the
//! frame and goes on is shown in Chromium, in `frontchannel_logout.rs`.

use idp_core::oidc::authorization_response::ResponseMode;
use reqwest::{StatusCode, Url};

use super::config_op;
use super::request::random;
use super::suite::{SUITE, Suite, text};
use crate::support::tls::Authority;

/// A provider whose first client wants its page loaded.
async fn suite() -> Suite {
    let more = format!("frontchannel_logout_uri: {SUITE}/frontchannel_logout\n");
    Suite::with(ResponseMode::Query, &Authority::new(), &more).await
}

#[tokio::test]
async fn oidcc_frontchannel_logout_discovery_endpoint_verification() {
    let suite = suite().await;
    for name in ["frontchannel_logout_supported", "frontchannel_logout_session_supported"] {
        assert_eq!(suite.metadata[name], true, "{name}");
    }
    config_op::verify(&suite.metadata, &suite.server.issuer);
}

#[tokio::test]
async fn oidcc_frontchannel_rp_initiated_logout() {
    let suite = suite().await;
    let login = suite.log_in(&suite.request()).await;
    let (uri, state) = (format!("{SUITE}/post_logout_redirect"), format!("{}-._~", random(124)));
    let hint = text(&login.tokens["id_token"]);
    let parameters = [("id_token_hint", hint), ("post_logout_redirect_uri", &uri), ("state", &state)];
    let page = suite.log_out(&parameters).await;
    suite.shows(&page, StatusCode::OK, "U wordt uitgelogd");

    let frame = Url::parse(&page.attribute("<iframe src=").expect("a frame")).expect("a URL");
    assert!(frame.as_str().starts_with(&format!("{SUITE}/frontchannel_logout?")), "{frame}");
    let told: Vec<(String, String)> = frame.query_pairs().into_owned().collect();
    let sid = text(&login.id_token["sid"]).to_owned();
    assert_eq!(told, [("iss".to_owned(), suite.server.issuer.clone()), ("sid".to_owned(), sid)]);
    let policy = page.headers["content-security-policy"].to_str().expect("text");
    let framed = format!("frame-src {}", Url::parse(SUITE).expect("a URL").origin().ascii_serialization());
    assert!(policy.split(';').any(|directive| directive.trim() == framed), "{policy}");

    let on = Url::parse(&page.attribute("<a id=\"on\" href=").expect("a way on")).expect("a URL");
    assert!(on.as_str().starts_with(&format!("{uri}?")), "{on}");
    assert_eq!(on.query_pairs().into_owned().collect::<Vec<_>>(), [("state".to_owned(), state)]);
    suite.nobody_is_logged_in().await;
}
