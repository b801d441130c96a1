//! How often a secret may be guessed, and what a try too many costs.
//!
//! A budget belongs to an *account* and one kind of secret; it is counted over all sessions, browsers, clients and
//! resends, atomically, *before* the secret is looked at. The rule is data: the store turns it into one statement. Wrong
//! passwords are counted for the address of the asker as well, and messages have budgets of the same kind.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::account::{Account, Username};
use crate::id::Subject;
use crate::port::KeyedHash;

mod messages;
mod network;

pub use messages::MessageBudget;
pub use network::Network;

/// What is guessed at. Each has its own counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Guess {
    /// The password.
    Password,
    /// A code sent by SMS or e-mail.
    SentCode,
    /// A code of the authenticator app.
    Authenticator,
    /// A passkey, after the password. It cannot be guessed; what is counted is how often one is tried in vain.
    Passkey,
    /// A recovery code.
    RecoveryCode,
    /// The code that the service desk gave.
    VisitCode,
}

/// How long a try too many closes the budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// For this long.
    For(Duration),
    /// Until the window in which tries are counted has passed.
    UntilWindowEnds,
}

/// When a budget closes, as the store applies it to the count after this try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Tries are forgotten this long after the first of them.
    pub window: Duration,
    /// From which count on, which pause. The last holds for every higher count.
    pub pauses: &'static [(u32, Pause)],
}

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Wrong passwords from one address, whatever the names: so many in an hour. A whole municipality sits behind one address and
/// logs in at nine, so it is far more than people who mistype need; right passwords are not counted, and browsers in which
/// somebody logged in before are not either. It bounds who tries one password on many names.
pub const PASSWORDS_OF_AN_ADDRESS: Rule = an_hour(&[(300, Pause::UntilWindowEnds)]);

/// Messages that one address may ask for in an hour, whoever they are for. Everybody of a ministry enrols in one morning.
pub const MESSAGES_OF_AN_ADDRESS: u32 = 1_000;

/// Links to choose a password that one address may ask for in an hour, whoever they are for: a whole ministry sits behind one.
pub const LINKS_OF_AN_ADDRESS: u32 = 200;

/// Logins that one address may begin in the hour that one can last; where a session serves none is begun. A tenth of the places
/// that one node has in memory, and more than a ministry needs on the morning on which everybody enrols.
pub const LOGINS_OF_AN_ADDRESS: u32 = 2_500;
/// Questions about people that a member of the service desk may ask in a [window](QUESTIONS_WINDOW): a busy desk needs some, and
/// who copies the directory needs more.
pub const QUESTIONS_OF_A_MEMBER: u32 = 300;

/// The window in which these are counted.
pub const QUESTIONS_WINDOW: Duration = Duration::from_secs(60 * 60);

const fn an_hour(pauses: &'static [(u32, Pause)]) -> Rule {
    Rule { window: Duration::from_secs(60 * 60), pauses }
}

const fn seconds(n: u64) -> Pause {
    Pause::For(Duration::from_secs(n))
}

impl Guess {
    /// Every kind of guess.
    pub const ALL: [Self; 6] =
        [Self::Password, Self::SentCode, Self::Authenticator, Self::Passkey, Self::RecoveryCode, Self::VisitCode];

    /// The rule of this kind. Passwords slow down and never lock for ever; codes stop after ten tries in a day.
    pub fn rule(self) -> Rule {
        const SLOWER: &[(u32, Pause)] = &[
            (5, seconds(30)),
            (6, seconds(60)),
            (7, seconds(120)),
            (8, seconds(240)),
            (9, seconds(480)),
            (10, seconds(900)),
        ];
        const TEN_A_DAY: &[(u32, Pause)] = &[(10, Pause::UntilWindowEnds)];
        match self {
            Self::Password => Rule { window: DAY, pauses: SLOWER },
            Self::SentCode | Self::Authenticator | Self::Passkey | Self::RecoveryCode | Self::VisitCode => {
                Rule { window: DAY, pauses: TEN_A_DAY }
            }
        }
    }

    /// The count from which the person is told: the first that closes the budget for as long as it ever does.
    pub fn told_at(self) -> u32 {
        self.rule().pauses.last().map_or(u32::MAX, |(from, _)| *from)
    }

    /// The stable word in keys, metrics and events.
    pub fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::SentCode => "sent_code",
            Self::Authenticator => "authenticator",
            Self::Passkey => "passkey",
            Self::RecoveryCode => "recovery_code",
            Self::VisitCode => "visit_code",
        }
    }
}

impl Rule {
    /// The first count that closes the budget.
    pub fn closes_at(&self) -> u32 {
        self.pauses.first().map_or(u32::MAX, |(from, _)| *from)
    }

    /// The pause after the `count`th try, if that one closes the budget.
    pub fn pause_after(&self, count: u32) -> Option<Pause> {
        self.pauses.iter().rev().find(|(from, _)| count >= *from).map(|(_, pause)| *pause)
    }
}

/// The key of one budget.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BudgetKey(String);

/// A sent code is dead after this many wrong tries, whatever is left of the account's budget.
pub const TRIES_OF_A_SENT_CODE: u8 = 5;

/// Unknown names share this many budgets, so that guessing names cannot fill the store.
const BUCKETS_OF_UNKNOWN_NAMES: u32 = 65_536;

impl BudgetKey {
    /// The budget of a person.
    pub fn of_subject(subject: &Subject, guess: Guess) -> Self {
        Self(format!("{}:{subject}", guess.name()))
    }

    /// The password budget of a name: the account's, or a fixed bucket for a name that nobody has. Both are counted
    /// with the same work and the same rule, so that being slowed tells nothing.
    pub fn of_name(account: Option<&Account>, name: &Username, hash: &dyn KeyedHash) -> Self {
        let digest = hash.keyed_hash("budget of an unknown name", name.as_str().as_bytes());
        let bucket = u32::from_le_bytes([digest[0], digest[1], digest[2], digest[3]]) % BUCKETS_OF_UNKNOWN_NAMES;
        match account {
            Some(account) => Self::of_subject(&account.subject, Guess::Password),
            None => Self(format!("{}:unknown-{bucket}", Guess::Password.name())),
        }
    }

    /// The password budget of a person at a browser that knows them, so that who spends the other cannot keep them out.
    pub fn of_known_browser(subject: &Subject, mark: &str, hash: &dyn KeyedHash) -> Self {
        let digest = hash.keyed_hash("budget of a known browser", mark.as_bytes());
        Self(format!("{}:{subject}:browser-{}", Guess::Password.name(), short(&digest)))
    }

    /// The password budget of an address, whatever the names.
    pub fn of_network(network: &Network, hash: &dyn KeyedHash) -> Self {
        let digest = hash.keyed_hash("budget of an address", network.as_str().as_bytes());
        Self(format!("{}:address-{}", Guess::Password.name(), short(&digest)))
    }

    /// Everything that is counted for a person alone and can be spent by others: what the service desk can set back.
    pub fn all_of(subject: &Subject) -> Vec<(&'static str, Self)> {
        let guesses = Guess::ALL.map(|guess| (guess.name(), Self::of_subject(subject, guess)));
        let messages = [("messages", Self::of_messages(subject)), ("password_links", Self::of_password_links(subject))];
        guesses.into_iter().chain(messages).collect()
    }

    /// The key as a store writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Half of a digest is enough to tell budgets apart.
fn short(digest: &[u8; 32]) -> String {
    digest[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_slow_down_from_the_fifth_try_and_never_lock_for_ever() {
        let rule = Guess::Password.rule();
        assert_eq!(rule.pause_after(4), None);
        assert_eq!(rule.pause_after(5), Some(seconds(30)));
        assert_eq!(rule.pause_after(6), Some(seconds(60)));
        assert_eq!(rule.pause_after(1_000), Some(seconds(900)));
    }

    #[test]
    fn a_budget_is_kept_as_long_as_its_window() {
        assert!(Guess::ALL.iter().all(|guess| guess.rule().window <= crate::lifetimes::GUESS_BUDGET));
    }

    #[test]
    fn codes_stop_after_ten_tries_in_a_day() {
        for guess in Guess::ALL.into_iter().filter(|guess| *guess != Guess::Password) {
            assert_eq!(guess.rule().pause_after(9), None);
            assert_eq!(guess.rule().pause_after(10), Some(Pause::UntilWindowEnds));
        }
    }
}
