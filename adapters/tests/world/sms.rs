//! SMS gateways over real HTTP.

mod failing;
mod fake;
mod one;
mod presets;
mod reports;

use std::sync::Arc;

use idp_adapters::measured::Messages;
use idp_adapters::sms::{AnswerShape, Authentication, Body, GatewaySettings, Gateways, InvalidGateway, NumberFormat};
use serde_json::json;

use super::{HandClock, email, sms};
use fake::Fake;

/// A gateway of no provider that we know.
fn settings(name: &str, url: &str) -> GatewaySettings {
    let body = json!({ "recipients": ["{to}"], "originator": "{from}", "body": "{text}", "reference": "{reference}" });
    GatewaySettings {
        name: name.into(),
        url: url.parse().expect("a URL"),
        authentication: Authentication::Headers,
        headers: vec![("Authorization".into(), "AccessKey hunter2".into())],
        body: Body::Json(body),
        from: "Sluis".into(),
        answer: AnswerShape::default(),
        number_format: NumberFormat::WithPlus,
        reports: None,
        root_certificate: None,
    }
}

fn gateways(settings: Vec<GatewaySettings>) -> Result<(Gateways, Arc<HandClock>), InvalidGateway> {
    let clock = Arc::new(HandClock::new());
    Ok((Gateways::new(settings, clock.clone(), Messages::default())?, clock))
}
