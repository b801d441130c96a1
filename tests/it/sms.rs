//! SMS by several gateways, over TLS with an authority of our own, and what they report.

use std::sync::Arc;

use idp_adapters::clock::SystemClock;
use idp_adapters::measured::Messages;
use idp_adapters::rng::SystemRng;
use idp_adapters::sms::{AnswerShape, Authentication, Body, GatewaySettings, Gateways, NumberFormat};
use idp_core::account::PhoneNumber;
use idp_core::audit::Code;
use idp_core::id::MessageId;
use idp_core::message::{Outgoing, Recipient, Rendered};
use idp_core::port::{Clock, Deliver};
use jiff::SignedDuration;
use serde_json::json;

use crate::support::gateway::Gateway;
use crate::support::tls::Authority;
use crate::support::{Person, Server};

const TOKEN: &str = "b1946ac92492d2347c6235b4d2611184b1946ac9";

/// A server with these gateways instead of its usual one.
async fn with_gateways(gateways: &str) -> Server {
    let mut server = Server::start().await;
    server.write("secrets/key", "the-key-of-the-gateway");
    server.write("secrets/token", TOKEN);
    let usual = std::fs::read_to_string(server.folder().join("sluis.yaml")).expect("the configuration");
    let (before, rest) = usual.split_once("  gateways:\n").expect("gateways");
    let (_, after) = rest.split_once("theme:").expect("what follows");
    server.write("sluis.yaml", &format!("{before}  gateways:\n{gateways}theme:{after}"));
    server.restart().await;
    server
}

#[tokio::test]
async fn a_code_goes_by_the_next_gateway_and_its_report_is_shown_to_the_service_desk() {
    let sms = Gateway::start().await;
    let server = with_gateways(&format!(
        "    - cm: {{product_token_file: secrets/key, base_url: \"http://127.0.0.1:9\"}}\n    \
         - spryng: {{api_key_file: secrets/key, report_token_file: secrets/token, base_url: \"http://127.0.0.1:{}\"}}\n",
        sms.port
    ))
    .await;
    Person::named("jan").phone("+31612345678").add(server.provider()).await;
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, "jan").await;
    assert_eq!(page.prompt(), "sms_code");
    let code = sms.code(1).await;
    let message = &sms.messages()[0];
    assert_eq!((&message["recipients"][0], &message["originator"]), (&"31612345678".into(), &"KOOPCAME".into()));
    let reference = message["reference"].as_str().expect("a reference").to_owned();

    let report = async |query: String| {
        let url = format!("{}/sms/reports/spryng?{query}", server.issuer);
        browser.http.get(url).send().await.expect("an answer").status().as_u16()
    };
    for (query, status) in [
        (format!("STATUS=20&REFERENCE={reference}"), 403),
        (format!("token=wrong&STATUS=20&REFERENCE={reference}"), 403),
        (format!("token={TOKEN}&STATUS=20&REFERENCE=somethingelse"), 204),
        (format!("token={TOKEN}&REFERENCE={reference}"), 400),
    ] {
        assert_eq!(report(query.clone()).await, status, "{query}");
    }
    let nobody = browser.http.post(format!("{}/sms/reports/cm?token={TOKEN}", server.issuer)).body("{}").send().await;
    assert_eq!(nobody.expect("an answer").status(), 404, "it has no token, so it does not report");
    let shown = async || {
        let output = server.command(&["user", "show", "jan"], "").await;
        String::from_utf8(output.stdout).expect("text")
    };
    let before = shown().await;
    assert!(before.contains("spryng") && before.contains("accepted"), "{before}");

    assert_eq!(report(format!("token={TOKEN}&STATUS=10&REASONCODE=0&REFERENCE={reference}")).await, 204);
    let after = shown().await;
    assert!(after.contains("delivered") && after.contains("** ** ** 78"), "{after}");
    assert!(!after.contains("612345678") && !after.contains(&code), "{after}");
    assert_eq!(server.recorded(Code::MessageQueued).await.len(), 1);
    assert!(server.sms.messages().is_empty());
}

#[tokio::test]
async fn a_gateway_must_have_the_right_certificate() {
    let (ours, stranger) = (Authority::new(), Authority::new());
    let sms = Gateway::over_tls(&ours.certify()).await;
    for (authority, taken) in [(&stranger, false), (&ours, true)] {
        let folder = tempfile::TempDir::new().expect("a folder");
        let file = folder.path().join("ca.pem");
        std::fs::write(&file, authority.pem()).expect("a file");
        let mut settings = generic(&format!("https://localhost:{}/messages", sms.port));
        settings.root_certificate = Some(file);
        let gateways =
            Gateways::new(vec![settings], Arc::new(SystemClock), Messages::default()).expect("sound settings");
        let outcome = gateways.deliver(&message()).await;
        assert_eq!(outcome.is_ok(), taken);
        assert_eq!(sms.messages().len(), usize::from(taken));
    }
}

fn generic(url: &str) -> GatewaySettings {
    GatewaySettings {
        name: "generic".to_owned(),
        url: url.parse().expect("a URL"),
        authentication: Authentication::Headers,
        headers: Vec::new(),
        body: Body::Json(json!({ "to": "{to}", "text": "{text}" })),
        from: "KOOP".to_owned(),
        answer: AnswerShape::default(),
        number_format: NumberFormat::WithPlus,
        reports: None,
        root_certificate: None,
    }
}

fn message() -> Outgoing {
    Outgoing {
        id: MessageId::generate(&SystemRng),
        to: Recipient::Phone(PhoneNumber::from_store("+31612345678".to_owned())),
        rendered: Rendered { subject: None, text: "Uw code is 123456".to_owned(), html: None, code: None },
        expires_at: SystemClock.now() + SignedDuration::from_mins(15),
    }
}
