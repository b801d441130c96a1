//! The protocol by hand, for what no well-behaved relying party sends.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use super::people::Known;
use super::server::{APPLICATIONS, SECRET};
use super::{Browser, Landing, Person, Server};

/// The application of the tests that need not send PKCE.
pub(crate) const PLAIN: &str = "oud";

/// The parameters of an authorization request of a client, with more or others.
pub(crate) fn parameters(client: &str, more: &[(&str, &str)]) -> Vec<(String, String)> {
    let uri = format!("{APPLICATIONS}/{client}/callback");
    let usual =
        [("client_id", client), ("redirect_uri", &uri), ("response_type", "code"), ("scope", "openid"), ("state", "s")];
    let kept = usual.iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name));
    kept.chain(more).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The URL with these parameters.
pub(crate) fn url(client: &str, more: &[(&str, &str)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters(client, more)).finish();
    format!("/authorize?{query}")
}

/// What the client gets for the code that the browser brought.
pub(crate) async fn tokens(server: &Server, browser: &Browser, client: &str, landing: &Landing) -> Value {
    let answer = landing.answer();
    let code = answer.get("code").unwrap_or_else(|| panic!("no code in {answer:?}"));
    let uri = format!("{APPLICATIONS}/{client}/callback");
    let form = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", &uri)];
    let request = browser.http.post(format!("{}/token", server.issuer)).basic_auth(client, Some(SECRET)).form(&form);
    serde_json::from_str(&browser.step(request).await.body).expect("JSON")
}

/// What userinfo says for the tokens.
pub(crate) async fn userinfo(server: &Server, browser: &Browser, tokens: &Value) -> Value {
    let token = tokens["access_token"].as_str().expect("an access token");
    let request = browser.http.get(format!("{}/userinfo", server.issuer)).bearer_auth(token);
    serde_json::from_str(&browser.step(request).await.body).expect("JSON")
}

/// The claims of a JWT among the tokens. The signature is checked by the relying parties of other tests.
pub(crate) fn payload(tokens: &Value, name: &str) -> Value {
    let jwt = tokens[name].as_str().unwrap_or_else(|| panic!("no {name} in {tokens}"));
    let payload = URL_SAFE_NO_PAD.decode(jwt.split('.').nth(1).expect("a payload")).expect("base64url");
    serde_json::from_slice(&payload).expect("JSON")
}

/// Somebody with an app and a session at the higher level.
pub(crate) async fn somebody_logged_in(server: &Server, name: &str) -> (Browser, Known) {
    let person = Person::named(name).phone("+31612345678").email("iemand@example.nl").enrolled();
    let known = person.add(server.provider()).await;
    let browser = server.browser();
    let page = browser.open(&url(PLAIN, &[])).await;
    let landing = log_in(server, &browser, &page, &known).await;
    assert!(landing.answer().contains_key("code"));
    // The code of the app counts once, so the next login needs the next one.
    server.later(std::time::Duration::from_secs(90));
    (browser, known)
}

/// The name, the password and the app's code.
pub(crate) async fn log_in(server: &Server, browser: &Browser, page: &Landing, known: &Known) -> Landing {
    let page = server.sign_in(browser, page, known.name.as_str()).await;
    assert_eq!(page.prompt(), "totp");
    browser.submit(&page, &[("code", &known.code(server.provider()))]).await
}

/// The error that the application got.
pub(crate) fn error(landing: &Landing) -> String {
    landing.answer().get("error").cloned().unwrap_or_default()
}
