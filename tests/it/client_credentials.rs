//! Client credentials: an application for itself, and the resources that access tokens are for.

use std::collections::BTreeSet;

use idp_core::audit::Code;
use serde_json::json;

use crate::support::tokens::{API, ARCHIVE, Bench, claims, text};

const GRANT: (&str, &str) = ("grant_type", "client_credentials");

#[tokio::test]
async fn an_application_gets_an_access_token_and_nothing_else() {
    let bench = Bench::new().await;
    let (status, tokens) = bench.post("/token", "machine", &[GRANT]).await;
    assert_eq!(status, 200, "{tokens}");
    let members: BTreeSet<_> = tokens.as_object().expect("members").keys().map(String::as_str).collect();
    assert_eq!(members, ["access_token", "expires_in", "scope", "token_type"].into());
    assert_eq!(tokens["scope"], "documents.read documents.write");
    let token = claims(&tokens["access_token"]);
    let names: BTreeSet<_> = token.as_object().expect("claims").keys().map(String::as_str).collect();
    assert_eq!(names, ["iss", "sub", "client_id", "aud", "iat", "exp", "jti", "scope"].into(), "nobody logged in");
    assert_eq!((&token["sub"], &token["client_id"]), (&json!("machine"), &json!("machine")));
    assert_eq!(token["aud"], bench.server.issuer);
    assert_eq!(bench.userinfo(&tokens["access_token"]).await, 401, "it is about nobody");
    assert_eq!(bench.server.events(Code::ClientTokenIssued).await, 1);

    let (_, narrow) = bench.post("/token", "machine", &[GRANT, ("scope", "documents.read")]).await;
    assert_eq!(narrow["scope"], "documents.read");
}

#[tokio::test]
async fn it_is_for_confidential_clients_that_list_it_and_for_their_own_scopes() {
    let bench = Bench::new().await;
    for scope in ["openid", "documents.read openid", "documents.delete", "offline_access", "Documents.read"] {
        let (status, error) = bench.post("/token", "machine", &[GRANT, ("scope", scope)]).await;
        assert_eq!((status, &error["error"]), (400, &json!("invalid_scope")), "{scope}");
    }
    for client in ["drop", "ververs", "api"] {
        let (status, error) = bench.post("/token", client, &[GRANT]).await;
        assert_eq!((status, &error["error"]), (400, &json!("unauthorized_client")), "{client}");
    }
    assert_eq!(bench.post_bare("/token", &[GRANT, ("client_id", "machine")]).await.0, 401);
    assert_eq!(bench.post_bare("/token", &[GRANT, ("client_id", "spa")]).await.1["error"], "unauthorized_client");
    let login = bench.browser.open("/authorize?client_id=machine&redirect_uri=x&response_type=code&scope=openid").await;
    assert_eq!(login.status, 400, "nobody logs in at it");
}

#[tokio::test]
async fn a_token_is_for_the_resource_that_was_asked() {
    let bench = Bench::new().await;
    let (_, tokens) = bench.post("/token", "machine", &[GRANT, ("resource", API)]).await;
    assert_eq!(claims(&tokens["access_token"])["aud"], API);
    let slash = format!("{API}/");
    for unknown in ["https://evil.example", slash.as_str(), "x", bench.server.issuer.as_str()] {
        let (status, error) = bench.post("/token", "machine", &[GRANT, ("resource", unknown)]).await;
        assert_eq!((status, &error["error"]), (400, &json!("invalid_target")), "{unknown}");
    }
    let two = [GRANT, ("resource", API), ("resource", ARCHIVE)];
    assert_eq!(bench.post("/token", "machine", &two).await.1["error"], "invalid_request", "one audience a token");
}

#[tokio::test]
async fn a_login_is_for_userinfo_unless_a_resource_is_named() {
    let bench = Bench::new().await;
    let code = bench.code("ververs", "openid+documents.read", "").await;
    let (_, refused) = bench.redeem("ververs", &code, &[("resource", "https://evil.example")]).await;
    assert_eq!(refused["error"], "invalid_target");
    let (status, tokens) = bench.redeem("ververs", &code, &[("resource", API)]).await;
    assert_eq!(status, 200, "and the code was not spent: {tokens}");
    assert_eq!(claims(&tokens["access_token"])["aud"], API);
    assert_eq!(claims(&tokens["id_token"])["aud"], "ververs", "the ID token is always the client's");
    assert_eq!(bench.userinfo(&tokens["access_token"]).await, 401, "a token for a resource is for no other");
    let (_, other) = bench.refresh("ververs", &tokens["refresh_token"], &[("resource", ARCHIVE)]).await;
    assert_eq!(claims(&other["access_token"])["aud"], ARCHIVE, "each request chooses");
    let (_, ours) = bench.refresh("ververs", &other["refresh_token"], &[]).await;
    assert_eq!(claims(&ours["access_token"])["aud"], bench.server.issuer);
    assert_eq!(bench.userinfo(&ours["access_token"]).await, 200);
    let (status, refused) =
        bench.refresh("ververs", &ours["refresh_token"], &[("resource", "https://evil.example")]).await;
    assert_eq!((status, &refused["error"]), (400, &json!("invalid_target")));
    assert_eq!(bench.refresh("ververs", &ours["refresh_token"], &[]).await.0, 200, "a refused wish burnt nothing");
}

#[tokio::test]
async fn what_the_authorization_request_names_binds_all_tokens() {
    let bench = Bench::new().await;
    let code = bench.code("ververs", "openid", &format!("&resource={API}")).await;
    let (_, tokens) = bench.redeem("ververs", &code, &[]).await;
    assert_eq!(claims(&tokens["access_token"])["aud"], API);
    let (_, refused) = bench.refresh("ververs", &tokens["refresh_token"], &[("resource", ARCHIVE)]).await;
    assert_eq!(refused["error"], "invalid_target", "no new audience");
    let (_, next) = bench.refresh("ververs", &tokens["refresh_token"], &[]).await;
    assert_eq!(claims(&next["access_token"])["aud"], API);
    let uri = "http://localhost:9/ververs/callback";
    let url = format!("/authorize?client_id=ververs&redirect_uri={uri}&response_type=code&scope=openid&resource=x:y");
    assert_eq!(bench.browser.open(&url).await.answer()["error"], "invalid_target");
    assert_eq!(text(&tokens["scope"]), "openid");
}
