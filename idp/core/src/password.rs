//! Passwords that people choose themselves: by a link in a mail, or on their own page. Whatever the way, the rules are the
//! same, every session ends, none begins, and the person is told.
//!
//! - [`forgotten`] sends a link to who says that they forgot theirs.
//! - [`by_link`] sets the password of who has a link.
//! - [`change`] sets the password of who is logged in and knows the one before.

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};

use crate::account::{Account, NewPassword, PasswordHash, PasswordRules, UnfitPassword, normalised};
use crate::audit::{Code, Event, Origin};
use crate::lifetimes;
use crate::locale::Locale;
use crate::message::{Message, Recipient};
use crate::port::{Answer, Unavailable};
use crate::provider::Provider;
use crate::sending;

pub mod by_link;
pub mod change;
pub mod forgotten;

/// Who chooses, and in what language they read.
#[derive(Debug, Clone, Copy)]
pub struct Chooser<'a> {
    /// Who acts, from where.
    pub origin: &'a Origin,
    /// The language of the page, for who has none on record.
    pub locale: Locale,
}

/// A new password, typed twice: nobody sees what they type.
pub struct Typed {
    /// The password.
    pub password: SecretString,
    /// Once more.
    pub again: SecretString,
}

/// Why a new password is not taken: something that the person can act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The password that they have was not given.
    CurrentMissing,
    /// It is another one.
    CurrentWrong,
    /// It was wrong too often.
    Paused {
        /// Until then.
        until: Timestamp,
    },
    /// No new password was given.
    Missing,
    /// It may not be set.
    Unfit(UnfitPassword),
    /// It was typed in two ways.
    Different,
    /// It is the one before, where somebody else may know that.
    Same,
}

/// Checks what was chosen. Nothing is looked up or hashed for it.
fn checked(provider: &Provider, account: &Account, typed: Typed) -> Result<NewPassword, Refusal> {
    if typed.password.expose_secret().is_empty() {
        return Err(Refusal::Missing);
    }
    let known = provider.ports.known_passwords.as_ref();
    let same = normalised(&typed.password) == normalised(&typed.again);
    let rules = PasswordRules::of(account, provider.clients.least_password(), known);
    let fit = NewPassword::check(typed.password, &rules).map_err(Refusal::Unfit)?;
    if same { Ok(fit) } else { Err(Refusal::Different) }
}

/// Refuses one that became known in a breach. Others are asked, so this comes when all else is right.
async fn unless_breached(provider: &Provider, password: NewPassword) -> Result<NewPassword, Refusal> {
    let collection = provider.ports.breached_passwords.as_deref();
    password.unless_breached(collection).await.map_err(Refusal::Unfit)
}

/// Whether it is the password that the account has.
async fn is_the_one_before(provider: &Provider, password: &NewPassword, account: &Account) -> Answer<bool> {
    let verified = provider.ports.passwords.verify(password.clone().reveal(), account.password_hash.clone()).await;
    verified.map_err(|busy| Unavailable::new("hash a password", busy))
}

async fn hash(provider: &Provider, password: NewPassword) -> Answer<PasswordHash> {
    let hashed = provider.ports.passwords.hash(password.reveal()).await;
    hashed.map_err(|busy| Unavailable::new("hash a password", busy))
}

impl Chooser<'_> {
    /// An event about a person, by them.
    fn event(&self, code: Code, account: &Account, now: Timestamp) -> Event {
        Event::new(code, self.origin, now).about(&account.subject)
    }

    /// Tells a person by mail, if there is an address, in the language that is known of them.
    async fn tell(&self, provider: &Provider, account: &Account, message: &Message, now: Timestamp) -> Answer<()> {
        let Some(address) = &account.email else { return Ok(()) };
        let to = Recipient::Email(address.value.clone());
        let expires_at = now.checked_add(lifetimes::SESSION).unwrap_or(Timestamp::MAX);
        let locale = account.locale().unwrap_or(self.locale);
        let event = |code| self.event(code, account, now);
        sending::queue(&provider.ports, &to, message, locale, expires_at, &event).await
    }
}
