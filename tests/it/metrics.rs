//! The numbers at the operators' listener: that they move with what happens, that they tell of nobody, and that the book, the
//! dashboard and the alerts name what is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::support::people::another;
use crate::support::{Person, SECRET, Server, free_port};

/// Starts a server with a listener for operators, and says where its metrics are.
async fn measured() -> (Server, String) {
    let mut server = Server::start().await;
    let port = free_port().await;
    let sluis = fs::read_to_string(server.folder().join("sluis.yaml")).expect("a file");
    server.write("sluis.yaml", &format!("{sluis}management: {{listen: '127.0.0.1:{port}'}}\n"));
    server.restart().await;
    (server, format!("http://127.0.0.1:{port}/metrics"))
}

async fn scrape(url: &str) -> String {
    let answer = reqwest::get(url).await.expect("an answer");
    assert_eq!(answer.status(), 200);
    let kind = answer.headers()["content-type"].to_str().expect("a type").to_owned();
    assert_eq!(kind, "application/openmetrics-text; version=1.0.0; charset=utf-8");
    let text = answer.text().await.expect("a body");
    assert!(text.ends_with("# EOF\n"));
    text
}

/// The value of a series; 0 where it is not there.
fn value(text: &str, series: &str) -> f64 {
    let line = text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
    line.map_or(0.0, |value| value.parse().expect("a number"))
}

/// The names of all metrics, as they are asked for.
fn names(text: &str) -> BTreeSet<String> {
    let kinds = text.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' '));
    let suffixed = kinds.map(|(name, kind)| match kind {
        "counter" => format!("{name}_total"),
        "info" => format!("{name}_info"),
        _ => name.to_owned(),
    });
    suffixed.collect()
}

/// A file of the repository.
fn file(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The names in the tables of the book.
fn documented() -> BTreeSet<String> {
    let book = file("docs/operate/monitoring.md");
    let rows = book.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    rows.map(|(name, _)| name.to_owned()).filter(|name| name.contains('_')).collect()
}

#[tokio::test]
async fn the_numbers_move_with_what_happens_and_tell_of_nobody() {
    let (server, url) = measured().await;
    let jan = Person::named("jan").phone("+31612345678").email("jan@gemeente.nl").add(server.provider()).await;
    assert_eq!(value(&scrape(&url).await, "sluis_logins_total{outcome=\"begun\"}"), 0.0);

    let browser = server.browser();
    let (page, pending) = server.go(&browser, "drop").await;
    let page = browser.submit(&page, &[("username", "jan")]).await;
    let page = browser.submit(&page, &[("password", "niet het wachtwoord")]).await;
    let page = browser.submit(&page, &[("password", crate::support::PASSWORD)]).await;
    let code = server.sms.code(1).await;
    let page = browser.submit(&page, &[("code", &another(&code))]).await;
    let page = browser.submit(&page, &[("code", &code)]).await;
    let key = page.between("secret=", "&").expect("a key in the link for the app");
    let key: idp_core::account::TotpSecret = serde_json::from_value(key.into()).expect("base32");
    let code = key.code_at(server.provider().ports.clock.now()).expect("a code");
    let done = browser.submit(&page, &[("code", &code)]).await;
    let landing = browser.submit(&done, &[]).await;
    let login = server.finish("drop", pending, &landing).await;
    assert_eq!(login.id_token["sub"], jan.subject.as_str());
    server.mail.mail(1).await;

    // The next one is enough with the session; another is cancelled.
    assert!(server.go(&browser, "drop").await.0.answer().contains_key("code"));
    let stranger = server.browser();
    let (page, _) = server.go(&stranger, "drop").await;
    stranger.post(&page, &format!("/login/{}/cancel", page.transaction()), &[]).await;

    // Applications: a token that nobody issued, an application that is not who it says, and a code that is none.
    let post = async |path: &str, secret: &str, form: &[(&str, &str)]| {
        let request = server.browser().http.post(format!("{}/{path}", server.issuer));
        request.basic_auth("drop", Some(secret)).form(form).send().await.expect("an answer")
    };
    post("introspect", SECRET, &[("token", "unknown")]).await;
    post("token", "not-the-secret", &[("grant_type", "authorization_code")]).await;
    let form = [("grant_type", "authorization_code"), ("code", "jan"), ("redirect_uri", "http://localhost:9/")];
    post("token", SECRET, &form).await;
    server.browser().open("/jan?naam=jan").await;

    // A change that is refused, and mended.
    server.register("fout", "require_pkce: perhaps");
    settles(&url, "sluis_configuration_refused", 1.0).await;
    assert_eq!(value(&scrape(&url).await, "sluis_configuration_reloads_total{result=\"refused\"}"), 1.0);
    server.register("fout", "");
    settles(&url, "sluis_configuration_refused", 0.0).await;
    settles(&url, "sluis_outbox_messages", 0.0).await;

    let text = scrape(&url).await;
    for (series, least) in [
        ("sluis_logins_total{outcome=\"begun\"}", 2.0),
        ("sluis_logins_total{outcome=\"completed\"}", 1.0),
        ("sluis_logins_total{outcome=\"signed_on\"}", 1.0),
        ("sluis_logins_total{outcome=\"cancelled\"}", 1.0),
        ("sluis_login_prompts_total{prompt=\"identify\",outcome=\"asked\"}", 2.0),
        ("sluis_login_prompts_total{prompt=\"identify\",outcome=\"settled\"}", 1.0),
        ("sluis_login_prompts_total{prompt=\"password\",outcome=\"asked\"}", 1.0),
        ("sluis_login_prompts_total{prompt=\"password\",outcome=\"refused\"}", 1.0),
        ("sluis_login_prompts_total{prompt=\"password\",outcome=\"proven\"}", 1.0),
        ("sluis_login_prompts_total{prompt=\"sms_code\",outcome=\"asked\"}", 1.0),
        ("sluis_login_prompts_total{prompt=\"sms_code\",outcome=\"refused\"}", 1.0),
        ("sluis_login_prompts_total{prompt=\"sms_code\",outcome=\"proven\"}", 1.0),
        ("sluis_login_prompts_total{prompt=\"enrolment_done\",outcome=\"settled\"}", 1.0),
        ("sluis_messages_queued_total{channel=\"sms\"}", 1.0),
        ("sluis_messages_queued_total{channel=\"email\"}", 1.0),
        ("sluis_message_delivery_seconds_count{channel=\"sms\",gateway=\"generic\",result=\"accepted\"}", 1.0),
        ("sluis_message_delivery_seconds_count{channel=\"email\",gateway=\"smtp\",result=\"accepted\"}", 1.0),
        ("sluis_token_requests_total{grant_type=\"authorization_code\",result=\"issued\"}", 1.0),
        ("sluis_token_requests_total{grant_type=\"authorization_code\",result=\"invalid_grant\"}", 1.0),
        ("sluis_token_requests_total{grant_type=\"none\",result=\"invalid_client\"}", 1.0),
        ("sluis_userinfo_requests_total{result=\"told\"}", 1.0),
        ("sluis_configuration_reloads_total{result=\"taken_up\"}", 1.0),
        ("sluis_ready{part=\"database\"}", 1.0),
        ("sluis_http_requests_total{path=\"/token\",method=\"POST\",status=\"2xx\"}", 1.0),
        ("sluis_http_requests_total{path=\"(none)\",method=\"GET\",status=\"4xx\"}", 1.0),
        ("sluis_signing_key_overdue{algorithm=\"RS256\"}", 0.0),
    ] {
        assert_eq!(value(&text, series), least, "{series} in\n{text}");
    }
    // One password was hashed for jan's account, and two were verified.
    assert_eq!(value(&text, "sluis_hashing_seconds_count"), 3.0);
    assert!(value(&text, "sluis_hashing_workers") >= 1.0);
    assert!(value(&text, "sluis_signing_key_next_timestamp_seconds{algorithm=\"RS256\"}") > 1e9);
    assert!(
        text.contains("sluis_store_seconds_count{store=\"database\",asked=\"queue a message\",result=\"answered\"} 2")
    );
    assert!(text.contains("sluis_store_seconds_count{store=\"transient\",asked=\"end a login\""));

    for private in ["jan", "612345678", "gemeente", "Mevrouw", "127.0.0.1", "naam", jan.subject.as_str()] {
        assert!(!text.contains(private), "{private} in\n{text}");
    }
    let (there, documented) = (names(&text), documented());
    assert_eq!(there.difference(&documented).collect::<Vec<_>>(), Vec::<&String>::new(), "not in the book");
    assert_eq!(documented.difference(&there).collect::<Vec<_>>(), Vec::<&String>::new(), "only in the book");
    assert_eq!(text.lines().filter(|line| line.starts_with("# HELP")).count(), there.len(), "each says what it is");
}

/// Waits until a series has a value.
async fn settles(url: &str, series: &str, wanted: f64) {
    let end = Instant::now() + Duration::from_secs(15);
    while value(&scrape(url).await, series) != wanted {
        assert!(Instant::now() < end, "{series} never became {wanted}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn only_operators_see_them_and_a_node_in_trouble_still_shows_them() {
    let (server, url) = measured().await;
    let public = reqwest::get(format!("{}/metrics", server.issuer)).await.expect("an answer");
    assert_eq!(public.status(), 404);
    for table in ["seaql_migrations", "outbox"] {
        server.rename_table(table, &format!("{table}_gone")).await;
    }
    let text = scrape(&url).await;
    assert!(text.contains("sluis_ready{part=\"database\"} 0\n"), "{text}");
    assert!(value(&text, "sluis_outbox_messages").is_nan());
    assert!(
        value(&text, "sluis_store_seconds_count{store=\"database\",asked=\"count messages\",result=\"unavailable\"}")
            >= 1.0
    );
}

#[test]
fn the_dashboard_and_the_alerts_name_what_is_there() {
    let known = documented();
    for path in ["deploy/monitoring/alerts.yaml", "deploy/monitoring/dashboard.json"] {
        let text = file(path);
        let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let metrics: BTreeSet<_> =
            words.filter(|word| word.starts_with("sluis_") || word.starts_with("process_")).collect();
        assert!(metrics.len() > 5, "{path} names metrics");
        for metric in metrics {
            let name = ["_bucket", "_sum", "_count"].iter().find_map(|suffix| metric.strip_suffix(suffix));
            let is_known = known.contains(metric) || name.is_some_and(|name| known.contains(name));
            assert!(is_known, "{path} names {metric}");
        }
    }
    let dashboard: serde_json::Value = serde_json::from_str(&file("deploy/monitoring/dashboard.json")).expect("JSON");
    assert!(dashboard["panels"].as_array().is_some_and(|panels| panels.len() > 8));
}
