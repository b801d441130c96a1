//! What relying parties read before they begin: the same at both addresses, and not twice.

use reqwest::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use serde_json::{Value, json};

use crate::support::{Landing, Server};

const CONFIGURATION: &str = "/.well-known/openid-configuration";
const OAUTH: &str = "/.well-known/oauth-authorization-server";

async fn get(server: &Server, path: &str, known: Option<&str>) -> Landing {
    let browser = server.browser();
    let request = browser.http.get(format!("{}{path}", server.issuer));
    browser.step(known.into_iter().fold(request, |request, tag| request.header(IF_NONE_MATCH, tag))).await
}

#[tokio::test]
async fn oauth_clients_read_the_same_as_openid_clients() {
    let server = Server::start().await;
    let (openid, oauth) = (get(&server, CONFIGURATION, None).await, get(&server, OAUTH, None).await);
    assert_eq!((openid.status.as_u16(), &openid.body), (200, &oauth.body));
    let metadata: Value = serde_json::from_str(&openid.body).expect("JSON");
    assert_eq!(metadata["issuer"], server.issuer);
    for (name, value) in metadata.as_object().expect("an object") {
        if name.ends_with("_endpoint") || name == "jwks_uri" {
            assert!(value.as_str().expect("a URL").starts_with(&server.issuer), "{name}: {value}");
        }
    }
}

#[tokio::test]
async fn who_has_the_newest_gets_no_second_copy() {
    let mut server = Server::start().await;
    for path in [CONFIGURATION, OAUTH, "/jwks"] {
        let first = get(&server, path, None).await;
        assert_eq!(first.headers[CONTENT_TYPE], "application/json", "{path}");
        assert_eq!(first.headers[CACHE_CONTROL], "public, max-age=604800", "{path}: a week, as NL GOV demands");
        let tag = first.headers[ETAG].to_str().expect("text").to_owned();
        let again = get(&server, path, Some(&tag)).await;
        assert_eq!((again.status.as_u16(), again.body.as_str()), (304, ""), "{path}");
        assert_eq!(
            (&again.headers[ETAG], &again.headers[CACHE_CONTROL]),
            (&first.headers[ETAG], &first.headers[CACHE_CONTROL]),
            "{path}"
        );
        let other = get(&server, path, Some("\"another\"")).await;
        assert_eq!((other.status.as_u16(), &other.body), (200, &first.body), "{path}");
        server.restart().await;
        assert_eq!(get(&server, path, Some(&tag)).await.status, 304, "{path}: the same after a restart");
    }
}

#[tokio::test]
async fn the_metadata_tell_what_works_for_the_clients_that_there_are() {
    let mut server = Server::start().await;
    let told = async |server: &Server| -> Value {
        serde_json::from_str(&get(server, CONFIGURATION, None).await.body).expect("JSON")
    };
    let metadata = told(&server).await;
    assert_eq!(metadata["scopes_supported"], json!(["openid", "profile", "email", "phone", "offline_access"]));
    assert_eq!(metadata["prompt_values_supported"], json!(["none", "login", "select_account"]));
    assert_eq!(metadata["token_endpoint_auth_methods_supported"], json!(["client_secret_basic", "none"]));
    assert_eq!(metadata["introspection_endpoint_auth_methods_supported"], json!(["client_secret_basic"]));
    assert_eq!(metadata.get("token_endpoint_auth_signing_alg_values_supported"), None, "there is no private_key_jwt");
    let grants = json!(["authorization_code", "refresh_token", "client_credentials"]);
    assert_eq!(metadata["grant_types_supported"], grants);
    assert!(!metadata["claims_supported"].as_array().expect("a list").contains(&json!("address")));

    for client in ["ververs", "streng", "mobiel", "machine", "spa"] {
        std::fs::remove_file(server.folder().join(format!("clients/{client}.yaml"))).expect("removed");
    }
    server.register("vraagt", "consent: required");
    server.restart().await;
    let metadata = told(&server).await;
    assert_eq!(metadata["scopes_supported"], json!(["openid", "profile", "email", "phone"]));
    assert_eq!(metadata["prompt_values_supported"], json!(["none", "login", "select_account", "consent"]));
    assert_eq!(metadata["grant_types_supported"], json!(["authorization_code"]));
    assert_eq!(metadata["token_endpoint_auth_methods_supported"], json!(["client_secret_basic"]));
}

/// RFC 9116 3: at its place, as plain text, and nothing where nobody is named.
#[tokio::test]
async fn security_txt_says_whom_to_tell_of_a_weakness() {
    let mut server = Server::start().await;
    let path = "/.well-known/security.txt";
    assert_eq!(get(&server, path, None).await.status, 404, "nobody is named");
    server.configure(
        "security_txt:\n  contact: [\"mailto:security@example.nl\", \"https://example.nl/melden\"]\n  \
         expires: 2100-06-30T00:00:00Z\n  policy: https://example.nl/beleid\n  languages: [nl, en]\n",
    );
    server.restart().await;
    let file = get(&server, path, None).await;
    assert_eq!((file.status.as_u16(), file.headers[CONTENT_TYPE].as_bytes()), (200, &b"text/plain; charset=utf-8"[..]));
    let expected = format!(
        "Contact: mailto:security@example.nl\nContact: https://example.nl/melden\nExpires: 2100-06-30T00:00:00Z\n\
         Policy: https://example.nl/beleid\nPreferred-Languages: nl, en\nCanonical: {}{path}\n",
        server.issuer
    );
    assert_eq!(file.body, expected);
}
