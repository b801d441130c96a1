//! A try at a password, or with a passkey that says whose it is: counted before it is looked at, in every budget that it belongs
//! to, and taken back if it was no wrong one.
//!
//! What is taken back is this very try and no other, so nobody who does not know the password gets one more. It spares who
//! types the right password and stops at the code, and who was only told that it is busy here.

use std::net::IpAddr;

use jiff::Timestamp;

use super::known_browser::KnownBrowser;
use super::prompt::Turn;
use crate::account::{Account, Username};
use crate::port::{Answer, Counted};
use crate::provider::Provider;
use crate::throttle::{BudgetKey, Guess, Network, PASSWORDS_OF_AN_ADDRESS, Rule};

/// Who tries whose password.
pub(crate) struct Trier<'a> {
    pub(crate) provider: &'a Provider,
    /// The account of the name, if there is one.
    pub(crate) account: Option<&'a Account>,
    /// What the browser keeps of those who logged in with it.
    pub(crate) known: Option<&'a KnownBrowser>,
    pub(crate) address: Option<IpAddr>,
    pub(crate) now: Timestamp,
}

impl<'a> Trier<'a> {
    /// Who answers a prompt.
    pub(super) fn of(turn: &'a Turn<'_>) -> Self {
        let (provider, account) = (turn.provider, turn.account.as_ref());
        Self { provider, account, known: turn.known, address: turn.origin.address, now: turn.now }
    }
}

/// A try that was counted.
pub(crate) struct Try {
    counted: Vec<(BudgetKey, Rule, Option<Timestamp>)>,
    at: Timestamp,
    /// Until when the person must wait if it was wrong.
    pub(crate) closed_until: Option<Timestamp>,
    /// Whether the person should hear of it if it was wrong.
    pub(crate) told: bool,
}

/// Whether a password may be tried.
pub(crate) enum Tried {
    /// Yes.
    Counted(Try),
    /// Not before then.
    Spent(Timestamp),
}

/// Counts a try at the password of this name. At a browser that the person has logged in with before it is counted there and
/// nowhere else, so that no stranger can spend it; anywhere else for the address, and for the account.
pub(crate) async fn count(trier: &Trier<'_>, username: &Username) -> Answer<Tried> {
    count_in(trier, budgets(trier, username)).await
}

/// Counts a try that says itself whose it is, as a passkey without a name does: for the address, with the wrong passwords. No name
/// is spent by it.
pub(super) async fn count_of_nobody(trier: &Trier<'_>) -> Answer<Tried> {
    count_in(trier, of_address(trier).into_iter().collect()).await
}

async fn count_in(trier: &Trier<'_>, budgets: Vec<(BudgetKey, Rule)>) -> Answer<Tried> {
    let mut tried = Try { counted: Vec::new(), at: trier.now, closed_until: None, told: false };
    for (key, rule) in budgets {
        match trier.provider.ports.guess_budgets.count(&key, &rule, trier.now).await? {
            Counted::Allowed { count, closed_until } => {
                tried.closed_until = tried.closed_until.max(closed_until);
                tried.told |= rule == Guess::Password.rule() && count == Guess::Password.told_at();
                tried.counted.push((key, rule, closed_until));
            }
            Counted::Spent { until } => {
                tried.give_back(trier.provider).await?;
                return Ok(Tried::Spent(until));
            }
        }
    }
    Ok(Tried::Counted(tried))
}

impl Try {
    /// It was no wrong try after all.
    pub(crate) async fn give_back(&self, provider: &Provider) -> Answer<()> {
        for (key, rule, closed_until) in &self.counted {
            provider.ports.guess_budgets.give_back(key, rule, *closed_until, self.at).await?;
        }
        Ok(())
    }
}

fn budgets(trier: &Trier<'_>, username: &Username) -> Vec<(BudgetKey, Rule)> {
    let hash = trier.provider.ports.keyed_hash.as_ref();
    let account = trier.account;
    let here = trier.known.zip(account).and_then(|(known, account)| known.budget(account, hash));
    if let Some(here) = here {
        return vec![(here, Guess::Password.rule())];
    }
    let name = (BudgetKey::of_name(account, username, hash), Guess::Password.rule());
    of_address(trier).into_iter().chain([name]).collect()
}

fn of_address(trier: &Trier<'_>) -> Option<(BudgetKey, Rule)> {
    let hash = trier.provider.ports.keyed_hash.as_ref();
    trier.address.map(|address| (BudgetKey::of_network(&Network::of(address), hash), PASSWORDS_OF_AN_ADDRESS))
}
