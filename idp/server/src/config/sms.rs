//! `sms`: which gateways send SMS messages, in which order, as whom, and to which countries.

use std::collections::BTreeMap;

use idp_adapters::sms::GatewaySettings;
use idp_core::provider::Issuer;
use schemars::JsonSchema;
use serde::Deserialize;

use super::check::{Checker, Refusal, Text};
use super::spanned::Spanned;

mod generic;
mod generic_reports;
mod presets;

use generic::GenericSection;
use presets::{CmSection, MessageBirdSection, NotifyNlSection, SpryngSection, TwilioSection};

/// `sms` as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SmsSection {
    /// What phones show as the sender: 3 to 11 letters and digits.
    sender: Text,
    /// To which countries messages go, as ISO 3166 codes; `[NL]` if left out.
    countries: Option<Vec<Text>>,
    /// What a message costs, in euro cents, by the name of the gateway: for the report of the service desk.
    #[serde(default)]
    cents_per_message: BTreeMap<String, Spanned<f64>>,
    /// The gateways, in the order in which they are tried.
    gateways: Spanned<Vec<Spanned<GatewaySection>>>,
}

/// One of `sms.gateways` as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum GatewaySection {
    /// Spryng.
    Spryng(SpryngSection),
    /// CM.com.
    Cm(CmSection),
    /// NotifyNL, of the Dutch government.
    NotifyNl(NotifyNlSection),
    /// MessageBird, the classic API.
    MessageBird(MessageBirdSection),
    /// Twilio.
    Twilio(TwilioSection),
    /// Any other that takes JSON or a form over HTTPS.
    #[serde(alias = "http")]
    Generic(Box<GenericSection>),
}

/// So many can be tried within the time that a delivery may take.
const MOST: usize = 5;

/// SMS.
pub struct Sms {
    /// To which countries messages go (ISO 3166 codes).
    pub countries: Vec<String>,
    /// What a message costs, in euro cents, by the name of the gateway.
    pub cents_per_message: BTreeMap<String, f64>,
    /// The gateways, in the order in which they are tried.
    pub gateways: Vec<GatewaySettings>,
}

impl Sms {
    /// Where messages go unless it is configured otherwise.
    pub(super) fn default_countries() -> Vec<String> {
        vec!["NL".to_owned()]
    }
}

impl SmsSection {
    pub(super) fn check(&self, issuer: Option<&Issuer>, checker: &mut Checker<'_>) -> Option<Sms> {
        let sender = checker.take("sms.sender", &self.sender, |written| sender(written));
        let countries = match &self.countries {
            Some(written) => checker.take_all("sms.countries", written, |code| country(code)),
            None => Some(Sms::default_countries()),
        };
        if !(1..=MOST).contains(&self.gateways.value.len()) {
            let message = format!("must be a list of one to {MOST} gateways");
            let refusal = Refusal::new(message, "gateways: [{spryng: {api_key_file: secrets/spryng.key}}]");
            checker.refuse("sms.gateways", &self.gateways, refusal);
        }
        // Collected first, so that a fault does not hide those behind it.
        let gateways: Vec<_> = self
            .gateways
            .value
            .iter()
            .enumerate()
            .map(|(n, written)| {
                let place = Place { key: format!("sms.gateways[{n}].{}", written.value.kind()), issuer };
                let from = sender.clone().unwrap_or_default();
                Some((written, written.value.check(&place, from, checker)?))
            })
            .collect();
        let gateways = gateways.into_iter().collect::<Option<Vec<_>>>()?;
        for (n, (written, gateway)) in gateways.iter().enumerate() {
            if gateways[..n].iter().any(|(_, before)| before.name == gateway.name) {
                let message = format!("there is a gateway called `{}` before it", gateway.name);
                let hint = "each stands here once; another generic one gets a name of its own";
                checker.refuse(&format!("sms.gateways[{n}]"), written, Refusal::new(message, hint));
            }
        }
        let mut cents_per_message = BTreeMap::new();
        for (gateway, written) in &self.cents_per_message {
            let key = format!("sms.cents_per_message.{gateway}");
            let known = gateways.iter().any(|(_, known)| known.name == *gateway);
            let cents = checker.take(&key, written, |cents| cents_of(*cents, known))?;
            cents_per_message.insert(gateway.clone(), cents);
        }
        sender?;
        Some(Sms {
            cents_per_message,
            countries: countries?,
            gateways: gateways.into_iter().map(|(_, gateway)| gateway).collect(),
        })
    }
}

/// Where a gateway is written, and who is told of its messages.
struct Place<'a> {
    key: String,
    issuer: Option<&'a Issuer>,
}

impl Place<'_> {
    fn key(&self, name: &str) -> String {
        format!("{}.{name}", self.key)
    }

    /// Where a gateway can send its reports; none can reach a machine without https.
    fn report_url(&self, gateway: &str) -> Option<String> {
        let issuer = self.issuer.filter(|issuer| issuer.is_https())?;
        Some(issuer.url(&format!("/sms/reports/{gateway}")))
    }
}

impl GatewaySection {
    fn kind(&self) -> &'static str {
        match self {
            Self::Spryng(_) => "spryng",
            Self::Cm(_) => "cm",
            Self::NotifyNl(_) => "notifynl",
            Self::MessageBird(_) => "messagebird",
            Self::Twilio(_) => "twilio",
            Self::Generic(_) => "generic",
        }
    }

    fn check(&self, place: &Place<'_>, from: String, checker: &mut Checker<'_>) -> Option<GatewaySettings> {
        match self {
            Self::Spryng(section) => section.check(place, from, checker),
            Self::Cm(section) => section.check(place, from, checker),
            Self::NotifyNl(section) => section.check(place, from, checker),
            Self::MessageBird(section) => section.check(place, from, checker),
            Self::Twilio(section) => section.check(place, from, checker),
            Self::Generic(section) => section.check(place, from, checker),
        }
    }
}

fn sender(written: &str) -> Result<String, Refusal> {
    let fits = (3..=11).contains(&written.len()) && written.bytes().all(|b| b.is_ascii_alphanumeric());
    if fits && written.bytes().any(|b| b.is_ascii_alphabetic()) {
        Ok(written.to_owned())
    } else {
        let message = format!("`{written}` is not a sender that phones can show");
        Err(Refusal::new(message, "3 to 11 letters and digits, not digits alone: KOOPCAMP"))
    }
}

fn cents_of(written: f64, known: bool) -> Result<f64, Refusal> {
    if !known {
        return Err(Refusal::new(
            "no gateway here has this name",
            "write the name of one of `sms.gateways`: spryng: 7.5",
        ));
    }
    match (0.0..=1_000.0).contains(&written) {
        true => Ok(written),
        false => {
            Err(Refusal::new(format!("`{written}` is no price of a message"), "write euro cents, from 0 to 1000: 7.5"))
        }
    }
}

fn country(written: &str) -> Result<String, Refusal> {
    if written.len() == 2 && written.bytes().all(|b| b.is_ascii_uppercase()) {
        Ok(written.to_owned())
    } else {
        Err(Refusal::new(format!("`{written}` is not a country"), "write its ISO 3166 code in capitals: [NL, BE]"))
    }
}
