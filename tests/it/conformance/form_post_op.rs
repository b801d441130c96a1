//! The plan Form Post OP (`oidcc-formpost-basic-certification-test-plan`): the modules of Basic OP, with answers that the browser
//! posts.

use idp_core::oidc::authorization_response::ResponseMode;

use super::modules::{claims, requests, sessions, tokens};

/// How the answers travel.
const MODE: ResponseMode = ResponseMode::FormPost;

#[tokio::test]
async fn oidcc_server() {
    tokens::oidcc_server(MODE).await;
}

#[tokio::test]
async fn oidcc_response_type_missing() {
    requests::oidcc_response_type_missing(MODE).await;
}

#[tokio::test]
async fn oidcc_userinfo_get() {
    claims::oidcc_userinfo_get(MODE).await;
}

#[tokio::test]
async fn oidcc_userinfo_post_header() {
    claims::oidcc_userinfo_post_header(MODE).await;
}

#[tokio::test]
async fn oidcc_userinfo_post_body() {
    claims::oidcc_userinfo_post_body(MODE).await;
}

#[tokio::test]
async fn oidcc_ensure_request_without_nonce_succeeds_for_code_flow() {
    requests::oidcc_ensure_request_without_nonce_succeeds_for_code_flow(MODE).await;
}

#[tokio::test]
async fn oidcc_scope_profile() {
    claims::oidcc_scope_profile(MODE).await;
}

#[tokio::test]
async fn oidcc_scope_email() {
    claims::oidcc_scope_email(MODE).await;
}

#[tokio::test]
async fn oidcc_scope_address() {
    claims::oidcc_scope_address(MODE).await;
}

#[tokio::test]
async fn oidcc_scope_phone() {
    claims::oidcc_scope_phone(MODE).await;
}

#[tokio::test]
async fn oidcc_scope_all() {
    claims::oidcc_scope_all(MODE).await;
}

#[tokio::test]
async fn oidcc_alternate_happy_flow() {
    claims::oidcc_alternate_happy_flow(MODE).await;
}

#[tokio::test]
async fn oidcc_display_page() {
    requests::oidcc_display_page(MODE).await;
}

#[tokio::test]
async fn oidcc_display_popup() {
    requests::oidcc_display_popup(MODE).await;
}

#[tokio::test]
async fn oidcc_prompt_login() {
    sessions::oidcc_prompt_login(MODE).await;
}

#[tokio::test]
async fn oidcc_prompt_none_not_logged_in() {
    sessions::oidcc_prompt_none_not_logged_in(MODE).await;
}

#[tokio::test]
async fn oidcc_prompt_none_logged_in() {
    sessions::oidcc_prompt_none_logged_in(MODE).await;
}

#[tokio::test]
async fn oidcc_max_age_1() {
    sessions::oidcc_max_age_1(MODE).await;
}

#[tokio::test]
async fn oidcc_max_age_10000() {
    sessions::oidcc_max_age_10000(MODE).await;
}

#[tokio::test]
async fn oidcc_ensure_request_with_unknown_parameter_succeeds() {
    requests::oidcc_ensure_request_with_unknown_parameter_succeeds(MODE).await;
}

#[tokio::test]
async fn oidcc_id_token_hint() {
    sessions::oidcc_id_token_hint(MODE).await;
}

#[tokio::test]
async fn oidcc_login_hint() {
    requests::oidcc_login_hint(MODE).await;
}

#[tokio::test]
async fn oidcc_ui_locales() {
    requests::oidcc_ui_locales(MODE).await;
}

#[tokio::test]
async fn oidcc_claims_locales() {
    requests::oidcc_claims_locales(MODE).await;
}

#[tokio::test]
async fn oidcc_ensure_request_with_acr_values_succeeds() {
    requests::oidcc_ensure_request_with_acr_values_succeeds(MODE).await;
}

#[tokio::test]
async fn oidcc_codereuse() {
    tokens::oidcc_codereuse(MODE).await;
}

#[tokio::test]
async fn oidcc_codereuse_30seconds() {
    tokens::oidcc_codereuse_30seconds(MODE).await;
}

#[tokio::test]
async fn oidcc_ensure_registered_redirect_uri() {
    requests::oidcc_ensure_registered_redirect_uri(MODE).await;
}

#[tokio::test]
async fn oidcc_ensure_post_request_succeeds() {
    requests::oidcc_ensure_post_request_succeeds(MODE).await;
}

#[tokio::test]
async fn oidcc_server_client_secret_post() {
    tokens::oidcc_server_client_secret_post(MODE).await;
}

#[tokio::test]
async fn oidcc_unsigned_request_object_supported_correctly_or_rejected_as_unsupported() {
    requests::oidcc_unsigned_request_object_supported_correctly_or_rejected_as_unsupported(MODE).await;
}

#[tokio::test]
async fn oidcc_claims_essential() {
    claims::oidcc_claims_essential(MODE).await;
}

#[tokio::test]
async fn oidcc_ensure_request_object_with_redirect_uri() {
    requests::oidcc_ensure_request_object_with_redirect_uri(MODE).await;
}

#[tokio::test]
async fn oidcc_refresh_token() {
    tokens::oidcc_refresh_token(MODE).await;
}

#[tokio::test]
async fn oidcc_ensure_request_with_valid_pkce_succeeds() {
    tokens::oidcc_ensure_request_with_valid_pkce_succeeds(MODE).await;
}
