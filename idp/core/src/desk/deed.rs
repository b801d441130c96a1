//! An act with what it needs to be done.

use super::{Act, Said};
use crate::account::{EmailAddress, InvalidPhone, PhoneNumber};

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Puts this number on record.
    CorrectPhone(PhoneNumber),
    /// Puts this address on record.
    CorrectEmail(EmailAddress),
    /// Any other act, which needs nothing more.
    Plain(Act),
}

impl Deed {
    /// Takes what was typed for an act. Only a number or an address is typed.
    pub fn parse(act: Act, typed: &str, countries: &[String]) -> Result<Self, Said> {
        match act {
            Act::CorrectPhone => match PhoneNumber::parse(typed, countries) {
                Ok(number) => Ok(Self::CorrectPhone(number)),
                Err(InvalidPhone::Malformed) => Err(Said::PhoneMalformed),
                Err(InvalidPhone::NotMobile) => Err(Said::PhoneNotMobile),
                Err(InvalidPhone::Country) => Err(Said::PhoneCountry),
            },
            Act::CorrectEmail => EmailAddress::parse(typed).map(Self::CorrectEmail).map_err(|_| Said::EmailMalformed),
            other => Ok(Self::Plain(other)),
        }
    }

    /// What a store kept.
    pub fn from_store(act: Act, value: Option<String>) -> Option<Self> {
        match (act, value) {
            (Act::CorrectPhone, Some(number)) => Some(Self::CorrectPhone(PhoneNumber::from_store(number))),
            (Act::CorrectEmail, Some(address)) => Some(Self::CorrectEmail(EmailAddress::from_store(address))),
            (Act::CorrectPhone | Act::CorrectEmail, None) => None,
            (other, _) => Some(Self::Plain(other)),
        }
    }

    /// Which act.
    pub fn act(&self) -> Act {
        match self {
            Self::CorrectPhone(_) => Act::CorrectPhone,
            Self::CorrectEmail(_) => Act::CorrectEmail,
            Self::Plain(act) => *act,
        }
    }

    /// The whole number or address: for the sealed column, and for who approves it.
    pub fn reveal(&self) -> Option<&str> {
        match self {
            Self::CorrectPhone(number) => Some(number.reveal()),
            Self::CorrectEmail(address) => Some(address.reveal()),
            Self::Plain(_) => None,
        }
    }

    /// What may be shown of it.
    pub fn masked(&self) -> Option<String> {
        match self {
            Self::CorrectPhone(number) => Some(number.masked()),
            Self::CorrectEmail(address) => Some(address.masked()),
            Self::Plain(_) => None,
        }
    }
}
