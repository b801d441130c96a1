//! Who opens a page of our own: the person of a live session that is strong and fresh enough, or a login first.
//!
//! The decider says which, as it does for applications; a page of ours asks for nothing that it does not ask for.

use super::conduct::{Login, Next};
use super::pipeline::{self, Step};
use super::purpose::{PageRequest, Purpose};
use crate::account::Account;
use crate::port::Answer;
use crate::session::Session;

/// Somebody whom a page may be shown.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// Who.
    pub account: Account,
    /// In which session.
    pub session: Session,
}

/// What comes of opening a page.
pub enum Visit {
    /// Show it.
    Welcome(Box<Visitor>),
    /// The browser must go somewhere else first.
    First(Next),
}

impl Login<'_> {
    /// Opens a page of ours. Where the session is enough it is used, and nothing is asked.
    pub async fn visit(&self, page: PageRequest) -> Answer<Visit> {
        let now = self.provider.ports.clock.now();
        let loaded = self.prepare(Purpose::OwnPage(page.clone()), now).await?;
        let step = pipeline::next(&self.facts_of(&loaded, now).await?);
        match (step, loaded.account, loaded.session) {
            (Step::Complete(_), Some(account), Some(session)) => {
                self.provider.ports.sessions.touch(&session.id, now).await?;
                Ok(Visit::Welcome(Box::new(Visitor { account, session })))
            }
            _ => Ok(Visit::First(self.begin(Purpose::OwnPage(page)).await?)),
        }
    }
}
