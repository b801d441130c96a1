//! The gateways that we know: what an administrator says of each is a key or two.

use idp_adapters::sms::presets::{self, Common, cm, messagebird, notifynl, spryng, twilio};
use idp_adapters::sms::{GatewaySettings, NotifyNlKey};
use schemars::JsonSchema;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::Place;
use super::generic::gateway_url;
use crate::config::check::{Checker, Refusal, Text};

/// `spryng` as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SpryngSection {
    /// The file with the API key.
    api_key_file: Text,
    /// The route; `business` if left out.
    route: Option<Text>,
    /// The file with the secret that its reports show.
    report_token_file: Option<Text>,
    /// Another address than its own.
    base_url: Option<Text>,
    /// A PEM file with the certificate of an authority of your own.
    ca_file: Option<Text>,
}

/// `cm` as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CmSection {
    /// The file with the product token.
    product_token_file: Text,
    /// The file with the secret that its reports show.
    report_token_file: Option<Text>,
    /// Another address than its own.
    base_url: Option<Text>,
    /// A PEM file with the certificate of an authority of your own.
    ca_file: Option<Text>,
}

/// `notifynl` as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NotifyNlSection {
    /// The file with the API key.
    api_key_file: Text,
    /// The template, which has `((code))` in it.
    template_id: Text,
    /// The sender, if not the one of the service.
    sms_sender_id: Option<Text>,
    /// The file with the bearer token that its reports show.
    report_token_file: Option<Text>,
    /// Another address than its own.
    base_url: Option<Text>,
    /// A PEM file with the certificate of an authority of your own.
    ca_file: Option<Text>,
}

/// `messagebird` as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MessageBirdSection {
    /// The file with the access key.
    access_key_file: Text,
    /// The file with the key that its reports are signed with.
    signing_key_file: Option<Text>,
    /// Another address than its own.
    base_url: Option<Text>,
    /// A PEM file with the certificate of an authority of your own.
    ca_file: Option<Text>,
}

/// `twilio` as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TwilioSection {
    /// The account.
    account_sid: Text,
    /// The file with its token, with which reports are signed too.
    auth_token_file: Text,
    /// Another address than its own.
    base_url: Option<Text>,
    /// A PEM file with the certificate of an authority of your own.
    ca_file: Option<Text>,
}

impl SpryngSection {
    pub(super) fn check(&self, place: &Place<'_>, from: String, checker: &mut Checker<'_>) -> Option<GatewaySettings> {
        let key = checker.secret(&place.key("api_key_file"), &self.api_key_file);
        let route = self.route.as_ref().map_or(spryng::ROUTE, |route| &route.value);
        let token = report_token(place, self.report_token_file.as_ref(), checker);
        let address = (self.base_url.as_ref(), spryng::BASE_URL);
        let common = common(place, spryng::NAME, from, address, self.ca_file.as_ref(), checker);
        Some(spryng::gateway(common?, &key?, route, token?))
    }
}

impl CmSection {
    pub(super) fn check(&self, place: &Place<'_>, from: String, checker: &mut Checker<'_>) -> Option<GatewaySettings> {
        let key = checker.secret(&place.key("product_token_file"), &self.product_token_file);
        let token = report_token(place, self.report_token_file.as_ref(), checker);
        let address = (self.base_url.as_ref(), cm::BASE_URL);
        let common = common(place, cm::NAME, from, address, self.ca_file.as_ref(), checker);
        Some(cm::gateway(common?, key?, token?))
    }
}

impl NotifyNlSection {
    pub(super) fn check(&self, place: &Place<'_>, from: String, checker: &mut Checker<'_>) -> Option<GatewaySettings> {
        let name = place.key("api_key_file");
        let key = checker.secret(&name, &self.api_key_file);
        let key = key.and_then(|key| {
            let wrong = |error: idp_adapters::sms::InvalidApiKey| Refusal::new(error.to_string(), "copy it whole");
            checker.take(&name, &self.api_key_file, |_| NotifyNlKey::parse(&key).map_err(wrong))
        });
        let template = checker.take(&place.key("template_id"), &self.template_id, |id| uuid(id));
        let sender = match &self.sms_sender_id {
            Some(id) => checker.take(&place.key("sms_sender_id"), id, |id| uuid(id)).map(Some),
            None => Some(None),
        };
        let token = report_token(place, self.report_token_file.as_ref(), checker);
        let address = (self.base_url.as_ref(), notifynl::BASE_URL);
        let common = common(place, notifynl::NAME, from, address, self.ca_file.as_ref(), checker);
        Some(notifynl::gateway(common?, key?, &template?, sender?.as_deref(), token?))
    }
}

impl MessageBirdSection {
    pub(super) fn check(&self, place: &Place<'_>, from: String, checker: &mut Checker<'_>) -> Option<GatewaySettings> {
        let key = checker.secret(&place.key("access_key_file"), &self.access_key_file);
        let signing = long_secret(&place.key("signing_key_file"), self.signing_key_file.as_ref(), checker);
        let address = (self.base_url.as_ref(), messagebird::BASE_URL);
        let common = common(place, messagebird::NAME, from, address, self.ca_file.as_ref(), checker);
        Some(messagebird::gateway(common?, &key?, signing?))
    }
}

impl TwilioSection {
    pub(super) fn check(&self, place: &Place<'_>, from: String, checker: &mut Checker<'_>) -> Option<GatewaySettings> {
        let sid = checker.take(&place.key("account_sid"), &self.account_sid, |sid| {
            let fits = sid.starts_with("AC") && sid.bytes().all(|b| b.is_ascii_alphanumeric());
            let hint = "it begins with AC, and stands on the first page of the console";
            fits.then(|| sid.clone()).ok_or_else(|| Refusal::new(format!("`{sid}` is not an account"), hint))
        });
        let token = checker.secret(&place.key("auth_token_file"), &self.auth_token_file);
        let address = (self.base_url.as_ref(), twilio::BASE_URL);
        let common = common(place, twilio::NAME, from, address, self.ca_file.as_ref(), checker);
        Some(twilio::gateway(common?, &sid?, token?))
    }
}

fn common(
    place: &Place<'_>,
    name: &str,
    from: String,
    (written, usual): (Option<&Text>, &str),
    ca_file: Option<&Text>,
    checker: &mut Checker<'_>,
) -> Option<presets::Common> {
    let base_url = match written {
        Some(written) => checker.take(&place.key("base_url"), written, |url| gateway_url(url)),
        None => gateway_url(usual).ok(),
    };
    let root_certificate = checker.certificate(&place.key("ca_file"), ca_file);
    let report_url = place.report_url(name);
    Some(Common { base_url: base_url?, from, report_url, root_certificate: root_certificate? })
}

fn report_token(place: &Place<'_>, file: Option<&Text>, checker: &mut Checker<'_>) -> Option<Option<SecretString>> {
    long_secret(&place.key("report_token_file"), file, checker)
}

/// No secret that lets a report in may be one that can be guessed.
const SHORTEST: usize = 32;

pub(super) fn long_secret(key: &str, file: Option<&Text>, checker: &mut Checker<'_>) -> Option<Option<SecretString>> {
    let Some(file) = file else { return Some(None) };
    let secret = checker.secret(key, file)?;
    checker.take(key, file, |_| {
        if secret.expose_secret().len() < SHORTEST {
            let hint = "where you choose it yourself: openssl rand -hex 32";
            Err(Refusal::new(format!("the secret has fewer than {SHORTEST} characters"), hint))
        } else {
            Ok(Some(secret.clone()))
        }
    })
}

fn uuid(written: &str) -> Result<String, Refusal> {
    let fits = written.len() == 36 && written.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    let hint = "copy it from NotifyNL: xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    fits.then(|| written.to_owned()).ok_or_else(|| Refusal::new(format!("`{written}` is not an id"), hint))
}
