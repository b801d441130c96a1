//! Who forgot the password asks for a link. [`ask`] is what a page does, and does the same for every name; [`send`] is done
//! beside the requests, and nobody who asks can see what came of it.

use jiff::SignedDuration;

use super::Chooser;
use crate::account::{Account, LinkKind, PasswordLink, Username};
use crate::audit::{Code, Origin};
use crate::id::PasswordToken;
use crate::lifetimes;
use crate::locale::Locale;
use crate::message::{Message, Recipient};
use crate::port::{Answer, Hit, Ports};
use crate::provider::Provider;
use crate::sending;
use crate::throttle::{LINKS_OF_AN_ADDRESS, MessageBudget, Network};

/// Somebody says that they forgot the password of this name.
#[derive(Debug, Clone)]
pub struct Forgotten {
    /// The name, whether anybody has it or not.
    pub username: Username,
    /// Who asks, from where.
    pub origin: Origin,
    /// The language of the page.
    pub locale: Locale,
}

/// Where a link leads; the secret follows.
pub const PATH: &str = "/password/";

/// How long before a dispute somebody else may have been in the account without the person having seen it.
const UNNOTICED: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Takes the request, unless too many came from this address: then nothing is done, and nothing is said of it.
pub async fn ask(provider: &Provider, asked: Forgotten) -> Answer<()> {
    let ports = &provider.ports;
    if let Some(network) = asked.origin.address.map(Network::of) {
        let counter = format!("password_link:address:{}", network.as_str());
        let (limit, window, now) = (LINKS_OF_AN_ADDRESS, lifetimes::MESSAGES_WINDOW, ports.clock.now());
        if let Hit::Wait { .. } = ports.throttle.hit(&counter, limit, window, now).await? {
            return Ok(());
        }
    }
    ports.password_requests.put(asked)
}

/// Sends the link: to the address on record, if there is one and the account is not disabled.
pub async fn send(provider: &Provider, asked: &Forgotten) -> Answer<()> {
    let ports = &provider.ports;
    let Some(account) = ports.accounts.by_username(&asked.username).await? else { return Ok(()) };
    let Some(address) = account.email.as_ref().filter(|_| !account.disabled) else { return Ok(()) };
    let now = ports.clock.now();
    let by = Chooser { origin: &asked.origin, locale: asked.locale };
    let event = |code| by.event(code, &account, now);
    if is_perhaps_a_strangers(ports, &account).await? {
        return ports.audit.record(event(Code::PasswordLinkWithheld)).await;
    }
    let to = Recipient::Email(address.value.clone());
    let budgets = MessageBudget::of_password_link(&account.subject, &to, ports.keyed_hash.as_ref());
    if sending::spend(ports, to.channel(), &budgets, now, &event).await?.is_some() {
        return Ok(());
    }
    let token = PasswordToken::generate(ports.rng.as_ref());
    let link = PasswordLink::new(&token, &account, LinkKind::Reset, now);
    ports.password_links.give(&link, event(Code::PasswordLinkMade).with("kind", link.kind.as_str())).await?;
    let url = provider.settings.issuer.url(&format!("{PATH}{}", token.reveal())).into();
    let (minutes, username) = (lifetimes::PASSWORD_LINK.as_secs() / 60, account.username.clone());
    let message = Message::PasswordLink { url, minutes, username };
    let locale = account.locale().unwrap_or(asked.locale);
    sending::queue(ports, &to, &message, locale, link.expires_at, &event).await
}

/// Whether a login is disputed, and the address on record took the place of another on the account page shortly before: whoever was
/// in may have put it there. Then the service desk puts the right one on record first.
async fn is_perhaps_a_strangers(ports: &Ports, account: &Account) -> Answer<bool> {
    let Some(disputed_at) = account.disputed_at else { return Ok(false) };
    let codes = [Code::EmailVerified, Code::EmailCorrected, Code::AccountUpdated];
    let last = ports.history.events(&account.subject, &codes, None, 1).await?.pop();
    Ok(last.is_some_and(|last| last.detail.contains_key("replaced") && disputed_at.duration_since(last.at) < UNNOTICED))
}
