//! How many messages with codes leave: for an account, to a number or address, to a block of numbers, and in all.
//!
//! A message costs money and somebody's calm, so these are counted where nothing is forgotten and nothing is pushed out: in
//! the database. What only sets the pace is in the transient store.

use super::{BudgetKey, Pause, Rule, an_hour, short};
use crate::id::Subject;
use crate::lifetimes;
use crate::message::Recipient;
use crate::port::KeyedHash;

/// One of the budgets that a message is counted in.
#[derive(Debug, Clone)]
pub struct MessageBudget {
    /// What it bounds: the word in the log and in events.
    pub of: &'static str,
    /// Its key.
    pub key: BudgetKey,
    /// Its rule: the count that closes it is the last message that leaves.
    pub rule: Rule,
    /// Whether it says that something is wrong with more than one person when it is spent.
    pub alarms: bool,
}

/// To one account, over both channels.
const ACCOUNT: Rule = an_hour(&[(5, Pause::UntilWindowEnds)]);
/// To one number or address, whoever they are sent for: a telephone that colleagues share must still do.
const RECIPIENT: Rule = an_hour(&[(10, Pause::UntilWindowEnds)]);
/// To the ten thousand numbers of one block. An employer often has one; so has who earns on messages to their own numbers.
const BLOCK: Rule = an_hour(&[(200, Pause::UntilWindowEnds)]);
/// In all, by one channel: more than any morning needs, and what a night can cost at most.
const ALL: Rule = an_hour(&[(5_000, Pause::UntilWindowEnds)]);
/// Links to choose a password, to one account or address: apart from codes, so that a stranger who asks for links keeps nobody
/// from a code. In as long as a link lives, so that the last one of a spent budget still serves until the next may be sent.
const LINKS: Rule = Rule { window: lifetimes::PASSWORD_LINK, pauses: &[(2, Pause::UntilWindowEnds)] };
/// Links in all: nobody but strangers asks for so many.
const ALL_LINKS: Rule = an_hour(&[(2_000, Pause::UntilWindowEnds)]);
/// The digits at the end of a number that tell those of one block apart.
const BLOCK_DIGITS: usize = 4;

impl MessageBudget {
    /// Every budget of a message, the narrowest first, so that a flood for one is stopped before it costs the others.
    pub fn of_message(subject: &Subject, to: &Recipient, hash: &dyn KeyedHash) -> Vec<Self> {
        let channel = to.channel();
        let hashed = |of: &str, what: &str| {
            let digest = hash.keyed_hash("budget of a recipient", what.to_lowercase().as_bytes());
            BudgetKey(format!("message:{channel}:{of}-{}", short(&digest)))
        };
        let mut budgets = vec![
            Self { of: "account", key: BudgetKey::of_messages(subject), rule: ACCOUNT, alarms: false },
            Self { of: "recipient", key: hashed("to", to.reveal()), rule: RECIPIENT, alarms: false },
        ];
        if let Recipient::Phone(number) = to {
            let number = number.reveal();
            let block = number.get(..number.len().saturating_sub(BLOCK_DIGITS)).unwrap_or_default();
            budgets.push(Self { of: "block", key: hashed("block", block), rule: BLOCK, alarms: true });
        }
        budgets.push(Self { of: "all", key: BudgetKey(format!("message:{channel}:all")), rule: ALL, alarms: true });
        budgets
    }

    /// Every budget of a mail with a link to choose a password, the narrowest first.
    pub fn of_password_link(subject: &Subject, to: &Recipient, hash: &dyn KeyedHash) -> Vec<Self> {
        let digest = hash.keyed_hash("budget of a recipient", to.reveal().to_lowercase().as_bytes());
        let recipient = BudgetKey(format!("password_link:to-{}", short(&digest)));
        vec![
            Self { of: "account", key: BudgetKey::of_password_links(subject), rule: LINKS, alarms: false },
            Self { of: "recipient", key: recipient, rule: LINKS, alarms: false },
            Self { of: "all", key: BudgetKey("password_link:all".to_owned()), rule: ALL_LINKS, alarms: true },
        ]
    }
}

impl BudgetKey {
    /// The budget of messages to a person.
    pub fn of_messages(subject: &Subject) -> Self {
        Self(format!("message:{subject}"))
    }

    /// The budget of links to choose a password.
    pub fn of_password_links(subject: &Subject) -> Self {
        Self(format!("password_link:{subject}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{EmailAddress, PhoneNumber};
    use crate::port::Rng;

    struct Plain;

    impl KeyedHash for Plain {
        fn keyed_hash(&self, _purpose: &str, data: &[u8]) -> [u8; 32] {
            use sha2::{Digest, Sha256};
            Sha256::digest(data).into()
        }
    }

    struct Same(u8);

    impl Rng for Same {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    fn keys(person: u8, to: &Recipient) -> Vec<String> {
        let budgets = MessageBudget::of_message(&Subject::generate(&Same(person)), to, &Plain);
        budgets.iter().map(|budget| format!("{} {}", budget.of, budget.key.as_str())).collect()
    }

    fn phone(number: &str) -> Recipient {
        Recipient::Phone(PhoneNumber::from_store(number.to_owned()))
    }

    #[test]
    fn a_number_is_one_whoever_it_is_used_for_and_is_not_in_the_key() {
        let (jan, piet) = (keys(1, &phone("+31612345678")), keys(2, &phone("+31612345678")));
        assert_ne!(jan[0], piet[0]);
        assert_eq!(jan[1..], piet[1..]);
        assert!(!jan.concat().contains("61234"));
    }

    #[test]
    fn numbers_of_one_block_share_a_budget() {
        let (one, two) = (keys(1, &phone("+31612345678")), keys(1, &phone("+31612340000")));
        assert_ne!(one[1], two[1]);
        assert_eq!(one[2..], two[2..]);
        assert_ne!(keys(1, &phone("+31612355678"))[2], one[2]);
    }

    #[test]
    fn mail_has_a_budget_in_all_of_its_own() {
        let mail = |text| Recipient::Email(EmailAddress::parse(text).expect("an address"));
        let keys = ["Jan@gemeente.nl", "jan@Gemeente.nl"].map(|address| keys(1, &mail(address)));
        assert_eq!(keys[0], keys[1], "a mailbox has many spellings");
        assert_eq!(keys[0].last().map(String::as_str), Some("all message:email:all"));
        assert_eq!(keys[0].len(), 3);
    }
}
