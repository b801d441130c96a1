//! Telling a person by mail what was done to their account, so that they notice what they did not ask for. The mail goes into
//! the outbox, from where a server sends it.

use std::sync::Arc;

use idp_adapters::clock::SystemClock;
use idp_adapters::rng::SystemRng;
use idp_core::account::Account;
use idp_core::audit::Code;
use idp_core::id::MessageId;
use idp_core::lifetimes;
use idp_core::message::{Message, Outgoing, Recipient};
use idp_core::port::{Clock, Messages, Outbox};
use idp_core::provider::Issuer;
use idp_themes::MessageWords;
use jiff::Timestamp;

use super::super::failure::Failure;
use super::Store;
use crate::config::Config;

/// The words of messages, as the server has them.
pub(super) struct Words {
    words: MessageWords,
    /// Where links lead.
    pub(super) issuer: Issuer,
}

impl Words {
    /// The words of a configuration.
    pub(super) fn of(config: &Config) -> Result<Self, Failure> {
        let theme = config.theme.load().map_err(|error| Failure::because("the theme cannot be used", &error))?;
        let environment = (!config.is_production()).then(|| config.environment.clone());
        let words = MessageWords::new(Arc::new(theme), config.issuer.host(), environment);
        Ok(Self { words, issuer: config.issuer.clone() })
    }
}

impl Store {
    /// Tells a person, if there is an address, in the language that is known of them.
    pub(super) async fn tell(&self, account: &Account, words: &Words, message: &Message) -> Result<(), Failure> {
        let expires_at = SystemClock.now().checked_add(lifetimes::SESSION).unwrap_or(Timestamp::MAX);
        self.send(account, words, message, expires_at).await
    }

    /// The same, with what is of use until then.
    pub(super) async fn send(
        &self,
        account: &Account,
        words: &Words,
        message: &Message,
        expires_at: Timestamp,
    ) -> Result<(), Failure> {
        let Some(address) = &account.email else { return Ok(()) };
        let (id, to) = (MessageId::generate(&SystemRng), Recipient::Email(address.value.clone()));
        let event = self.event(Code::MessageQueued).about(&account.subject);
        let event = event.with("channel", to.channel()).with("message", id.as_str());
        let rendered = words.words.render(message, account.locale().unwrap_or_default())?;
        Ok(self.database.queue(Outgoing { id, to, rendered, expires_at }, event).await?)
    }
}
