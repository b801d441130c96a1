//! Delivery reports, as each gateway sends them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::SystemTime;

use idp_adapters::sms::presets::{Common, cm, messagebird, notifynl, spryng, twilio};
use idp_adapters::sms::{GatewaySettings, NotifyNlKey, Proof, ReportForm, ReportSettings, ReportShape, Reports};
use idp_core::delivery::{About, Outcome, Report};
use idp_core::id::MessageId;
use idp_core::port::{CallBack, Clock, Forged, SmsReports};
use jiff::SignedDuration;
use josekit::jws::{HS256, JwsHeader};
use josekit::jwt::{self, JwtPayload};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::HandClock;

const TOKEN: &str = "b1946ac92492d2347c6235b4d2611184b1946ac9";
const ISSUER: &str = "https://inloggen.example";

/// A call-back of a gateway, in parts that a test can change.
#[derive(Clone)]
struct Call {
    gateway: &'static str,
    query: String,
    headers: BTreeMap<&'static str, String>,
    body: String,
}

impl Call {
    fn get(gateway: &'static str, query: &str) -> Self {
        Self { gateway, query: query.to_owned(), headers: BTreeMap::new(), body: String::new() }
    }

    fn post(gateway: &'static str, query: &str, body: &impl ToString) -> Self {
        Self { body: body.to_string(), ..Self::get(gateway, query) }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.insert(name, value.into());
        self
    }

    fn url(&self) -> String {
        let query = if self.query.is_empty() { String::new() } else { format!("?{}", self.query) };
        format!("{ISSUER}/sms/reports/{}{query}", self.gateway)
    }

    fn read(&self) -> Result<Option<Report>, Forged> {
        let url = self.url();
        let header = |name: &str| self.headers.get(name).map(String::as_str);
        let call = CallBack { gateway: self.gateway, url: &url, header: &header, body: self.body.as_bytes() };
        reports().read(&call, HandClock::new().now())
    }
}

fn common() -> Common {
    let base_url = "https://gateway.example".parse().expect("a URL");
    Common { base_url, from: "KOOP".into(), report_url: None, root_certificate: None }
}

fn settings() -> Vec<GatewaySettings> {
    let service = "26785a09-ab16-4eb0-8407-a37497a57506";
    let key = NotifyNlKey::parse(&format!("a-{service}-{service}").into()).expect("a key");
    vec![
        spryng::gateway(common(), &"key".into(), spryng::ROUTE, Some(TOKEN.into())),
        cm::gateway(common(), "key".into(), Some(TOKEN.into())),
        notifynl::gateway(common(), key, service, None, Some(TOKEN.into())),
        messagebird::gateway(common(), &"key".into(), Some(TOKEN.into())),
        twilio::gateway(common(), "AC00", TOKEN.into()),
    ]
}

fn reports() -> Reports {
    Reports::take_from(&mut settings())
}

fn delivered(reference: &str) -> Result<Option<Report>, Forged> {
    let about = About::Reference(MessageId::parse(reference).expect("a name"));
    Ok(Some(Report { about, outcome: Outcome::Delivered }))
}

fn failed(reference: &str, reason: &str) -> Result<Option<Report>, Forged> {
    let about = About::Reference(MessageId::parse(reference).expect("a name"));
    Ok(Some(Report { about, outcome: Outcome::Failed(Some(reason.to_owned())) }))
}

#[test]
fn spryng() {
    let call = |rest: &str| Call::get("spryng", &format!("token={TOKEN}&REFERENCE=abc&{rest}")).read();
    assert_eq!(call("STATUS=10&REASONCODE=0"), delivered("abc"));
    assert_eq!(call("STATUS=20&REASONCODE=21"), failed("abc", "21"));
    assert_eq!(call("STATUS=5"), Ok(None), "not the end");
    assert_eq!(call("REASONCODE=21"), Err(Forged::Malformed));
    for query in ["", "token=", "token=wrong", &format!("token={TOKEN}x"), &format!("token=x&token={TOKEN}")] {
        let forged = Call::get("spryng", &format!("{query}&REFERENCE=abc&STATUS=10")).read();
        assert_eq!(forged, Err(Forged::Unproven), "{query}");
    }
}

#[test]
fn cm() {
    let body = |code: &str| {
        json!({ "messages": { "msg": {
            "received": "2026-03-01T12:00:00", "to": "0031612345678", "reference": "abc", "operator": "204 08",
            "status": { "code": code, "errorCode": "5", "errorDescription": "Not reached" },
        } } })
    };
    let call = |code: &str| Call::post("cm", &format!("token={TOKEN}"), &body(code));
    assert_eq!(call("2").read(), delivered("abc"));
    assert_eq!(call("3").read(), failed("abc", "5"));
    assert_eq!(call("0").read(), Ok(None), "the operator has it");
    assert_eq!(Call::post("cm", "", &body("2")).read(), Err(Forged::Unproven));
    assert_eq!(Call::post("cm", &format!("token={TOKEN}"), &"<MESSAGES/>").read(), Err(Forged::Malformed));
}

#[test]
fn notifynl() {
    let call = |status: &str, reference: Option<&str>| {
        let body = json!({ "id": "740e5834", "reference": reference, "to": "+31612345678", "status": status });
        Call::post("notifynl", "", &body)
    };
    let shown = |call: Call| call.with("authorization", format!("Bearer {TOKEN}")).read();
    assert_eq!(shown(call("delivered", Some("abc"))), delivered("abc"));
    assert_eq!(shown(call("permanent-failure", Some("abc"))), failed("abc", "permanent-failure"));
    assert_eq!(shown(call("sending", Some("abc"))), Ok(None));
    let by_its_name = Report { about: About::ProviderId("740e5834".into()), outcome: Outcome::Delivered };
    assert_eq!(shown(call("delivered", None)), Ok(Some(by_its_name)));
    assert_eq!(call("delivered", Some("abc")).read(), Err(Forged::Unproven));
    for wrong in ["Bearer x".to_owned(), TOKEN.to_owned(), format!("Basic {TOKEN}")] {
        let forged = call("delivered", Some("abc")).with("authorization", wrong.clone()).read();
        assert_eq!(forged, Err(Forged::Unproven), "{wrong}");
    }
}

#[test]
fn messagebird() {
    let hash = |text: &str| Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let now = HandClock::new().now();
    let sign = |call: &Call, key: &str, issuer: &str, until: i64| {
        let mut payload = JwtPayload::new();
        payload.set_issuer(issuer);
        payload.set_not_before(&SystemTime::from(now - SignedDuration::from_secs(30)));
        payload.set_expires_at(&SystemTime::from(now + SignedDuration::from_secs(until)));
        payload.set_claim("url_hash", Some(hash(&call.url()).into())).expect("a claim");
        let signer = HS256.signer_from_bytes(key).expect("a key");
        jwt::encode_with_signer(&payload, &JwsHeader::new(), &signer).expect("signed")
    };
    let call = Call::get("messagebird", "id=e8077d80&reference=abc&status=delivered&recipient=31612345678");
    let signed = |token: String, call: &Call| call.clone().with("messagebird-signature-jwt", token).read();
    assert_eq!(signed(sign(&call, TOKEN, "MessageBird", 60), &call), delivered("abc"));
    for (why, key, issuer, until) in [
        ("another key", "x".repeat(40).as_str(), "MessageBird", 60),
        ("somebody else", TOKEN, "Jan", 60),
        ("long ago", TOKEN, "MessageBird", -3600),
    ] {
        assert_eq!(signed(sign(&call, key, issuer, until), &call), Err(Forged::Unproven), "{why}");
    }
    let token = sign(&call, TOKEN, "MessageBird", 60);
    let other = Call::get("messagebird", "id=e8077d80&reference=xyz&status=delivered");
    assert_eq!(signed(token.clone(), &other), Err(Forged::Unproven), "the signature of another");
    let with_body = Call { body: "x".to_owned(), ..call.clone() };
    assert_eq!(signed(token, &with_body), Err(Forged::Unproven), "a body that is not signed");
    assert_eq!(call.read(), Err(Forged::Unproven));
}

#[test]
fn twilio() {
    // Computed with Python's hmac and base64 over the URL and the sorted fields.
    const SIGNATURE: &str = "YWXUMxDVmKUhVGA5wnZ0tUSVrk0=";
    let fields = "MessageSid=SM1f2e&MessageStatus=undelivered&ErrorCode=30003&To=%2B31612345678";
    let call = Call::post("twilio", "", &fields);
    let about = About::ProviderId("SM1f2e".into());
    let failed = Report { about, outcome: Outcome::Failed(Some("30003".into())) };
    assert_eq!(call.clone().with("x-twilio-signature", SIGNATURE).read(), Ok(Some(failed)));
    assert_eq!(call.read(), Err(Forged::Unproven));
    assert_eq!(call.with("x-twilio-signature", "AAAA").read(), Err(Forged::Unproven));
    let changed = Call::post("twilio", "", &fields.replace("undelivered", "delivered"));
    assert_eq!(changed.with("x-twilio-signature", SIGNATURE).read(), Err(Forged::Unproven));
}

/// One that an administrator described: places and words of their own, and a token shown in either way.
#[test]
fn any_other_gateway() {
    let words = |words: &[&str]| words.iter().map(|word| Cow::Owned((*word).to_owned())).collect::<Vec<_>>().into();
    let shape = ReportShape {
        form: ReportForm::Json,
        reference: Some("/dlr/ref".into()),
        provider_id: Some("/dlr/id".into()),
        status: "/dlr/state".into(),
        delivered: words(&["DELIVRD", "SEEN"]),
        failed: words(&["UNDELIV"]),
        reason: Some("/dlr/why".into()),
    };
    let read = |call: &Call| {
        let proof = Proof::TokenOrBearer(TOKEN.into());
        let mut gateway = spryng::gateway(common(), &"key".into(), spryng::ROUTE, None);
        gateway.name = "ours".to_owned();
        gateway.reports = Some(ReportSettings { proof, shape: shape.clone() });
        let url = call.url();
        let header = |name: &str| call.headers.get(name).map(String::as_str);
        let seen = CallBack { gateway: call.gateway, url: &url, header: &header, body: call.body.as_bytes() };
        Reports::take_from(&mut [gateway]).read(&seen, HandClock::new().now())
    };
    let body = |state: &str| json!({ "dlr": { "ref": "abc", "id": "17", "state": state, "why": "EXPIRED" } });
    let bearer = |state: &str| Call::post("ours", "", &body(state)).with("authorization", format!("Bearer {TOKEN}"));
    assert_eq!(read(&bearer("DELIVRD")), delivered("abc"));
    assert_eq!(read(&bearer("SEEN")), delivered("abc"));
    assert_eq!(read(&bearer("UNDELIV")), failed("abc", "EXPIRED"));
    assert_eq!(read(&bearer("ACCEPTD")), Ok(None), "not the end");
    assert_eq!(read(&Call::post("ours", &format!("token={TOKEN}"), &body("DELIVRD"))), delivered("abc"));
    let wrong = Call::post("ours", "token=wrong", &body("DELIVRD"));
    for forged in [wrong.clone(), wrong.with("authorization", "Bearer wrong"), Call::post("ours", "", &body("DELIVRD"))]
    {
        assert_eq!(read(&forged), Err(Forged::Unproven));
    }
    assert_eq!(read(&Call::post("ours", &format!("token={TOKEN}"), &json!({}))), Err(Forged::Malformed));
}

#[test]
fn a_gateway_that_does_not_report_is_not_heard() {
    assert_eq!(Call::get("generic", &format!("token={TOKEN}")).read(), Err(Forged::Unknown));
    let silent = spryng::gateway(common(), &"key".into(), spryng::ROUTE, None);
    assert!(silent.reports.is_none());
}
