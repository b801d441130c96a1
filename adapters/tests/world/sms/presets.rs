//! Each gateway that we know, against one that answers as its documentation says.

use idp_adapters::sms::presets::{Common, cm, messagebird, notifynl, spryng, twilio};
use idp_adapters::sms::{GatewaySettings, NotifyNlKey};
use idp_core::message::Outgoing;
use idp_core::port::{Accepted, Clock, Deliver, DeliveryFailed};
use josekit::jws::HS256;
use josekit::jwt;
use serde_json::json;

use super::{Fake, HandClock, gateways, sms};

const SERVICE: &str = "26785a09-ab16-4eb0-8407-a37497a57506";
const SECRET: &str = "3d844edf-8d35-48ac-975b-e847b4f122b0";
const TEXT: &str = "Uw code is 123456 \"é\"";

fn common(fake: &Fake) -> Common {
    Common {
        base_url: fake.url.parse().expect("a URL"),
        from: "KOOP".into(),
        report_url: Some("https://inloggen.example/sms/reports/x".into()),
        root_certificate: None,
    }
}

async fn deliver(settings: GatewaySettings) -> (Outgoing, Result<Accepted, DeliveryFailed>) {
    let message = sms(HandClock::new().now());
    let (gateways, _) = gateways(vec![settings]).expect("sound settings");
    let outcome = gateways.deliver(&message).await;
    (message, outcome)
}

fn by(gateway: &str, id: &str) -> Accepted {
    Accepted { gateway: gateway.to_owned(), provider_id: Some(id.to_owned()) }
}

#[tokio::test]
async fn spryng() {
    let fake = Fake::start(200, r#"{"id":"9dbc5ffb","reference":"x"}"#).await;
    let (message, outcome) = deliver(spryng::gateway(common(&fake), &"key".into(), spryng::ROUTE, None)).await;
    assert_eq!(outcome.expect("accepted"), by("spryng", "9dbc5ffb"));
    let sent = fake.one();
    assert_eq!((sent.path.as_str(), sent.header("authorization")), ("/v1/messages", "Bearer key"));
    let expected = json!({
        "originator": "KOOP", "recipients": ["31612345678"], "body": TEXT, "route": "business", "encoding": "auto",
        "reference": message.id.as_str(),
    });
    assert_eq!(sent.json(), expected);
    fake.answers(200, "<h1>We zijn zo terug</h1>");
    let (_, outcome) = deliver(spryng::gateway(common(&fake), &"key".into(), spryng::ROUTE, None)).await;
    assert!(!outcome.expect_err("no message was taken").permanent);
}

#[tokio::test]
async fn cm() {
    let fine = r#"{"details":"Created 1 message(s)","errorCode":0,"messages":[{"to":"0031612345678",
        "status":"Accepted","reference":"x","parts":1,"messageDetails":null,"messageErrorCode":0}]}"#;
    let fake = Fake::start(200, fine).await;
    let settings = || cm::gateway(common(&fake), "token".into(), None);
    let (message, outcome) = deliver(settings()).await;
    assert_eq!(outcome.expect("accepted"), Accepted::by("cm"));
    let sent = fake.one();
    assert_eq!((sent.path.as_str(), sent.header("x-cm-producttoken")), ("/v1.0/message", "token"));
    let expected = json!({ "messages": { "msg": [{
        "from": "KOOP", "to": [{ "number": "0031612345678" }], "body": { "type": "AUTO", "content": TEXT },
        "allowedChannels": ["SMS"], "reference": message.id.as_str(),
    }] } });
    assert_eq!(sent.json(), expected);
    for (status, code, permanent) in
        [(200, 103, false), (401, 103, false), (200, 102, false), (200, 303, true), (400, 302, true), (500, 500, false)]
    {
        fake.answers(status, &format!(r#"{{"details":"x","errorCode":{code},"messages":[]}}"#));
        let (_, outcome) = deliver(settings()).await;
        assert_eq!(outcome.expect_err("refused").permanent, permanent, "{status} {code}");
    }
}

#[tokio::test]
async fn notifynl() {
    let fake = Fake::start(201, r#"{"id":"740e5834","reference":"x","content":{"body":"…"}}"#).await;
    let template = "f33517ff-2a88-4f6e-b855-c550268ce08a";
    let settings = |sender| {
        let key = NotifyNlKey::parse(&format!("sluis-{SERVICE}-{SECRET}").into()).expect("a key");
        notifynl::gateway(common(&fake), key, template, sender, None)
    };
    let (message, outcome) = deliver(settings(None)).await;
    assert_eq!(outcome.expect("accepted"), by("notifynl", "740e5834"));
    let sent = fake.one();
    assert_eq!(sent.path, "/v2/notifications/sms");
    let expected = json!({
        "phone_number": "+31612345678", "template_id": template, "personalisation": { "code": "123456" },
        "reference": message.id.as_str(),
    });
    assert_eq!(sent.json(), expected, "the words stand in the template");
    let token = sent.header("authorization").strip_prefix("Bearer ").expect("a token");
    let verifier = HS256.verifier_from_bytes(SECRET).expect("a key");
    let (payload, _) = jwt::decode_with_verifier(token, &verifier).expect("signed with the secret");
    assert_eq!((payload.issuer(), payload.issued_at()), (Some(SERVICE), Some(HandClock::new().now().into())));

    deliver(settings(Some("8b0f4a5c-0000-4000-8000-000000000000"))).await.1.expect("accepted");
    assert_eq!(fake.one().json()["sms_sender_id"], "8b0f4a5c-0000-4000-8000-000000000000");

    let mut without = sms(HandClock::new().now());
    without.rendered.code = None;
    let (gateways, _) = gateways(vec![settings(None)]).expect("sound settings");
    assert!(gateways.deliver(&without).await.expect_err("no code").permanent);
    assert!(fake.sent().is_empty(), "nothing without a code");
}

#[tokio::test]
async fn messagebird() {
    let fake = Fake::start(201, r#"{"id":"e8077d803532c0b5","recipients":{"items":[{"status":"sent"}]}}"#).await;
    let (message, outcome) = deliver(messagebird::gateway(common(&fake), &"key".into(), None)).await;
    assert_eq!(outcome.expect("accepted"), by("messagebird", "e8077d803532c0b5"));
    let sent = fake.one();
    assert_eq!((sent.path.as_str(), sent.header("authorization")), ("/messages", "AccessKey key"));
    let mut expected = json!({
        "originator": "KOOP", "recipients": ["31612345678"], "body": TEXT, "datacoding": "auto",
        "reference": message.id.as_str(), "validity": 900,
    });
    assert_eq!(sent.json(), expected);
    deliver(messagebird::gateway(common(&fake), &"key".into(), Some("k".repeat(32).into()))).await.1.expect("accepted");
    expected["reportUrl"] = "https://inloggen.example/sms/reports/x".into();
    expected["reference"] = fake.sent()[0].json()["reference"].clone();
    assert_ne!(expected["reference"], message.id.as_str());
    fake.answers(422, r#"{"errors":[{"code":9,"description":"no (correct) recipients found"}]}"#);
    let (_, outcome) = deliver(messagebird::gateway(common(&fake), &"key".into(), None)).await;
    assert!(outcome.expect_err("refused").permanent);
}

#[tokio::test]
async fn twilio() {
    let fake = Fake::start(201, r#"{"sid":"SM1f2e","status":"queued","error_code":null}"#).await;
    let settings = || twilio::gateway(common(&fake), "AC00", "hunter2".into());
    let (_, outcome) = deliver(settings()).await;
    assert_eq!(outcome.expect("accepted"), by("twilio", "SM1f2e"));
    let sent = fake.one();
    assert_eq!(sent.path, "/2010-04-01/Accounts/AC00/Messages.json");
    assert_eq!(sent.header("authorization"), "Basic QUMwMDpodW50ZXIy");
    let expected = [
        ("To", "+31612345678"),
        ("From", "KOOP"),
        ("Body", TEXT),
        ("ValidityPeriod", "900"),
        ("StatusCallback", "https://inloggen.example/sms/reports/x"),
    ];
    assert_eq!(sent.form(), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    for (code, permanent) in [(21211, true), (21614, true), (20003, false)] {
        fake.answers(if permanent { 400 } else { 401 }, &format!(r#"{{"code":{code},"message":"x","status":400}}"#));
        assert_eq!(deliver(settings()).await.1.expect_err("refused").permanent, permanent, "{code}");
    }
}
