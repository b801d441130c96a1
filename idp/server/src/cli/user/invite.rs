//! `sluis user invite`: a mail to who is new, with a link to choose a password.

use idp_adapters::clock::SystemClock;
use idp_adapters::rng::SystemRng;
use idp_core::account::{Account, LinkKind, PasswordLink};
use idp_core::audit::Code;
use idp_core::id::PasswordToken;
use idp_core::lifetimes;
use idp_core::message::Message;
use idp_core::password::forgotten::PATH;
use idp_core::port::{Clock, PasswordLinks};

use super::super::failure::Failure;
use super::super::output::{complain, say};
use super::Store;
use super::telling::Words;

/// The life of an invitation, for people.
const DAYS: u64 = lifetimes::INVITATION.as_secs() / (24 * 60 * 60);

/// Invites one person.
pub(super) async fn one(store: &Store, account: &Account, words: &Words) -> Result<(), Failure> {
    if let Some(why) = why_not(account) {
        return Err(Failure::Failed(format!("{} {why}", account.username)));
    }
    send(store, account, words).await
}

/// Invites somebody of a file who is new; of who cannot be invited it is said why.
pub(super) async fn of_file(store: &Store, account: &Account, words: &Words) -> Result<(), Failure> {
    match why_not(account) {
        None => send(store, account, words).await,
        Some(_) if account.password_hash.is_some() => Ok(()),
        Some(why) => {
            complain(&format!("not invited: {} {why}", account.username));
            Ok(())
        }
    }
}

fn why_not(account: &Account) -> Option<&'static str> {
    if account.disabled {
        Some("is disabled")
    } else if account.password_hash.is_some() {
        Some("has a password already; who forgot it asks for a link on the page of the login")
    } else if account.email.is_none() {
        Some("has no e-mail address to send the link to")
    } else {
        None
    }
}

async fn send(store: &Store, account: &Account, words: &Words) -> Result<(), Failure> {
    let token = PasswordToken::generate(&SystemRng);
    let link = PasswordLink::new(&token, account, LinkKind::Invitation, SystemClock.now());
    let event = store.event(Code::PasswordLinkMade).about(&account.subject).with("kind", link.kind.as_str());
    store.database.give(&link, event).await?;
    let url = words.issuer.url(&format!("{PATH}{}", token.reveal())).into();
    let message = Message::Invitation { url, days: DAYS, username: account.username.clone() };
    store.send(account, words, &message, link.expires_at).await?;
    let name = &account.username;
    say(&format!("{name} is invited; the link in the mail can be used for {DAYS} days"));
    if account.phone.is_none() {
        say(&format!(
            "no phone number of {name} is on record, so the first login asks a code: sluis user visit-code {name}"
        ));
    }
    Ok(())
}
