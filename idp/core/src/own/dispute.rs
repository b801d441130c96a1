//! "That was not me": one's own latest logins, and what the person says of them.

use super::Own;
use crate::account::Change;
use crate::audit::Code;
use crate::message::Message;
use crate::port::{Answer, PastLogin};

/// How many logins are shown.
const SHOWN: u64 = 20;

impl Own<'_> {
    /// The latest logins, newest first.
    pub async fn logins(&self) -> Answer<Vec<PastLogin>> {
        self.provider.ports.history.logins(&self.account().subject, SHOWN).await
    }

    /// Somebody else logged in as this person. Every session ends, this one too; the account is marked for the service desk,
    /// and no login completes until it has a new password. False if the account moved on, so that the person looks again.
    pub async fn dispute(&self) -> Answer<bool> {
        let disputed = self.change(Change::Dispute, self.event(Code::LoginDisputed)).await?;
        if disputed {
            self.sender().tell(&Message::LoginDisputed).await?;
        }
        Ok(disputed)
    }
}
