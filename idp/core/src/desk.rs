//! The service desk: its members find people, see where they stand and act for them.
//!
//! Nothing here can be asked by anybody else: a [`Desk`] is made of a [`Member`], and a member of a visitor with a role. A person
//! is reached through [`Desk::person`] alone, which applies the [`rule`] of who may help whom. The desk never sees or sets a
//! password, a code or a key, but for the code that it tells a person who has to set up an app anew.

use jiff::Timestamp;

use crate::account::{Account, Role};
use crate::audit::{Actor, Code, Event, Origin};
use crate::id::Subject;
use crate::login::Visitor;
use crate::port::{Answer, Hit};
use crate::provider::Provider;
use crate::throttle;

mod act;
mod deed;
mod doing;
mod find;
mod order;
mod person;
pub mod reports;
mod request;
pub mod rule;
mod said;
mod standing;
mod telling;

pub use act::Act;
pub use deed::Deed;
pub use doing::Outcome;
pub use find::{Found, Term, words};
pub use order::{Order, Reason, Ticket};
pub use person::{Person, Seen, Sight, told};
pub use request::{Decision, Request, Waiting};
pub use rule::{Denied, Way};
pub use said::Said;
pub use standing::{Footing, Standing};

/// Somebody of the service desk, or an administrator.
pub struct Member(Visitor);

impl Member {
    /// The visitor, if they have a role.
    pub fn of(visitor: Visitor) -> Option<Self> {
        (visitor.account.role > Role::None).then_some(Self(visitor))
    }

    /// Who.
    pub fn account(&self) -> &Account {
        &self.0.account
    }

    /// What they may do.
    pub fn role(&self) -> Role {
        self.0.account.role
    }
}

/// A member at the pages of the desk.
pub struct Desk<'a> {
    /// Settings, clients and ports.
    pub provider: &'a Provider,
    /// From where.
    pub origin: &'a Origin,
    /// The time.
    pub now: Timestamp,
    /// Who.
    pub member: Member,
}

/// Records that somebody was turned away. Whoever is logged in can cause it, so only so many an hour are written; the log has
/// the rest.
pub async fn turned_away(
    provider: &Provider,
    origin: &Origin,
    who: &Account,
    about: Option<&Subject>,
    why: Denied,
    now: Timestamp,
) -> Answer<()> {
    let counter = format!("desk denied:{}", who.subject);
    let (limit, window) = (throttle::QUESTIONS_OF_A_MEMBER, throttle::QUESTIONS_WINDOW);
    if provider.ports.throttle.hit(&counter, limit, window, now).await? != Hit::Allowed {
        tracing::warn!(why = why.as_str(), "somebody was turned away at the desk");
        return Ok(());
    }
    let origin = Origin { actor: Actor::Desk(who.subject.clone()), ..origin.clone() };
    let event = Event::new(Code::DeskDenied, &origin, now).with("why", why.as_str());
    provider.ports.audit.record(about.into_iter().fold(event, Event::about)).await
}

impl Desk<'_> {
    /// An event by the member, about nobody yet.
    fn event(&self, code: Code) -> Event {
        let actor = Actor::Desk(self.member.account().subject.clone());
        Event::new(code, &Origin { actor, ..self.origin.clone() }, self.now)
    }

    /// Counts a question about people. True if there are too many.
    async fn too_many(&self) -> Answer<bool> {
        let counter = format!("desk:{}", self.member.account().subject);
        let (limit, window) = (throttle::QUESTIONS_OF_A_MEMBER, throttle::QUESTIONS_WINDOW);
        Ok(self.provider.ports.throttle.hit(&counter, limit, window, self.now).await? != Hit::Allowed)
    }
}
