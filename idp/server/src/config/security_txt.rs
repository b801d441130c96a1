//! `security_txt`: whom to tell of a weakness here (RFC 9116). Without it there is no such file.

use std::time::Duration;

use idp_adapters::clock::SystemClock;
use idp_core::port::Clock;
use idp_core::provider::Issuer;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::check::{Checker, Refusal, Text};

/// An end that is nearer than this needs somebody's attention.
const NEAR: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// RFC 9116 2.5.5: less than a year ahead is recommended.
const FAR: Duration = Duration::from_secs(366 * 24 * 60 * 60);

/// `security_txt` as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SecurityTxtSection {
    /// Where to report, the best way first: `mailto:`, `https:` or `tel:`.
    contact: Vec<Text>,
    /// When this must have been looked at again, such as `2027-06-30T00:00:00Z`.
    expires: Text,
    /// The page that says what happens with a report.
    policy: Option<Text>,
    /// The languages that are read there, such as `nl`.
    #[serde(default)]
    languages: Vec<Text>,
}

impl SecurityTxtSection {
    /// The file as it is served.
    pub(super) fn check(&self, issuer: Option<&Issuer>, checker: &mut Checker<'_>) -> Option<String> {
        let contacts = checker.take_all("security_txt.contact", &self.contact, |written| {
            uri(written, &["mailto", "https", "tel"], "mailto:security@example.nl or https://example.nl/melden")
        });
        if self.contact.is_empty() {
            let refusal = Refusal::new("security_txt.contact names nobody", "name one, or leave security_txt out");
            checker.refuse("security_txt.contact", &self.expires, refusal);
        }
        let expires = checker.take("security_txt.expires", &self.expires, |written| {
            let hint = "write it as 2027-06-30T00:00:00Z";
            written.parse::<Timestamp>().map_err(|_| Refusal::new(format!("`{written}` is not a time"), hint))
        });
        if let Some(concern) = expires.and_then(|expires| concern(expires, SystemClock.now())) {
            checker.warn("security_txt.expires", &self.expires, concern);
        }
        let policy = checker.take_or("security_txt.policy", self.policy.as_ref(), None, |written| {
            uri(written, &["https"], "https://example.nl/kwetsbaarheden").map(Some)
        });
        let languages = checker.take_all("security_txt.languages", &self.languages, |written| language(written));
        let (contacts, expires, policy, languages) = (contacts?, expires?, policy?, languages?);

        let mut lines: Vec<_> = contacts.iter().map(|contact| format!("Contact: {contact}")).collect();
        lines.push(format!("Expires: {expires}"));
        lines.extend(policy.map(|policy| format!("Policy: {policy}")));
        if !languages.is_empty() {
            lines.push(format!("Preferred-Languages: {}", languages.join(", ")));
        }
        lines.push(format!("Canonical: {}/.well-known/security.txt", issuer?.as_str()));
        Some(lines.join("\n") + "\n")
    }
}

/// What somebody should do about this end.
fn concern(expires: Timestamp, now: Timestamp) -> Option<Refusal> {
    let hint = "see whether the rest is still right, and write a day within a year";
    if expires <= now {
        Some(Refusal::new("is over: nobody may rely on the file any more", hint))
    } else if expires < now + NEAR {
        Some(Refusal::new("is within a month", hint))
    } else if expires > now + FAR {
        Some(Refusal::new("is more than a year ahead", hint))
    } else {
        None
    }
}

/// A URI of one of these kinds, in one line of ASCII as the file has it.
fn uri(written: &str, schemes: &[&str], example: &str) -> Result<String, Refusal> {
    let refuse =
        || Refusal::new(format!("`{written}` is not a way to reach somebody"), format!("write it as {example}"));
    let url = Url::parse(written).map_err(|_| refuse())?;
    let fits = schemes.contains(&url.scheme()) && written.bytes().all(|byte| byte.is_ascii_graphic());
    fits.then(|| written.to_owned()).ok_or_else(refuse)
}

/// A language tag (RFC 5646), as far as one needs to look at it.
fn language(written: &str) -> Result<String, Refusal> {
    let is_part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let fits = written.split('-').all(is_part) && written.starts_with(|first: char| first.is_ascii_alphabetic());
    let refuse = || Refusal::new(format!("`{written}` is not the tag of a language"), "write it as nl or en");
    fits.then(|| written.to_owned()).ok_or_else(refuse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_that_is_over_near_or_far_is_told() {
        let now = Timestamp::from_second(1_800_000_000).expect("a time");
        let told = |days: i64| concern(now + jiff::SignedDuration::from_hours(24 * days), now).is_some();
        for (days, expected) in [(-1, true), (0, true), (29, true), (31, false), (364, false), (400, true)] {
            assert_eq!(told(days), expected, "{days} days from now");
        }
    }
}
