//! What relying parties read before they begin: the same at both addresses, and not twice.

use reqwest::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use serde_json::Value;

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
