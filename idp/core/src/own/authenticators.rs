//! One's own authenticator apps: another one, its name, and one that goes. The last second factor never goes.

use super::draft::{Draft, Kind};
use super::{Own, Said};
use crate::account::{AppName, Change, OneTimeCode, Others, TotpSecret};
use crate::audit::Code;
use crate::id::AuthenticatorId;
use crate::login::screen::EnrolmentKey;
use crate::message::Message;
use crate::port::Answer;

impl Own<'_> {
    /// Draws the key of another app. It logs nobody in until a right code confirmed it.
    pub async fn draw_key(&self) -> Answer<Said> {
        self.keep(Draft::App(TotpSecret::generate(self.provider.ports.rng.as_ref()))).await?;
        Ok(Said::KeyReady)
    }

    /// The key that waits for its first code.
    pub async fn key(&self) -> Answer<Option<EnrolmentKey>> {
        let Some(Draft::App(secret)) = self.waiting(Kind::App).await? else { return Ok(None) };
        let label = &self.provider.settings.authenticator_label;
        let uri = secret.uri(label, self.account().username.as_str());
        Ok(uri.map(|uri| EnrolmentKey::new(uri, &secret.base32())))
    }

    /// Confirms the app whose key waits. The time step of the code never counts again.
    pub async fn confirm_app(&self, typed: &str) -> Answer<Said> {
        let Some(code) = OneTimeCode::parse(typed) else { return Ok(Said::CodeMalformed) };
        let Some(Draft::App(secret)) = self.waiting(Kind::App).await? else { return Ok(Said::KeyGone) };
        if secret.matching_step(&code, self.now).is_none() {
            return Ok(Said::CodeWrong);
        }
        // Only what was taken counts: another tab may have confirmed it, or drawn another key.
        let Some(Draft::App(secret)) = self.take(Kind::App).await? else { return Ok(Said::KeyGone) };
        let Some(step) = secret.matching_step(&code, self.now) else { return Ok(Said::KeyGone) };
        let id = AuthenticatorId::generate(self.provider.ports.rng.as_ref());
        let event = self.event(Code::AuthenticatorEnrolled).with("authenticator", id.as_str());
        let change = Change::ConfirmAuthenticator { id, secret, step, others: Others::Stay };
        if !self.change(change, event).await? {
            return Ok(Said::Changed);
        }
        self.sender().tell(&Message::AuthenticatorAdded).await?;
        Ok(Said::AppAdded)
    }

    /// Gives an app a name.
    pub async fn name_app(&self, id: &AuthenticatorId, typed: &str) -> Answer<Said> {
        let Some(name) = AppName::parse(typed) else { return Ok(Said::AppNameMalformed) };
        let event = self.event(Code::AuthenticatorNamed).with("authenticator", id.as_str());
        let change = Change::NameAuthenticator { id: id.clone(), name };
        Ok(if self.change(change, event).await? { Said::AppNamed } else { Said::Changed })
    }

    /// Removes an app.
    pub async fn remove_app(&self, id: &AuthenticatorId) -> Answer<Said> {
        let event = self.event(Code::AuthenticatorRemoved).with("authenticator", id.as_str());
        if !self.change(Change::RemoveAuthenticator(id.clone()), event).await? {
            return Ok(Said::AppStays);
        }
        // Who lost the device may have lost what is logged in on it.
        self.end_other_sessions().await?;
        self.sender().tell(&Message::AuthenticatorRemoved).await?;
        Ok(Said::AppRemoved)
    }
}
