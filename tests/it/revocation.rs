//! Revocation: a client's token takes its grant with it; what is another's stays; a failing store is never a success.

use idp_core::audit::Code;
use serde_json::{Value, json};

use crate::support::Server;
use crate::support::tokens::{Bench, text};

async fn revoke(bench: &Bench, client: &str, token: &Value) -> (u16, Value) {
    bench.post("/revoke", client, &[("token", text(token))]).await
}

async fn assert_dead(bench: &Bench, tokens: &Value) {
    for token in [&tokens["access_token"], &tokens["refresh_token"]] {
        assert_eq!(bench.introspect("ververs", token).await, json!({"active": false}));
    }
    assert_eq!(bench.userinfo(&tokens["access_token"]).await, 401);
    assert_eq!(bench.refresh("ververs", &tokens["refresh_token"], &[]).await.1["error"], "invalid_grant");
}

#[tokio::test]
async fn either_token_takes_its_grant_with_it() {
    let bench = Bench::new().await;
    for kind in ["access_token", "refresh_token"] {
        let tokens = bench.tokens("ververs", "openid").await;
        let others = bench.tokens("ververs", "openid").await;
        assert_eq!(revoke(&bench, "ververs", &tokens[kind]).await, (200, Value::Null), "{kind}");
        assert_dead(&bench, &tokens).await;
        assert_eq!(revoke(&bench, "ververs", &tokens[kind]).await.0, 200, "once more is as good");
        assert_eq!(bench.userinfo(&others["access_token"]).await, 200, "another login's stay");
    }
    let first = bench.tokens("ververs", "openid").await;
    let (_, second) = bench.refresh("ververs", &first["refresh_token"], &[]).await;
    assert_eq!(revoke(&bench, "ververs", &first["refresh_token"]).await.0, 200, "a used one stands for its family");
    assert_dead(&bench, &second).await;
    assert_eq!(bench.server.events(Code::GrantRevoked).await, 3);
}

#[tokio::test]
async fn what_is_anothers_stays_and_what_is_unknown_is_gone_already() {
    let bench = Bench::new().await;
    let tokens = bench.tokens("ververs", "openid").await;
    for kind in ["access_token", "refresh_token"] {
        let (status, error) = revoke(&bench, "drop", &tokens[kind]).await;
        assert_eq!((status, &error["error"]), (400, &json!("invalid_grant")), "{kind}");
        let form = [("token", text(&tokens[kind])), ("client_id", "spa")];
        assert_eq!(bench.post_bare("/revoke", &form).await.0, 400, "{kind}: a public client likewise");
        let form = [("token", text(&tokens[kind])), ("client_id", "ververs")];
        assert_eq!(bench.post_bare("/revoke", &form).await.0, 401, "{kind}: a name alone proves nothing");
    }
    for unknown in ["x", &"A".repeat(43), text(&tokens["id_token"])] {
        assert_eq!(revoke(&bench, "ververs", &json!(unknown)).await, (200, Value::Null), "{unknown}");
    }
    assert_eq!(bench.post("/revoke", "ververs", &[]).await.1["error"], "invalid_request");
    assert_eq!(bench.refresh("ververs", &tokens["refresh_token"], &[]).await.0, 200, "none of that touched it");
    let (_, own) = bench.post("/token", "machine", &[("grant_type", "client_credentials")]).await;
    let (status, error) = revoke(&bench, "machine", &own["access_token"]).await;
    assert_eq!((status, &error["error"]), (400, &json!("unsupported_token_type")), "never a success that is none");
}

#[tokio::test]
async fn a_store_that_fails_is_never_a_success() {
    let bench = Bench::on(Server::on_sqlite().await).await;
    let tokens = bench.tokens("ververs", "openid").await;
    for table in ["grants", "refresh_tokens", "audit_events"] {
        bench.server.rename_table(table, "lost").await;
        for kind in ["access_token", "refresh_token"] {
            // An access token is found without the table of the refresh tokens.
            if (table, kind) != ("refresh_tokens", "access_token") {
                let (status, error) = revoke(&bench, "ververs", &tokens[kind]).await;
                assert_eq!((status, &error["error"]), (503, &json!("temporarily_unavailable")), "{table} {kind}");
            }
        }
        assert_eq!(bench.refresh("ververs", &tokens["refresh_token"], &[]).await.0, 503, "{table}");
        bench.server.rename_table("lost", table).await;
    }
    assert_eq!(bench.refresh("ververs", &tokens["refresh_token"], &[]).await.0, 200, "and nothing happened half");
}
