//! How a person is reached: a phone number or an e-mail address, and whether it was proven.

use std::fmt;

use phonenumber::{Mode, country::Id as Country};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use super::same_secret;

/// A way to reach a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact<T> {
    /// The number or address.
    pub value: T,
    /// Whether the person proved exactly this value with a code. An imported value is on record but not verified.
    pub verified: bool,
}

/// A phone number that can receive an SMS, in E.164. It prints masked.
#[derive(Clone)]
pub struct PhoneNumber(SecretString);

/// Why a phone number was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InvalidPhone {
    /// It is no phone number.
    #[error("this is not a phone number")]
    Malformed,
    /// It is one, but cannot receive an SMS.
    #[error("this number cannot receive an SMS")]
    NotMobile,
    /// It is in a country to which no SMS goes.
    #[error("no SMS is sent to this country")]
    Country,
}

impl PhoneNumber {
    /// Reads a number as people write it (`06 12 34 56 78`, `+31612345678`, `0031 6…`); without a country code it is
    /// Dutch. `countries` are ISO 3166 codes; a number elsewhere is refused.
    pub fn parse(typed: &str, countries: &[String]) -> Result<Self, InvalidPhone> {
        let typed = typed.trim();
        if typed.len() > 40 || typed.chars().any(|c| c.is_alphabetic()) {
            return Err(InvalidPhone::Malformed);
        }
        let typed = typed.strip_prefix("00").map_or_else(|| typed.to_owned(), |rest| format!("+{rest}"));
        let number = phonenumber::parse(Some(Country::NL), typed).map_err(|_| InvalidPhone::Malformed)?;
        if !phonenumber::is_valid(&number) {
            return Err(InvalidPhone::Malformed);
        }
        let country = number.country().id().map(|id| id.as_ref().to_owned());
        if !country.is_some_and(|code| countries.contains(&code)) {
            return Err(InvalidPhone::Country);
        }
        let number = number.format().mode(Mode::E164).to_string();
        // The metadata knows types of Dutch numbers loosely; mobile numbers are +316, without 60, 67 and 69 (KPN).
        if let Some(dutch) = number.strip_prefix("+31")
            && (!dutch.starts_with('6') || ["60", "67", "69"].iter().any(|block| dutch.starts_with(block)))
        {
            return Err(InvalidPhone::NotMobile);
        }
        Ok(Self(number.into()))
    }

    /// A number as a store wrote it: E.164 already.
    pub fn from_store(e164: String) -> Self {
        Self(e164.into())
    }

    /// The full number, for the gateway and the sealed column only.
    pub fn reveal(&self) -> &str {
        self.0.expose_secret()
    }

    /// What pages and logs may show: the last two digits.
    pub fn masked(&self) -> String {
        let number = self.reveal();
        let tail = number.get(number.len().saturating_sub(2)..).unwrap_or_default();
        format!("** ** ** {tail}")
    }
}

/// An e-mail address. It prints masked.
#[derive(Clone)]
pub struct EmailAddress(SecretString);

/// The address has no shape that mail can be sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("this is not an e-mail address")]
pub struct InvalidEmail;

impl EmailAddress {
    /// Checks the shape `local@domain.tld`; the mail server has the last word. Keeps the spelling.
    pub fn parse(typed: &str) -> Result<Self, InvalidEmail> {
        let typed = typed.trim();
        let (local, domain) = typed.rsplit_once('@').ok_or(InvalidEmail)?;
        let clean = |part: &str| {
            !part.is_empty()
                && !part.chars().any(|c| c.is_control() || c.is_whitespace() || "<>,;:\"()[]\\".contains(c))
        };
        let dotted = domain.contains('.') && domain.split('.').all(|label| !label.is_empty());
        if typed.len() <= 254 && clean(local) && !local.contains('@') && clean(domain) && dotted {
            Ok(Self(typed.into()))
        } else {
            Err(InvalidEmail)
        }
    }

    /// An address as a store wrote it.
    pub fn from_store(address: String) -> Self {
        Self(address.into())
    }

    /// The full address, for the mail server, the sealed column and the `email` claim only.
    pub fn reveal(&self) -> &str {
        self.0.expose_secret()
    }

    /// What pages and logs may show: the first letter and the domain.
    pub fn masked(&self) -> String {
        match self.reveal().rsplit_once('@') {
            Some((local, domain)) => format!("{}***@{domain}", local.chars().next().unwrap_or('*')),
            None => "***".to_owned(),
        }
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl PartialEq for PhoneNumber {
    fn eq(&self, other: &Self) -> bool {
        same_secret(&self.0, &other.0)
    }
}

impl Eq for PhoneNumber {}

impl PartialEq for EmailAddress {
    fn eq(&self, other: &Self) -> bool {
        same_secret(&self.0, &other.0)
    }
}

impl Eq for EmailAddress {}

/// Written only into a transaction, which a store outside of the process keeps sealed.
impl Serialize for EmailAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.reveal())
    }
}

impl<'de> Deserialize<'de> for EmailAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from_store(String::deserialize(deserializer)?))
    }
}

/// Written only into a transaction, which a store outside of the process keeps sealed.
impl Serialize for PhoneNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.reveal())
    }
}

impl<'de> Deserialize<'de> for PhoneNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from_store(String::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phone(typed: &str) -> Result<String, InvalidPhone> {
        PhoneNumber::parse(typed, &["NL".to_owned()]).map(|p| p.reveal().to_owned())
    }

    #[test]
    fn a_number_is_read_as_people_write_it() {
        for typed in
            ["06 12 34 56 78", "0612345678", "+31612345678", "0031 6 1234 5678", "06-12345678", "(06) 12345678"]
        {
            assert_eq!(phone(typed).as_deref(), Ok("+31612345678"), "{typed}");
        }
    }

    #[test]
    fn a_number_that_cannot_get_an_sms_is_refused_with_its_reason() {
        assert_eq!(phone("hallo"), Err(InvalidPhone::Malformed));
        assert_eq!(phone(""), Err(InvalidPhone::Malformed));
        assert_eq!(phone("061234567"), Err(InvalidPhone::Malformed));
        assert_eq!(phone("070 7000526"), Err(InvalidPhone::NotMobile));
        assert_eq!(phone("+49 1512 3456789"), Err(InvalidPhone::Country));
        assert_eq!(phone(&"1".repeat(1000)), Err(InvalidPhone::Malformed));
    }

    #[test]
    fn contacts_print_masked() {
        let number = PhoneNumber::from_store("+31612345678".into());
        assert_eq!(format!("{number:?}"), "** ** ** 78");
        let address = EmailAddress::parse(" jan@gemeente.nl ").expect("an address");
        assert_eq!(format!("{address:?}"), "j***@gemeente.nl");
    }

    #[test]
    fn an_address_needs_its_shape() {
        for bad in ["", "jan", "jan@", "@x.nl", "jan@x", "jan@x..nl", "a b@x.nl", "a\n@x.nl", "a@b@x.nl", "<a>@x.nl"] {
            assert!(EmailAddress::parse(bad).is_err(), "{bad}");
        }
    }
}
