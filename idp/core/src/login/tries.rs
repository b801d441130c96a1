//! A try at a password: counted before the password is looked at, in every budget that it belongs to, and taken back if it was
//! no wrong one.
//!
//! What is taken back is this very try and no other, so nobody who does not know the password gets one more. It spares who
//! types the right password and stops at the code, and who was only told that it is busy here.

use jiff::Timestamp;

use super::prompt::Turn;
use crate::account::Username;
use crate::port::{Answer, Counted};
use crate::throttle::{BudgetKey, Guess, Network, PASSWORDS_OF_AN_ADDRESS, Rule};

/// A try that was counted.
pub(super) struct Try {
    counted: Vec<(BudgetKey, Rule, Option<Timestamp>)>,
    at: Timestamp,
    /// Until when the person must wait if it was wrong.
    pub(super) closed_until: Option<Timestamp>,
    /// Whether the person should hear of it if it was wrong.
    pub(super) told: bool,
}

/// Whether a password may be tried.
pub(super) enum Tried {
    /// Yes.
    Counted(Try),
    /// Not before then.
    Spent(Timestamp),
}

/// Counts a try at the password of this name. At a browser that the person has logged in with before it is counted there and
/// nowhere else, so that no stranger can spend it; anywhere else for the address, and for the account.
pub(super) async fn count(turn: &Turn<'_>, username: &Username) -> Answer<Tried> {
    let mut tried = Try { counted: Vec::new(), at: turn.now, closed_until: None, told: false };
    for (key, rule) in budgets(turn, username) {
        match turn.provider.ports.guess_budgets.count(&key, &rule, turn.now).await? {
            Counted::Allowed { count, closed_until } => {
                tried.closed_until = tried.closed_until.max(closed_until);
                tried.told |= rule == Guess::Password.rule() && count == Guess::Password.told_at();
                tried.counted.push((key, rule, closed_until));
            }
            Counted::Spent { until } => {
                tried.give_back(turn).await?;
                return Ok(Tried::Spent(until));
            }
        }
    }
    Ok(Tried::Counted(tried))
}

impl Try {
    /// It was no wrong try after all.
    pub(super) async fn give_back(&self, turn: &Turn<'_>) -> Answer<()> {
        for (key, rule, closed_until) in &self.counted {
            turn.provider.ports.guess_budgets.give_back(key, rule, *closed_until, self.at).await?;
        }
        Ok(())
    }
}

fn budgets(turn: &Turn<'_>, username: &Username) -> Vec<(BudgetKey, Rule)> {
    let hash = turn.provider.ports.keyed_hash.as_ref();
    let account = turn.account.as_ref();
    let here = turn.known.zip(account).and_then(|(known, account)| known.budget(account, hash));
    if let Some(here) = here {
        return vec![(here, Guess::Password.rule())];
    }
    let address = turn.origin.address.map(Network::of);
    let address = address.map(|network| (BudgetKey::of_network(&network, hash), PASSWORDS_OF_AN_ADDRESS));
    let name = (BudgetKey::of_name(account, username, hash), Guess::Password.rule());
    address.into_iter().chain([name]).collect()
}
