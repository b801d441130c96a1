//! `sluis check`: the configuration, judged as `serve` would judge it.

use std::path::Path;
use std::sync::Arc;

use idp_adapters::clock::SystemClock;
use idp_adapters::mail::Smtp;
use idp_adapters::measured::Messages;
use idp_adapters::outbound::Outbound;
use idp_adapters::sms::Gateways;

use super::failure::Failure;
use super::output::{complain, say};
use super::{load, rendered};
use crate::causes;
use crate::config::{Config, Severity, Transient};

/// Checks the configuration. Warnings do not fail it.
pub(super) fn run(path: &Path) -> Result<(), Failure> {
    let config = load(path)?;
    if !config.warnings.0.is_empty() {
        complain(rendered(&config.warnings, Severity::Warning).trim_end());
    }
    let clients: Vec<_> = config.clients.iter().map(|client| client.id.as_str()).collect();
    let clients = if clients.is_empty() { "no clients".to_owned() } else { format!("clients {}", clients.join(", ")) };
    let right = format!("{} is right: {} with {clients}", path.display(), config.issuer.as_str());
    check_parts(config)?;
    say(&right);
    Ok(())
}

/// Makes what the configuration describes, without using it: a theme has pages and a certificate has a form.
fn check_parts(config: Config) -> Result<(), Failure> {
    let unusable =
        |key: &str, error: &dyn std::error::Error| Failure::Usage(format!("{key}: {}", causes::chain(error)));
    config.theme.load().map_err(|error| unusable("theme", &error))?;
    Outbound::new(&config.outbound).map_err(|error| unusable("outbound", &error))?;
    if let Transient::Redis(redis) = config.transient {
        redis.check().map_err(|error| unusable("transient", &error))?;
    }
    if let Some(mail) = config.mail {
        Smtp::new(mail, Arc::new(SystemClock)).map_err(|error| unusable("mail", &error))?;
    }
    if let Some(sms) = config.sms {
        Gateways::new(sms.gateways, Arc::new(SystemClock), Messages::default())
            .map_err(|error| unusable("sms", &error))?;
    }
    Ok(())
}
