//! What the wrappers around ports make of their answers, and of callers who go away.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use idp_adapters::measured::{MeasuredDelivery, MeasuredPasswords, Measures};
use idp_core::account::PasswordHash;
use idp_core::message::Outgoing;
use idp_core::port::{Accepted, Busy, Clock, Deliver, DeliveryFailed, Passwords};
use prometheus_client::encoding::text::encode;
use prometheus_client::registry::Registry;
use secrecy::SecretString;
use tokio::time::timeout;

use crate::{HandClock, sms};

/// Measures, and how they are read.
struct Numbers(Measures, Registry);

impl Numbers {
    fn new() -> Self {
        let (measures, mut registry) = (Measures::default(), Registry::default());
        measures.register(&mut registry);
        Self(measures, registry)
    }

    fn say(&self, line: &str) -> bool {
        let mut text = String::new();
        encode(&mut text, &self.1).expect("text");
        text.lines().any(|said| said == line)
    }
}

/// Never answers, or turns everybody away.
struct Workers {
    are_busy: bool,
}

#[async_trait]
impl Passwords for Workers {
    async fn hash(&self, _password: SecretString) -> Result<PasswordHash, Busy> {
        if self.are_busy { Err(Busy) } else { std::future::pending().await }
    }

    fn is_outdated(&self, _hash: &PasswordHash) -> bool {
        false
    }

    async fn verify(&self, _password: SecretString, _hash: Option<PasswordHash>) -> Result<bool, Busy> {
        if self.are_busy { Err(Busy) } else { std::future::pending().await }
    }
}

#[tokio::test]
async fn passwords_are_worked_at_or_wait_until_their_people_go_away() {
    let numbers = Numbers::new();
    let passwords = Arc::new(MeasuredPasswords::new(Workers { are_busy: false }, 2, numbers.0.hashing.clone()));
    let people: Vec<_> = (0..5)
        .map(|_| {
            let passwords = passwords.clone();
            tokio::spawn(async move { passwords.verify("wachtwoord".into(), None).await })
        })
        .collect();
    tokio::task::yield_now().await;
    assert!(numbers.say("sluis_hashing_workers 2"));
    assert!(numbers.say("sluis_hashing_busy_workers 2"));
    assert!(numbers.say("sluis_hashing_waiting 3"));
    for person in people {
        person.abort();
        assert!(person.await.is_err());
    }
    assert!(numbers.say("sluis_hashing_busy_workers 0"));
    assert!(numbers.say("sluis_hashing_waiting 0"));
    assert!(numbers.say("sluis_hashing_seconds_count 0"), "nothing was hashed");
}

#[tokio::test]
async fn passwords_that_are_turned_away_count_as_that() {
    let numbers = Numbers::new();
    let passwords = MeasuredPasswords::new(Workers { are_busy: true }, 2, numbers.0.hashing.clone());
    assert!(passwords.hash("wachtwoord".into()).await.is_err());
    assert!(passwords.verify("wachtwoord".into(), None).await.is_err());
    assert!(numbers.say("sluis_hashing_refused_total 2"));
    assert!(numbers.say("sluis_hashing_busy_workers 0"));
}

/// Fails in this way, or never answers.
struct Gateway(Option<bool>);

#[async_trait]
impl Deliver for Gateway {
    async fn deliver(&self, _message: &Outgoing) -> Result<Accepted, DeliveryFailed> {
        match self.0 {
            Some(permanent) => Err(DeliveryFailed { reason: "broken".into(), permanent }),
            None => std::future::pending().await,
        }
    }
}

#[tokio::test]
async fn every_end_of_a_call_to_a_gateway_has_its_word() {
    let numbers = Numbers::new();
    let message = sms(HandClock::new().now());
    for (gateway, word) in [(Some(true), "refused"), (Some(false), "failed"), (None, "late")] {
        let measured = MeasuredDelivery::new(Arc::new(Gateway(gateway)), "one", numbers.0.messages.clone());
        let _ = timeout(Duration::from_millis(20), measured.deliver(&message)).await;
        let line =
            format!("sluis_message_delivery_seconds_count{{channel=\"sms\",gateway=\"one\",result=\"{word}\"}} 1");
        assert!(numbers.say(&line), "{line}");
    }
}
