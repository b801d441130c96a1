//! One's own account page: what people see and change there, over HTTP.

mod apps;
mod contacts;
mod dispute;
mod in_chromium;
mod recovery_codes;
mod roles;
mod sessions;

use crate::support::people::Known;
use crate::support::{Browser, Landing, Person, Server};

/// Somebody with an app, a number and an address.
async fn ria(server: &Server) -> Known {
    Person::named("ria").phone("+31612345678").email("ria@gemeente.nl").enrolled().add(server.provider()).await
}

/// A browser in which somebody just logged in to a page of ours.
pub(crate) async fn at(server: &Server, known: &Known, path: &str) -> (Browser, Landing) {
    let browser = server.browser();
    let page = browser.open(path).await;
    let page = server.sign_in(&browser, &page, known.name.as_str()).await;
    let page = browser.submit(&page, &[("code", &known.code(server.provider()))]).await;
    assert_eq!(page.status, 200);
    (browser, page)
}

/// Sends a form of a page to where it goes, and follows.
async fn send(browser: &Browser, page: &Landing, path: &str, fields: &[(&str, &str)]) -> Landing {
    // Not every page has a form, and with it the token that the browser's forms need.
    let form = if page.token().is_empty() { browser.open(path).await } else { page.clone() };
    let answer = browser.post(&form, path, fields).await;
    browser.open(answer.redirect().expect("after a POST the browser goes on").as_str()).await
}
