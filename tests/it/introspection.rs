//! Introspection: for whom a token concerns everything, for everybody else the one word.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::tokens::{API, Bench, claims, text};

fn inactive() -> Value {
    json!({"active": false})
}

#[tokio::test]
async fn an_access_token_tells_what_it_says() {
    let bench = Bench::new().await;
    let tokens = bench.tokens("ververs", "openid+email").await;
    let told = bench.introspect("ververs", &tokens["access_token"]).await;
    let expected =
        ["active", "scope", "client_id", "sub", "exp", "iat", "iss", "aud", "token_type", "acr", "auth_time", "jti"];
    let names: BTreeSet<_> = told.as_object().expect("members").keys().map(String::as_str).collect();
    assert_eq!(names, expected.into());
    let token = claims(&tokens["access_token"]);
    for member in ["scope", "client_id", "sub", "exp", "iat", "iss", "aud", "acr", "auth_time", "jti"] {
        assert_eq!(told[member], token[member], "{member}");
    }
    assert_eq!((&told["active"], &told["token_type"]), (&json!(true), &json!("Bearer")));
    bench.server.later(Duration::from_secs(600));
    assert_eq!(bench.introspect("ververs", &tokens["access_token"]).await, inactive(), "expired");
}

#[tokio::test]
async fn a_refresh_token_tells_what_it_stands_for() {
    let bench = Bench::new().await;
    let tokens = bench.tokens("ververs", "openid").await;
    let told = bench.introspect("ververs", &tokens["refresh_token"]).await;
    let expected = ["active", "scope", "client_id", "sub", "exp", "iat", "iss", "aud", "acr", "auth_time"];
    let names: BTreeSet<_> = told.as_object().expect("members").keys().map(String::as_str).collect();
    assert_eq!(names, expected.into());
    assert_eq!(told["exp"].as_i64().zip(told["iat"].as_i64()).map(|(exp, iat)| exp - iat), Some(6 * 3600));
    assert_eq!(told["sub"], claims(&tokens["id_token"])["sub"]);
    let (_, next) = bench.refresh("ververs", &tokens["refresh_token"], &[]).await;
    assert_eq!(bench.introspect("ververs", &tokens["refresh_token"]).await, inactive(), "used");
    assert_eq!(bench.introspect("ververs", &next["refresh_token"]).await["active"], true);
    bench.server.later(Duration::from_secs(6 * 3600));
    assert_eq!(bench.introspect("ververs", &next["refresh_token"]).await, inactive(), "expired");
}

#[tokio::test]
async fn it_concerns_the_client_and_the_resource_alone() {
    let bench = Bench::new().await;
    let code = bench.code("ververs", "openid+documents.read", "").await;
    let (_, tokens) = bench.redeem("ververs", &code, &[("resource", API)]).await;
    let (_, own) = bench.post("/token", "machine", &[("grant_type", "client_credentials"), ("resource", API)]).await;
    let told = bench.introspect("api", &tokens["access_token"]).await;
    assert_eq!((&told["active"], &told["aud"], &told["client_id"]), (&json!(true), &json!(API), &json!("ververs")));
    let told = bench.introspect("api", &own["access_token"]).await;
    assert_eq!((&told["active"], &told["sub"], told.get("acr")), (&json!(true), &json!("machine"), None));
    assert_eq!(bench.introspect("api", &tokens["refresh_token"]).await, inactive(), "a refresh token is its client's");
    for token in [&tokens["access_token"], &tokens["refresh_token"], &own["access_token"]] {
        assert_eq!(bench.introspect("drop", token).await, inactive());
    }
    let ours = bench.tokens("ververs", "openid").await;
    assert_eq!(bench.introspect("api", &ours["access_token"]).await, inactive(), "it is for userinfo");
}

#[tokio::test]
async fn whatever_is_no_token_is_not_active() {
    let bench = Bench::new().await;
    let tokens = bench.tokens("ververs", "openid").await;
    let good = text(&tokens["access_token"]);
    let mut altered = good.to_owned();
    let at = good.len() - 4;
    altered.replace_range(at..=at, if &good[at..=at] == "A" { "B" } else { "A" });
    let cut = &text(&tokens["refresh_token"])[..42];
    for (case, token) in [
        ("altered", altered.as_str()),
        ("cut off", &good[..good.len() - 1]),
        ("an ID token", text(&tokens["id_token"])),
        ("a part of a refresh token", cut),
        ("nonsense", "%00'\""),
    ] {
        assert_eq!(bench.introspect("ververs", &json!(token)).await, inactive(), "{case}");
    }
}

#[tokio::test]
async fn who_asks_must_prove_who_it_is() {
    let bench = Bench::new().await;
    let tokens = bench.tokens("ververs", "openid").await;
    let form = [("token", text(&tokens["access_token"]))];
    for more in [&[][..], &[("client_id", "ververs")], &[("client_id", "spa")]] {
        let (status, error) = bench.post_bare("/introspect", &[&form, more].concat()).await;
        assert_eq!((status, &error["error"]), (401, &json!("invalid_client")), "{more:?}");
        assert!(error.get("active").is_none());
    }
    assert_eq!(bench.post("/introspect", "ververs", &[]).await.1["error"], "invalid_request");
    let twice = [form[0], form[0]];
    assert_eq!(bench.post("/introspect", "ververs", &twice).await.1["error"], "invalid_request");
    let hinted = [form[0], ("token_type_hint", "refresh_token")];
    assert_eq!(bench.post("/introspect", "ververs", &hinted).await.1["active"], true, "a wrong hint does no harm");
}
