//! Refresh tokens: used once, one chain whatever comes at once, and dead with what they rest on.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use idp_core::account::Change;
use idp_core::audit::Code;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::support::Server;
use crate::support::people::reset;
use crate::support::protocol::url;
use crate::support::server::SECRET;
use crate::support::tokens::{Bench, claims, text};

const GRACE: Duration = Duration::from_secs(10);
const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn a_refresh_token_gives_the_next_and_the_login_stays_what_it_was() {
    let bench = Bench::new().await;
    let first = bench.tokens("ververs", "openid+email").await;
    bench.server.later(Duration::from_secs(300));
    let (status, second) = bench.refresh("ververs", &first["refresh_token"], &[]).await;
    assert_eq!(status, 200, "{second}");
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    assert_eq!(
        (&second["token_type"], &second["expires_in"], &second["scope"]),
        (&json!("Bearer"), &json!(600), &first["scope"])
    );
    let (old, new) = (claims(&first["id_token"]), claims(&second["id_token"]));
    for same in ["iss", "sub", "aud", "auth_time", "acr", "sid"] {
        assert_eq!(old[same], new[same], "{same}");
    }
    let names = |claims: &Value| claims.as_object().expect("claims").keys().cloned().collect::<BTreeSet<_>>();
    let without_nonce: BTreeSet<_> = names(&old).into_iter().filter(|name| name != "nonce").collect();
    assert_eq!(names(&new), without_nonce, "nobody logged in, so there is no nonce (OIDC Core 12.2)");
    assert_eq!(new["iat"].as_i64(), old["iat"].as_i64().map(|iat| iat + 300));
    assert_ne!(old["jti"], new["jti"]);
    assert_eq!(bench.userinfo(&second["access_token"]).await, 200);
    assert_eq!(bench.userinfo(&first["access_token"]).await, 200, "the old access token lives its life");
    assert_eq!(bench.server.events(Code::RefreshTokenIssued).await, 1);
    assert_eq!(bench.server.events(Code::RefreshTokenRotated).await, 1);
}

#[tokio::test]
async fn a_step_up_elsewhere_does_not_raise_what_was_granted() {
    let mut bench = Bench::new().await;
    bench.browser = bench.server.browser();
    let uri = "http://localhost:9/streng/callback";
    let url = format!("/authorize?client_id=streng&redirect_uri={uri}&response_type=code&scope=openid");
    let page = bench.browser.open(&url).await;
    let landing = bench.server.sign_in(&bench.browser, &page, "ria").await;
    let (_, low) = bench.redeem("streng", &landing.answer()["code"], &[]).await;
    assert_eq!(claims(&low["id_token"])["acr"], "urn:sluis:acr:password");
    bench.server.later(Duration::from_secs(90));
    let (page, pending) = bench.server.go(&bench.browser, "drop").await;
    let landing = bench.browser.submit(&page, &[("code", &bench.ria.code(bench.server.provider()))]).await;
    bench.server.finish("drop", pending, &landing).await;
    let (status, refreshed) = bench.refresh("streng", &low["refresh_token"], &[]).await;
    assert_eq!(status, 200, "{refreshed}");
    for member in ["acr", "auth_time", "sid"] {
        assert_eq!(claims(&refreshed["id_token"])[member], claims(&low["id_token"])[member], "{member}");
    }
    assert_eq!(claims(&bench.tokens("streng", "openid").await["id_token"])["acr"], "urn:sluis:acr:mfa");
}

#[tokio::test]
async fn only_a_client_that_lists_the_grant_type_gets_one() {
    let bench = Bench::new().await;
    let tokens = bench.tokens("oud", "openid+offline_access").await;
    assert!(tokens.get("refresh_token").is_none());
    assert_eq!(tokens["scope"], "openid", "nor offline access");
    let token = bench.tokens("ververs", "openid").await["refresh_token"].clone();
    let (status, error) = bench.refresh("oud", &token, &[]).await;
    assert_eq!((status, &error["error"]), (400, &json!("unauthorized_client")));
}

#[tokio::test]
async fn within_the_grace_the_same_successor_after_it_the_end_of_all() {
    let bench = Bench::new().await;
    let first = bench.tokens("ververs", "openid").await["refresh_token"].clone();
    let (_, second) = bench.refresh("ververs", &first, &[]).await;
    bench.server.later(GRACE - Duration::from_secs(1));
    let (status, again) = bench.refresh("ververs", &first, &[]).await;
    assert_eq!(status, 200, "{again}");
    assert_eq!(again["refresh_token"], second["refresh_token"], "one chain");
    bench.server.later(Duration::from_secs(1));
    assert_eq!(bench.refresh("ververs", &first, &[]).await.1["error"], "invalid_grant", "the grace is over");
    assert_eq!(bench.refresh("ververs", &second["refresh_token"], &[]).await.1["error"], "invalid_grant");
    assert_eq!(bench.userinfo(&second["access_token"]).await, 401);
    assert_eq!(bench.introspect("ververs", &second["refresh_token"]).await, json!({"active": false}));
    assert_eq!(bench.server.events(Code::RefreshTokenReplayed).await, 1);
}

#[tokio::test]
async fn whoever_used_the_successor_has_got_it() {
    let bench = Bench::new().await;
    let first = bench.tokens("ververs", "openid").await["refresh_token"].clone();
    let second = bench.refresh("ververs", &first, &[]).await.1["refresh_token"].clone();
    let third = bench.refresh("ververs", &second, &[]).await.1["refresh_token"].clone();
    assert_eq!(bench.refresh("ververs", &first, &[]).await.0, 400);
    assert_eq!(bench.refresh("ververs", &third, &[]).await.0, 400, "the family is dead");

    let strict = bench.tokens("streng", "openid").await["refresh_token"].clone();
    let next = bench.refresh("streng", &strict, &[]).await.1["refresh_token"].clone();
    assert_eq!(bench.refresh("streng", &strict, &[]).await.0, 400, "without a grace at once");
    assert_eq!(bench.refresh("streng", &next, &[]).await.0, 400);
}

#[tokio::test]
async fn a_restart_forgets_nothing() {
    let mut bench = Bench::new().await;
    let first = bench.tokens("ververs", "openid").await["refresh_token"].clone();
    let second = bench.refresh("ververs", &first, &[]).await.1["refresh_token"].clone();
    bench.server.restart().await;
    let again = bench.refresh("ververs", &first, &[]).await.1["refresh_token"].clone();
    assert_eq!(again, second, "the same successor, computed anew");
    bench.server.later(GRACE);
    bench.server.restart().await;
    assert_eq!(bench.refresh("ververs", &first, &[]).await.0, 400);
    bench.server.restart().await;
    assert_eq!(bench.refresh("ververs", &second, &[]).await.0, 400, "and what is revoked stays so");
}

#[tokio::test]
async fn no_token_lies_in_the_database() {
    let bench = Bench::on(Server::on_sqlite().await).await;
    let code = bench.code("ververs", "openid", "").await;
    let (_, first) = bench.redeem("ververs", &code, &[]).await;
    let (_, second) = bench.refresh("ververs", &first["refresh_token"], &[]).await;
    let stored = bench.server.stored();
    let lies_there = |text: &[u8]| stored.windows(text.len()).any(|window| window == text);
    assert!(lies_there(b"refresh_token.rotated"), "this is where it would lie");
    for token in [&first["refresh_token"], &first["access_token"], &second["refresh_token"], &json!(code)] {
        let bytes = URL_SAFE_NO_PAD.decode(text(token).split('.').next_back().expect("a part")).expect("base64url");
        assert!(!lies_there(text(token).as_bytes()) && !lies_there(&bytes));
    }
}

#[tokio::test]
async fn fifty_at_once_one_family() {
    fifty_at_once(Bench::new().await).await;
}

#[tokio::test]
async fn fifty_at_once_one_family_on_postgresql() {
    fifty_at_once(Bench::on(Server::on_postgresql().await).await).await;
}

#[tokio::test]
async fn fifty_at_once_one_family_on_two_nodes() {
    fifty_at_once(Bench::on(Server::of_two_nodes(Duration::from_secs(3)).await).await).await;
}

async fn fifty_at_once(bench: Bench) {
    let bench = Arc::new(bench);
    let first = bench.tokens("ververs", "openid").await["refresh_token"].clone();
    let mut tasks = JoinSet::new();
    for _ in 0..50 {
        let (bench, first) = (bench.clone(), first.clone());
        tasks.spawn(async move { bench.refresh("ververs", &first, &[]).await });
    }
    let answers = tasks.join_all().await;
    assert!(answers.iter().all(|(status, _)| *status == 200), "{answers:?}");
    let successors: BTreeSet<_> = answers.iter().map(|(_, tokens)| text(&tokens["refresh_token"])).collect();
    assert_eq!(successors.len(), 1, "never a second chain");
    assert_eq!(bench.server.events(Code::RefreshTokenRotated).await, 50, "each that got tokens is on record");
    assert_eq!(bench.refresh("ververs", &answers[0].1["refresh_token"], &[]).await.0, 200);
}

#[tokio::test]
async fn a_stranger_gets_nothing_and_burns_nothing() {
    let bench = Bench::new().await;
    let token = bench.tokens("ververs", "openid").await["refresh_token"].clone();
    let invalid = json!("invalid_grant");
    assert_eq!(bench.refresh("streng", &token, &[]).await.1["error"], invalid, "another client");
    let mut altered = text(&token).to_owned();
    altered.replace_range(5..6, if &altered[5..6] == "A" { "B" } else { "A" });
    for (case, other) in [
        ("altered", altered),
        ("cut off", text(&token)[..42].to_owned()),
        ("longer", format!("{}A", text(&token))),
        ("nonsense", "%00'\"".to_owned()),
    ] {
        assert_eq!(bench.refresh("ververs", &json!(other), &[]).await.1["error"], invalid, "{case}");
    }
    let form = [("grant_type", "refresh_token"), ("refresh_token", text(&token)), ("client_id", "ververs")];
    assert_eq!(bench.post_bare("/token", &form).await.0, 401, "a name alone proves nothing");
    let wrong = bench.browser.http.post(format!("{}/token", bench.server.issuer)).form(&form);
    let wrong = bench.browser.step(wrong.basic_auth("ververs", Some(SECRET.to_uppercase()))).await;
    assert_eq!(wrong.status, 401);
    assert_eq!(bench.refresh("ververs", &token, &[]).await.0, 200, "none of that used it");
}

#[tokio::test]
async fn the_scope_is_narrowed_never_widened() {
    let bench = Bench::new().await;
    let token = bench.tokens("ververs", "openid+email").await["refresh_token"].clone();
    for wider in ["openid profile", "openid email profile", "OPENID", "documents.read"] {
        let (status, error) = bench.refresh("ververs", &token, &[("scope", wider)]).await;
        assert_eq!((status, &error["error"]), (400, &json!("invalid_scope")), "{wider}");
    }
    let (_, narrow) = bench.refresh("ververs", &token, &[("scope", "openid")]).await;
    assert_eq!(narrow["scope"], "openid", "a refused wish burnt nothing");
    assert_eq!(claims(&narrow["access_token"])["scope"], "openid");
    let request = bench.browser.http.get(format!("{}/userinfo", bench.server.issuer));
    let told = bench.browser.step(request.bearer_auth(text(&narrow["access_token"]))).await;
    let told: Value = serde_json::from_str(&told.body).expect("JSON");
    assert!(told.get("sub").is_some() && told.get("email").is_none(), "userinfo tells what this token is for: {told}");
    let (_, none) = bench.refresh("ververs", &narrow["refresh_token"], &[("scope", "email")]).await;
    assert!(none.get("id_token").is_none() && none["scope"] == "email");
    assert_eq!(bench.userinfo(&none["access_token"]).await, 403, "without openid it is not for userinfo");
    let (_, whole) = bench.refresh("ververs", &none["refresh_token"], &[]).await;
    assert_eq!(whole["scope"], "email openid", "the grant stays whole");
}

#[tokio::test]
async fn idle_and_absolute_lifetimes_hold_through_rotation() {
    let bench = Bench::new().await;
    let idle = bench.tokens("ververs", "openid+offline_access").await["refresh_token"].clone();
    bench.server.later(6 * HOUR);
    assert_eq!(bench.refresh("ververs", &idle, &[]).await.1["error"], "invalid_grant", "idle");

    let bench = Bench::new().await;
    let mut token = bench.tokens("ververs", "openid+offline_access").await["refresh_token"].clone();
    for _ in 0..4 {
        bench.server.later(6 * HOUR - Duration::from_secs(60));
        let (status, next) = bench.refresh("ververs", &token, &[]).await;
        assert_eq!(status, 200, "{next}");
        token = next["refresh_token"].clone();
    }
    bench.server.later(Duration::from_secs(240));
    assert_eq!(bench.refresh("ververs", &token, &[]).await.1["error"], "invalid_grant", "a day is over");

    let bench = Bench::new().await;
    let mut token = bench.tokens("streng", "openid").await["refresh_token"].clone();
    for (minutes, expected) in [(29, 200), (29, 200), (2, 400)] {
        bench.server.later(Duration::from_secs(60 * minutes));
        let (status, next) = bench.refresh("streng", &token, &[]).await;
        assert_eq!(status, expected, "an hour at most, as its file says");
        token = next.get("refresh_token").cloned().unwrap_or(token);
    }
}

/// What happens to an account, and what then becomes of what was issued before.
#[tokio::test]
async fn every_token_dies_with_what_it_rests_on() {
    for (case, scope, survives) in [
        ("disable", "openid+offline_access", false),
        ("password", "openid+offline_access", false),
        ("factors", "openid+offline_access", false),
        ("logout", "openid", false),
        ("logout", "openid+offline_access", true),
    ] {
        let bench = Bench::new().await;
        let tokens = bench.tokens("ververs", scope).await;
        let (refresh, access) = (&tokens["refresh_token"], &tokens["access_token"]);
        for token in [refresh, access] {
            assert_eq!(bench.introspect("ververs", token).await["active"], true, "{case}");
        }
        let password = bench.server.provider().ports.passwords.hash("een ander wachtwoord".into());
        match case {
            "disable" => bench.change(Change::Disable, Code::AccountDisabled).await,
            "password" => bench.change(Change::SetPassword(password.await.expect("a hash")), Code::PasswordSet).await,
            "factors" => {
                let reset = reset(bench.server.provider(), &bench.ria.subject);
                bench.change(reset, Code::FactorsReset).await;
            }
            _ => bench.log_out().await,
        }
        let case = format!("{case} with {scope}");
        for token in [refresh, access] {
            let told = bench.introspect("ververs", token).await;
            assert_eq!(told["active"], survives, "{case}: introspection");
            assert!(survives || told == json!({"active": false}), "{case}: and not a word more");
        }
        assert_eq!(bench.userinfo(access).await, if survives { 200 } else { 401 }, "{case}: userinfo");
        let (status, answer) = bench.refresh("ververs", refresh, &[]).await;
        if survives {
            assert_eq!(status, 200, "{case}: {answer}");
        } else {
            assert_eq!((status, &answer["error"]), (400, &json!("invalid_grant")), "{case}");
        }
        if case.starts_with("disable") {
            bench.change(Change::Enable, Code::AccountEnabled).await;
            assert_eq!(bench.refresh("ververs", refresh, &[]).await.0, 400, "what was won before stays dead");
        }
    }
}

#[tokio::test]
async fn without_offline_access_it_ends_with_its_session_at_the_latest() {
    let bench = Bench::new().await;
    let mut bound = bench.tokens("ververs", "openid").await["refresh_token"].clone();
    let mut free = bench.tokens("ververs", "openid+offline_access").await["refresh_token"].clone();
    for expected in [200, 200, 400] {
        bench.server.later(4 * HOUR);
        let (status, next) = bench.refresh("ververs", &bound, &[]).await;
        assert_eq!(status, expected, "an idle session still counts, to its absolute end");
        bound = next.get("refresh_token").cloned().unwrap_or(bound);
        free = bench.refresh("ververs", &free, &[]).await.1["refresh_token"].clone();
    }
    assert_eq!(bench.refresh("ververs", &free, &[]).await.0, 200);
}

#[tokio::test]
async fn a_code_that_is_used_twice_takes_the_refresh_tokens_with_it() {
    let bench = Bench::new().await;
    let code = bench.code("ververs", "openid", "").await;
    let (_, tokens) = bench.redeem("ververs", &code, &[]).await;
    let next = bench.refresh("ververs", &tokens["refresh_token"], &[]).await.1["refresh_token"].clone();
    assert_eq!(bench.redeem("ververs", &code, &[]).await.0, 400);
    assert_eq!(bench.refresh("ververs", &next, &[]).await.1["error"], "invalid_grant");
    assert_eq!(bench.introspect("ververs", &next).await, json!({"active": false}));
}

#[tokio::test]
async fn a_public_client_refreshes_by_its_name() {
    let bench = Bench::new().await;
    let pkce = "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
    let code = bench.code("mobiel", "openid", pkce).await;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", "http://localhost:9/mobiel/callback"),
        ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
        ("client_id", "mobiel"),
    ];
    let (status, tokens) = bench.post_bare("/token", &form).await;
    assert_eq!(status, 200, "{tokens}");
    let token = text(&tokens["refresh_token"]);
    let form = [("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", "mobiel")];
    let (status, next) = bench.post_bare("/token", &form).await;
    assert_eq!(status, 200, "{next}");
    assert_eq!(bench.post("/introspect", "mobiel", &[("token", token)]).await.0, 401, "it has no secret to show");
    let form = [("token", token), ("client_id", "mobiel")];
    assert_eq!(bench.post_bare("/introspect", &form).await.0, 401, "and a name is not enough to ask about tokens");
    assert_eq!(bench.post_bare("/revoke", &form).await.0, 200, "but to give them back");
    let form =
        [("grant_type", "refresh_token"), ("refresh_token", text(&next["refresh_token"])), ("client_id", "mobiel")];
    assert_eq!(bench.post_bare("/token", &form).await.0, 400);
}

#[tokio::test]
async fn a_code_for_offline_access_dies_with_the_session_all_the_same() {
    let bench = Bench::new().await;
    let code = bench.code("ververs", "openid+offline_access", "").await;
    bench.log_out().await;
    let (status, answer) = bench.redeem("ververs", &code, &[]).await;
    assert_eq!(
        (status, &answer["error"]),
        (400, &json!("invalid_grant")),
        "offline access begins with the first tokens"
    );
}

#[tokio::test]
async fn a_narrower_token_gives_no_claims_that_were_asked_for_by_name() {
    let bench = Bench::new().await;
    let claims = "&claims=%7B%22userinfo%22%3A%7B%22email%22%3Anull%7D%7D";
    let code = bench.code("ververs", "openid+profile", claims).await;
    let (_, tokens) = bench.redeem("ververs", &code, &[]).await;
    let told = async |token: &serde_json::Value| {
        let url = format!("{}/userinfo", bench.server.issuer);
        bench.browser.step(bench.browser.http.get(url).bearer_auth(text(token))).await.body
    };
    assert!(told(&tokens["access_token"]).await.contains("ria@x.nl"));
    let (_, narrowed) = bench.refresh("ververs", &tokens["refresh_token"], &[("scope", "openid")]).await;
    assert!(!told(&narrowed["access_token"]).await.contains("ria@x.nl"));
}

/// How a token that is over can be probed: with what makes the rest of the request wrong.
const PROBES: [(&str, &str); 2] = [("scope", "openid profile"), ("resource", "https://nobody.example")];

#[tokio::test]
async fn a_wrong_wish_neither_burns_a_living_token_nor_hides_the_use_of_a_dead_one() {
    for probe in PROBES {
        let bench = Bench::new().await;
        let first = bench.tokens("ververs", "openid").await["refresh_token"].clone();
        assert_ne!(
            bench.refresh("ververs", &first, &[probe]).await.1["error"],
            "invalid_grant",
            "its developer is told"
        );
        let second = bench.refresh("ververs", &first, &[]).await.1["refresh_token"].clone();
        assert_ne!(
            bench.refresh("ververs", &first, &[probe]).await.1["error"],
            "invalid_grant",
            "within the grace, too"
        );
        bench.server.later(GRACE);
        assert_eq!(bench.refresh("ververs", &first, &[probe]).await.1["error"], "invalid_grant", "{probe:?}");
        assert_eq!(bench.server.events(Code::RefreshTokenReplayed).await, 1, "{probe:?}: the alarm");
        assert_eq!(bench.refresh("ververs", &second, &[]).await.0, 400, "{probe:?}: the family is dead");

        let old = bench.tokens("ververs", "openid").await["refresh_token"].clone();
        bench.server.later(6 * HOUR);
        assert_eq!(bench.refresh("ververs", &old, &[probe]).await.1["error"], "invalid_grant", "{probe:?}: expired");
    }
}

/// Writes the file of `ververs` anew, as somebody would who changed their mind, and starts again.
async fn registered_anew(bench: &mut Bench, change: impl Fn(&str) -> String) {
    let file = std::fs::read_to_string(bench.server.folder().join("clients/ververs.yaml")).expect("a file");
    bench.server.write("clients/ververs.yaml", &change(&file));
    bench.server.restart().await;
}

#[tokio::test]
async fn a_level_that_was_raised_holds_for_what_was_granted_before() {
    let mut bench = Bench::new().await;
    registered_anew(&mut bench, |file| format!("{file}minimum_acr: urn:sluis:acr:password\n")).await;
    bench.browser = bench.server.browser();
    let page = bench.browser.open(&url("ververs", &[])).await;
    let landing = bench.server.sign_in(&bench.browser, &page, "ria").await;
    let (_, tokens) = bench.redeem("ververs", &landing.answer()["code"], &[]).await;
    let (weak, access) = (tokens["refresh_token"].clone(), tokens["access_token"].clone());
    let code = bench.code("ververs", "openid", "").await;
    registered_anew(&mut bench, |file| file.replace("acr:password", "acr:mfa")).await;
    assert_eq!(bench.redeem("ververs", &code, &[]).await.1["error"], "invalid_grant", "a code of before, too");
    assert_eq!(bench.userinfo(&access).await, 401);
    assert_eq!(bench.introspect("ververs", &access).await, json!({"active": false}));
    assert_eq!(bench.refresh("ververs", &weak, &[]).await.1["error"], "invalid_grant");
    assert_eq!(bench.introspect("ververs", &weak).await, json!({"active": false}));
    registered_anew(&mut bench, |file| file.replace("acr:mfa", "acr:password")).await;
    assert_eq!(bench.refresh("ververs", &weak, &[]).await.0, 200, "a mistake in the file burnt nothing");
}

#[tokio::test]
async fn a_login_that_was_stronger_than_it_states_meets_the_level() {
    let bench = Bench::new().await;
    let wish = json!({"id_token": {"acr": {"essential": true, "value": "urn:sluis:acr:password"}}}).to_string();
    let landing = bench.browser.open(&url("ververs", &[("claims", &wish)])).await;
    let (_, tokens) = bench.redeem("ververs", &landing.answer()["code"], &[]).await;
    assert_eq!(claims(&tokens["id_token"])["acr"], "urn:sluis:acr:password", "what the application accepts");
    let (status, next) = bench.refresh("ververs", &tokens["refresh_token"], &[]).await;
    assert_eq!(status, 200, "{next}");
}

#[tokio::test]
async fn a_scope_that_was_taken_away_is_given_no_more() {
    let mut bench = Bench::new().await;
    let offline = bench.tokens("ververs", "openid+email+offline_access").await["refresh_token"].clone();
    let access = bench.tokens("ververs", "openid+email").await["access_token"].clone();
    let code = bench.code("ververs", "openid+email", "").await;
    registered_anew(&mut bench, |file| file.replace("profile email offline_access", "profile")).await;
    assert_eq!(bench.redeem("ververs", &code, &[]).await.1["scope"], "openid", "a code of before, too");
    assert_eq!(bench.introspect("ververs", &access).await["scope"], "openid");
    let request = bench.browser.http.get(format!("{}/userinfo", bench.server.issuer)).bearer_auth(text(&access));
    let told: Value = serde_json::from_str(&bench.browser.step(request).await.body).expect("JSON");
    assert!(told["sub"].is_string() && told["email"].is_null(), "{told}");
    assert_eq!(bench.introspect("ververs", &offline).await["scope"], "openid");
    let (status, next) = bench.refresh("ververs", &offline, &[]).await;
    assert_eq!((status, &next["scope"]), (200, &json!("openid")), "as long as the session is there");
    assert_eq!(
        bench.refresh("ververs", &next["refresh_token"], &[("scope", "email")]).await.1["error"],
        "invalid_scope"
    );
    bench.log_out().await;
    assert_eq!(
        bench.refresh("ververs", &next["refresh_token"], &[]).await.1["error"],
        "invalid_grant",
        "and no longer"
    );
}

#[tokio::test]
async fn an_access_token_is_dead_when_its_session_is_over() {
    let bench = Bench::new().await;
    let mut bound = bench.tokens("ververs", "openid").await;
    let mut free = bench.tokens("ververs", "openid+offline_access").await;
    for minutes in [330, 330, 58] {
        bench.server.later(Duration::from_secs(60 * minutes));
        bound = bench.refresh("ververs", &bound["refresh_token"], &[]).await.1;
        free = bench.refresh("ververs", &free["refresh_token"], &[]).await.1;
    }
    for (minutes, alive) in [(0, true), (3, false)] {
        bench.server.later(Duration::from_secs(60 * minutes));
        let token = &bound["access_token"];
        assert_eq!(bench.userinfo(token).await, if alive { 200 } else { 401 }, "of twelve hours {minutes} after 11:58");
        assert_eq!(bench.introspect("ververs", token).await["active"], alive);
        assert_eq!(bench.userinfo(&free["access_token"]).await, 200, "offline access goes on");
    }
}
