//! A person at the desk: whom a member may look at, and what there is to see.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::rule::{self, Denied, Way, Whom};
use super::{Act, Desk, Footing, Request, Standing};
use crate::account::{Account, Role};
use crate::audit::{Class, Code};
use crate::delivery::Delivery;
use crate::id::Subject;
use crate::port::{Answer, PastEvent, PastLogin};
use crate::throttle::BudgetKey;

/// How many messages and logins are shown.
const SHOWN: u64 = 10;
/// How many events are on a page of the history.
const EVENTS: u64 = 50;

/// Somebody whom the member may look at.
pub struct Person(Account);

/// What comes of asking for somebody.
pub enum Seen {
    /// There is nobody of this name.
    Nobody,
    /// The member may not look.
    Denied(Denied),
    /// Here they are.
    Person(Box<Person>),
}

/// What the desk sees.
pub struct Sight {
    /// Where they stand.
    pub standing: Standing,
    /// The latest messages, newest first.
    pub deliveries: Vec<Delivery>,
    /// Which tries are spent, and until when.
    pub spent: Vec<(&'static str, Timestamp)>,
    /// In how many sessions they are logged in.
    pub sessions: usize,
    /// The latest logins, newest first.
    pub logins: Vec<PastLogin>,
    /// What waits for a second pair of eyes.
    pub requests: Vec<Request>,
    /// What the member can do, and how.
    pub acts: Vec<(Act, Way)>,
}

/// What a history tells of: what happens to people. The tokens and calls that follow from a login by themselves are left out, what
/// is about nobody, and who looked.
pub fn told() -> impl Iterator<Item = Code> {
    Code::ALL.into_iter().filter(|code| match code {
        Code::MessageQueued => true,
        Code::DeskLooked
        | Code::DeskSearched
        | Code::DeskReported
        | Code::ClientRefused
        | Code::KeyCreated
        | Code::KeyRotated
        | Code::KeyRevoked
        | Code::KeyRemoved
        | Code::ConfigurationChanged
        | Code::ServerStarted
        | Code::ServerStopped
        | Code::AuditRemoved
        | Code::AuditBroken
        | Code::MasterKeyInForce
        | Code::MasterKeyResealed
        | Code::MasterKeyRetired => false,
        other => other.class() != Class::Traffic,
    })
}

impl Person {
    /// The account. Numbers and addresses in it are shown masked.
    pub fn account(&self) -> &Account {
        &self.0
    }
}

impl Desk<'_> {
    /// The person of this subject, if the member may look.
    pub async fn person(&self, subject: &Subject) -> Answer<Seen> {
        let Some(account) = self.provider.ports.accounts.by_subject(subject).await? else { return Ok(Seen::Nobody) };
        Ok(match rule::look(self.member.role(), self.whom(&account)) {
            Ok(()) => Seen::Person(Box::new(Person(account))),
            Err(denied) => Seen::Denied(denied),
        })
    }

    /// What there is to see of a person. `None` if the member asked too much. It is recorded who looked.
    pub async fn look(&self, person: &Person) -> Answer<Option<Sight>> {
        if self.too_many().await? {
            return Ok(None);
        }
        let (account, ports) = (person.account(), &self.provider.ports);
        ports.audit.record(self.event(Code::DeskLooked).about(&account.subject)).await?;
        let mut spent = Vec::new();
        for (of, key) in BudgetKey::all_of(&account.subject) {
            if let Some(until) = ports.guess_budgets.closed_until(&key, self.now).await? {
                spent.push((of, until));
            }
        }
        let sessions = ports.sessions.of_person(&account.subject).await?;
        let acts = Act::ALL.into_iter().filter(|act| act.applies(account));
        Ok(Some(Sight {
            standing: Footing::of(account).standing(),
            deliveries: ports.deliveries.latest(&account.subject, SHOWN, self.now).await?,
            spent,
            sessions: sessions.iter().filter(|seen| seen.session.is_live(account, self.now)).count(),
            logins: ports.history.logins(&account.subject, SHOWN).await?,
            requests: ports.desk_requests.of_person(&account.subject, self.now).await?,
            acts: acts.filter_map(|act| Some((act, self.way(act, account).ok()?))).collect(),
        }))
    }

    /// What happened to a person, newest first, from before the event of this number: see [`told`]. `None` if the member asked
    /// too much.
    pub async fn history(&self, person: &Person, before: Option<i64>) -> Answer<Option<Vec<PastEvent>>> {
        if self.too_many().await? {
            return Ok(None);
        }
        let (subject, ports) = (&person.account().subject, &self.provider.ports);
        ports.audit.record(self.event(Code::DeskLooked).about(subject).with("at", "history")).await?;
        let told: Vec<_> = told().collect();
        ports.history.events(subject, &told, before, EVENTS).await.map(Some)
    }

    /// Whether and how the member may do an act for this account.
    pub fn way(&self, act: Act, account: &Account) -> Result<Way, Denied> {
        rule::way(act, self.member.role(), self.whom(account), self.second())
    }

    /// Whose account it is, from where the member stands.
    pub(super) fn whom(&self, account: &Account) -> Whom {
        if account.subject == self.member.account().subject { Whom::Themselves } else { Whom::Another(account.role) }
    }

    pub(super) fn second(&self) -> &BTreeSet<Role> {
        &self.provider.settings.second_pair_of_eyes
    }
}
