//! Two people in several browsers at once, who also take turns in one browser: nobody ever gets what is the other's.

use serde_json::Value;

use crate::support::people::Known;
use crate::support::protocol::{payload, tokens, url, userinfo};
use crate::support::{Browser, Person, Server};

/// The application that is content with the password, so that nobody has to wait for the next code of an app.
const APPLICATION: &str = "lezen";
/// Few enough that the budget of wrong passwords, which a right one counts against until it is proven, is never spent.
const BROWSERS_OF_EACH: usize = 2;
const ROUNDS: usize = 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_people_at_speed_never_mix() {
    let mut server = Server::start().await;
    server.register(APPLICATION, "minimum_acr: urn:sluis:acr:password\nrequire_pkce: false");
    server.restart().await;
    let ria = Person::named("ria").email("ria@example.nl").phone("+31612345678").add(server.provider()).await;
    let jan = Person::named("jan").email("jan@example.nl").phone("+31687654321").add(server.provider()).await;
    let people = [&ria, &jan];
    let work = (0..2 * BROWSERS_OF_EACH).map(|n| {
        let server = &server;
        async move {
            let browser = server.browser();
            // Half of the browsers begin with the one, half with the other, and each takes turns.
            for round in 0..ROUNDS {
                log_in(server, &browser, people[(n + round) % 2]).await;
            }
        }
    });
    join_all(work).await;
}

async fn log_in(server: &Server, browser: &Browser, known: &Known) {
    let name = known.name.as_str();
    let page = browser.open(&url(APPLICATION, &[("prompt", "select_account"), ("scope", "openid email")])).await;
    let landing = server.sign_in(browser, &page, name).await;
    is_theirs(server, browser, known, &tokens(server, browser, APPLICATION, &landing).await).await;
    let silent = browser.open(&url(APPLICATION, &[("prompt", "none"), ("scope", "openid email")])).await;
    is_theirs(server, browser, known, &tokens(server, browser, APPLICATION, &silent).await).await;
}

async fn is_theirs(server: &Server, browser: &Browser, known: &Known, tokens: &Value) {
    let (sub, name) = (known.subject.as_str(), known.name.as_str());
    assert_eq!(payload(tokens, "id_token")["sub"], sub, "{name}: the ID token");
    let told = userinfo(server, browser, tokens).await;
    assert_eq!((&told["sub"], &told["email"]), (&sub.into(), &format!("{name}@example.nl").into()), "{name}: userinfo");
}

/// All of them at once, on this task.
async fn join_all(work: impl Iterator<Item = impl Future<Output = ()>>) {
    let mut waiting: Vec<_> = work.map(Box::pin).collect();
    std::future::poll_fn(|context| {
        waiting.retain_mut(|one| one.as_mut().poll(context).is_pending());
        if waiting.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
}
