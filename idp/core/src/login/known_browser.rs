//! A browser that somebody logged in with before. It gives no authority; it gives tries at the password of its own, so that a
//! stranger who spends those of the account cannot keep the person out at their own desk.
//!
//! The cookie says it by itself, and nothing is stored: a number drawn for the browser, and for each person who logged in a
//! keyed hash over that number, the person and their security version. So nobody can make one without having logged in, it
//! is worth nothing for anybody else, and a new password or a reset ends it.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;

use crate::account::Account;
use crate::port::{KeyedHash, Rng};
use crate::throttle::BudgetKey;

/// The cookie of a browser that somebody logged in with.
#[derive(Clone, PartialEq, Eq)]
pub struct KnownBrowser {
    number: String,
    /// Of those who logged in, the last one first.
    marks: Vec<String>,
}

/// So many people can share a browser; of more, those who logged in last.
const PEOPLE: usize = 5;
/// The bytes of the number.
const NUMBER: usize = 16;
/// No cookie of ours is longer.
const LONGEST: usize = 400;

impl KnownBrowser {
    /// Reads the cookie. Whether anything in it is true is seen where it is used.
    pub fn parse(text: &str) -> Option<Self> {
        let ours = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        if text.len() > LONGEST || !text.bytes().all(ours) {
            return None;
        }
        let mut parts = text.split('.').map(str::to_owned);
        Some(Self { number: parts.next()?, marks: parts.take(PEOPLE).collect() })
    }

    /// The cookie.
    pub fn reveal(&self) -> String {
        [std::slice::from_ref(&self.number), &self.marks].concat().join(".")
    }

    /// The same browser after this person has logged in.
    pub(super) fn after_login(known: Option<&Self>, account: &Account, hash: &dyn KeyedHash, rng: &dyn Rng) -> Self {
        let drawn = || {
            let mut number = [0; NUMBER];
            rng.fill(&mut number);
            Self { number: URL_SAFE_NO_PAD.encode(number), marks: Vec::new() }
        };
        let mut known = known.cloned().unwrap_or_else(drawn);
        let mark = known.mark(account, hash);
        known.marks.retain(|kept| *kept != mark);
        known.marks.insert(0, mark);
        known.marks.truncate(PEOPLE);
        known
    }

    /// The password budget of this person here, if they logged in here before and nothing ended it.
    pub(crate) fn budget(&self, account: &Account, hash: &dyn KeyedHash) -> Option<BudgetKey> {
        let mark = self.mark(account, hash);
        let knows = self.marks.iter().any(|kept| kept.as_bytes().ct_eq(mark.as_bytes()).into());
        knows.then(|| BudgetKey::of_known_browser(&account.subject, &mark, hash))
    }

    fn mark(&self, account: &Account, hash: &dyn KeyedHash) -> String {
        let parts = [self.number.as_str(), account.subject.as_str(), &account.security_version.0.to_string()];
        URL_SAFE_NO_PAD.encode(hash.keyed_hash("known browser", parts.join("\0").as_bytes()))
    }
}

impl fmt::Debug for KnownBrowser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[known browser]")
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::account::{SecurityVersion, Username};
    use crate::id::Subject;

    struct Plain;

    impl KeyedHash for Plain {
        fn keyed_hash(&self, purpose: &str, data: &[u8]) -> [u8; 32] {
            use sha2::{Digest, Sha256};
            Sha256::new().chain_update(purpose).chain_update(data).finalize().into()
        }
    }

    struct Same(u8);

    impl Rng for Same {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    fn account(name: u8, version: i64) -> Account {
        Account {
            subject: Subject::generate(&Same(name)),
            username: Username::from_store("jan".to_owned()),
            security_version: SecurityVersion(version),
            disabled: false,
            password_hash: None,
            phone: None,
            phone_proven_at: None,
            email: None,
            authenticators: Vec::new(),
            passkeys: Vec::new(),
            recovery_codes: 0,
            disputed_at: None,
            owes_password: false,
            guard: crate::account::BootstrapGuard::default(),
            claims: crate::claims::Claims::default(),
            organisation: None,
            roles: Vec::new(),
            role: crate::account::Role::None,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }

    fn after(known: Option<&KnownBrowser>, account: &Account) -> KnownBrowser {
        let known = KnownBrowser::after_login(known, account, &Plain, &Same(7));
        let read = KnownBrowser::parse(&known.reveal()).expect("our own cookie");
        assert_eq!(read, known);
        read
    }

    #[test]
    fn a_browser_knows_who_logged_in_and_nobody_else() {
        let known = after(None, &account(1, 1));
        assert!(known.budget(&account(1, 1), &Plain).is_some());
        assert!(known.budget(&account(2, 1), &Plain).is_none(), "somebody else");
        assert!(known.budget(&account(1, 2), &Plain).is_none(), "a new password ends it");
        assert_eq!(after(Some(&known), &account(1, 1)), known, "the same person again");
    }

    #[test]
    fn a_cookie_that_was_made_up_knows_nobody() {
        let known = after(None, &account(1, 1)).reveal();
        let (_, mark) = known.split_once('.').expect("a number and a mark");
        let moved = KnownBrowser::parse(&format!("AAAA.{mark}")).expect("the shape is right");
        assert!(moved.budget(&account(1, 1), &Plain).is_none(), "a mark belongs to its number");
        for bad in ["", "a b", "a;b", "...", &"x".repeat(401)] {
            let none = KnownBrowser::parse(bad).and_then(|known| known.budget(&account(1, 1), &Plain));
            assert!(none.is_none(), "{bad}");
        }
    }

    #[test]
    fn the_last_few_people_share_it() {
        let mut known = after(None, &account(0, 1));
        for name in 1..=5 {
            known = after(Some(&known), &account(name, 1));
        }
        assert!(known.budget(&account(0, 1), &Plain).is_none(), "the first of six is forgotten");
        assert!((1..=5).all(|name| known.budget(&account(name, 1), &Plain).is_some()));
        assert!(known.reveal().len() <= LONGEST);
    }
}
