//! Who is logged in changes the password, and shows once more that they know the one before: a browser that was left open
//! changes nothing.

use secrecy::{ExposeSecret, SecretString};

use super::{Chooser, Refusal, Typed, checked, hash, unless_breached};
use crate::account::{Change, NewPassword};
use crate::audit::Code;
use crate::login::tries::{self, Tried, Trier};
use crate::login::{KnownBrowser, Visitor};
use crate::message::Message;
use crate::port::{Answer, Changed, Unavailable};
use crate::provider::Provider;
use crate::throttle::Guess;

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is changed, and every session ended, this one as well.
    Changed,
    /// It is not.
    Refused(Refusal),
    /// The account changed meanwhile: the person must log in first.
    Stale,
}

/// Changes the password of a visitor. A wrong one is counted where wrong ones of a login are.
pub async fn change(
    provider: &Provider,
    by: Chooser<'_>,
    known: Option<&KnownBrowser>,
    visitor: &Visitor,
    current: SecretString,
    typed: Typed,
) -> Answer<Outcome> {
    let (ports, account) = (&provider.ports, &visitor.account);
    let length = current.expose_secret().len();
    if length == 0 {
        return Ok(Outcome::Refused(Refusal::CurrentMissing));
    }
    let password = match checked(provider, account, typed) {
        Ok(password) => password,
        Err(refusal) => return Ok(Outcome::Refused(refusal)),
    };
    let now = ports.clock.now();
    let trier = Trier { provider, account: Some(account), known, address: by.origin.address, now };
    let counted = match tries::count(&trier, &account.username).await? {
        Tried::Counted(counted) => counted,
        Tried::Spent(until) => return Ok(Outcome::Refused(Refusal::Paused { until })),
    };
    let right = match ports.passwords.verify(current, account.password_hash.clone()).await {
        Ok(right) => right && length <= NewPassword::MAX_BYTES,
        Err(busy) => {
            counted.give_back(provider).await?;
            return Err(Unavailable::new("hash a password", busy));
        }
    };
    if !right {
        ports.audit.record(by.event(Code::PasswordRefused, account, now)).await?;
        if counted.told {
            let guess = Guess::Password;
            ports.audit.record(by.event(Code::BudgetSpent, account, now).with("guess", guess.name())).await?;
            by.tell(provider, account, &Message::BudgetSpent { guess }, now).await?;
        }
        let paused = counted.closed_until.map(|until| Refusal::Paused { until });
        return Ok(Outcome::Refused(paused.unwrap_or(Refusal::CurrentWrong)));
    }
    counted.give_back(provider).await?;
    let password = match unless_breached(provider, password).await {
        Ok(password) => password,
        Err(refusal) => return Ok(Outcome::Refused(refusal)),
    };
    let change = Change::SetPassword(hash(provider, password).await?);
    let event = by.event(Code::PasswordSet, account, now).with("by", "person");
    let called = provider.clients.called_at_logout();
    match ports.accounts.change(&account.subject, account.security_version, change, &called, event).await? {
        Changed::Stale => Ok(Outcome::Stale),
        Changed::Done(account) => {
            by.tell(provider, &account, &Message::PasswordChanged, now).await?;
            Ok(Outcome::Changed)
        }
    }
}
