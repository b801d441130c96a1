//! Userinfo, and what is told there.

use std::collections::BTreeSet;

use idp_core::oidc::authorization_response::ResponseMode;

use crate::conformance::checks;
use crate::conformance::suite::{Login, Suite, text};

const PROFILE: [&str; 14] = [
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "updated_at",
    "preferred_username",
];
const EMAIL: [&str; 2] = ["email", "email_verified"];
const PHONE: [&str; 2] = ["phone_number", "phone_number_verified"];

pub(in crate::conformance) async fn oidcc_userinfo_get(mode: ResponseMode) {
    let suite = Suite::new(mode).await;
    suite.log_in(&suite.request()).await;
}

pub(in crate::conformance) async fn oidcc_userinfo_post_header(mode: ResponseMode) {
    let suite = Suite::new(mode).await;
    let login = suite.log_in(&suite.request()).await;
    let request = suite.browser.http.post(suite.endpoint("userinfo_endpoint"));
    let answer = suite.send(request.bearer_auth(text(&login.tokens["access_token"]))).await;
    checks::userinfo(&answer, &login.id_token);
}

pub(in crate::conformance) async fn oidcc_userinfo_post_body(mode: ResponseMode) {
    let suite = Suite::new(mode).await;
    let login = suite.log_in(&suite.request()).await;
    let request = suite.browser.http.post(suite.endpoint("userinfo_endpoint"));
    let answer = suite.send(request.form(&[("access_token", text(&login.tokens["access_token"]))])).await;
    checks::userinfo(&answer, &login.id_token);
}

/// A login with a scope that must be supported; all its claims must be told, and none beside them.
async fn tells(mode: ResponseMode, scope: &str, claims: &[&str]) -> Login {
    let suite = Suite::new(mode).await;
    for word in scope.split(' ') {
        assert!(checks::list(&suite.metadata["scopes_supported"]).contains(&word), "{word}");
    }
    let login = suite.log_in(&suite.request().with("scope", scope)).await;
    let told: BTreeSet<_> = login.userinfo.as_object().expect("claims").keys().map(String::as_str).collect();
    let expected: BTreeSet<_> = claims.iter().copied().chain(["sub"]).collect();
    assert_eq!(told, expected);
    login
}

pub(in crate::conformance) async fn oidcc_scope_profile(mode: ResponseMode) {
    tells(mode, "openid profile", &PROFILE).await;
}

pub(in crate::conformance) async fn oidcc_scope_email(mode: ResponseMode) {
    tells(mode, "openid email", &EMAIL).await;
}

pub(in crate::conformance) async fn oidcc_scope_address(mode: ResponseMode) {
    tells(mode, "openid address", &["address"]).await;
}

pub(in crate::conformance) async fn oidcc_scope_phone(mode: ResponseMode) {
    tells(mode, "openid phone", &PHONE).await;
}

pub(in crate::conformance) async fn oidcc_scope_all(mode: ResponseMode) {
    let all = [&PROFILE[..], &EMAIL, &PHONE, &["address"]].concat();
    tells(mode, "openid profile email address phone", &all).await;
}

pub(in crate::conformance) async fn oidcc_alternate_happy_flow(mode: ResponseMode) {
    let suite = Suite::new(mode).await;
    let login = suite.log_in(&suite.request().with("scope", "email openid").reversed()).await;
    assert!(EMAIL.iter().all(|name| !login.userinfo[*name].is_null()), "{}", login.userinfo);
}

pub(in crate::conformance) async fn oidcc_claims_essential(mode: ResponseMode) {
    let suite = Suite::new(mode).await;
    let request = suite.request().with("claims", r#"{"userinfo":{"name":{"essential":true}}}"#);
    let login = suite.log_in(&request).await;
    assert_eq!(login.userinfo["name"], "Buffy Anne Summers");
}
