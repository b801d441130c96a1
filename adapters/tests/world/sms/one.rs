//! One gateway: what it is told, and what its answers mean.

use idp_adapters::sms::{Authentication, Body, GatewaySettings, InvalidGateway, NumberFormat};
use idp_core::port::{Accepted, Clock, Deliver, DeliveryFailed};
use serde_json::json;

use super::{Fake, HandClock, email, gateways, settings, sms};

async fn deliver(settings: GatewaySettings) -> Result<Accepted, DeliveryFailed> {
    let (gateways, clock) = gateways(vec![settings]).expect("sound settings");
    gateways.deliver(&sms(clock.now())).await
}

#[tokio::test]
async fn a_message_is_posted_in_the_gateways_own_shape() {
    let fake = Fake::start(200, "").await;
    let message = sms(HandClock::new().now());
    let url = format!("{}/messages", fake.url);
    let (gateway, _) = gateways(vec![settings("generic", &url)]).expect("sound settings");
    assert_eq!(gateway.deliver(&message).await.expect("accepted"), Accepted::by("generic"));
    let sent = fake.one();
    assert_eq!((sent.header("authorization"), sent.header("content-type")), ("AccessKey hunter2", "application/json"));
    let expected = json!({
        "recipients": ["+31612345678"], "originator": "Sluis",
        "body": "Uw code is 123456 \"é\"", "reference": message.id.as_str(),
    });
    assert_eq!((sent.path.as_str(), sent.json()), ("/messages", expected));
    for (number_format, number) in
        [(NumberFormat::WithoutPlus, "31612345678"), (NumberFormat::WithZeros, "0031612345678")]
    {
        deliver(GatewaySettings { number_format, ..settings("generic", &url) }).await.expect("accepted");
        assert_eq!(fake.one().json()["recipients"], json!([number]));
    }
}

#[tokio::test]
async fn a_form_is_escaped_as_forms_are() {
    let fake = Fake::start(200, "").await;
    let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let form = Body::Form(vec![field("to", "{to}"), field("a&b", "x={text}&y"), field("ttl", "{validity}")]);
    let basic = Authentication::Basic { username: "jan".into(), password: "hunter2".into() };
    let authorized = GatewaySettings { headers: Vec::new(), authentication: basic, ..settings("generic", &fake.url) };
    deliver(GatewaySettings { body: form, ..authorized }).await.expect("accepted");
    let sent = fake.one();
    assert_eq!(sent.header("content-type"), "application/x-www-form-urlencoded");
    assert_eq!(sent.header("authorization"), "Basic amFuOmh1bnRlcjI=");
    let fields = [field("to", "+31612345678"), field("a&b", "x=Uw code is 123456 \"é\"&y"), field("ttl", "900")];
    assert_eq!(sent.form(), fields);
}

#[tokio::test]
async fn a_refusal_says_whether_to_try_again_and_nothing_private() {
    let fake = Fake::start(200, "").await;
    let there = || settings("generic", &format!("{}/?key=hunter2", fake.url));
    for (status, permanent) in [(400, true), (401, false), (429, false), (503, false), (302, false)] {
        fake.answers(status, "+31612345678 is not a number");
        let failed = deliver(there()).await.expect_err("refused");
        assert_eq!(failed.permanent, permanent, "{status}");
        assert!(!failed.reason.contains("316") && !failed.reason.contains("hunter2"), "{}", failed.reason);
        assert_eq!(fake.sent().len(), 1, "a redirect is not followed");
    }
}

#[tokio::test]
async fn a_gateway_that_is_not_there_is_tried_again() {
    let failed = deliver(settings("generic", "http://127.0.0.1:1/?key=hunter2")).await.expect_err("nobody is there");
    assert!(!failed.permanent && !failed.reason.contains("hunter2"), "{}", failed.reason);
}

#[tokio::test]
async fn only_an_sms_to_a_protected_gateway() {
    let plain = gateways(vec![settings("generic", "http://gateway.example/")]);
    assert!(matches!(plain, Err(InvalidGateway::Unprotected)));
    let protected = || settings("generic", "https://gateway.example/");
    let no_authority = GatewaySettings { root_certificate: Some("/dev/null".into()), ..protected() };
    assert!(matches!(gateways(vec![no_authority]), Err(InvalidGateway::Certificates(_))));
    let (gateway, clock) = gateways(vec![protected()]).expect("https, with the system's roots");
    assert!(gateway.deliver(&email(clock.now())).await.is_err_and(|failed| failed.permanent));
}
