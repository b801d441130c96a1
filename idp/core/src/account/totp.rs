//! Codes of six digits: the authenticator's (RFC 6238) and the sent ones.

use std::fmt;

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use totp_rs::{Algorithm, Builder, Secret, Totp};

use super::SecretBytes;
use crate::port::Rng;

/// The key an authenticator app shares with us: 160 bits. SHA-1, six digits and 30 seconds are the set that every app
/// takes; one step of drift either way is forgiven.
#[derive(Clone)]
pub struct TotpSecret(SecretBytes);

impl TotpSecret {
    /// Draws a new key.
    pub fn generate(rng: &dyn Rng) -> Self {
        let mut bytes = vec![0; 20];
        rng.fill(&mut bytes);
        Self(SecretBytes::new(bytes))
    }

    /// A key as a store opened it.
    pub fn from_store(bytes: Vec<u8>) -> Self {
        Self(SecretBytes::new(bytes))
    }

    /// The key, for the sealed column.
    pub fn reveal(&self) -> &[u8] {
        &self.0
    }

    /// The key in base32, for the person to scan or to type.
    pub fn base32(&self) -> String {
        Secret::from(self.reveal().to_vec()).to_base32()
    }

    /// The time step whose code this is, if it is one of the three that count now. The caller must accept a step only
    /// once, and none before the last (`Accounts::accept_step`).
    pub fn matching_step(&self, code: &OneTimeCode, now: Timestamp) -> Option<u64> {
        let now = u64::try_from(now.as_second()).ok()?;
        self.totp("", "")?.check(code.reveal(), now)
    }

    /// The code at a moment: what the app shows. For the demo's page and for tests.
    pub fn code_at(&self, now: Timestamp) -> Option<String> {
        let now = u64::try_from(now.as_second()).ok()?;
        Some(self.totp("", "")?.generate(now).to_string())
    }

    /// The `otpauth://` link for the app, labelled with who we are and the account's name.
    pub fn uri(&self, issuer: &str, account: &str) -> Option<String> {
        // A colon separates the two in the label, so neither may have one.
        self.totp(&issuer.replace(':', " "), &account.replace(':', " "))?.to_url().ok()
    }

    fn totp(&self, issuer: &str, account: &str) -> Option<Totp> {
        let issuer = (!issuer.is_empty()).then_some(issuer);
        let builder = Builder::new().with_algorithm(Algorithm::SHA1).with_digits(6).with_skew(1).with_step_duration(30);
        builder.with_secret(self.reveal().to_vec()).with_account_name(account).with_issuer(issuer).build().ok()
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// Written only into a transaction, which a store outside of the process keeps sealed.
impl Serialize for TotpSecret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.base32())
    }
}

impl<'de> Deserialize<'de> for TotpSecret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let secret = Secret::try_from_base32(&text).map_err(serde::de::Error::custom)?;
        Ok(Self::from_store(secret.as_bytes().to_vec()))
    }
}

/// Six digits.
#[derive(Clone)]
pub struct OneTimeCode(SecretString);

impl OneTimeCode {
    /// Draws a code, uniform over 000000 to 999999.
    pub fn generate(rng: &dyn Rng) -> Self {
        // Rejection sampling: 4,294,000,000 is the largest multiple of a million below 2^32.
        loop {
            let mut bytes = [0; 4];
            rng.fill(&mut bytes);
            let n = u32::from_le_bytes(bytes);
            if n < 4_294_000_000 {
                return Self(format!("{:06}", n % 1_000_000).into());
            }
        }
    }

    /// Reads what a person typed or pasted; spaces and dashes are forgiven. `None` unless six digits are left.
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > 64 {
            return None;
        }
        let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        (digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit())).then(|| Self(digits.into()))
    }

    /// The digits, for the message and the comparison only.
    pub fn reveal(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for OneTimeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[code]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time")
    }

    #[test]
    fn rfc_6238_appendix_b() {
        let secret = TotpSecret::from_store(b"12345678901234567890".to_vec());
        assert_eq!(secret.code_at(at(59)).as_deref(), Some("287082"));
        assert_eq!(secret.code_at(at(1_111_111_109)).as_deref(), Some("081804"));
    }

    #[test]
    fn one_step_of_drift_either_way_and_no_more() {
        let secret = TotpSecret::from_store(b"12345678901234567890".to_vec());
        let code = OneTimeCode::parse(&secret.code_at(at(3000)).expect("a code")).expect("six digits");
        let step = |second| secret.matching_step(&code, at(second));
        assert_eq!((step(2970), step(3000), step(3030)), (Some(100), Some(100), Some(100)));
        assert_eq!((step(2969), step(3060)), (None, None));
    }

    #[test]
    fn spaces_and_dashes_are_forgiven() {
        for typed in ["123456", "123 456", " 123-456\n", "1 2 3 4 5 6"] {
            assert_eq!(OneTimeCode::parse(typed).map(|c| c.reveal().to_owned()), Some("123456".into()), "{typed:?}");
        }
        for bad in ["", "12345", "1234567", "12345a", "１２３４５６"] {
            assert!(OneTimeCode::parse(bad).is_none(), "{bad:?}");
        }
    }

    #[test]
    fn the_app_gets_a_link_with_our_name_and_the_default_parameters_left_out() {
        let secret = TotpSecret::from_store(vec![0; 20]);
        let uri = secret.uri("CAM: preproductie", "jan").expect("a link");
        assert!(uri.starts_with("otpauth://totp/CAM"), "{uri}");
        assert!(!uri.contains("SHA256"), "{uri}");
    }
}
