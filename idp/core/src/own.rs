//! What people do on their own account page. Each act is one change with its event, and the person is told of it by mail.
//!
//! Who may do it was decided before: an act is made for a [`Visitor`], whom the login let in with evidence as fresh as the page
//! asks. What waits between two pages (a key that is not confirmed, a number that is not proven) is a draft: see `draft`.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::account::{Account, Change};
use crate::audit::{Code, Event, Origin};
use crate::client::ClientId;
use crate::id::{Digest, of};
use crate::locale::Locale;
use crate::login::Visitor;
use crate::port::{Answer, Changed};
use crate::provider::Provider;
use crate::sent_code::Sender;

mod authenticators;
mod contacts;
mod dispute;
mod draft;
mod passkeys;
mod recovery_codes;
mod said;
mod sessions;

pub use contacts::ContactKind;
pub use said::{Said, Told};

/// A person at a page of their own.
pub struct Own<'a> {
    /// Settings, clients and ports.
    pub provider: &'a Provider,
    /// Who acts, from where.
    pub origin: &'a Origin,
    /// The browser, by the hash of its cookie.
    pub browser: Digest<of::Browser>,
    /// The language of the person.
    pub locale: Locale,
    /// The time.
    pub now: Timestamp,
    /// Who, in which session.
    pub visitor: Visitor,
}

impl Own<'_> {
    fn account(&self) -> &Account {
        &self.visitor.account
    }

    fn event(&self, code: Code) -> Event {
        Event::new(code, self.origin, self.now).about(&self.account().subject)
    }

    fn called(&self) -> BTreeSet<ClientId> {
        self.provider.clients.called_at_logout()
    }

    fn sender(&self) -> Sender<'_> {
        Sender {
            provider: self.provider,
            origin: self.origin,
            locale: self.locale,
            now: self.now,
            browser: &self.browser,
            account: self.account(),
            client: None,
        }
    }

    /// Changes the account if it is still what the page saw. False if it is not, or if the change cannot be.
    async fn change(&self, change: Change, event: Event) -> Answer<bool> {
        let (account, called) = (self.account(), self.called());
        let accounts = &self.provider.ports.accounts;
        let changed = accounts.change(&account.subject, account.security_version, change, &called, event).await?;
        Ok(matches!(changed, Changed::Done(_)))
    }
}
