//! Who has a link chooses a password. To look at the page uses nothing up: programs that check mails open every link.

use super::{Chooser, Refusal, Typed, checked, hash, is_the_one_before, unless_breached};
use crate::account::{Account, Change, LinkKind, PasswordLink};
use crate::audit::Code;
use crate::id::PasswordToken;
use crate::message::Message;
use crate::port::{Answer, Changed};
use crate::provider::Provider;
use crate::throttle::{BudgetKey, Guess};

/// A link that counts.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Whose password is chosen.
    pub account: Account,
    link: PasswordLink,
}

impl Opened {
    /// Why the person got it.
    pub fn kind(&self) -> LinkKind {
        self.link.kind
    }
}

/// What came of choosing a password.
pub enum Chosen {
    /// It is set.
    Set,
    /// It is not taken; the link still counts.
    Refused(Box<Opened>, Refusal),
    /// The link does not count any more.
    Dead,
}

/// Looks at a link.
pub async fn open(provider: &Provider, token: &PasswordToken) -> Answer<Option<Opened>> {
    let ports = &provider.ports;
    let Some(link) = ports.password_links.find(&token.digest()).await? else { return Ok(None) };
    let account = ports.accounts.by_subject(&link.subject).await?;
    let account = account.filter(|account| link.is_live(account, ports.clock.now()));
    Ok(account.map(|account| Opened { account, link }))
}

/// Sets the password, and uses the link up. Every session ends and none begins; the second factors stay as they are.
pub async fn choose(provider: &Provider, by: Chooser<'_>, token: &PasswordToken, typed: Typed) -> Answer<Chosen> {
    let Some(opened) = open(provider, token).await? else { return Ok(Chosen::Dead) };
    let password = match checked(provider, &opened.account, typed) {
        Ok(password) => password,
        Err(refusal) => return Ok(Chosen::Refused(Box::new(opened), refusal)),
    };
    if opened.account.owes_password && is_the_one_before(provider, &password, &opened.account).await? {
        return Ok(Chosen::Refused(Box::new(opened), Refusal::Same));
    }
    let password = match unless_breached(provider, password).await {
        Ok(password) => password,
        Err(refusal) => return Ok(Chosen::Refused(Box::new(opened), refusal)),
    };
    let Opened { account, link } = opened;
    let ports = &provider.ports;
    let change = Change::SetPasswordByMail(hash(provider, password).await?, link.digest);
    let now = ports.clock.now();
    let event = by.event(Code::PasswordSet, &account, now).with("by", link.kind.as_str());
    let called = provider.clients.called_at_logout();
    match ports.accounts.change(&link.subject, link.security_version, change, &called, event).await? {
        Changed::Stale => Ok(Chosen::Dead),
        Changed::Done(account) => {
            // Whoever tried the old password has tried nothing of the new one, and its owner need not wait for it.
            let tries = BudgetKey::of_subject(&account.subject, Guess::Password);
            ports.guess_budgets.reset(&[tries]).await?;
            by.tell(provider, &account, &Message::PasswordChanged, now).await?;
            Ok(Chosen::Set)
        }
    }
}
