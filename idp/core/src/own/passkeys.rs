//! One's own passkeys: another one, its name, and one that goes. They stand beside the authenticator app, so each may go.

use super::draft::{Draft, Kind};
use super::{Own, Said};
use crate::account::{AppName, Change};
use crate::audit::Code;
use crate::id::PasskeyId;
use crate::message::Message;
use crate::passkeys;
use crate::port::{Answer, Verification};

impl Own<'_> {
    /// Draws the question for a new passkey.
    pub async fn ask_for_passkey(&self) -> Answer<Said> {
        let ceremony = passkeys::ask_for_new(self.provider, self.account(), Verification::Asked)?;
        self.keep(Draft::Passkey(ceremony)).await?;
        Ok(Said::PasskeyReady)
    }

    /// The question that waits for the authenticator's answer: the JSON for the browser.
    pub async fn passkey_question(&self) -> Answer<Option<String>> {
        Ok(self.waiting(Kind::Passkey).await?.and_then(|draft| match draft {
            Draft::Passkey(ceremony) => Some(ceremony.options),
            _ => None,
        }))
    }

    /// Adds the passkey that the authenticator made. The question is taken first, so it is answered once.
    pub async fn add_passkey(&self, answer: &str) -> Answer<Said> {
        if answer.is_empty() {
            return Ok(Said::PasskeyMissing);
        }
        let Some(Draft::Passkey(ceremony)) = self.take(Kind::Passkey).await? else { return Ok(Said::PasskeyRefused) };
        let Some((passkey, _)) = passkeys::made(self.provider, &ceremony, answer)? else {
            return Ok(Said::PasskeyRefused);
        };
        let event = self.event(Code::PasskeyEnrolled).with("passkey", passkey.id.as_str());
        if !self.change(Change::AddPasskey(passkey), event).await? {
            return Ok(Said::Changed);
        }
        self.sender().tell(&Message::PasskeyAdded).await?;
        Ok(Said::PasskeyAdded)
    }

    /// Gives a passkey a name.
    pub async fn name_passkey(&self, id: &PasskeyId, typed: &str) -> Answer<Said> {
        let Some(name) = AppName::parse(typed) else { return Ok(Said::AppNameMalformed) };
        let event = self.event(Code::PasskeyNamed).with("passkey", id.as_str());
        let change = Change::NamePasskey { id: id.clone(), name };
        Ok(if self.change(change, event).await? { Said::PasskeyNamed } else { Said::Changed })
    }

    /// Removes a passkey.
    pub async fn remove_passkey(&self, id: &PasskeyId) -> Answer<Said> {
        let event = self.event(Code::PasskeyRemoved).with("passkey", id.as_str());
        if !self.change(Change::RemovePasskey(id.clone()), event).await? {
            return Ok(Said::Changed);
        }
        // Who lost the device may have lost what is logged in on it.
        self.end_other_sessions().await?;
        self.sender().tell(&Message::PasskeyRemoved).await?;
        Ok(Said::PasskeyRemoved)
    }
}
