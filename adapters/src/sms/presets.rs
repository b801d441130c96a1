//! The gateways that we know: for each one where it is, what it wants to be told, how it answers and how it reports, from the
//! documentation of its makers. Data, and no more: [`super::Gateways`] and [`super::Reports`] do the work.

use std::path::PathBuf;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

pub mod cm;
pub mod messagebird;
pub mod notifynl;
pub mod spryng;
pub mod twilio;

/// What every gateway is told.
pub struct Common {
    /// Where it is: its own address, or that of a test or a sandbox.
    pub base_url: Url,
    /// The sender that phones show.
    pub from: String,
    /// Where its reports can be sent, for a gateway that is told so with each message.
    pub report_url: Option<String>,
    /// The authority of our own that it is certified by, if so.
    pub root_certificate: Option<PathBuf>,
}

/// A URL below a base.
fn below(base: &Url, path: &str) -> Url {
    let mut url = base.clone();
    url.set_path(&format!("{}{path}", base.path().trim_end_matches('/')));
    url
}

fn header(name: &str, scheme: &str, secret: &SecretString) -> Vec<(String, SecretString)> {
    vec![(name.to_owned(), format!("{scheme}{}", secret.expose_secret()).into())]
}
