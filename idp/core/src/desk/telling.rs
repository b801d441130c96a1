//! Telling a person what the desk did, in the language that is known of them, so that they notice what they did not ask for.

use jiff::Timestamp;

use super::Desk;
use crate::account::Account;
use crate::lifetimes;
use crate::message::{Message, Recipient};
use crate::port::Answer;
use crate::sending;
use crate::throttle::MessageBudget;

impl Desk<'_> {
    /// By mail to the address that was on record, if there was one.
    pub(super) async fn tell(&self, account: &Account, message: &Message) -> Answer<()> {
        self.mail(account, message, self.worth_reading()).await
    }

    /// The same, with what is of use until then.
    pub(super) async fn mail(&self, account: &Account, message: &Message, until: Timestamp) -> Answer<()> {
        match &account.email {
            Some(address) => self.send(account, &Recipient::Email(address.value.clone()), message, until).await,
            None => Ok(()),
        }
    }

    /// By SMS to the number that was on record, if there was one. It is counted as every SMS is, so that nobody at the desk can have
    /// numbers flooded; past the budget the mail alone tells it.
    pub(super) async fn tell_old_number(&self, account: &Account) -> Answer<()> {
        let Some(old) = &account.phone else { return Ok(()) };
        let (ports, to) = (&self.provider.ports, Recipient::Phone(old.value.clone()));
        let budgets = MessageBudget::of_message(&account.subject, &to, ports.keyed_hash.as_ref());
        let event = |code| self.event(code).about(&account.subject);
        if sending::spend(ports, to.channel(), &budgets, self.now, &event).await?.is_some() {
            return Ok(());
        }
        self.send(account, &to, &Message::PhoneReplacedSms, self.worth_reading()).await
    }

    async fn send(&self, account: &Account, to: &Recipient, message: &Message, until: Timestamp) -> Answer<()> {
        let locale = account.locale().unwrap_or_default();
        let event = |code| self.event(code).about(&account.subject);
        sending::queue(&self.provider.ports, to, message, locale, until, &event).await
    }

    fn worth_reading(&self) -> Timestamp {
        self.now.checked_add(lifetimes::SESSION).unwrap_or(Timestamp::MAX)
    }
}
