//! Traces, by the real program, at a collector that takes OTLP over HTTP: what it gets, and what happens when it is away.

use std::collections::BTreeSet;
use std::fs;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::routing::post;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;
use tokio::process::{Child, Command};

use crate::support::patience::holds;
use crate::support::{Browser, Person, Server, free_port, program};

/// A trace that a proxy began.
const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

/// What a collector got.
type Taken = Arc<Mutex<Vec<ExportTraceServiceRequest>>>;

/// A collector, and what it got.
async fn collector() -> (u16, Taken) {
    let taken = Taken::default();
    let noted = taken.clone();
    let take = move |body: Bytes| async move {
        noted.lock().expect("a lock").push(ExportTraceServiceRequest::decode(body).expect("OTLP"));
        StatusCode::OK
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let router = Router::new().route("/v1/traces", post(take));
    tokio::spawn(async { axum::serve(listener, router).await });
    (port, taken)
}

/// The program on the folder of a server, with more in its configuration.
async fn serve(server: &mut Server, more: &str) -> Child {
    server.stop().await;
    let sluis = fs::read_to_string(server.folder().join("sluis.yaml")).expect("a file");
    server.write("traced.yaml", &format!("{sluis}{more}"));
    let process = program::sluis()
        .args(["serve", "--config"])
        .arg(server.folder().join("traced.yaml"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("sluis");
    let ready = async || reqwest::get(format!("{}/readyz", server.issuer)).await;
    holds("it is ready", async || ready().await.is_ok_and(|answer| answer.status() == 200)).await;
    process
}

/// Stops the program as a service manager does, and gives what it logged and how long that took.
async fn stop(process: Child) -> (String, Duration) {
    let id = process.id().expect("it runs").to_string();
    let began = Instant::now();
    assert!(Command::new("kill").args(["-TERM", &id]).status().await.expect("kill").success());
    let output = process.wait_with_output().await.expect("an end");
    assert!(output.status.success());
    (String::from_utf8(output.stderr).expect("text"), began.elapsed())
}

fn spans(taken: &Taken) -> Vec<Span> {
    let taken = taken.lock().expect("a lock");
    let resources = taken.iter().flat_map(|request| &request.resource_spans);
    resources.flat_map(|resource| &resource.scope_spans).flat_map(|scope| scope.spans.clone()).collect()
}

fn trace(span: &Span) -> String {
    span.trace_id.iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn walk(server: &Server) {
    let browser = Browser::new(&server.issuer);
    let (page, _) = server.go(&browser, "drop").await;
    let page = browser.submit(&page, &[("username", "jannigje")]).await;
    browser.submit(&page, &[("password", crate::support::PASSWORD)]).await.says("78");
    let configuration = format!("{}/.well-known/openid-configuration?vraag=geheim", server.issuer);
    let traced = browser.http.get(configuration).header("traceparent", PARENT).send().await;
    assert_eq!(traced.expect("an answer").status(), 200);
}

#[tokio::test]
async fn a_collector_gets_the_requests_and_what_they_asked_and_nothing_of_anybody() {
    let mut server = Server::start().await;
    Person::named("jannigje").phone("+31612345678").add(server.provider()).await;
    let (port, taken) = collector().await;
    let telemetry = format!("telemetry: {{otlp: {{endpoint: 'http://127.0.0.1:{port}'}}}}\n");

    let process = serve(&mut server, &format!("{telemetry}trusted_proxies: [127.0.0.1/32]\n")).await;
    walk(&server).await;
    let (log, _) = stop(process).await;
    let found = spans(&taken);
    let named = |name: &str| found.iter().filter(|span| span.name == name).count();
    assert!(named("request") > 5 && named("store") > 10 && named("hash a password") == 1, "{found:#?}");
    let ours: Vec<_> = found.iter().filter(|span| trace(span) == TRACE).collect();
    assert!(ours.iter().any(|span| span.name == "request"), "the trace of the proxy goes on");
    assert!(log.contains(&format!("\"trace\":\"{TRACE}\"")), "the log names the trace: {log}");
    // What is asked of a store belongs to its request.
    let requests: BTreeSet<_> = found.iter().filter(|span| span.name == "request").map(|span| &span.span_id).collect();
    let hashing = found.iter().find(|span| span.name == "hash a password").expect("one");
    assert!(requests.contains(&hashing.parent_span_id));
    let all = format!("{:?}", taken.lock().expect("a lock"));
    assert!(all.contains("/login/{transaction}/{prompt}") && all.contains("http.response.status_code"));
    for private in ["jannigje", "612345678", "geheim", "vraag", "127.0.0.1"] {
        assert!(!all.contains(private), "{private} in {all}");
    }

    // Anybody else's trace is none of ours; and who traces nothing sends nothing.
    taken.lock().expect("a lock").clear();
    server.begin().await;
    let process = serve(&mut server, &telemetry).await;
    walk(&server).await;
    stop(process).await;
    let found = spans(&taken);
    assert!(found.len() > 10 && found.iter().all(|span| trace(span) != TRACE));
    taken.lock().expect("a lock").clear();
    server.begin().await;
    let process = serve(&mut server, &telemetry.replace("}}", ", ratio: 0}}")).await;
    walk(&server).await;
    stop(process).await;
    assert!(spans(&taken).is_empty());
}

#[tokio::test]
async fn a_collector_that_is_away_or_silent_holds_nobody_up() {
    let mut server = Server::start().await;
    Person::named("jannigje").phone("+31612345678").add(server.provider()).await;
    // One that takes connections and never answers.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let silent = silent.local_addr().map(|address| (address.port(), silent)).expect("an address");
    for port in [silent.0, free_port().await] {
        let telemetry = format!("telemetry: {{otlp: {{endpoint: 'http://127.0.0.1:{port}'}}}}\n");
        let process = serve(&mut server, &telemetry).await;
        let began = Instant::now();
        walk(&server).await;
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
        let (log, took) = stop(process).await;
        assert!(took < Duration::from_secs(4), "{took:?}");
        assert!(log.contains("traces"), "it is said: {log}");
        server.begin().await;
    }
}
