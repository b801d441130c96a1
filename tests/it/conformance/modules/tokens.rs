//! Codes, tokens, and how clients prove themselves.

use idp_core::oidc::authorization_response::ResponseMode;

use crate::conformance::checks;
use crate::conformance::request::{POSTING, SECOND, random};
use crate::conformance::suite::{Suite, text};

pub(in crate::conformance) async fn oidcc_server(mode: ResponseMode) {
    let suite = Suite::new(mode).await;
    let login = suite.log_in(&suite.request()).await;
    assert!(login.code.len() >= 16 && checks::entropy(&login.code) >= 96.0, "a code that cannot be guessed");
    let token = text(&login.tokens["access_token"]);
    assert!(checks::entropy(token) >= 96.0, "nor an access token");
}

pub(in crate::conformance) async fn oidcc_server_client_secret_post(mode: ResponseMode) {
    let suite = Suite::new(mode).await;
    suite.log_in(&suite.request_of(POSTING)).await;
}

pub(in crate::conformance) async fn oidcc_ensure_request_with_valid_pkce_succeeds(mode: ResponseMode) {
    let suite = Suite::new(mode).await;
    suite.log_in(&suite.request().with_pkce()).await;
}

pub(in crate::conformance) async fn oidcc_codereuse(mode: ResponseMode) {
    let suite = Suite::new(mode).await;
    let request = suite.request();
    let login = suite.log_in(&request).await;
    let again = suite.token(request.client, &request.redemption(&login.code)).await;
    checks::token_error(&again, "invalid_grant");
}

pub(in crate::conformance) async fn oidcc_codereuse_30seconds(mode: ResponseMode) {
    let suite = Suite::new(mode).await;
    let request = suite.request();
    let login = suite.log_in(&request).await;
    suite.wait(30);
    let again = suite.token(request.client, &request.redemption(&login.code)).await;
    checks::token_error(&again, "invalid_grant");
    let userinfo = suite.browser.http.get(suite.endpoint("userinfo_endpoint"));
    let answer = suite.send(userinfo.bearer_auth(text(&login.tokens["access_token"]))).await;
    assert!(answer.status.is_client_error(), "the token of the first use is dead: {}", answer.status);
}

pub(in crate::conformance) async fn oidcc_refresh_token(mode: ResponseMode) {
    let suite = Suite::new(mode).await;
    assert!(checks::list(&suite.metadata["grant_types_supported"]).contains(&"refresh_token"));
    assert!(checks::list(&suite.metadata["scopes_supported"]).contains(&"offline_access"));
    let asking = |request: crate::conformance::request::Request| {
        request.with("scope", "openid offline_access").with("prompt", "consent")
    };
    let request = asking(suite.request());
    let first = suite.log_in(&request).await;
    suite.wait(1);
    let form = [("grant_type", "refresh_token"), ("refresh_token", refresh_token(&first.tokens))];
    let refreshed = checks::token_response(&suite.token(request.client, &form).await);
    assert_ne!(refreshed["access_token"], first.tokens["access_token"]);
    // OIDC Core 12.2: the same login, and no nonce.
    let id_token = suite.id_token(&request.without("nonce"), &refreshed);
    for claim in ["iss", "sub", "aud", "azp", "auth_time", "acr"] {
        assert_eq!(id_token[claim], first.id_token[claim], "{claim}");
    }
    assert!(id_token["iat"].as_i64() > first.id_token["iat"].as_i64(), "signed anew");
    suite.userinfo(&refreshed, &id_token).await;

    let request = asking(suite.request_of(SECOND)).with("nonce", &random(43));
    let second = suite.pass(&request).await;
    let form = [("grant_type", "refresh_token"), ("refresh_token", refresh_token(&second.tokens))];
    checks::token_response(&suite.token(SECOND, &form).await);

    // A new token of the second client, shown by the first.
    let request = asking(suite.request_of(SECOND));
    let third = suite.pass(&request).await;
    let form = [("grant_type", "refresh_token"), ("refresh_token", refresh_token(&third.tokens))];
    checks::token_error(&suite.token(suite.request().client, &form).await, "invalid_grant");
}

/// RFC 6749 A.17: visible characters.
fn refresh_token(tokens: &serde_json::Value) -> &str {
    let token = text(&tokens["refresh_token"]);
    assert!(token.bytes().all(|byte| (0x20..=0x7e).contains(&byte)), "{token}");
    token
}
