//! The adapters against the real thing, or the nearest to it that fits in a test: a mail server and a gateway on this
//! machine, argon2 with its real parameters, OpenSSL with real keys.

#![allow(clippy::expect_used, reason = "the helpers of tests fail as tests do")]

mod authenticator;
mod breached;
mod client_keys;
mod delivery;
mod keys;
mod mail;
mod measured;
mod passkeys;
mod passwords;
mod sms;
mod transient;

use std::sync::Mutex;

use idp_adapters::rng::SystemRng;
use idp_core::account::{EmailAddress, PhoneNumber};
use idp_core::id::MessageId;
use idp_core::message::{Outgoing, Recipient, Rendered};
use idp_core::port::Clock;
use jiff::{SignedDuration, Timestamp};

/// A clock that stands still until it is moved.
pub struct HandClock(Mutex<Timestamp>);

impl HandClock {
    fn new() -> Self {
        Self(Mutex::new("2026-03-01T12:00:00Z".parse().expect("a time")))
    }

    fn forward(&self, seconds: i64) {
        let mut now = self.0.lock().expect("no test panics with the lock");
        *now += SignedDuration::from_secs(seconds);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("no test panics with the lock")
    }
}

fn sms(now: Timestamp) -> Outgoing {
    message(Recipient::Phone(PhoneNumber::from_store("+31612345678".into())), None, now)
}

fn email(now: Timestamp) -> Outgoing {
    let html = Some("<p>Uw code is <b>123456</b></p>".to_owned());
    message(Recipient::Email(EmailAddress::from_store("jan@gemeente.example".into())), html, now)
}

fn message(to: Recipient, html: Option<String>, now: Timestamp) -> Outgoing {
    let text = "Uw code is 123456 \"é\"".to_owned();
    let code = html.is_none().then(|| "123456".to_owned());
    let rendered = Rendered { subject: html.as_ref().map(|_| "Uw code één".to_owned()), text, html, code };
    Outgoing { id: MessageId::generate(&SystemRng), to, rendered, expires_at: now + SignedDuration::from_mins(15) }
}
