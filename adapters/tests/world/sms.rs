//! The SMS gateway over real HTTP.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::post;
use idp_adapters::sms::{GatewaySettings, HttpGateway, InvalidGateway, NumberFormat};
use idp_core::port::{Clock, Deliver, DeliveryFailed};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::{HandClock, email, sms};

type Seen = Arc<Mutex<Vec<(HeaderMap, Value)>>>;

/// A gateway that answers each path `/<status>` with that status.
async fn gateway() -> (SocketAddr, Seen) {
    async fn take(State(seen): State<Seen>, headers: HeaderMap, body: Bytes) {
        let body = serde_json::from_slice(&body).expect("JSON");
        seen.lock().expect("no panic").push((headers, body));
    }
    let seen = Seen::default();
    let elsewhere = (StatusCode::FOUND, [(header::LOCATION, "/200")]);
    let mut routes = Router::new().route("/200", post(take)).route("/redirect", post(elsewhere));
    for status in [202, 400, 401, 429, 503] {
        let answer = StatusCode::from_u16(status).expect("a status");
        routes = routes.route(&format!("/{status}"), post((answer, "+31612345678 is not a number")));
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(axum::serve(listener, routes.with_state(Arc::clone(&seen))).into_future());
    (address, seen)
}

fn settings(url: &str) -> GatewaySettings {
    GatewaySettings {
        url: url.parse().expect("a URL"),
        headers: vec![("Authorization".into(), "AccessKey hunter2".into())],
        body: json!({ "recipients": ["{to}"], "originator": "{from}", "body": "{text}", "reference": "{reference}" }),
        from: "Sluis".into(),
        accepted: Vec::new(),
        number_format: NumberFormat::WithPlus,
        root_certificate: None,
    }
}

async fn deliver(settings: GatewaySettings) -> Result<(), DeliveryFailed> {
    HttpGateway::new(settings).expect("sound settings").deliver(&sms(HandClock::new().now())).await
}

#[tokio::test]
async fn a_message_is_posted_in_the_gateways_own_shape() {
    let (address, seen) = gateway().await;
    let message = sms(HandClock::new().now());
    let url = format!("http://{address}/200");
    let without_plus = GatewaySettings { number_format: NumberFormat::WithoutPlus, ..settings(&url) };
    for settings in [settings(&url), without_plus] {
        HttpGateway::new(settings).expect("sound settings").deliver(&message).await.expect("accepted");
    }
    let seen = seen.lock().expect("no panic");
    let (headers, body) = &seen[0];
    assert_eq!(headers["authorization"], "AccessKey hunter2");
    assert_eq!(headers["content-type"], "application/json");
    let expected = json!({
        "recipients": ["+31612345678"], "originator": "Sluis",
        "body": "Uw code is 123456 \"é\"", "reference": message.id.as_str(),
    });
    assert_eq!(*body, expected);
    assert_eq!(seen[1].1["recipients"], json!(["31612345678"]));
}

#[tokio::test]
async fn a_refusal_says_whether_to_try_again_and_nothing_private() {
    let (address, seen) = gateway().await;
    for (path, permanent) in [("400", true), ("401", false), ("429", false), ("503", false), ("redirect", false)] {
        let failed = deliver(settings(&format!("http://{address}/{path}?key=hunter2"))).await.expect_err(path);
        assert_eq!(failed.permanent, permanent, "{path}");
        assert!(!failed.reason.contains("316") && !failed.reason.contains("hunter2"), "{}", failed.reason);
    }
    assert!(seen.lock().expect("no panic").is_empty(), "a redirect is not followed");
    let only_201 = GatewaySettings { accepted: vec![201], ..settings(&format!("http://{address}/202")) };
    assert!(deliver(only_201).await.is_err());
    assert!(deliver(settings(&format!("http://{address}/202"))).await.is_ok());
}

#[tokio::test]
async fn a_gateway_that_is_not_there_is_tried_again() {
    let failed = deliver(settings("http://127.0.0.1:1/?key=hunter2")).await.expect_err("nobody is there");
    assert!(!failed.permanent && !failed.reason.contains("hunter2"), "{}", failed.reason);
}

#[tokio::test]
async fn only_an_sms_to_a_protected_gateway() {
    let plain = HttpGateway::new(settings("http://gateway.example/"));
    assert!(matches!(plain, Err(InvalidGateway::Unprotected)));
    let no_authority =
        GatewaySettings { root_certificate: Some("/dev/null".into()), ..settings("https://gateway.example/") };
    assert!(matches!(HttpGateway::new(no_authority), Err(InvalidGateway::Certificates(_))));
    let gateway = HttpGateway::new(settings("https://gateway.example/")).expect("https, with the system's roots");
    assert!(gateway.deliver(&email(HandClock::new().now())).await.is_err_and(|failed| failed.permanent));
}
